"""This module decides whether a URL lies inside what a source card speaks for."""

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Scope:
    """Hosts (`example.org`, `*.example.org` for those under it, `example.org:8080`) and path prefixes."""

    hosts: Sequence[str]
    paths: Sequence[str]

    def holds(self, url: str) -> bool:
        """Whether `url` is http(s), on one of the hosts and under one of the paths."""
        parts = _split(url)
        return parts is not None and self._host_fits(parts) and self._path_fits(parts.path)

    def holds_host(self, url: str) -> bool:
        """Whether `url` is http(s) on one of the hosts, on any path: where robots.txt may be."""
        parts = _split(url)
        return parts is not None and self._host_fits(parts)

    def _host_fits(self, parts: SplitResult) -> bool:
        name = (parts.hostname or "").rstrip(".")
        port = parts.port or _DEFAULT_PORTS[parts.scheme]
        return any(_host_matches(pattern, name, port) for pattern in self.hosts)

    def _path_fits(self, path: str) -> bool:
        # As a server sees it: %2e%2e/ and ../ must not climb out of an allowed folder.
        plain = posixpath.normpath("/" + unquote(path).lstrip("/")) + "/"
        return any(plain.startswith(prefix.rstrip("/") + "/") for prefix in self.paths)


def is_loopback(host: str) -> bool:
    """Whether `host` (with or without a port) is this machine."""
    name = host.partition(":")[0]
    return name == "localhost" or name.startswith("127.")


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # a bracket or a port that is none: no URL of anybody's card
        return None
    if parts.scheme not in _DEFAULT_PORTS or "@" in parts.netloc or port == 0:
        return None
    return parts


def _host_matches(pattern: str, name: str, port: int) -> bool:
    host, _, wanted_port = pattern.partition(":")
    if wanted_port:
        port_fits = port == int(wanted_port)
    else:
        port_fits = is_loopback(host) or port in _DEFAULT_PORTS.values()
    if host.startswith("*."):
        return port_fits and name.endswith(host[1:])
    return port_fits and name == host
