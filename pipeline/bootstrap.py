"""This module puts the parts together: the only place that names an adapter."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from crawlers.card import SourceCard
from crawlers.jsonl import JsonLinesSink
from crawlers.register import cards, load_card
from crawlers.sink import AdSink
from models.domain.ad import RawAd
from models.domain.errors import Refused, WrongUsage
from models.domain.judgement import ChildSign, Judgement
from models.scoring.assessment import Classifier
from models.screening import Reader, child_signal, screen_batch
from pipeline.bus.embedded import EmbeddedBus
from pipeline.bus.port import EventBus, Topic
from pipeline.registry import Registry
from pipeline.settings import Settings
from pipeline.stages.collect import BusSink
from pipeline.stages.index import IndexStage
from pipeline.stages.port import Stage
from pipeline.stages.screen import ScreenStage
from pipeline.worker import Pace, Tally, Worker
from search import sealed_box
from search.index.build import document
from search.index.embedded import EmbeddedIndex
from search.index.port import AdIndex
from search.keyring import Keyring
from search.local_vault import LocalVault
from search.records.port import Records
from search.records.sql import SqlRecords
from search.vault import Vault


class StageName(StrEnum):
    """The stages that consume a topic."""

    SCREEN = "screen"
    INDEX = "index"


Screen = Callable[[Sequence[RawAd]], Sequence[Judgement | ChildSign]]


def open_bus(settings: Settings) -> EventBus:
    """The event bus."""
    return EmbeddedBus(_home(settings) / "bus.sqlite3", max_page_count=settings.sqlite_max_pages)


def open_index(settings: Settings) -> AdIndex:
    """The ad index."""
    return EmbeddedIndex(_home(settings) / "index.sqlite3", max_page_count=settings.sqlite_max_pages)


def open_records(settings: Settings) -> Records:
    """The records."""
    _home(settings)
    return SqlRecords(settings.records_address, max_page_count=settings.sqlite_max_pages)


def open_keyring(settings: Settings) -> Keyring:
    """The deployment's keys; made at the first use."""
    path = _home(settings) / "keys.json"
    if not path.exists():
        with suppress(WrongUsage):  # another process was faster; its keys are ours
            Keyring.create(path, quarantine=sealed_box.generate())
    return Keyring.load(path)


def take_lane_key(settings: Settings, public: str) -> None:
    """From now on seal ads with a child sign to `public`. Raises `WrongUsage` where it is no public key."""
    sealed_box.key_id(public)
    open_keyring(settings).with_lane(_home(settings) / "keys.json", public)


def open_vault(settings: Settings) -> Vault:
    """The vault that opens what the index holds."""
    return LocalVault(open_keyring(settings))


def open_registry(settings: Settings) -> Registry:
    """The model versions; the one shipped with the program where none was trained here."""
    return Registry(_home(settings) / "models")


def open_screen(settings: Settings) -> Screen:
    """The whole judgement as one function: no I/O once it is made."""
    classifier: Classifier = open_registry(settings).champion()
    return partial(screen_batch, reader=Reader.from_package(), classifier=classifier)


def open_gate() -> Callable[[RawAd], ChildSign | None]:
    """The child gate as one function."""
    return partial(child_signal, reader=Reader.from_package())


def open_cards(settings: Settings) -> tuple[SourceCard, ...]:
    """Every source card of the deployment; one that is not in force is an error."""
    if not settings.source_folder.is_dir():
        raise WrongUsage(
            f"There is no folder of source cards at {settings.source_folder}; make it, or set NIGAH_SOURCES."
        )
    return cards(settings.source_folder, today=datetime.now(UTC).date())


def open_card(settings: Settings, name: str) -> SourceCard:
    """The card in the file `name`, or the one with this id in the folder of cards."""
    path = Path(name)
    if path.suffix in {".yaml", ".yml"}:
        return load_card(path, today=datetime.now(UTC).date())
    for card in open_cards(settings):
        if card.id == name:
            return card
    raise Refused(
        f"There is no source card {name!r} in {settings.source_folder}; without one nothing is crawled."
    )


@contextmanager
def open_sink(settings: Settings) -> Iterator[AdSink]:
    """Where a crawl's ads go: gate, bus, records."""
    with closing(open_bus(settings)) as bus, closing(open_records(settings)) as records:
        yield BusSink(bus, records, gate=open_gate(), lane_public=open_keyring(settings).lane_public or None)


def open_file_sink(path: Path) -> AdSink:
    """A file for a crawl's ads; those with a child sign are not written to it."""
    gate = open_gate()
    return JsonLinesSink(path, is_withheld=lambda ad: gate(ad) is not None)


@contextmanager
def open_worker(
    settings: Settings, stage: StageName, *, progress: Callable[[Tally], None] = lambda _: None
) -> Iterator[Worker]:
    """One consumer of one stage, with connections of its own."""
    keyring = open_keyring(settings)
    with closing(open_bus(settings)) as bus, closing(open_records(settings)) as records, ExitStack() as stack:
        if stage is StageName.SCREEN:
            topic = Topic.COLLECTED
            made: Stage = ScreenStage(open_screen(settings), lane_public=keyring.lane_public or None)
        else:
            topic = Topic.SCORED
            index = stack.enter_context(closing(open_index(settings)))
            made = IndexStage(index, records, build=partial(document, vault=LocalVault(keyring)))
        yield Worker(
            bus,
            made,
            topic=topic,
            records=records,
            quarantine_public=keyring.quarantine_public,
            pace=Pace(size=settings.batch_size, wait=settings.batch_wait_seconds),
            progress=progress,
        )


def _home(settings: Settings) -> Path:
    """The folder of everything, made at the first use and for its owner alone."""
    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise WrongUsage(
            f"The folder {settings.home} cannot be made: {error.strerror}. Set NIGAH_HOME to another."
        ) from None
    return settings.home
