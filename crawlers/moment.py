"""This module reads when an ad was posted, in ISO, Indian and relative words, in several languages."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Final

import dateparser  # type: ignore[import-untyped]

from models.domain.evidence import IST

_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?$"
)
_LABEL = re.compile(r"^(?:date )?(?:re)?posted(?: on)?\s*:?\s*|^published(?: on)?\s*:?\s*", re.IGNORECASE)
_LONGEST: Final = 60
_NO_STAMP = re.compile(
    r"\d{10}|(?<!\d):|[!?₹]|\b(?:rs|till|until|last|before|from|interview|walk|join\w*|start\w*|apply)\b",
    re.IGNORECASE,
)
_FEW: Final = 4  # words beside a date
LATIN_DIGITS: Final = {
    zero + digit: str(digit)
    for zero in (0x0966, 0x09E6, 0x0C66, 0x0BE6, 0x0A66, 0x0AE6, 0x0CE6)
    for digit in range(10)
}
_UNITS: Final = {
    "minutes": r"min(?:ute)?s?|m|मिनट|मिनिटे?|నిమిషా?(?:ల|లు|లం|లక్రితం)?|నిమిషం|মিনিট|நிமிட\w*",
    "hours": r"h(?:ou)?rs?|h|घंटे|घंटा|घण्टे|तास|తాసు|గంట(?:ల|లు)?|ঘণ্টা|ঘন্টা|மணி\w*",
    "days": r"days?|d|दिन|दिवस|दिवसां?|రోజు(?:ల|లు)?|দিন|நாட்?\w*|நாள்",
    "weeks": r"weeks?|w|wks?|हफ़्ते|हफ्ते|हफ़्ता|हफ्ता|सप्ताह|आठवड\w*|వార(?:ం|ాల|ాలు)|সপ্তাহ|வார\w*",
    "months": r"months?|mon|महीने|महीना|माह|महिन\w*|నెల(?:ల|లు)?|মাস|மாத\w*",
}
_AGO: Final = r"(?:ago|back|पहले|पूर्व|पूर्वी|క్రితం|కిందట|క్రిందట|আগে|பூர்வ|முன்பு|முன்)"
_RELATIVE = re.compile(
    r"(?<!\w)(?P<number>\d{1,3}|an?|one|एक|ఒక|এক)\+?\s*(?:"
    + "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS.items())
    + rf")\.?\s*(?P<ago>{_AGO})(?!\w)",
    re.IGNORECASE,
)
_NEAR_DAYS: Final = (
    (
        0,
        re.compile(
            r"(?<!\w)(?:today|just now|now|moments ago|आज|अभी|ఈ ?రోజు|నేడు|ఇప్పుడే|আজ|আজকে|এইমাত্র|இன்று)(?!\w)",
            re.IGNORECASE,
        ),
    ),
    (1, re.compile(r"(?<!\w)(?:yesterday|कल|बीते कल|काल|నిన్న|গতকাল|গত কাল|கால|நேற்று)(?!\w)", re.IGNORECASE)),
    (2, re.compile(r"(?<!\w)(?:परसों|మొన్న|গত পরশু|পরশু)(?!\w)")),
)
_MONTHS: Final = r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_READ: Final = ("en", "hi", "te", "bn", "ta", "mr", "ur", "gu", "pa", "kn", "ml", "ne", "ar", "fr")


def _months_of_others() -> Iterator[str]:
    """The names of months in the languages that are read beside English, as the reader of dates knows them."""
    months = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
    for language in _READ[1:]:
        known = import_module(f"dateparser.data.date_translation_data.{language}").info
        yield from (re.escape(name) for month in months for name in known[month] if len(name) > 1)


_OTHER_MONTHS: Final = "|".join(sorted(set(_months_of_others()), key=len, reverse=True))
_CALENDAR = re.compile(
    rf"\d{{4}}-\d{{2}}-\d{{2}}(?:[T ]\d{{2}}:\d{{2}}(?::\d{{2}})?(?:Z|[+-]\d{{2}}:?\d{{2}})?)?|(?<!\d)\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:20)?\d{{2}}(?!\d)"
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?[-\s,]+(?:{_MONTHS})\b\.?(?:[-\s,']+(?:20)?\d{{2}}(?!\d))?|\b(?:{_MONTHS})\b\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\s+20\d{{2}})?"
    rf"|(?<!\d)\d{{1,2}}[-\s,]+(?:{_OTHER_MONTHS})(?!\w)(?:[-\s,]+20\d{{2}}(?!\d))?"
    r"|(?<!\d)\d{1,2}[-\s,]+[^\W\d_a-zA-Z][^\d\s,]{1,12}[-\s,]+20\d{2}",
    re.IGNORECASE,
)
_SCRIPTS: Final = {
    "hi": re.compile("[ऀ-ॿ]"),
    "mr": re.compile("[ऀ-ॿ]"),
    "bn": re.compile("[ঀ-৿]"),
    "te": re.compile("[ఀ-౿]"),
    "ta": re.compile("[஀-௿]"),
    "ur": re.compile("[؀-ۿ]"),
    "gu": re.compile("[઀-૿]"),
    "pa": re.compile("[਀-੿]"),
    "kn": re.compile("[ಀ-೿]"),
    "ml": re.compile("[ഀ-ൿ]"),
}


def moment(words: str, *, now: int, languages: Sequence[str]) -> str | None:
    """`words` as ISO 8601, or None; `now` is microseconds, UTC. Without a zone they mean India's time.

    A date without a time stays a date. What lies more than two days ahead is not when an ad was posted.
    """
    words = _LABEL.sub("", " ".join(words.translate(LATIN_DIGITS).split()))
    if not words or len(words) > _LONGEST:
        return None
    present = datetime.fromtimestamp(now / 1_000_000, UTC).astimezone(IST)
    read = _iso(words) if _ISO.match(words) else _ago(words, present) or _spoken(words, present, languages)
    if read is None:
        return None
    whole = read if read.tzinfo else read.replace(tzinfo=IST)
    if whole > present + timedelta(days=2):
        return None
    dated_only = (whole.hour, whole.minute, whole.second) == (0, 0, 0) and ":" not in words
    return whole.date().isoformat() if dated_only else whole.isoformat(timespec="seconds")


def moment_in(line: str) -> str | None:
    """The part of `line` that says when: a date of the calendar, or words such as "2 days ago"."""
    line = line.translate(LATIN_DIGITS)
    for pattern in (_CALENDAR, _RELATIVE, *(pattern for _, pattern in _NEAR_DAYS)):
        found = pattern.search(line)
        if found:
            return found[0]
    return None


def is_dateline(line: str) -> bool:
    """Whether `line` is a date and at most a few words beside it: "Friday, 20 November 2026 - Pune"."""
    when = moment_in(line) if len(line) <= _LONGEST else None
    if when is None or when.casefold() == "now":
        return False
    beside = line.translate(LATIN_DIGITS).replace(when, " ")
    # Not by runs of letters: vowel signs of Indian scripts would part every word.
    named = sum(any(map(str.isalpha, word)) for word in re.split(r"[\s,/|-]+", beside))
    return named <= _FEW and not _NO_STAMP.search(beside)


def _ago(words: str, present: datetime) -> datetime | None:
    """A moment so long ago."""
    told = _RELATIVE.fullmatch(words)
    if told is None or told.lastgroup is None:
        return next((_day(present, days) for days, near in _NEAR_DAYS if near.fullmatch(words)), None)
    unit = next(unit for unit in _UNITS if told[unit])
    number = int(told["number"]) if told["number"].isdigit() else 1
    if unit in ("minutes", "hours"):
        return present - timedelta(**{unit: number})
    return _day(present, number * {"days": 1, "weeks": 7, "months": 30}[unit])


def _day(present: datetime, days: int) -> datetime:
    return present - timedelta(days=days)


def _iso(words: str) -> datetime | None:
    try:
        return datetime.fromisoformat(words.replace(" Z", "Z"))
    except ValueError:  # the form of a date, but no day of any calendar
        return None


def _spoken(words: str, present: datetime, languages: Sequence[str]) -> datetime | None:
    written = [language for language, letters in _SCRIPTS.items() if letters.search(words)]
    known = [language for language in dict.fromkeys((*languages, *written, "en")) if language in _READ]
    settings = {
        "DATE_ORDER": "DMY",
        "TIMEZONE": "Asia/Kolkata",
        "PREFER_DATES_FROM": "past",
        "RELATIVE_BASE": present.replace(tzinfo=None),
        "REQUIRE_PARTS": ["day", "month"],
    }
    found = dateparser.parse(words, languages=known, settings=settings)
    return found if isinstance(found, datetime) else None
