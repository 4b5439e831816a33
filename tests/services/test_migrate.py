"""From small to large and back: everything is carried, nothing newer is written over, a kill does no harm."""

import multiprocessing
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr

from models.domain.chain import first_break
from models.domain.do_not_refer import DoNotRefer
from models.domain.errors import Refused
from models.domain.judgement import Band
from pipeline import bootstrap
from pipeline.bus.port import Message, Topic
from pipeline.jobs.migrate import Way, migrate, settings_of
from pipeline.settings import BusEngine, IndexEngine, Settings
from search.index.document import AdDocument
from search.index.elastic import ElasticIndex
from search.index.elastic_cluster import ElasticCluster
from search.query.query import Query
from search.records.port import Edge, LedgerEntry, LedgerState, SeenAd
from tests.contract.documents import ad
from tests.services.schemas import in_a_schema_of_its_own

pytestmark = pytest.mark.services

NOON = 1_795_348_800_000_000
WORDS = ("maid", "cook", "driver", "visa", "passport", "नौकरी", "পরিচারিকা", "no", "leave", "advance")


@pytest.fixture
def settings(servers: Mapping[str, str], tmp_path: Path) -> Iterator[Settings]:
    """Settings by which both ways are reached; each has nothing yet."""
    name = f"t{uuid4().hex}"
    made = Settings(
        home=tmp_path / "home",
        kafka_servers=servers["NIGAH_KAFKA_SERVERS"],
        kafka_prefix=f"{name}.",
        kafka_partitions=1,
        elastic_url=servers["NIGAH_ELASTIC_URL"],
        elastic_name=name,
        records_url=SecretStr(in_a_schema_of_its_own(servers["NIGAH_RECORDS_URL"])),
    )
    yield made
    with closing(ElasticCluster(made.elastic_url).client()) as client:
        client.indices.delete(index=f"{name}-v1", ignore_unavailable=True)


def document(number: int, settings: Settings) -> AdDocument:
    vault = bootstrap.open_vault(settings)
    words = " ".join(WORDS[(number * step) % len(WORDS)] for step in range(1, 40))
    return replace(
        ad(f"a{number:06}", words),
        captured_at=NOON + number,
        first_seen=NOON,
        content_hash=f"{number:064x}",
        band=list(Band)[number % 5],
        score=number % 997 / 997,
        contact_keys=(f"k.{number // 3}",),
        sealed=vault.seal(words.encode() * 8, context=f"a{number:06}"),
    )


def fill(settings: Settings, count: int, *, start: int = 0) -> None:
    """`count` ads as the stages would leave them, with evidence, ledger, links and readings."""
    numbers = range(start, start + count)
    documents = [document(number, settings) for number in numbers]
    with (
        closing(bootstrap.open_index(settings)) as index,
        closing(bootstrap.open_records(settings)) as records,
    ):
        for first in range(0, count, 500):
            some = documents[first : first + 500]
            index.put(some)
            records.append("evidence", [f'{{"ad_id": "{each.ad_id}"}}' for each in some])
            records.enter(
                [LedgerEntry(each.ad_id, each.captured_at, each.source, LedgerState.INDEXED) for each in some]
            )
            records.link(
                [
                    Edge(one.ad_id, other.ad_id, "contact", "k")
                    for one, other in zip(some[::2], some[1::2], strict=False)
                ]
            )
        for each in documents[:200]:
            records.mark_seen(SeenAd(each.ad_id, each.content_hash, NOON, each.captured_at))
        for each in documents[:50]:
            records.mark_read(each.ad_id, person="one", at=NOON)


def everything(settings: Settings) -> tuple[object, ...]:
    """All that a way holds, through the ports."""
    with (
        closing(bootstrap.open_index(settings)) as index,
        closing(bootstrap.open_records(settings)) as records,
    ):
        index.refresh()
        documents = {each.ad_id: each for each in index.scan(Query())}
        ids = sorted(documents)
        rows = list(records.chain())
        assert first_break(rows) is None
        return (
            documents,
            rows,
            list(records.ledger()),
            list(records.do_not_refer(at=NOON)),
            [records.seen(each) for each in ids[:300]],
            list(records.linked(ids[:400])),
            records.read(ids),
        )


def is_empty_but_for_files(settings: Settings) -> None:
    for name in ("index.sqlite3", "records.sqlite3"):
        for path in settings.home.glob(f"{name}*"):
            path.unlink()


def test_ten_thousand_ads_compare_equal_after_one_way_and_after_there_and_back(settings: Settings) -> None:
    small, large = (settings_of(settings, way) for way in Way)
    fill(small, 10_000)
    with closing(bootstrap.open_records(small)) as records:
        records.mark_do_not_refer(DoNotRefer("m1", NOON, NOON + 1, frozenset({"k.one"})))
    before = everything(small)
    steps: list[str] = []
    done = migrate(settings, Way.DISTRIBUTED, progress=lambda step, *_: steps.append(step))
    assert {name: (tally.written, tally.same, tally.removed) for name, tally in done.tallies.items()} == {
        "ads": (10_000, 0, 0),
        "chain": (10_000, 0, 0),
        "ledger": (10_000, 0, 0),
        "seen": (200, 0, 0),
        "forgotten": (0, 0, 0),
        "do_not_refer": (1, 0, 0),
        "edges": (5_000, 0, 0),
        "readings": (50, 0, 0),
    }
    assert (done.compared, done.closed, done.refused, done.quarantined) == (35_251, 0, 0, 0)
    assert list(dict.fromkeys(steps)) == ["checking", "carrying", "comparing"]
    assert everything(large) == before
    is_empty_but_for_files(small)
    bootstrap.open_records(small).close()
    migrate(settings, Way.EMBEDDED)
    assert everything(small) == before


def test_what_happened_on_the_other_way_comes_back_and_nothing_is_carried_twice(settings: Settings) -> None:
    small, large = (settings_of(settings, way) for way in Way)
    fill(small, 20)
    migrate(settings, Way.DISTRIBUTED)
    again = migrate(settings, Way.DISTRIBUTED)
    assert {tally.written for tally in again.tallies.values()} == {0}
    fill(large, 10, start=20)
    impatient = ElasticCluster(large.elastic_url, name=large.elastic_name, letting_go=0)
    with closing(ElasticIndex(impatient)) as index, closing(bootstrap.open_records(large)) as records:
        index.forget(["a000003"])
        records.forget(["a000003"])
        records.blank([4])
        newer = replace(document(5, settings), captured_at=NOON + 900, band=Band.URGENT)
        index.put([newer])
        index.refresh()
    migrate(settings, Way.EMBEDDED)
    with closing(bootstrap.open_index(small)) as index, closing(bootstrap.open_records(small)) as records:
        assert (index.count(Query()), index.get("a000003"), index.get("a000005")) == (29, None, newer)
        assert list(records.linked(["a000002"])) == []
        assert [row.payload for row in records.chain()][3] is None
    assert everything(small) == everything(large)


def test_what_is_newer_is_not_written_over(settings: Settings) -> None:
    small, large = (settings_of(settings, way) for way in Way)
    fill(small, 20)
    migrate(settings, Way.DISTRIBUTED)
    fill(large, 10, start=20)
    before = everything(large)
    with pytest.raises(
        Refused,
        match=r"newer than the source \(10 of chain, 10 of ledger, 10 of seen, 5 of edges, 10 of readings, 10 of ads\)",
    ):
        migrate(settings, Way.DISTRIBUTED)
    assert everything(large) == before


def test_messages_that_wait_are_worked_off_first(settings: Settings) -> None:
    small = settings_of(settings, Way.EMBEDDED)
    fill(small, 2)
    with closing(bootstrap.open_bus(small)) as bus:
        bus.publish([Message(Topic.COLLECTED, "a1", b"{}")])
    with pytest.raises(
        Refused, match=r"On the embedded bus 1 messages wait for `screen`.*nigah work screen --drain"
    ):
        migrate(settings, Way.DISTRIBUTED)


def test_ads_sealed_with_other_keys_are_carried_and_counted(settings: Settings) -> None:
    small = settings_of(settings, Way.EMBEDDED)
    fill(small, 3)
    (settings.home / "keys.json").unlink()
    elsewhere = Settings(home=settings.home / "elsewhere")
    bootstrap.open_keyring(elsewhere)
    (elsewhere.home / "keys.json").rename(settings.home / "keys.json")
    assert migrate(settings, Way.DISTRIBUTED).closed == 3


def migrate_and_die(settings: Settings, at: int) -> None:
    """Be killed when so many rows and ads were carried."""

    def progress(step: str, done: int, _size: int) -> None:
        if step == "carrying" and done >= at:
            os.kill(os.getpid(), signal.SIGKILL)

    migrate(settings, Way.DISTRIBUTED, progress=progress)


@pytest.mark.parametrize("at", [2_500, 5_400])
def test_after_a_kill_the_next_call_goes_on(settings: Settings, at: int) -> None:
    small, large = (settings_of(settings, way) for way in Way)
    fill(small, 1_600)
    child = multiprocessing.get_context("forkserver").Process(target=migrate_and_die, args=(settings, at))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    done = migrate(settings, Way.DISTRIBUTED)
    assert done.tallies["chain"].same >= 500
    assert everything(large) == everything(small)
    assert (small.bus, small.index) == (BusEngine.EMBEDDED, IndexEngine.EMBEDDED)
