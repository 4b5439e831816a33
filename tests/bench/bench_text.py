"""This module measures the reading of text: ads a second of each reader, and whether time grows with length.

Run it with `python -m tests.bench.bench_text`.
"""

import sys
import time
from collections.abc import Callable

from models.entities.ages import ages
from models.entities.contacts import contacts
from models.entities.pay import pay
from models.entities.places import places
from models.language import segments
from models.normalise.fold import fold, fold_characters
from models.normalise.tokens import search_tokens

ADS = (
    "URGENT requirement of house maid for a family in Dubai, salary 25000 to 30000 per month, free food & room. "
    "Age 21-35 years, no experience needed, 10th pass. WhatsApp 98765 43210 or mail hr@company.co.in. " * 3,
    "तत्काल आवश्यकता: घरेलू काम के लिए महिला चाहिए, दिल्ली में, वेतन ₹२५,००० महीना, रहना खाना फ्री। संपर्क 98765 43210. "
    * 4,
    "Ghar baithe kaam karein aur paise kamayein, 15-20k per month, turant sampark karein nau aath saat. " * 5,
)
READERS: dict[str, Callable[[str], object]] = {
    "fold_characters": fold_characters,
    "fold": fold,
    "fold + search_tokens": search_tokens,
    "segments": segments,
    "contacts": lambda text: contacts("text", text),
    "ages": ages,
    "pay": pay,
    "places": lambda text: places("text", text),
}
HOSTILE = (
    "9",
    "1 ",
    "98765 ",
    "nine ",
    "o0",
    "98 76-",
    "+9 ",
    "a@",
    "a.",
    "12 years ",
    "5 lakh ",
    "f r ",
    "sss3",
    "[at]",
    "wa.me/",
    "9\n",
    "@",
    ".",
    "a ",
    "😀",
    "\u200d",
    "a\u0301",
    "(",
    "“a",
    "\n",
    "१",
    "१२ ",
    "nine nine nine ",
    "w w w ",
    "क्",
    "न्त",
    "boy of 12 ",
    "Hyderabad 500032 ",
    "Passport with company. ",
    "passport kept and never returned ",
    "fee nahi ",
    "minors are refused ",
)


def main() -> None:
    """Prints both tables."""
    for name, read in READERS.items():
        rates = [_rate(read, ad) for ad in ADS]
        sys.stdout.write(f"{name:22} " + " ".join(f"{rate:9.0f} ads/s" for rate in rates) + "\n")
    for unit in HOSTILE:
        short, long = (_seconds(_read_all, (unit * size)[:size]) for size in (5_000, 50_000))
        sys.stdout.write(
            f"{unit!r:12} 5,000: {short:.3f} s  50,000: {long:.3f} s  ratio {long / short:.1f}\n"
        )


def _read_all(text: str) -> None:
    for read in READERS.values():
        read(text)


def _rate(read: Callable[[str], object], ad: str) -> float:
    return 100 / min(_seconds(lambda text: [read(text) for _ in range(100)], ad) for _ in range(3))


def _seconds(work: Callable[[str], object], text: str) -> float:
    since = time.perf_counter()
    work(text)
    return time.perf_counter() - since


if __name__ == "__main__":
    main()
