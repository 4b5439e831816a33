"""This module keeps words apart that are searched by one key and mean different things: వద్దు (do not) and वधू (bride).

A written form is a spelling in Latin letters, or a script with the consonants that the key makes alike (টাকা, money; থাকা,
to stay). Two forms are one word where some phrase list uses both for the same thing, or where one language writes both.
A key whose forms are several words becomes several words of the matcher; what a text writes decides which is meant.
"""

import re
from collections.abc import Iterable, KeysView, Mapping
from itertools import combinations, product, starmap
from typing import NamedTuple

from models.normalise.characters import MARKS
from models.normalise.memory import Memory
from models.normalise.tokens import search_tokens
from models.phrases.phrasebook import Phrasebook

_MOST_RUNS = 1 << 20  # of words; a book has fewer, and each is asked for several times
_LATIN = 0
_BLOCK = 7  # India's scripts lie in blocks of 128 code points
_INDIC = range(0x0900 >> _BLOCK, 0x0D80 >> _BLOCK)
_PLACE, _NUKTA = 0x7F, chr(0x093C)
_CORONAL = frozenset(
    "चछटठडढतथदध"
)  # what a key makes alike, in any script: told by their places in Devanagari
_ASPIRATED = frozenset("छठढथध")
_DEVANAGARI = 0x0900
_BREATHED = ("th", "dh", "chh")
_FIXED = "en"  # whose spelling is fixed, so that one language is no reason to take two spellings for one word
_MARK = "\x1f"  # no word has it
_LETTERS = re.compile(f"[^\\W\\d_](?:[^\\W\\d_]|[{MARKS}])*")
_SINGLE = re.compile(f"[^\\W\\d_][{MARKS}]*")
_Written = tuple[tuple[str, str], ...]


class Form(NamedTuple):
    """How a word is written: the script, and its letters (Latin) or the consonants that a key does not tell apart."""

    script: int
    letters: str


def form(written: str) -> Form:
    """The form of one written word."""
    script = next((ord(letter) >> _BLOCK for letter in written if ord(letter) >> _BLOCK in _INDIC), _LATIN)
    return Form(script, _coronals(written) if script else written.lower())


def key_of(word: str) -> str:
    """The search key that one of the matcher's words is read from."""
    return word.partition(_MARK)[0]


class Homonyms:
    """The words of the matcher for each key that stands for several words."""

    __slots__ = ("_keys", "_tokens", "_words", "_written")

    def __init__(self, book: Phrasebook) -> None:
        """What the forms in `book` say; looks at every word of it once."""
        targets = _targets(book)
        alone = _tokens_of_each({word for words in targets for word in words.split(" ")})
        self._tokens = Memory(lambda words: _tokens_of_run(words, alone), most=_MOST_RUNS)
        self._keys = Memory(lambda words: tuple(starmap(self.word, self._tokens[words])), most=_MOST_RUNS)
        uses = _uses(book, targets, self._tokens)
        self._written: dict[str, dict[Form, str]] = {}
        self._words: dict[str, tuple[str, ...]] = {}
        for key, forms in uses.items():
            if len(forms) > 1:
                self._part(key, _groups(forms))

    def __contains__(self, key: str) -> bool:
        return key in self._written

    def word(self, key: str, written: str) -> str:
        """The matcher's word for `key` as `written`: one word where the form tells, else all that its script may mean."""
        known = self._written.get(key)
        if known is None:
            return key
        said = form(written)
        return known.get(said) or known.get(Form(said.script, _MARK), key)

    @property
    def words(self) -> KeysView[str]:
        """The matcher's words that may stand for others."""
        return self._words.keys()

    def keys_of(self, words: str) -> tuple[str, ...]:
        """The matcher's words for a run of words of the book."""
        return self._keys[words]

    def settle(self) -> None:
        """Lets go what is remembered of the book's runs: whoever reads texts asks for words alone."""
        self._tokens.clear()
        self._keys.clear()

    def heard_as(self, atom: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
        """`atom` in all words of the matcher that may stand for its own."""
        return product(*(self._words.get(word, (word,)) for word in atom))

    def _part(self, key: str, groups: list[list[Form]]) -> None:
        """Gives each of `groups` a word of its own, and each script one that says: any of those it writes."""
        if len(groups) < 2:
            return
        forms: dict[Form, str] = {}
        scripts: dict[int, list[str]] = {}
        for number, group in enumerate(groups):
            word = f"{key}{_MARK}{number}"
            forms |= dict.fromkeys(group, word)
            for script in dict.fromkeys(one.script for one in group):
                scripts.setdefault(script, []).append(word)
        unsure = {word: [key] for words in scripts.values() for word in words}
        for script, words in scripts.items():
            several = words[0] if len(words) == 1 else f"{key}{_MARK}s{script}"
            forms[Form(script, _MARK)] = several
            for word in words:
                unsure[word] += [several] if several != word else []
        self._written[key] = forms
        self._words |= {word: (word, *others) for word, others in unsure.items()}
        self._words[key] = tuple(dict.fromkeys((key, *unsure, *forms.values())))


class _Use(NamedTuple):
    """What a form is used for (names of sets and indicators), and by which languages."""

    targets: set[str]
    languages: set[str]


def _tokens(words: str) -> _Written:
    """The key and the spelling of each word."""
    return tuple([(token.key, words[token.start : token.end]) for token in search_tokens(words)])


def _tokens_of_each(words: Iterable[str]) -> Mapping[str, _Written]:
    """As `_tokens`, of each of `words` that is several letters and nothing else: all of them are read as one text."""
    several = (word for word in words if _LETTERS.fullmatch(word) and not _SINGLE.fullmatch(word))
    return {written: ((key, written),) for key, written in _tokens(" ".join(several))}


def _tokens_of_run(words: str, alone: Mapping[str, _Written]) -> _Written:
    """As `_tokens`, from what is known of each word `alone`: a book has far more runs of words than words."""
    known = [alone.get(word) for word in words.split(" ")]
    return tuple([token for one in known if one for token in one]) if all(known) else _tokens(words)


def _uses(
    book: Phrasebook, targets_of: Mapping[str, set[str]], tokens: Mapping[str, _Written]
) -> dict[str, dict[Form, _Use]]:
    """The forms of each key that is written in more than one way, and what they are used for."""
    spelled: dict[str, dict[str, set[str]]] = {}
    for words, targets in targets_of.items():
        for key, written in tokens[words]:
            spelled.setdefault(key, {}).setdefault(written, set()).update(targets)
    found: dict[str, dict[Form, _Use]] = {}
    for key, spellings in spelled.items():
        if len(spellings) > 1 and key.isalpha():
            forms: dict[Form, _Use] = {}
            found[key] = forms
            for written, targets in spellings.items():
                use = forms.setdefault(form(written), _Use(set(), set()))
                use.targets.update(targets)
                use.languages.update(book.languages.get(written.lower(), ()))
    return found


def _targets(book: Phrasebook) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for sign, patterns in (("<", book.sets), ("", book.phrases), ("!", book.unless)):
        for name, lines in patterns.items():
            for words in (element.words for elements in lines for element in elements):
                if words:
                    found.setdefault(words, set()).add(sign + name)
    return found


def _groups(forms: Mapping[Form, _Use]) -> list[list[Form]]:
    """`forms` in groups that are one word each."""
    group_of = {one: [one] for one in forms}
    for one, other in combinations(forms, 2):
        if group_of[one] is not group_of[other] and _same_word(one, other, forms):
            group_of[one].extend(group_of[other])
            for moved in group_of[other]:
                group_of[moved] = group_of[one]
    return list({id(group): group for group in group_of.values()}.values())


def _same_word(one: Form, other: Form, forms: Mapping[Form, _Use]) -> bool:
    if forms[one].targets & forms[other].targets:
        return True
    shared = (forms[one].languages & forms[other].languages) - {_FIXED}
    if not shared or (one.script and other.script):
        return False
    if _is_breathed(one) == _is_breathed(other):
        return True
    script = one.script or other.script
    rivals = [form for form, use in forms.items() if form.script == script and use.languages & shared]
    return bool(script) and len(rivals) == 1


def _is_breathed(one: Form) -> bool:
    if one.script:
        return not _ASPIRATED.isdisjoint(one.letters)
    return any(sound in one.letters for sound in _BREATHED)


def _coronals(written: str) -> str:
    indic = (ord(letter) for letter in written if ord(letter) >> _BLOCK in _INDIC)
    letters = [chr(_DEVANAGARI + (code & _PLACE)) for code in indic]
    following = [*letters[1:], ""]
    kept = [one for one, after in zip(letters, following, strict=True) if one in _CORONAL and after != _NUKTA]
    return "".join(one for at, one in enumerate(kept) if at == 0 or kept[at - 1] != one)
