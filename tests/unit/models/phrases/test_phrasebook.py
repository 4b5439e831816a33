import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
import yaml

from models.domain.errors import WrongUsage
from models.domain.judgement import Judgement
from models.indicators.catalogue import Catalogue
from models.indicators.reading import read_part
from models.phrases.matching import PhraseFinder
from models.phrases.phrasebook import Element, Phrasebook
from models.screening import Reader, child_signal, screen_batch
from pipeline.sampleboard.ads import sample_ads
from tests.unit.models.indicators.builders import ad, reader
from tests.unit.models.scoring.prior import PriorClassifier

MODELS = Path(__file__).parents[4] / "models"
LONGEST_LINE = 150


def named_in(lines: Iterable[tuple[Element, ...]]) -> set[str]:
    return {element.set for elements in lines for element in elements if element.set}


def test_every_set_is_asked_for_by_a_phrase_or_by_the_program() -> None:
    book = Phrasebook.from_package()
    asked = named_in(chain(*book.phrases.values(), *book.unless.values()))
    asked.update(*(re.findall(r"<(\w+)>", module.read_text("utf-8")) for module in MODELS.rglob("*.py")))
    new = asked
    while new := named_in(chain(*(book.sets.get(name, ()) for name in new))) - asked:
        asked |= new
    assert sorted(book.sets.keys() - asked) == []


@pytest.mark.parametrize(
    "file", sorted((MODELS / "data").rglob("*.yaml")), ids=lambda file: f"{file.parent.name}-{file.stem}"
)
def test_no_list_of_words_says_one_twice_and_every_line_can_be_read(file: Path) -> None:
    text = file.read_text("utf-8")
    for name, words in lists_of_words(yaml.safe_load(text)):
        assert [word for word, times in Counter(words).items() if times > 1] == [], name
    assert [line for line in text.splitlines() if len(line) > LONGEST_LINE] == []


def lists_of_words(content: object, name: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every list below `content`, and every line of alternatives, by its name."""
    if isinstance(content, dict):
        for key, inner in content.items():
            yield from lists_of_words(inner, str(key))
    elif isinstance(content, list):
        yield name, [str(word) for word in content]
    elif isinstance(content, str) and "|" in content:
        yield name, [" ".join(words.split()) for words in content.split("|")]


def test_in_which_order_sets_stand_makes_no_difference() -> None:
    book = Phrasebook.from_package()
    turned = PhraseFinder(replace(book, sets=dict(reversed(list(book.sets.items())))))
    texts = ["కౌంటర్‌లో పని", "কাউন্টারে লোক চাই", *(one.text for one in sample_ads())]
    for text in texts:
        assert told(text, turned) == told(text, reader().finder), text


def told(text: str, finder: PhraseFinder) -> dict[str, list[tuple[int, int]]]:
    """The hits of sets and indicators; a pattern's own words begin with "=", numbered in the order of the book."""
    return {name: spans for name, spans in read_part("text", text, finder).hits.items() if name[0] != "="}


def found(folder: Path, book: str, text: str, name: str = "JB01") -> list[str]:
    (folder / "xx").mkdir(exist_ok=True)
    (folder / "xx" / "phrases.yaml").write_text(book, "utf-8")
    part = read_part("text", text, PhraseFinder(Phrasebook.from_folders([folder / "xx"])))
    return [text[part.tokens[a].start : part.tokens[b - 1].end] for a, b in part.spans(name)]


def test_plain_words_match_whole_words_only(tmp_path: Path) -> None:
    book = "phrases:\n  JB01: raw\n"
    assert found(tmp_path, book, "Draw the raw prawn") == ["raw"]
    assert found(tmp_path, "phrases:\n  JB01: काम\n", "कामगार का काम") == ["काम"]


def test_sets_numbers_options_gaps_and_either_order(tmp_path: Path) -> None:
    book = "sets:\n  pay: salary | wage\nphrases:\n  JB01: <pay> [only] after {3-6} months | bond & <pay> | fee .. join\n"
    assert found(tmp_path, book, "wage after 4 months") == ["wage after 4 months"]
    assert found(tmp_path, book, "salary only after 6 months") == ["salary only after 6 months"]
    assert found(tmp_path, book, "salary after 9 months") == []
    assert found(tmp_path, book, "salary against a bond") == ["salary against a bond"]
    assert found(tmp_path, book, "fee before you can join") == ["fee before you can join"]
    assert found(tmp_path, book, "fee before all of you can join") == []


def test_a_phrase_does_not_run_over_the_end_of_a_sentence(tmp_path: Path) -> None:
    book = "phrases:\n  JB01: no phone\n"
    assert found(tmp_path, book, "We say no. Phone me.") == []
    assert found(tmp_path, book, "काम है। no phone") == ["no phone"]
    assert found(tmp_path, book, "Answer: no\nPhone: ask") == []


def test_spellings_and_scripts_meet(tmp_path: Path) -> None:
    book = "phrases:\n  JB01: नौकरी\n"
    assert found(tmp_path, book, "naukri, naukari, नौकरी") == ["naukri", "naukari", "नौकरी"]


def test_endings_are_cut_from_words_that_no_phrase_knows(tmp_path: Path) -> None:
    book = "endings: లో\nphrases:\n  JB01: కంబోడియా\n"
    assert found(tmp_path, book, "కంబోడియాలో ఉద్యోగం") == ["కంబోడియాలో"]


@pytest.mark.parametrize(
    ("book", "said"),
    [
        ("phrases: [JB01]\n", "must be mappings"),
        ("phrases:\n  JB01: [fee]\n", "JB01 must be one text"),
        ("words:\n  a: b\n", "words is no key here"),
        ("phrases:\n  JB01: <fee>\n", "names the set <fee>"),
        ("sets:\n  a: <b>\n  b: <a>\n", "made of itself"),
        ("phrases:\n  JB01: '!!!'\n", "holds no word"),
        ("phrases: {\n", "is not YAML"),
    ],
)
def test_a_book_that_is_not_as_it_must_be_is_told(tmp_path: Path, book: str, said: str) -> None:
    with pytest.raises(WrongUsage) as raised:
        found(tmp_path, book, "text")
    assert said in str(raised.value)


def test_a_new_language_needs_no_python(tmp_path: Path) -> None:
    (tmp_path / "kn").mkdir()
    (tmp_path / "kn" / "phrases.yaml").write_text(
        "sets:\n  job: ಕೆಲಸ\n  no_after: ಇಲ್ಲ\nphrases:\n  JB01: ನೋಂದಣಿ ಶುಲ್ಕ\n", "utf-8"
    )
    shipped = Path(__file__).parents[4] / "models" / "data"
    book = Phrasebook.from_folders(
        [shipped / "en", shipped / "hi", shipped / "te", shipped / "bn", tmp_path / "kn"]
    )
    reader = Reader.of(Catalogue.from_package(), book)
    ads = [ad("ಕೆಲಸ, ನೋಂದಣಿ ಶುಲ್ಕ 500"), ad("ಕೆಲಸ, ನೋಂದಣಿ ಶುಲ್ಕ ಇಲ್ಲ")]
    with_fee, without = screen_batch(ads, reader, PriorClassifier(reader.catalogue))
    assert isinstance(with_fee, Judgement)
    assert isinstance(without, Judgement)
    assert [f.text for f in with_fee.findings] == ["ನೋಂದಣಿ ಶುಲ್ಕ"]
    assert without.findings == ()
    assert child_signal(ads[0], reader) is None


def test_every_phrase_belongs_to_an_indicator_of_the_catalogue_and_every_one_has_a_sentence() -> None:
    book, catalogue = Phrasebook.from_package(), Catalogue.from_package()
    assert set(book.phrases) <= set(catalogue)
    assert set(book.unless) <= set(catalogue)
    assert set(book.phrases) - set(book.sentences["en"]) <= {"CN11", "CN12"}


def test_ten_families_speak_in_four_languages() -> None:
    book = Phrasebook.from_package()
    assert {name[:2] for name in book.phrases} >= {"SX", "JB", "CS", "GU", "DW", "BL", "MB", "OB", "CN"}
    assert len(book.phrases) >= 95
