"""Rates on real Kafka, Elasticsearch and PostgreSQL: each stage alone, all together, from published to searchable.

Two screen workers and one that indexes, each a process of its own, as in the distributed way. The 2,792 real ads
of ../shared where they are, else as many generated ones; then 100,000 generated ones (BENCH_ADS says how many). The
stages alone are measured on the first 10,000 of them.
"""

import csv
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr

from models.codec import encode
from models.domain.ad import RawAd, ad_id
from models.domain.events import AdCollected
from pipeline import bootstrap
from pipeline.bootstrap import StageName
from pipeline.bus.port import Message, Topic
from pipeline.clock import now_us
from pipeline.ledger import totals
from pipeline.sampleboard.ads import sample_ads
from pipeline.sampleboard.placeholders import mobile
from pipeline.settings import BusEngine, IndexEngine, Settings
from search.index.elastic_cluster import ElasticCluster
from search.index.port import Page
from search.query.query import Filters, Query, Sort
from search.records.port import LedgerState
from tests.bench.workers import busy_seconds, working
from tests.services.schemas import in_a_schema_of_its_own

pytestmark = pytest.mark.bench

REAL = Path(__file__).parents[3] / "shared" / "data" / "locanto-jobs" / "locanto_jobs.csv"
MANY = int(os.environ.get("BENCH_ADS", "100000"))
ALONE = 10_000  # ads for each stage alone
MEMORY_EVERY = 10_000  # messages of one worker
DELAYS_FOR = 60  # seconds of ads at a steady pace
SCREENS = [StageName.SCREEN] * 2
INDEXES = [StageName.INDEX]
AT_ONCE = 500  # messages of one publishing transaction
TOWNS = ("Kolkata", "Pune", "Hyderabad", "Patna", "Surat", "Ranchi", "Indore")


def real_ads() -> Sequence[RawAd]:
    if not REAL.exists():
        print("\n../shared is absent: generated ads stand in for the real ones")
        return generated_ads(2_792)
    with REAL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    print(f"\n{len(rows)} real ads of one Irish board, 2022")
    return [raw(row["ad_id"], row["title"], row["desc"], row["city"]) for row in rows]


def generated_ads(count: int) -> Sequence[RawAd]:
    """The sample ads again and again, each time with a number, a town and a name of its own."""
    samples = [each for each in sample_ads() if not each.labels.child_sign]
    print(f"\n{count} ads generated from {len(samples)} written ones")
    return [_variant(samples[number % len(samples)], number) for number in range(count)]


def _variant(sample: Any, number: int) -> RawAd:
    town = TOWNS[number % len(TOWNS)]
    text = f"{sample.text} Near ward {number % 9_973}, {town}. Call {mobile(1_000_000 + number // 3)}."
    return raw(str(number), sample.title, text, town)


def raw(number: str, title: str, text: str, city: str) -> RawAd:
    return RawAd(
        ad_id=ad_id("bench", number=number, url=""),
        card_id="bench",
        source_type="job",
        url=f"https://board.example/{number}",
        title=title,
        text=text,
        captured_at=0,
        first_seen=0,
        fields={},
        city=city,
    )


@contextmanager
def a_place(servers: Mapping[str, str], home: Path) -> Iterator[Settings]:
    """Settings with topics, an index and records of their own on the servers."""
    name = f"b{uuid4().hex}"
    made = Settings(
        home=home,
        bus=BusEngine.KAFKA,
        index=IndexEngine.ELASTICSEARCH,
        kafka_servers=servers["NIGAH_KAFKA_SERVERS"],
        kafka_prefix=f"{name}.",
        elastic_url=servers["NIGAH_ELASTIC_URL"],
        elastic_name=name,
        records_url=SecretStr(in_a_schema_of_its_own(servers["NIGAH_RECORDS_URL"])),
    )
    bootstrap.open_keyring(made)
    bootstrap.open_bus(made).close()
    bootstrap.open_index(made).close()
    yield made
    with closing(ElasticCluster(made.elastic_url).client()) as client:
        client.indices.delete(index=f"{name}-v1", ignore_unavailable=True)


def publish(
    settings: Settings,
    ads: Sequence[RawAd],
    *,
    pace: float | None = None,
    note: Callable[[Sequence[RawAd]], None] = lambda _: None,
) -> float:
    """Publish all, `pace` of them a second where given; each is captured as it goes out. Returns the seconds taken."""
    began, size = time.monotonic(), AT_ONCE if pace is None else max(1, int(pace / 10))
    with closing(bootstrap.open_bus(settings)) as bus:
        for start in range(0, len(ads), size):
            if pace is not None:
                time.sleep(max(0.0, began + start / pace - time.monotonic()))
            now = now_us()
            captures = [replace(ad, captured_at=now, first_seen=now) for ad in ads[start : start + size]]
            note(captures)
            bus.publish([Message(Topic.COLLECTED, ad.ad_id, encode(AdCollected(ad))) for ad in captures])
    return time.monotonic() - began


def finish(settings: Settings, stage: StageName) -> float:
    """Wait until the stage has nothing left; returns when that was."""
    with closing(bootstrap.open_bus(settings)) as bus:
        while bus.lag(stage.topic, group=stage):
            time.sleep(0.2)
    return time.monotonic()


def say(name: str, count: int, took: float) -> float:
    print(f"{name:24} {count:7} ads {count / took:8.1f} ads/s {took:7.1f} s", flush=True)
    return count / took


def measure(servers: Mapping[str, str], home: Path, ads: Sequence[RawAd]) -> None:
    at_best = 1 / sum(1 / rate for rate in rates_alone(servers, home, ads[:ALONE]))
    rate = rate_together(servers, home, ads)
    print(
        f"0.7 × 1/Σ(1/rate) = {0.7 * at_best:.1f} ads/s; together {rate:.1f}, {rate / at_best:.2f} × 1/Σ(1/rate)"
    )
    tell_delays(servers, home, ads, pace=rate / 2)
    assert rate >= 0.7 * at_best


def rates_alone(servers: Mapping[str, str], home: Path, ads: Sequence[RawAd]) -> Sequence[float]:
    """One stage after the other, each with the machine for itself."""
    with a_place(servers, home) as place:
        rates = [say("publish alone", len(ads), publish(place, ads))]
        for stages, name in ((SCREENS, "screen alone, 2 workers"), (INDEXES, "index alone, 1 worker")):
            with working(place, *stages) as reports:
                finish(place, stages[0])
            rates.append(say(name, len(ads), busy_seconds(reports)))
        account(place, ads)
    return rates


def rate_together(servers: Mapping[str, str], home: Path, ads: Sequence[RawAd]) -> float:
    with a_place(servers, home) as place:
        with working(place, *SCREENS, *INDEXES) as reports:
            began = time.monotonic()
            publish(place, ads)
            finish(place, StageName.SCREEN)
            finish(place, StageName.INDEX)
        rate = say("together", len(ads), max(each.ended for each in reports) - began)
        for each in reports:
            print(f"  memory of {each.stage:6} (MB, by messages handled): {each.memory_by(MEMORY_EVERY)}")
        account(place, ads)
    return rate


def tell_delays(servers: Mapping[str, str], home: Path, ads: Sequence[RawAd], *, pace: float) -> None:
    gate = bootstrap.open_gate()
    some = [ad for ad in ads[: int(DELAYS_FOR * pace)] if not gate(ad)]  # the others are never searchable
    with a_place(servers, home) as place, working(place, *SCREENS, *INDEXES):
        waits = sorted(delays(place, some, pace=pace))
    print(
        f"published to searchable at {pace:.0f} ads/s, half of what it can ({len(waits)} ads): "
        f"p50 {waits[len(waits) // 2]:.2f} s, p99 {waits[int(len(waits) * 0.99)]:.2f} s"
    )


def account(settings: Settings, ads: Sequence[RawAd]) -> None:
    """Every ad that was published has one end, and those that are searchable ended so."""
    with (
        closing(bootstrap.open_index(settings)) as index,
        closing(bootstrap.open_records(settings)) as records,
    ):
        found, ends = index.count(Query()), totals(records.ledger())
    print(f"  ends: { ({str(state): count for state, count in ends.items() if count}) }; searchable: {found}")
    assert found == ends[LedgerState.INDEXED]
    assert sum(ends.values()) == len(ads)


def delays(settings: Settings, ads: Sequence[RawAd], *, pace: float) -> Iterator[float]:
    """Seconds from when an ad was published until a search finds it, to within a tenth of a second."""
    going: queue.SimpleQueue[Sequence[RawAd]] = queue.SimpleQueue()
    publisher = threading.Thread(
        target=publish, args=(settings, ads), kwargs={"pace": pace, "note": going.put}
    )
    publisher.start()
    waiting: dict[str, int] = {}  # in the order of publishing
    left, quiet = len(ads), time.monotonic()
    with closing(bootstrap.open_index(settings)) as index:
        while left:
            time.sleep(0.1)
            while not going.empty():
                waiting.update({ad.ad_id: ad.captured_at for ad in going.get()})
            earliest = next(iter(waiting.values()), now_us())
            asked = Query(filters=Filters(captured_from=earliest), sort=Sort.OLDEST)
            found = [ad.ad_id for ad in index.search(asked, page=Page(size=9_999)).documents]
            now = now_us()
            landed = [waiting.pop(each) for each in found if each in waiting]
            yield from ((now - at) / 1e6 for at in landed)
            left -= len(landed)
            quiet = time.monotonic() if landed else quiet
            assert time.monotonic() - quiet < 60
    publisher.join()


def test_rates_on_real_servers_with_the_real_ads(servers: Mapping[str, str], tmp_path: Path) -> None:
    measure(servers, tmp_path, real_ads())


def test_rates_on_real_servers_with_many_ads(servers: Mapping[str, str], tmp_path: Path) -> None:
    measure(servers, tmp_path, generated_ads(MANY))
