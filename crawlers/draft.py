"""This module holds what has been read of an ad so far, and from where on the page each part came."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Draft:
    """Parts of one ad by name (`title`, `text`, `city`, `posted_at`, `number`), its fields, and their origins.

    An origin is `jsonld`, `microdata`, `rdfa`, `selector`, `opengraph`, `pattern` or `reader`.
    """

    parts: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The part called `name`, or an empty string."""
        return self.parts.get(name, "")


def drafted(origin: str, *, parts: Mapping[str, str | None], fields: Mapping[str, str | None]) -> Draft:
    """A draft of what is not empty, all of it from `origin`."""
    full = {name: value.strip() for name, value in parts.items() if value and value.strip()}
    rest = {name: value.strip() for name, value in fields.items() if value and value.strip()}
    names = [*full, *(f"fields.{name}" for name in rest)]
    return Draft(full, rest, dict.fromkeys(names, origin))


def joined(*drafts: Draft) -> Draft:
    """All drafts as one; of two that know a part the earlier one counts. Field names differ by more than case."""
    parts: dict[str, str] = {}
    fields: dict[str, str] = {}
    origins: dict[str, str] = {}
    known: set[str] = set()
    for draft in drafts:
        for name, value in draft.parts.items():
            if name not in parts:
                parts[name], origins[name] = value, draft.origins[name]
        for name, value in draft.fields.items():
            if name.casefold() not in known:
                known.add(name.casefold())
                fields[name], origins[f"fields.{name}"] = value, draft.origins[f"fields.{name}"]
    return Draft(parts, fields, origins)
