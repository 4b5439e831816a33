"""This module says which stretch of a text is in which language and script.

The script says nearly all; where languages share one (Hindi and Marathi; English and whatever people romanise),
common words decide, word by word with some inertia, because ads change language within a sentence.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from models.domain.judgement import LanguageSegment
from models.normalise.characters import MARKS

_WORD = re.compile(f"(?:[^\\W\\d_][{MARKS}\u200c\u200d]*)+")
_SCRIPTS = (
    (0x0000, "Latn"), (0x0370, "Grek"), (0x0400, "Cyrl"), (0x0530, "Zzzz"), (0x0600, "Arab"), (0x0700, "Zzzz"),
    (0x0750, "Arab"), (0x0780, "Zzzz"), (0x08A0, "Arab"), (0x0900, "Deva"), (0x0980, "Beng"), (0x0A00, "Guru"),
    (0x0A80, "Gujr"), (0x0B00, "Orya"), (0x0B80, "Taml"), (0x0C00, "Telu"), (0x0C80, "Knda"), (0x0D00, "Mlym"),
    (0x0D80, "Zzzz"), (0x1E00, "Latn"), (0x2000, "Zzzz"), (0x2100, "Latn"), (0x2190, "Zzzz"), (0xFB50, "Arab"),
    (0xFE00, "Zzzz"), (0xFE70, "Arab"), (0xFEFF, "Zzzz"), (0xFF21, "Latn"), (0xFF66, "Zzzz"), (0x1D400, "Latn"),
    (0x1D800, "Zzzz"),
)  # fmt: skip
_FIRST = [first for first, _ in _SCRIPTS]
_ONLY = {
    "Beng": "bn", "Telu": "te", "Taml": "ta", "Arab": "ur", "Guru": "pa", "Gujr": "gu", "Orya": "or", "Knda": "kn",
    "Mlym": "ml", "Grek": "el", "Cyrl": "ru", "Zzzz": "und",
}  # fmt: skip
_SHARED = {"Latn": ("en", "hi", "te", "bn", "mr", "ta"), "Deva": ("hi", "mr")}
_SWITCH = 2.2  # evidence that it takes to leave a language; one common word is worth 1 to 1.5
_UNKNOWN = 0.12  # for the first language of a script, per word that no list knows
_LONGEST_ENDING = 6
_SENTENCE_END = re.compile(r"[.!?\n।|]")


def segments(text: str) -> tuple[LanguageSegment, ...]:
    """The languages of `text`, in order: every character but white space lies in exactly one segment.

    Digits and punctuation go with the words before them (at the start, with those behind). Text without any
    word is `und`, `Zyyy`; empty text gives none.
    """
    words = list(_WORD.finditer(text))
    spoken = _spoken(text, words)
    runs: list[tuple[str, str, int]] = []
    for word, (lang, script) in zip(words, spoken, strict=True):
        if not runs or runs[-1][:2] != (lang, script):
            runs.append((lang, script, word.start()))
    return tuple(_segments(text, runs or [("und", "Zyyy", 0)]))


def _segments(text: str, runs: Sequence[tuple[str, str, int]]) -> Iterator[LanguageSegment]:
    bounds = [0, *(start for _, _, start in runs[1:]), len(text)]
    for number, (lang, script, _) in enumerate(runs):
        stretch = text[bounds[number] : bounds[number + 1]]
        start = bounds[number] + len(stretch) - len(stretch.lstrip())
        end = bounds[number] + len(stretch.rstrip())
        if start < end:
            yield LanguageSegment(lang, script, start, end)


def _spoken(text: str, words: Sequence[re.Match[str]]) -> Iterator[tuple[str, str]]:
    """Language and script of each word."""
    scripts = [_script(word.group()) for word in words]
    at = 0
    while at < len(words):
        script, end = scripts[at], at + 1
        while end < len(words) and scripts[end] == script:
            end += 1
        run = words[at:end]
        if script in _SHARED:
            yield from ((lang, script) for lang in _best(_SHARED[script], text, run))
        else:
            yield from ((_ONLY[script], script) for _ in run)
        at = end


@cache
def _block(code: int) -> str:
    return _SCRIPTS[bisect_right(_FIRST, code) - 1][1]


def _script(word: str) -> str:
    return _block(ord(word[0]))


def _best(languages: Sequence[str], text: str, run: Sequence[re.Match[str]]) -> Sequence[str]:
    """The likeliest language of each word of a run in one script: most evidence at the fewest changes (Viterbi)."""
    known = [_languages_of(word.group()) for word in run]
    if not any(known_in and languages[0] not in known_in for known_in in known):
        return [languages[0]] * len(run)
    scores = [0.0] + [-_SWITCH / 2] * (len(languages) - 1)
    steps: list[list[int]] = []
    for number, known_in in enumerate(known):
        top = max(range(len(languages)), key=scores.__getitem__)
        change = scores[top] - (_SWITCH * 0.6 if number and _sentence_ends(text, run, number) else _SWITCH)
        steps.append([top if change > score else i for i, score in enumerate(scores)])
        stay = [max(score, change) for score in scores]
        scores = [
            s + _evidence(lang, known_in, first=not i)
            for i, (s, lang) in enumerate(zip(stay, languages, strict=True))
        ]
    at = max(range(len(languages)), key=scores.__getitem__)
    path = []
    for step in reversed(steps):
        path.append(languages[at])
        at = step[at]
    return path[::-1]


def _sentence_ends(text: str, run: Sequence[re.Match[str]], number: int) -> bool:
    return _SENTENCE_END.search(text, run[number - 1].end(), run[number].start()) is not None


def _evidence(lang: str, known_in: frozenset[str], *, first: bool) -> float:
    if not known_in:
        return _UNKNOWN if first else 0.0
    return 1.5 / len(known_in) if lang in known_in else 0.0


def _languages_of(word: str) -> frozenset[str]:
    """The languages that know `word`, or else its longest known ending, which is listed as "-ending"."""
    lexicon, folded = _lexicon(), word.casefold()
    if folded in lexicon:
        return lexicon[folded]
    endings = ("-" + folded[-size:] for size in range(min(_LONGEST_ENDING, len(folded) - 1), 0, -1))
    return next((lexicon[ending] for ending in endings if ending in lexicon), frozenset())


@cache
def _lexicon() -> Mapping[str, frozenset[str]]:
    """The languages in which a common word, or an ending of words, is known."""
    found: dict[str, set[str]] = {}
    for folder in (resources.files("models") / "data").iterdir():
        listed = folder / "function_words.txt"
        if folder.is_dir() and listed.is_file():
            lines = listed.read_text(encoding="utf-8").splitlines()
            for word in (w for line in lines if not line.startswith("#") for w in line.split()):
                found.setdefault(word, set()).add(folder.name)
    return {word: frozenset(languages) for word, languages in found.items()}
