import pytest

from models.scoring.features import columns
from models.scoring.ngrams import grams
from models.training.rows import learned_columns, matrix, vocabulary
from tests.unit.models.training.builders import features


def test_the_matrix_holds_named_columns_first_and_one_row_per_ad() -> None:
    batch = [features("kanar", found=["JB01", "JB01"], facts={"pay": 9.0}), features("")]
    layout = columns(batch, ["CS05", "JB01"])
    rows = matrix(batch, layout)
    assert rows.shape == (2, layout.width)
    assert rows[0, :3].toarray().tolist() == [[0.0, 1.5, 1.0]]
    assert rows[1].nnz == 0


def test_a_gram_of_one_ad_alone_is_not_learned_from_however_often_it_is_read() -> None:
    once, twice = grams("kanar"), grams("mopel")
    ids, rarity = vocabulary([(once, once), (twice, twice), (twice, once)])
    assert set(twice.word_ids) <= set(ids)
    assert set(once.word_ids) <= set(ids)
    assert vocabulary([(once, once), (twice, twice)])[0].tolist() == [2**21]
    assert rarity[-1] == 0.0


def test_the_rarer_gram_counts_more() -> None:
    ids, rarity = vocabulary([(grams(text),) for text in ("kanar", "kanar", "kanar mopel", "mopel")])
    common, rare = (
        dict(zip(ids, rarity, strict=True))[grams(word).word_ids[0]] for word in ("kanar", "mopel")
    )
    assert (common, rare) == pytest.approx((1.2231, 1.5108), abs=1e-4)


def test_words_and_letter_runs_of_an_ad_each_have_length_one() -> None:
    batch = [features("kanar mopel kanar redor"), features("kanar mopel")]
    layout = learned_columns(batch, batch, [])
    rows = matrix(batch, layout).toarray()
    assert (rows**2).sum(axis=1) == pytest.approx([2.0, 2.0])
