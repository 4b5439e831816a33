"""Rates on real Kafka, Elasticsearch and PostgreSQL: each stage alone, all together, from published to searchable.

Two screen workers and one that indexes, each a process of its own, as in the distributed way. The 2,792 real ads
of ../shared where they are, else as many generated ones; then 100,000 generated ones (BENCH_ADS says how many).
"""

import csv
import multiprocessing
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import structlog
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
from pipeline.worker import Tally
from search.index.elastic_cluster import ElasticCluster
from search.index.port import Page
from search.query.query import Filters, Query, Sort
from search.records.port import LedgerState
from tests.services.schemas import in_a_schema_of_its_own

pytestmark = pytest.mark.bench

REAL = Path(__file__).parents[3] / "shared" / "data" / "locanto-jobs" / "locanto_jobs.csv"
MANY = int(os.environ.get("BENCH_ADS", "100000"))
SCREENERS = 2
AT_ONCE = 500  # messages of one publishing transaction
TOWNS = ("Kolkata", "Pune", "Hyderabad", "Patna", "Surat", "Ranchi", "Indore")

PROCESSES = multiprocessing.get_context("forkserver")


@dataclass(frozen=True)
class Report:
    """What one worker did: seconds from its first batch to its last, and its memory (MB) early, at most and late."""

    handled: int
    began: float
    ended: float
    early: float
    most: float
    late: float


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


def publish(settings: Settings, ads: Sequence[RawAd], *, pace: float | None = None) -> float:
    """Publish all, `pace` of them a second where given; each is captured as it goes out. Returns the seconds taken."""
    began, size = time.monotonic(), AT_ONCE if pace is None else max(1, int(pace / 10))
    with closing(bootstrap.open_bus(settings)) as bus:
        for start in range(0, len(ads), size):
            if pace is not None:
                time.sleep(max(0.0, began + start / pace - time.monotonic()))
            now = now_us()
            captures = [replace(ad, captured_at=now, first_seen=now) for ad in ads[start : start + size]]
            bus.publish([Message(Topic.COLLECTED, ad.ad_id, encode(AdCollected(ad))) for ad in captures])
    return time.monotonic() - began


@dataclass(frozen=True)
class Signals:
    """What a worker's process and the test tell each other."""

    ready: Any
    go: Any
    stop: Any
    told: Any


def be_a_worker(settings: Settings, stage: StageName, signals: Signals) -> None:
    """The body of a worker's process: works until `stop` is set, then tells its report."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("error"))
    memory: list[tuple[float, float]] = []

    def note(_: Tally) -> None:
        memory.append((time.monotonic(), resident_mb()))

    with bootstrap.open_worker(settings, stage, progress=note) as worker:
        signals.ready.release()
        signals.go.wait()
        began = time.monotonic()
        tally = worker.run(signals.stop)
    sizes = [size for _, size in memory] or [resident_mb()]
    warm = sizes[len(sizes) // 10 :]
    ended = memory[-1][0] if memory else began
    signals.told.put((stage, Report(tally.handled, began, ended, warm[0], max(sizes), sizes[-1])))


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def working(settings: Settings, *stages: StageName) -> Iterator[list[tuple[StageName, Report]]]:
    """Workers that wait for messages, all models loaded; at the end of the block they end, and the list is filled."""
    signals = Signals(PROCESSES.Semaphore(0), PROCESSES.Event(), PROCESSES.Event(), PROCESSES.Queue())
    workers = [PROCESSES.Process(target=be_a_worker, args=(settings, stage, signals)) for stage in stages]
    for worker in workers:
        worker.start()
    for _ in workers:
        assert signals.ready.acquire(timeout=120)
    signals.go.set()
    reports: list[tuple[StageName, Report]] = []
    try:
        yield reports
    finally:
        signals.stop.set()
        reports += [signals.told.get(timeout=60) for _ in workers]
        for worker in workers:
            worker.join(60)


def finish(settings: Settings, stage: StageName) -> float:
    """Wait until the stage has nothing left; returns when that was."""
    with closing(bootstrap.open_bus(settings)) as bus:
        while bus.lag(stage.topic, group=stage):
            time.sleep(0.1)
    return time.monotonic()


def seconds(reports: Sequence[tuple[StageName, Report]]) -> float:
    """From the start until the last batch of any of them."""
    told = [report for _, report in reports if report.handled]
    return max(each.ended for each in told) - min(each.began for each in told)


def say(name: str, count: int, took: float) -> float:
    print(f"{name:22} {count / took:8.1f} ads/s  {took:7.1f} s")
    return took


def tell_memory(reports: Sequence[tuple[StageName, Report]]) -> None:
    for stage, each in reports:
        print(
            f"  memory of {stage:6} {each.early:6.0f} MB after a tenth, {each.most:6.0f} at most, "
            f"{each.late:6.0f} at the end; {each.handled} messages"
        )


def measure(servers: Mapping[str, str], home: Path, ads: Sequence[RawAd]) -> None:
    screens = [StageName.SCREEN] * SCREENERS
    with a_place(servers, home) as alone:
        stages = [say("publish alone", len(ads), publish(alone, ads))]
        with working(alone, *screens) as reports:
            finish(alone, StageName.SCREEN)
        stages.append(say(f"screen alone, {SCREENERS} workers", len(ads), seconds(reports)))
        tell_memory(reports)
        with working(alone, StageName.INDEX) as reports:
            finish(alone, StageName.INDEX)
        stages.append(say("index alone, 1 worker", len(ads), seconds(reports)))
        tell_memory(reports)
        whole = landed(alone)
    with a_place(servers, home) as together:
        with working(together, *screens, StageName.INDEX) as reports:
            began = time.monotonic()
            publish(together, ads)
            finish(together, StageName.SCREEN)
            finish(together, StageName.INDEX)
        took = say("together", len(ads), max(each.ended for _, each in reports) - began)
        tell_memory(reports)
        assert landed(together) == whole
    print(f"together / (1/Σ(1/rate)) = {sum(stages) / took:.2f}; asked for: 0.70")
    with a_place(servers, home) as paced:
        rate = len(ads) / took / 2
        some = ads[: min(len(ads), int(60 * rate))]
        with working(paced, *screens, StageName.INDEX):
            waits = sorted(delays(paced, some, pace=rate))
    print(
        f"published to searchable at {rate:.0f} ads/s, half of what it can ({len(waits)} ads): "
        f"p50 {waits[len(waits) // 2]:.2f} s, p99 {waits[int(len(waits) * 0.99)]:.2f} s"
    )


def landed(settings: Settings) -> int:
    """How many ads are searchable; each that was published is accounted for."""
    with (
        closing(bootstrap.open_index(settings)) as index,
        closing(bootstrap.open_records(settings)) as records,
    ):
        found, ends = index.count(Query()), totals(records.ledger())
    assert found == ends[LedgerState.INDEXED]
    aside = {str(state): count for state, count in ends.items() if count and state is not LedgerState.INDEXED}
    print(f"  searchable: {found}; other ends: {aside or 'none'}")
    return found


def delays(settings: Settings, ads: Sequence[RawAd], *, pace: float) -> Iterator[float]:
    """Seconds from when an ad was published until a search finds it, to within a tenth of a second."""
    publisher = threading.Thread(target=publish, args=(settings, ads), kwargs={"pace": pace})
    publisher.start()
    found: set[str] = set()
    since, quiet = now_us(), time.monotonic()
    with closing(bootstrap.open_index(settings)) as index:
        while publisher.is_alive() or time.monotonic() - quiet < 5:
            asked = Query(filters=Filters(captured_from=since), sort=Sort.OLDEST)
            for ad in index.search(asked, page=Page(size=9_999)).documents:
                if ad.ad_id not in found:
                    found.add(ad.ad_id)
                    quiet = time.monotonic()
                    yield (now_us() - ad.captured_at) / 1e6
            since = max(since, now_us() - 60_000_000)
            time.sleep(0.1)
    publisher.join()


def test_rates_on_real_servers_with_the_real_ads(servers: Mapping[str, str], tmp_path: Path) -> None:
    measure(servers, tmp_path, real_ads())


def test_rates_on_real_servers_with_many_ads(servers: Mapping[str, str], tmp_path: Path) -> None:
    measure(servers, tmp_path, generated_ads(MANY))
