"""This module builds ads and readings for the tests of indicators."""

from functools import cache

from models.domain.ad import RawAd
from models.indicators.evidence import Evidence, gather
from models.screening import Reader


@cache
def reader() -> Reader:
    return Reader.from_package()


def ad(
    text: str, *, title: str = "", source_type: str = "job", fields: dict[str, str] | None = None
) -> RawAd:
    return RawAd(
        ad_id="atest",
        card_id="card",
        source_type=source_type,
        url="https://board.example/1",
        title=title,
        text=text,
        captured_at=0,
        first_seen=0,
        fields=fields or {},
    )


def evidence(text: str, *, source_type: str = "job") -> Evidence:
    return gather(reader().read(ad(text, source_type=source_type)), reader().catalogue)


def cited(text: str, indicator: str, *, source_type: str = "job") -> list[str]:
    found = evidence(text, source_type=source_type)
    return [f.text for f in (*found.scoring, *found.shown) if f.indicator == indicator]
