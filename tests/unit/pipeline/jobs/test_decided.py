from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from models.domain.contact import ContactKind
from models.domain.decision import Decision, Outcome
from models.domain.events import AdScored
from models.domain.judgement import AdClass, Kind
from models.training.labelled import Label
from pipeline import bootstrap
from pipeline.jobs.decided import decided_ads, decided_rows
from pipeline.settings import Settings
from search.decisions import decide
from search.index.build import document
from tests.unit.search.builders import scored

NUMBER = "98765 43210"
ADS = (
    scored("1", text=f"Hotel work, pay the visa fee first. Call {NUMBER}", says=(), against=(), contacts=[
        (ContactKind.PHONE, "+919876543210", NUMBER)
    ]),
    scored("2", text="I am at home, talk to me", says=(), against=()),
)  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(home=tmp_path)
    vault = bootstrap.open_vault(made)
    with closing(bootstrap.open_index(made)) as index:
        index.put([document(event, vault) for event in ADS])
    return made


def decision(event: AdScored, outcome: Outcome, *, by: str = "asha") -> Decision:
    return Decision(event.ad.ad_id, event.ad.content_hash, outcome, by, 1, "as read")


REFERRED = replace(
    decision(ADS[0], Outcome.REFER),
    kinds=frozenset({Kind.OVERSEAS_RECRUITMENT}),
    stream="active: random low score",
    blind=True,
    probability=0.05,
)


def write(settings: Settings, *own: Decision) -> None:
    with closing(bootstrap.open_records(settings)) as records:
        decide(records, own)


def test_decisions_become_labels_that_keep_who_how_and_how_likely(settings: Settings) -> None:
    write(settings, REFERRED, decision(ADS[1], Outcome.ADULT_CONSENSUAL, by="ravi"))
    of_ad = {one.number: one for one in decided_ads(settings)}
    lead, alone = (of_ad[event.ad.ad_id] for event in ADS)
    assert (lead.kinds, lead.ad_class) == (frozenset({Kind.OVERSEAS_RECRUITMENT}), AdClass.LEAD)
    assert lead.label == Label("asha", blind=True, source="active: random low score", probability=0.05)
    assert lead.weight == 20.0
    assert (alone.kinds, alone.ad_class) == (frozenset(), AdClass.INDEPENDENT_ADULT)
    assert alone.label == Label("ravi", blind=False, source="queue", probability=1.0)


def test_a_label_shows_no_contact_of_the_ad_and_still_keeps_its_poster_together(settings: Settings) -> None:
    write(settings, REFERRED)
    (row,) = decided_rows(settings).rows
    assert "43210" not in str(row)
    assert "{phone:" in row["text"]
    (ad,) = decided_ads(settings)
    assert len(ad.contact_keys) == 1


def test_what_says_nothing_and_what_is_gone_is_counted(settings: Settings) -> None:
    edited = replace(decision(ADS[1], Outcome.ADULT_CONSENSUAL), content_hash="of another text")
    absent = replace(edited, ad_id="a" + "b2" * 12)
    write(settings, decision(ADS[0], Outcome.WATCH), edited, absent)
    found = decided_rows(settings)
    assert (found.rows, found.silent, found.gone) == ((), 1, 2)


def test_the_last_word_of_a_person_counts(settings: Settings) -> None:
    write(settings, REFERRED, decision(ADS[0], Outcome.INSUFFICIENT))
    assert decided_rows(settings).rows == ()
