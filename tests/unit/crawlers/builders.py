"""This module builds the cards and captures that tests of the crawlers start from."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from crawlers.card import SourceCard
from crawlers.sink import Capture
from models.domain.ad import RawAd
from models.domain.evidence import EvidenceRecord

TODAY = date(2026, 11, 22)
NOW = 1_795_340_000_000_000  # 22 Nov 2026, 09:33 UTC

CARD: dict[str, Any] = {
    "id": "mandi",
    "version": 3,
    "name": "Mandi",
    "owner": "Mandi Online",
    "hosts": ["mandi.example"],
    "start": ["https://mandi.example/jobs/"],
    "source_type": "job",
    "languages": ["en", "hi"],
    "legal_basis": "public pages, counsel's note 7",
    "approver": "A. Counsel",
    "approved_on": date(2026, 1, 1),
    "review_by": date(2026, 12, 1),
    "expires_on": date(2026, 12, 31),
}


def card(**changes: Any) -> SourceCard:
    return SourceCard.model_validate(CARD | changes)


def card_file(folder: Path, *, without: str = "", name: str = "mandi.yaml", **changes: Any) -> Path:
    content = {key: value for key, value in (CARD | changes).items() if key != without}
    path = folder / name
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def capture(*, ad_id: str = "aone", text: str = "Cook wanted, 12 hours.", title: str = "Cook") -> Capture:
    ad = RawAd(
        ad_id=ad_id,
        card_id="mandi",
        source_type="job",
        url="https://mandi.example/ad/1",
        title=title,
        text=text,
        captured_at=NOW,
        first_seen=NOW,
        fields={"pay": "12000"},
    )
    evidence = EvidenceRecord(
        ad_id=ad_id,
        url=ad.url,
        final_url=ad.url,
        status=200,
        headers={},
        captured_at=NOW,
        raw_sha256="00",
        stored_sha256="11",
        stripped={},
        card_id="mandi",
        card_version="3",
        build_id="test",
    )
    return Capture(ad, evidence)
