"""This module holds every setting, typed; it is the only reader of the environment and of `nigah.toml`.

A setting comes from the environment (`NIGAH_HOME`), else from `nigah.toml` in the working folder, else from here.
"""

import os
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from models.domain.errors import WrongUsage
from pipeline.bus.kafka_security import KafkaSecurity

_PREFIX = "NIGAH_"
_FILE = Path("nigah.toml")


def _not_empty(value: object) -> object:
    if value == "":
        raise ValueError("it is empty")  # a path would take it for the folder at hand
    return value


class Language(StrEnum):
    """Languages in which reasons are told."""

    ENGLISH = "en"
    HINDI = "hi"
    TELUGU = "te"
    BENGALI = "bn"


class BusEngine(StrEnum):
    """Engines that can carry events."""

    EMBEDDED = "embedded"
    KAFKA = "kafka"


class IndexEngine(StrEnum):
    """Engines that can index ads."""

    EMBEDDED = "embedded"
    ELASTICSEARCH = "elasticsearch"


class Settings(BaseSettings):
    """All settings with their defaults; `nigah config show` prints them with secrets masked."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="forbid", frozen=True)

    home: Annotated[
        Path, BeforeValidator(_not_empty), Field(description="folder of everything that Nigah keeps")
    ] = user_data_path("nigah")
    language: Annotated[
        Language, Field(description="language of the sentences that say what was found in an ad")
    ] = Language.ENGLISH
    bus: Annotated[BusEngine, Field(description="what carries events")] = BusEngine.EMBEDDED
    index: Annotated[IndexEngine, Field(description="what indexes ads")] = IndexEngine.EMBEDDED
    kafka_servers: Annotated[str, Field(description="brokers as host:port, several with commas")] = (
        "127.0.0.1:9092"
    )
    kafka_prefix: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9._-]{0,200}$",
            description="begins the names of our topics and groups there: letters, digits, . _ -",
        ),
    ] = ""
    kafka_partitions: Annotated[
        int, Field(ge=1, le=1000, description="partitions of each topic: at most so many workers share one")
    ] = 6
    kafka_security: Annotated[KafkaSecurity, Field(description="how brokers are spoken to")] = (
        KafkaSecurity.PLAINTEXT
    )
    kafka_ca: Annotated[Path | None, Field(description="who signed the brokers' certificates (PEM)")] = None
    kafka_user: Annotated[str | None, Field(description="name for SASL (SCRAM-SHA-512)")] = None
    kafka_password: Annotated[SecretStr | None, Field(description="password for SASL")] = None
    elastic_url: Annotated[str, Field(description="nodes as URLs, several with commas")] = (
        "http://127.0.0.1:9200"
    )
    elastic_name: Annotated[
        str,
        Field(
            pattern=r"^[a-z0-9][a-z0-9._-]{0,200}$",
            description="alias that everything goes through: small letters, digits, . _ -",
        ),
    ] = "nigah-ads"
    elastic_ca: Annotated[Path | None, Field(description="who signed the nodes' certificates (PEM)")] = None
    elastic_api_key: Annotated[
        SecretStr | None, Field(description="API key, base64 as Elasticsearch gives it")
    ] = None
    elastic_user: Annotated[str | None, Field(description="name, where there is no API key")] = None
    elastic_password: Annotated[
        SecretStr | None, Field(description="password, where there is no API key")
    ] = None
    records_url: Annotated[
        SecretStr | None,
        Field(description="database of the records as a SQLAlchemy URL; none: a file in home"),
    ] = None
    sources: Annotated[Path | None, Field(description="folder of source cards; none: home/sources")] = None
    crawler_contact: Annotated[
        str | None, Field(description="e-mail or URL in the User-Agent; needed for any host but this machine")
    ] = None
    build_id: Annotated[str, Field(description="what evidence records name as the program's build")] = "0.1.0"
    unit: Annotated[str, Field(description="name of the police unit or NGO in the digest's head")] = (
        "local unit"
    )
    batch_size: Annotated[int, Field(ge=1, le=10_000, description="messages a stage handles at once")] = 200
    batch_wait_seconds: Annotated[
        float, Field(gt=0, le=60, description="longest wait for a batch before looking again")
    ] = 1.0
    crawl_every_hours: Annotated[
        float, Field(gt=0, description="`nigah run` crawls each card this often")
    ] = 24.0
    console_port: Annotated[
        int, Field(ge=0, le=65_535, description="port of the console; 0: any free one")
    ] = 8765
    sqlite_max_pages: Annotated[
        int | None, Field(ge=1, description="cap on each embedded file in pages of 4 KiB; none: the disk")
    ] = None

    @property
    def is_embedded(self) -> bool:
        """Whether everything that is kept lies in files under home."""
        own = self.bus is BusEngine.EMBEDDED and self.index is IndexEngine.EMBEDDED
        return own and self.records_url is None

    @property
    def source_folder(self) -> Path:
        """Where source cards lie."""
        return self.sources or self.home / "sources"

    @property
    def records_address(self) -> str:
        """The SQLAlchemy URL of the records."""
        if self.records_url:
            return self.records_url.get_secret_value()
        return f"sqlite:///{self.home / 'records.sqlite3'}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then `nigah.toml`; nothing else."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, _FILE)


def load_settings(**given: object) -> Settings:
    """The settings in force; `given` wins.

    Raises `WrongUsage` with one sentence for a wrong value, an unknown name or an unreadable `nigah.toml`.
    """
    _refuse_unknown(os.environ)
    _refuse_empty(os.environ)
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic checks them
    except ValidationError as error:
        raise _told(error) from None
    except tomllib.TOMLDecodeError as error:
        raise WrongUsage(f"{_FILE.resolve()} is not valid TOML: {error}.") from None
    except UnicodeDecodeError as error:
        raise WrongUsage(
            f"{_FILE.resolve()} is not valid TOML: it is not UTF-8, from byte {error.start + 1} on."
        ) from None
    except OSError as error:
        raise WrongUsage(f"{_FILE.resolve()} cannot be read: {error.strerror}.") from None


def _told(error: ValidationError) -> WrongUsage:
    """One sentence for the first fault; it says where the value came from and never repeats it."""
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0]) if first["loc"] else "?"
    if name not in Settings.model_fields:  # the environment was looked through before
        return WrongUsage(f"{_FILE.resolve()} says {name!r}, which is no setting of Nigah. {_hint(name)}")
    variable = _PREFIX + name.upper()
    place = variable if variable in os.environ else f"{name} in {_FILE.resolve()}"
    about = Settings.model_fields[name].description
    return WrongUsage(f"Setting {place} is wrong: {first['msg']}. It is: {about}.")


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = {_PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in environment if name.startswith(_PREFIX) and name not in known)
    if unknown:
        hint = _hint(unknown[0].removeprefix(_PREFIX).lower(), prefix=_PREFIX)
        raise WrongUsage(f"{unknown[0]} is no setting of Nigah. {hint}")


def _refuse_empty(environment: Mapping[str, str]) -> None:
    """An empty value is most often a variable of a script that was not set: it must not mean this very folder."""
    for name, about in Settings.model_fields.items():
        variable = _PREFIX + name.upper()
        if about.default != "" and environment.get(variable, "x").strip() == "":
            raise WrongUsage(f"{variable} is empty. Give it a value, or unset it to have the default.")


def _hint(name: str, *, prefix: str = "") -> str:
    near = get_close_matches(name, Settings.model_fields, n=1)
    meant = f"Perhaps {prefix}{near[0].upper() if prefix else near[0]} is meant; " if near else ""
    return f"{meant}`nigah config show` lists all settings."
