"""This module puts the parts together: the only place that names an adapter.

Each function imports what it opens, so that a command pays only for what it uses: reading the ledger needs
neither a crawler nor a classifier, and the embedded way no client of any server.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from models.domain.ad import RawAd
from models.domain.errors import Refused, WrongUsage
from models.domain.judgement import ChildSign, Judgement
from pipeline.bus.port import EventBus, Topic
from pipeline.clock import now_us
from pipeline.settings import BusEngine, IndexEngine, Settings
from search.index.port import AdIndex
from search.records.port import Records
from search.vault import Vault

if TYPE_CHECKING:
    from pydantic import SecretStr

    from crawlers.card import SourceCard
    from crawlers.sink import AdSink
    from models.domain.contact import Contact
    from pipeline.promotion import Contender
    from pipeline.registry import Registry
    from pipeline.stages.port import Stage
    from pipeline.worker import Tally, Worker
    from search.forgotten import Forgotten
    from search.keyring import Keyring
    from search.left_alone import LeftAlone
    from search.records.transfer import RecordsTransfer

Screen = Callable[[Sequence[RawAd]], Sequence[Judgement | ChildSign]]
Gate = Callable[[RawAd], ChildSign | None]


class StageName(StrEnum):
    """The stages that consume a topic."""

    SCREEN = "screen"
    INDEX = "index"

    @property
    def topic(self) -> Topic:
        """The topic it consumes."""
        return {StageName.SCREEN: Topic.COLLECTED, StageName.INDEX: Topic.SCORED}[self]


def open_bus(settings: Settings) -> EventBus:
    """The event bus."""
    if settings.bus is BusEngine.KAFKA:
        from pipeline.bus.kafka import KafkaBus
        from pipeline.bus.kafka_cluster import KafkaAccess, KafkaCluster

        access = KafkaAccess(
            security=settings.kafka_security,
            authority=settings.kafka_ca,
            user=settings.kafka_user,
            password=_secret(settings.kafka_password),
        )
        cluster = KafkaCluster(settings.kafka_servers, prefix=settings.kafka_prefix, access=access)
        return KafkaBus(cluster, partitions=settings.kafka_partitions)
    from pipeline.bus.embedded import EmbeddedBus

    open_keyring(
        settings
    )  # before there is anything to seal, so that lost keys are never mistaken for none yet
    return EmbeddedBus(_home(settings) / "bus.sqlite3", max_page_count=settings.sqlite_max_pages)


def open_index(settings: Settings) -> AdIndex:
    """The ad index."""
    if settings.index is IndexEngine.ELASTICSEARCH:
        from search.index.elastic import ElasticIndex
        from search.index.elastic_cluster import ElasticCluster

        return ElasticIndex(
            ElasticCluster(
                settings.elastic_url,
                name=settings.elastic_name,
                authority=settings.elastic_ca,
                api_key=_secret(settings.elastic_api_key),
                user=settings.elastic_user,
                password=_secret(settings.elastic_password),
            )
        )
    from search.index.embedded import EmbeddedIndex

    open_keyring(settings)
    return EmbeddedIndex(_home(settings) / "index.sqlite3", max_page_count=settings.sqlite_max_pages)


def open_records(settings: Settings) -> Records:
    """The records."""
    from search.records.sql import SqlRecords

    _home(settings)
    return SqlRecords(settings.records_address, max_page_count=settings.sqlite_max_pages)


@contextmanager
def open_records_transfer(source: Settings, target: Settings) -> "Iterator[RecordsTransfer]":
    """What carries the records of `source` to those of `target`, made and brought up to this version where need be."""
    from search.records.sql import SqlRecords
    from search.records.transfer import RecordsTransfer

    with closing(open_records(source)) as here, closing(open_records(target)) as there:
        assert isinstance(here, SqlRecords)
        assert isinstance(there, SqlRecords)
        yield RecordsTransfer(here.database, there.database)


def open_keyring(settings: Settings) -> "Keyring":
    """The deployment's keys; made at the first use."""
    from search import sealed_box
    from search.keyring import Keyring

    path = _keyring_file(settings)
    if not path.exists() and not _has_data(settings):
        try:
            Keyring.create(path, quarantine=sealed_box.generate())
        except WrongUsage:
            if not path.exists():  # else another process was faster, and its keys are ours
                raise
    return Keyring.load(path)


def take_lane_key(settings: Settings, public: str) -> None:
    """From now on seal ads with a child sign to `public`. Raises `WrongUsage` where it is no public key."""
    from search import sealed_box

    sealed_box.key_id(public)
    open_keyring(settings).with_lane(_keyring_file(settings), public)


def open_vault(settings: Settings) -> Vault:
    """The vault that opens what the index holds."""
    from search.local_vault import LocalVault

    return LocalVault(open_keyring(settings))


def open_forgotten(settings: Settings, records: Records) -> "Forgotten":
    """What may not come back, as `records` remember it."""
    from search.forgotten import Forgotten

    return Forgotten(records, open_vault(settings))


def open_left_alone(settings: Settings, records: Records) -> "LeftAlone":
    """Who is to be left alone for now, as `records` remember it."""
    from search.left_alone import LeftAlone

    return LeftAlone(records, open_vault(settings), now=now_us)


def open_registry(settings: Settings) -> "Registry":
    """The model versions; the one shipped with the program where none was trained here."""
    from pipeline.registry import Registry

    return Registry(_home(settings) / "models", compare=_compare)


def _compare(challenger: "Contender", champion: "Contender") -> Iterator[str]:
    from pipeline.rivalry import compare_answers  # needs what trains, and judging does not

    return compare_answers(challenger, champion)


def open_screen(settings: Settings) -> Screen:
    """The whole judgement as one function, by whichever model is the champion when a batch begins."""
    from models.screening import Reader
    from pipeline.challenge import CurrentScreen

    reader = Reader.from_package(language=settings.language)
    return CurrentScreen(open_registry(settings), reader, shadow_folder=shadow_folder(settings))


def shadow_folder(settings: Settings) -> Path:
    """Where it is kept what challengers said."""
    return _home(settings) / "shadow"


def open_gate() -> Gate:
    """The child gate as one function."""
    from models.screening import Reader, child_signal

    return partial(child_signal, reader=Reader.from_package())


def open_cards(settings: Settings) -> "tuple[SourceCard, ...]":
    """Every source card of the deployment; one that is not in force is an error."""
    from crawlers.register import cards

    if not settings.source_folder.is_dir():
        raise WrongUsage(
            f"There is no folder of source cards at {settings.source_folder}; make it, or set NIGAH_SOURCES."
        )
    return cards(settings.source_folder, today=datetime.now(UTC).date())


def open_card(settings: Settings, name: str) -> "SourceCard":
    """The card in the file `name`, or the one with this id in the folder of cards."""
    from crawlers.register import load_card

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
def open_sink(settings: Settings) -> "Iterator[AdSink]":
    """Where a crawl's ads go: gate, bus, records."""
    from pipeline.stages.collect import BusSink

    lane_public = open_keyring(settings).lane_public or None
    with closing(open_bus(settings)) as bus, closing(open_records(settings)) as records:
        yield BusSink(
            bus,
            records,
            gate=open_gate(),
            forgotten=open_forgotten(settings, records),
            left_alone=open_left_alone(settings, records),
            contacts_of=_contact_reader(),
            lane_public=lane_public,
        )


def open_file_sink(path: Path) -> "AdSink":
    """A file for a crawl's ads; those with a child sign are not written to it."""
    from crawlers.jsonl import JsonLinesSink

    gate = open_gate()
    return JsonLinesSink(path, is_withheld=lambda ad: gate(ad) is not None)


@contextmanager
def open_worker(
    settings: Settings, stage: StageName, *, progress: "Callable[[Tally], None]" = lambda _: None
) -> "Iterator[Worker]":
    """One consumer of one stage, with connections of its own."""
    from pipeline.worker import Pace, Worker

    with ExitStack() as stack:
        records = stack.enter_context(closing(open_records(settings)))
        bus = stack.enter_context(closing(open_bus(settings)))
        made = (
            _open_index_stage(settings, records, stack)
            if stage is StageName.INDEX
            else _open_screen_stage(settings)
        )
        yield Worker(
            bus,
            made,
            topic=stage.topic,
            records=records,
            quarantine_public=open_keyring(settings).quarantine_public,
            pace=Pace(size=settings.batch_size, wait=settings.batch_wait_seconds),
            progress=progress,
        )


def _open_screen_stage(settings: Settings) -> "Stage":
    from pipeline.stages.screen import ScreenStage

    return ScreenStage(open_screen(settings), lane_public=open_keyring(settings).lane_public or None)


def _open_index_stage(settings: Settings, records: Records, stack: ExitStack) -> "Stage":
    from pipeline.stages.index import IndexStage
    from search.index.build import document

    index = stack.enter_context(closing(open_index(settings)))
    return IndexStage(
        index,
        records,
        build=partial(document, vault=open_vault(settings)),
        forgotten=open_forgotten(settings, records),
        left_alone=open_left_alone(settings, records),
    )


def _contact_reader() -> "Callable[[RawAd], Sequence[Contact]]":
    from models.screening import Reader

    reader = Reader.from_package()
    return lambda ad: reader.read(ad).contacts


def _has_data(settings: Settings) -> bool:
    """Whether something may be sealed already: then lost keys must be put back, not replaced by fresh ones."""
    return any((settings.home / name).exists() for name in ("index.sqlite3", "bus.sqlite3"))


def _keyring_file(settings: Settings) -> Path:
    return _home(settings) / "keys.json"


def _home(settings: Settings) -> Path:
    """The folder of everything, made at the first use and for its owner alone."""
    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise WrongUsage(
            f"The folder {settings.home} cannot be made: {error.strerror}. Set NIGAH_HOME to another."
        ) from None
    return settings.home


def _secret(value: "SecretStr | None") -> str | None:
    return value.get_secret_value() if value else None
