"""This module holds the phrases of all languages as plain data, read once from one folder per language.

A pattern is a line of words and four signs: `<name>` is any member of a set of words, `{12-24}` a number
in that range (`{n}`: any number), `[word]` may be missing, `..` allows up to three words between (`..5`: five),
`A & B` means both in either order, near each other, and `|` parts one pattern from the next. A set may hold
patterns as well as words. Sets of the same name are joined over all languages, because one ad often mixes several.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import product
from typing import NamedTuple, TypeVar

import yaml

from models.domain.errors import WrongUsage
from models.normalise.characters import MARKS

_PIECE = re.compile(r"<(?P<set>\w+)>|\{(?P<low>\d+|n)(?:-(?P<high>\d+))?\}|\.\.(?P<gap>\d*)|(?P<word>\S+)")
_LATIN_WORD = re.compile(r"\b[a-z]+\b")
_SET = re.compile(r"<\w+>")
_WRITTEN = re.compile(f"(?:[^\\W\\d_]|[{MARKS}\u200c\u200d])+")
_SIGN = re.compile(r"[<{\[&]|\.\.")  # of all but plain words
_FAMILIES = (
    "commercial_sex.yaml",
    "jobs.yaml",
    "scam_compounds.yaml",
    "gulf.yaml",
    "domestic.yaml",
    "bonded.yaml",
    "marriage.yaml",
    "organs.yaml",
    "counter.yaml",
    "captivity.yaml",
)
# One folder's, joined: what families share, the families', the child gate's, the roles', of text about the crime, of who has others met.
_FILES = ("phrases.yaml", *_FAMILIES, "children.yaml", "roles.yaml", "telling.yaml", "arranging.yaml")
_ANY_NUMBER = (0, 10**12)
_NEAR, _EITHER_ORDER = 3, 5
_Held = TypeVar("_Held")
_Strings: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Element(NamedTuple):
    """One piece of a pattern: a set's name, a number's range or literal words, at most `gap` words after the last."""

    # No frozen dataclass: there are tens of thousands, and these are made and compared much faster.

    gap: int = 0
    words: str = ""
    set: str = ""
    number: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Patterns by set name and by indicator, and the sentences an analyst reads by language, then indicator.

    Where a pattern of `unless` touches a phrase of the same indicator, the phrase means something else.
    `endings` are what a language writes onto its words ("లో", "में" is a word of its own). `english` are the words
    of English alone, whose spelling is fixed; `spellings` are groups of ways to type one word of another language.
    `languages` are the folders that write a word, by the word in lower case.
    """

    sets: Mapping[str, tuple[tuple[Element, ...], ...]]
    phrases: Mapping[str, tuple[tuple[Element, ...], ...]]
    unless: Mapping[str, tuple[tuple[Element, ...], ...]]
    endings: tuple[str, ...] = ()
    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    english: frozenset[str] = frozenset()
    spellings: tuple[tuple[str, ...], ...] = ()
    languages: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def from_package(cls) -> "Phrasebook":
        """The phrases that ship with the program; a new folder under `models/data` is a new language."""
        folders = sorted(files("models").joinpath("data").iterdir(), key=lambda folder: folder.name)
        return cls.from_folders(
            [folder for folder in folders if any(folder.joinpath(name).is_file() for name in _FILES)]
        )

    @classmethod
    def from_folders(cls, folders: list[Traversable]) -> "Phrasebook":
        """The phrases of `folders`, one language each; raises `WrongUsage` with file and key where one is not as it must be."""
        gathered: dict[str, dict[str, list[tuple[Element, ...]]]] = {"sets": {}, "phrases": {}, "unless": {}}
        sentences: dict[str, dict[str, str]] = {}
        endings: list[str] = []
        spellings: list[tuple[str, ...]] = []
        latin: dict[str, set[str]] = {}
        languages: dict[str, set[str]] = {}
        for folder, name in ((folder, name) for folder in folders for name in _FILES):
            if not folder.joinpath(name).is_file():
                continue
            where = f"{folder.name}/{name}"
            book = _mapping(folder.joinpath(name), where)
            latin.setdefault(folder.name, set()).update(
                _LATIN_WORD.findall(" ".join(map(str, book.values())))
            )
            endings += str(book.pop("endings", "")).replace("|", " ").split()
            spellings += (tuple(group.split()) for group in str(book.pop("spellings", "")).split("|"))
            for word in _written(book):
                languages.setdefault(word, set()).add(folder.name)
            for key, into in gathered.items():
                _gather(book.pop(key, {}), into, where)
            if book:
                raise WrongUsage(
                    f"{where}: {', '.join(book)} is no key here; use endings, spellings, {', '.join(gathered)}"
                )
        for folder in folders:
            if folder.joinpath("sentences.yaml").is_file():
                path = folder.joinpath("sentences.yaml")
                sentences[folder.name] = {
                    str(k): str(v) for k, v in _mapping(path, f"{folder.name}/sentences.yaml").items()
                }
        line, names = _Alike[tuple[Element, ...]](), _Alike[frozenset[str]]()
        sets, phrases, unless = (
            {name: tuple(dict.fromkeys(map(line.held, lines))) for name, lines in into.items()}
            for into in gathered.values()
        )
        others = set[str]().union(*(words for name, words in latin.items() if name != "en"))
        english = frozenset(latin.get("en", set()) - others)
        writers = {word: names.held(frozenset(own)) for word, own in languages.items()}
        return cls(sets, phrases, unless, tuple(endings), sentences, english, tuple(spellings), writers)


class _Alike(dict[_Held, _Held]):
    """Values of which many are alike, each held once: a book has a hundred thousand lines and words."""

    __slots__ = ()

    def held(self, value: _Held) -> _Held:
        """The first of those that equal `value`."""
        return self.setdefault(value, value)


def patterns(line: str) -> Iterator[tuple[Element, ...]]:
    """Every way to read one line of the phrase language."""
    if _SIGN.search(line) is None:  # plain words, as most lines
        if words := " ".join(line.split()):
            yield (Element(words=words),)
        return
    sides = [side.strip() for side in line.split(" & ")]
    if len(sides) == 2:
        one, two = list(_expansions(sides[0])), list(_expansions(sides[1]))
        for a, b in product(one, two):
            yield (*a, _after(b[0], _EITHER_ORDER), *b[1:])
            yield (*b, _after(a[0], _EITHER_ORDER), *a[1:])
        return
    yield from _expansions(line)


def ordered(sets: Mapping[str, tuple[tuple[Element, ...], ...]]) -> list[str]:
    """The names of `sets` so that each comes after the sets its own patterns name."""
    done: dict[str, None] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise WrongUsage(f"phrase book: the set <{name}> is made of itself ({' > '.join(path)})")
        if name in done or name not in sets:
            return
        for elements in sets[name]:
            for element in elements:
                if element.set:
                    visit(element.set, (*path, name))
        done[name] = None

    for name in sets:
        visit(name, ())
    return list(done)


def _gather(lines: object, into: dict[str, list[tuple[Element, ...]]], where: str) -> None:
    if not isinstance(lines, dict):
        raise WrongUsage(f"{where}: sets and phrases must be mappings of a name to patterns")
    for name, values in lines.items():
        if not isinstance(values, str):
            raise WrongUsage(f"{where}: {name} must be one text of patterns parted by |")
        for line in values.split("|"):
            into.setdefault(name, []).extend(patterns(line))


def _written(book: Mapping[str, object]) -> set[str]:
    """The words of one file in lower case, without the names of its sets."""
    parts = [part for part in book.values() if isinstance(part, dict)]
    texts = (_SET.sub(" ", str(text)).lower() for part in parts for text in part.values())
    return {word for text in texts for word in _WRITTEN.findall(text)}


def _expansions(line: str) -> Iterator[tuple[Element, ...]]:
    """`line` with and without each of its optional pieces."""
    if "[" not in line:  # as nine in ten
        if elements := tuple(_elements(line)):
            yield elements
        return
    pieces = re.split(r"\[([^\]]+)\]", line)
    fixed, optional = pieces[::2], pieces[1::2]
    for chosen in product((True, False), repeat=len(optional)):
        kept = [piece if take else "" for piece, take in zip(optional, chosen, strict=True)]
        text = " ".join(part for pair in zip(fixed, [*kept, ""], strict=True) for part in pair)
        elements = tuple(_elements(text))
        if elements:
            yield elements


def _elements(text: str) -> Iterator[Element]:
    gap = 0
    words: list[str] = []
    if _SIGN.search(text) is None:
        text, words = "", text.split()
    for piece in _PIECE.finditer(text):
        if piece["word"]:
            words.append(piece["word"])
            continue
        if words:
            yield Element(gap, words=" ".join(words))
            gap, words = 0, []
        if piece["gap"] is not None:
            gap = int(piece["gap"] or _NEAR)
            continue
        yield Element(gap, set=piece["set"] or "", number=_range(piece["low"], piece["high"]))
        gap = 0
    if words:
        yield Element(gap, words=" ".join(words))


def _range(low: str | None, high: str | None) -> tuple[int, int] | None:
    if low is None:
        return None
    return _ANY_NUMBER if low == "n" else (int(low), int(high or low))


def _after(element: Element, gap: int) -> Element:
    return Element(gap, element.words, element.set, element.number)


def _mapping(path: Traversable, where: str) -> dict[str, object]:
    try:
        # This loader makes strings only (no "no" that turns into False), and nothing else: it is safe.
        content = yaml.load(path.read_text("utf-8"), Loader=_Strings)  # noqa: S506
    except yaml.YAMLError as error:
        raise WrongUsage(f"{where} is not YAML: {error}") from None
    if not isinstance(content, dict):
        raise WrongUsage(f"{where} must be a mapping")
    return content
