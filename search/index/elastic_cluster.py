"""This module reaches an Elasticsearch cluster: how to connect, our index there, and its troubles in plain words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from elastic_transport import TlsError
from elasticsearch import (
    ApiError,
    AuthenticationException,
    AuthorizationException,
    ConnectionError,  # noqa: A004  the vendor's name
    Elasticsearch,
    NotFoundError,
    OrjsonSerializer,
    TransportError,
    UnsupportedProductError,
)

from models.domain.errors import DependencyDown, NigahError, WrongUsage
from search.index.elastic_schema import MAPPINGS, SETTINGS, VERSION

_NO_TLS = "WRONG_VERSION_NUMBER"  # OpenSSL's word for an answer that is no TLS at all
_FULL = ("flood-stage", "disk usage exceeded")
_BUSY = (429, 502, 503, 504)  # HTTP's own numbers: too much at once, or shards that are not there yet


@dataclass(frozen=True, slots=True)
class ElasticCluster:
    """Where the nodes are (`http://host:port`, several with commas), and what they ask of a client.

    `name` is the alias that everything goes through. `authority` is the file of who signed the nodes'
    certificates; None: the system's. Seconds: `patience` is how long one answer may take; `letting_go` how long
    a call to forget waits until the engine's files have let go of the text, and 0 leaves that to its merges.
    """

    urls: str
    name: str = "nigah-ads"
    authority: Path | None = None
    api_key: str | None = field(default=None, repr=False)
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    patience: float = 30.0
    letting_go: float = 120.0
    shards: int = 1

    def client(self) -> Elasticsearch:
        """A client; it connects at its first question."""
        access: dict[str, Any] = {}
        if self.api_key:
            access["api_key"] = self.api_key
        elif self.user:
            access["basic_auth"] = (self.user, self.password or "")
        if self.authority:
            if not self.authority.is_file():
                raise WrongUsage(f"There is no file {self.authority}; see NIGAH_ELASTIC_CA.")
            access["ca_certs"] = str(self.authority)
        try:
            return Elasticsearch(
                self.urls.split(","),
                request_timeout=self.patience,
                max_retries=0,  # whoever asks decides when to ask again
                serializers={"application/json": OrjsonSerializer()},
                **access,
            )
        except ValueError as error:
            raise WrongUsage(
                f"The address of Elasticsearch is wrong: {error}. See NIGAH_ELASTIC_URL."
            ) from error

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Say what is wrong in plain words, where Elasticsearch says it in its own."""
        try:
            yield
        except (ApiError, TransportError, UnsupportedProductError) as error:
            raise self.plain(error) from error

    def plain(self, error: Exception) -> NigahError:
        """What to tell for a failed question, or for one document of a bulk."""
        name = type(error).__name__
        if isinstance(error, AuthenticationException | AuthorizationException) and not _is_full(str(error)):
            return WrongUsage(
                f"Elasticsearch at {self.urls} refuses us ({name}); check API key, user and rights in the settings."
            )
        if isinstance(error, TlsError) and _NO_TLS in repr(error):
            return WrongUsage(
                f"Elasticsearch at {self.urls} speaks no TLS; write http:// in NIGAH_ELASTIC_URL."
            )
        if isinstance(error, TlsError):
            return WrongUsage(
                f"The certificate of Elasticsearch at {self.urls} is not trusted; name its authority in "
                "NIGAH_ELASTIC_CA."
            )
        if isinstance(error, UnsupportedProductError):
            return WrongUsage(f"What answers at {self.urls} is not Elasticsearch; see NIGAH_ELASTIC_URL.")
        if isinstance(error, ApiError):
            return self.told(error.status_code, str(error))
        if isinstance(error, ConnectionError | TransportError):
            return DependencyDown(
                f"Elasticsearch at {self.urls} is out of reach ({name}); check that it runs and that the address "
                "in the settings is right. A second attempt is harmless."
            )
        raise error

    def told(self, status: int, reason: str) -> NigahError:
        """What to tell for an answer of `status` with this reason."""
        if _is_full(reason):
            return DependencyDown(
                f"The disk of Elasticsearch at {self.urls} is full, so it takes nothing in; free some space. "
                "Nothing that was acknowledged is lost."
            )
        if status in _BUSY:
            return DependencyDown(
                f"Elasticsearch at {self.urls} cannot answer just now (status {status}); a second attempt is harmless."
            )
        if status == 404:
            return WrongUsage(
                f"The index behind {self.name} at {self.urls} is gone; restart to make it anew, then rebuild it."
            )
        return WrongUsage(f"Elasticsearch at {self.urls} refuses this question (status {status}).")

    def prepare(self, client: Elasticsearch) -> None:
        """Make our index where there is none. Raises `WrongUsage` for one of another mapping or version."""
        with self.explained():
            if self._present(client) is None:
                self._create(client)
            found = self._present(client)
        if found is None:
            raise WrongUsage(
                f"An index {self.name}-v{VERSION} at {self.urls} exists, but {self.name} does not lead to it; "
                "add the alias, or remove the index."
            )
        self._check(found)

    def _present(self, client: Elasticsearch) -> Mapping[str, Any] | None:
        try:
            found: Mapping[str, Any] = client.indices.get(index=self.name).body
        except NotFoundError:
            return None
        return found

    def _create(self, client: Elasticsearch) -> None:
        try:
            client.indices.create(
                index=f"{self.name}-v{VERSION}",
                mappings=MAPPINGS,
                settings={**SETTINGS, "number_of_shards": self.shards},
                aliases={self.name: {"is_write_index": True}},
            )
        except ApiError as error:
            if error.error != "resource_already_exists_exception":  # else another process was faster
                raise

    def _check(self, found: Mapping[str, Any]) -> None:
        foreign = WrongUsage(
            f"{self.name} at {self.urls} is not an index of Nigah (its mapping is another); name another in "
            "NIGAH_ELASTIC_NAME."
        )
        if len(found) != 1 or self.name in found:
            raise foreign
        ((name, told),) = found.items()
        mappings = told["mappings"]
        version = mappings.get("_meta", {}).get("nigah")
        if not isinstance(version, int):
            raise foreign
        if version > VERSION:
            raise WrongUsage(
                f"The index {name} was made by a newer Nigah (version {version}, this one knows {VERSION}); "
                "update this one."
            )
        if version < VERSION or _fields(mappings) != _fields(MAPPINGS):
            raise WrongUsage(
                f"The index {name} is laid out for another Nigah; rebuild it, or name another in NIGAH_ELASTIC_NAME."
            )


def _fields(mappings: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = mappings.get("properties", {})
    told = {name: (field.get("type", "object"), field.get("analyzer")) for name, field in properties.items()}
    return told | {"": mappings.get("dynamic")}


def _is_full(reason: str) -> bool:
    return any(sign in reason for sign in _FULL)
