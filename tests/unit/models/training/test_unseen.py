from dataclasses import replace

import pytest

from models.domain.errors import WrongUsage
from models.domain.judgement import Kind
from models.training.proof import Proof
from models.training.train import Recipe, train
from models.training.unseen import UnseenAnswer, from_json, to_json, unseen_answers
from tests.unit.models.training.builders import all_signs, corpus, read_from_corpus, trained


def proof() -> Proof:
    return trained().proof


def test_each_ad_stands_once_with_what_was_said_while_its_group_was_unseen() -> None:
    answers = unseen_answers(proof())
    assert len(answers) == 120
    assert [one.ad for one in answers] == sorted(one.ad.content_hash for one, _ in corpus())
    at = next(i for i, one in enumerate(proof().labelled) if one.ad.content_hash == answers[0].ad)
    assert answers[0].scores == tuple(round(float(z), 3) for z in proof().held.raw[at])
    assert answers[0].overall == round(max(proof().probabilities[at].values()), 6)
    assert (answers[0].group, answers[0].fold) == (int(proof().groups[at]), int(proof().folds[at]))


def test_answers_survive_their_file_and_hold_no_word() -> None:
    answers = unseen_answers(proof())
    written = to_json(answers)
    assert from_json(written) == answers
    assert not any(word.encode() in written for word in corpus()[0][0].ad.text.split())


def test_two_labels_of_an_ad_are_one_answer_with_the_kinds_that_half_of_them_saw() -> None:
    (first, _), *_ = corpus()
    kind = next(iter(first.kinds))
    others = [
        replace(first, kinds=kinds) for kinds in (frozenset({kind, Kind.ORGAN_TRADE}), frozenset({kind}))
    ]
    ads = [one for one, _ in corpus()] + others
    model = train(ads, read_from_corpus, Recipe(all_signs()), made_on="2026-11-22")
    answers = unseen_answers(model.proof)
    (own,) = [one for one in answers if one.ad == first.ad.content_hash]
    assert len(answers) == 120
    assert own.kinds == frozenset({kind})


@pytest.mark.parametrize("data", [b"", b"{", b"[1]\n", b'{"form": 2}\n', b"\xff", to_json(()) + b"[1]\n"])
def test_what_is_no_such_file_gives_a_sentence(data: bytes) -> None:
    with pytest.raises(WrongUsage, match="another form; train it again"):
        from_json(data)


def test_nothing_is_an_answer_too() -> None:
    nothing: tuple[UnseenAnswer, ...] = ()
    assert from_json(to_json(nothing)) == nothing
