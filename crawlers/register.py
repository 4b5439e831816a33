"""This module reads source cards from YAML files."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from crawlers.card import SourceCard
from models.domain.errors import Refused, WrongUsage

_PLACE = re.compile(r"\$\{(\w+)\}")


def load_card(path: Path, *, today: date, values: Mapping[str, str] | None = None) -> SourceCard:
    """The card in the YAML file at `path`; `${NAME}` in it becomes `values["NAME"]`.

    Raises `WrongUsage` where the file cannot be read, is not a card or leaves a key out or wrong, and
    `Refused` where the card has expired or is not approved yet.
    """
    card = _card(_mapping(_filled(_text(path), values or {}, path), path), path)
    if card.expires_on < today:
        raise Refused(
            f"{path}: expires_on: the card {card.id} expired on {card.expires_on}; have it reviewed and dated anew."
        )
    if card.approved_on > today:
        raise Refused(f"{path}: approved_on: the card {card.id} is approved from {card.approved_on} on only.")
    return card


def cards(folder: Path, *, today: date) -> tuple[SourceCard, ...]:
    """The cards in the `.yaml` files of `folder`, by file name; raises as `load_card` does for the first bad one.

    Raises `WrongUsage` where two are of one id: ads are told apart by it, and a crawl could not say whose duties it keeps.
    """
    if not folder.is_dir():
        raise WrongUsage(f"{folder}: there is no such folder of source cards.")
    found: dict[str, tuple[Path, SourceCard]] = {}
    for path in sorted(folder.glob("*.yaml")):
        card = load_card(path, today=today)
        if card.id in found:
            raise WrongUsage(
                f"{path}: id: {found[card.id][0].name} is called {card.id} as well; give one of them another id."
            )
        found[card.id] = path, card
    return tuple(card for _, card in found.values())


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise WrongUsage(f"{path}: the source card cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise WrongUsage(
            f"{path}: the source card is not UTF-8 (byte {error.start}); save it as UTF-8."
        ) from None


def _filled(text: str, values: Mapping[str, str], path: Path) -> str:
    def fill(place: re.Match[str]) -> str:
        if place[1] not in values:
            raise WrongUsage(
                f"{path}: the source card needs a value for ${{{place[1]}}}, and none was given."
            )
        return values[place[1]]

    return _PLACE.sub(fill, text)


def _mapping(text: str, path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader that also refuses double keys
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise WrongUsage(f"{path}: line {line} of the source card is not YAML: {error.problem}.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise WrongUsage(f"{path}: the source card is not YAML: {type(error).__name__}.") from None
    if not isinstance(content, dict):
        raise WrongUsage(f"{path}: a source card is a YAML mapping of keys to values, and this is not one.")
    return content


def _card(content: dict[str, Any], path: Path) -> SourceCard:
    try:
        return SourceCard.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(step) for step in first["loc"]) or "the card"
        problem = _PROBLEMS.get(first["type"], first["msg"].removeprefix("Value error, "))
        raise WrongUsage(f"{path}: {key}: {problem}.") from None


_PROBLEMS = {
    "missing": "this key is missing from the source card",
    "extra_forbidden": "a source card has no such key; correct its spelling or take it out",
}


class _StrictLoader(yaml.SafeLoader):
    """Of two equal keys YAML silently keeps the last; a card must not say two things."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        seen = set()
        for key_node, _ in node.value:
            if key_node.value in seen and isinstance(key_node, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key_node.value} stands twice", key_node.start_mark
                )
            seen.add(key_node.value if isinstance(key_node, yaml.ScalarNode) else id(key_node))
        return super().construct_mapping(node, deep=deep)
