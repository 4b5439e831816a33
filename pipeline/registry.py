"""This module keeps model versions in a folder, says which one judges, and can go back.

A version is a folder with `model.skops`, `card.json` and what its recipe said of ads that it had not seen; it is
written once and never changed. `champions.json` lists the champions and who signed for each, the present one last.
Every write replaces a file in one step, so a reader or a kill in between sees the old state or the new one.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from models.domain.errors import Refused, WrongUsage
from models.scoring.classifier import LinearClassifier
from models.scoring.likeness import Likeness
from models.scoring.modelfile import read_model
from pipeline.champions import Champion, read_champions, replace_file, write_champions
from pipeline.promotion import Compare, Contender, SignOff, objections

if TYPE_CHECKING:  # judging needs nothing of what trains
    from models.training.proof import TrainedModel

_MODEL, _CARD, _SHADOW = "model.skops", "card.json", "shadow.json"
_UNSEEN = "unseen.jsonl"


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """One line of `nigah models list`."""

    version: str
    made_on: str
    champion: bool
    shipped: bool
    macro_average_precision: float | None
    signed: SignOff | None = None


class Registry:
    """The model versions of one deployment; while none was promoted, the model shipped with the program judges."""

    def __init__(self, folder: Path, *, compare: Compare | None = None) -> None:
        """A registry in `folder`, which is made at the first `add`; `compare` as for `promotion.objections`."""
        self._folder, self._compare = folder, compare

    def add(self, model: "TrainedModel") -> str:
        """Keep `model`; returns its version. Adding the same model twice changes nothing."""
        version = model.classifier.version
        target = self._folder / version
        if not target.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=self._folder))
            write_model(model, draft)
            _settle(draft, target)
        return version

    def versions(self) -> tuple[ModelVersion, ...]:
        """All versions whose card can be read, the shipped one first, then by date."""
        history = read_champions(self._folder)
        present = self.champion_version()
        signed = history[-1].signed if history else None
        cards = [(card, True) for card in [_shipped_card()] if card is not None]
        own = [(card, False) for card in self._cards().values() if isinstance(card, dict)]
        cards += sorted(own, key=lambda pair: (str(pair[0].get("made_on")), str(pair[0]["version"])))
        return tuple(_line(card, champion=present, signed=signed, shipped=ours) for card, ours in cards)

    def damaged(self) -> Mapping[str, str]:
        """By its name what is wrong with each version that cannot be listed; also of a champion that is not there."""
        found = {name: str(card) for name, card in self._cards().items() if isinstance(card, WrongUsage)}
        champion = self.champion_version()
        if champion is not None and champion not in {*self._folders(), _shipped_version()}:
            found[champion] = "It is to judge and is not there; go back with `nigah models rollback`."
        return dict(sorted(found.items()))

    def champion(self) -> LinearClassifier:
        """The classifier that judges now. Raises `WrongUsage` where its file is damaged or missing."""
        history = read_champions(self._folder)
        return self.load(history[-1].version) if history else shipped()

    def champion_version(self) -> str | None:
        """The version that judges now, without loading it; None where there is no model at all."""
        history = read_champions(self._folder)
        if history:
            return history[-1].version
        return _shipped_version()

    def load(self, version: str) -> LinearClassifier:
        """The classifier of `version`; checked against the hash in its card."""
        card = _shipped_card()
        if card is not None and card["version"] == version and not (self._folder / version).exists():
            return shipped()
        return _checked((self._known(version) / _MODEL).read_bytes(), self.card(version), name=version)

    def card(self, version: str) -> dict[str, Any]:
        """The card of `version`."""
        return _decoded((self._known(version) / _CARD).read_bytes(), name=version)

    def any_card(self, version: str) -> dict[str, Any]:
        """The card of `version`, kept here or shipped."""
        card = _shipped_card()
        if card is not None and card["version"] == version:
            return card
        return self.card(version)

    def check(self, version: str) -> None:
        """Raises `Refused` with every reason why `version` may not become the champion, and `WrongUsage` where it is damaged.

        The shipped model may always judge.
        """
        self.load(version)
        if not (self._folder / version).exists():
            return
        present = self.champion_version()
        champion = self.contender(present) if present and present != version else None
        found = objections(self.contender(version), champion, compare=self._compare)
        if found:
            raise Refused(f"Model {version} was not promoted: {'; '.join(found)}.")

    def promote(self, version: str, signed: SignOff | None = None) -> None:
        """Make `version` the champion, if `check` lets it; promoting twice is once. `signed` is kept beside it."""
        history = read_champions(self._folder)
        if history and history[-1].version == version:
            return
        self.check(version)
        self.crown(version, signed)

    def crown(self, version: str, signed: SignOff | None) -> None:
        """`promote` of a version that was checked. It judges in nobody's shadow from then on."""
        write_champions(self._folder, [*read_champions(self._folder), Champion(version, signed)])
        if self.shadow_version() == version:
            self.set_shadow(None)

    def previous_version(self) -> str | None:
        """The version that judged before this one. `Refused` where none was ever promoted."""
        history = read_champions(self._folder)
        if not history:
            raise Refused(
                "No model was promoted here, so there is nothing to go back from; the shipped one judges."
            )
        return history[-2].version if len(history) > 1 else _shipped_version()

    def rollback(self) -> str | None:
        """Go back to the champion before; returns its version. `Refused` where none was ever promoted."""
        self.previous_version()
        write_champions(self._folder, read_champions(self._folder)[:-1])
        return self.champion_version()

    def shadow_version(self) -> str | None:
        """The challenger that judges beside the champion, seen by nobody; None where none does."""
        path = self._folder / _SHADOW
        return str(json.loads(path.read_text("utf-8"))) if path.exists() else None

    def set_shadow(self, version: str | None) -> None:
        """Let `version` judge in the champion's shadow from the next batch on; None ends it.

        Raises `WrongUsage` for a version that is not there, or that is the champion.
        """
        if version is None:
            (self._folder / _SHADOW).unlink(missing_ok=True)
            return
        self.load(version)
        if version == self.champion_version():
            raise WrongUsage(
                f"{version} judges already; a challenger is another version, see `nigah models list`."
            )
        self._folder.mkdir(parents=True, exist_ok=True)
        replace_file(self._folder / _SHADOW, json.dumps(version).encode("utf-8"))

    def contender(self, version: str) -> Contender:
        """`version`, kept here or shipped, with its card and the answers that belong to it."""
        card, own = self.any_card(version), self._folder / version / _UNSEEN
        if (self._folder / version).exists():
            data = own.read_bytes() if own.exists() else None
        else:
            path = _shipped_folder().joinpath(_UNSEEN)
            data = path.read_bytes() if path.is_file() else None
        return Contender(version, card, _answers(data, card))

    def _cards(self) -> dict[str, dict[str, Any] | WrongUsage]:
        """The card of each version kept here but the shipped one, or why it cannot be read."""
        return {name: self._card_or_error(name) for name in self._folders() if name != _shipped_version()}

    def _card_or_error(self, name: str) -> dict[str, Any] | WrongUsage:
        if not (self._folder / name / _CARD).exists():
            return WrongUsage(f"The card of model {name} is missing; train the model again.")
        try:
            return self.card(name)
        except WrongUsage as error:
            return error

    def _folders(self) -> list[str]:
        if not self._folder.exists():
            return []
        return [one.name for one in self._folder.iterdir() if one.is_dir() and one.name[0] != "."]

    def _names(self) -> list[str]:
        return [name for name in self._folders() if (self._folder / name / _CARD).exists()]

    def _known(self, version: str) -> Path:
        if version not in self._names():
            raise WrongUsage(f"There is no model {version!r} in {self._folder}; see `nigah models list`.")
        return self._folder / version


class _Folder(Protocol):
    def joinpath(self, *names: str) -> Any: ...


def shipped() -> LinearClassifier:
    """The model that comes with the program."""
    card = _shipped_card()
    if card is None:
        raise WrongUsage("This installation holds no shipped model; make it with `make model`.")
    return _checked(_shipped_folder().joinpath(_MODEL).read_bytes(), card, name=str(card["version"]))


def shipped_likeness() -> Likeness:
    """The lines of the shipped model that find wordings like those of a sign; empty where no model is shipped."""
    return shipped().likeness if _shipped_card() else Likeness()


def write_model(model: "TrainedModel", folder: Path) -> None:
    """Write file, answers and card of `model` into `folder`, the card last: a folder without one holds no model."""
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / _MODEL, model.file)
    if model.unseen:
        replace_file(folder / _UNSEEN, model.unseen)
    replace_file(folder / _CARD, model.card.to_json().encode("utf-8"))


def _shipped_folder() -> _Folder:
    return files("models").joinpath("data", "model")


def _shipped_card() -> dict[str, Any] | None:
    path = _shipped_folder().joinpath(_CARD)
    return _decoded(path.read_bytes(), name="shipped") if path.is_file() else None


def _shipped_version() -> str | None:
    card = _shipped_card()
    return str(card["version"]) if card else None


def _checked(data: bytes, card: dict[str, Any], *, name: str) -> LinearClassifier:
    if hashlib.sha256(data).hexdigest() != card.get("model_sha256"):
        raise WrongUsage(
            f"The model file {name} is not the one its card describes: it is damaged or was exchanged. Go back with "
            "`nigah models rollback`, or train it again."
        )
    return read_model(data, name=name)


def _answers(data: bytes | None, card: dict[str, Any]) -> bytes | None:
    """The answers that `card` speaks of; those of another model are none."""
    return data if data and hashlib.sha256(data).hexdigest() == card.get("unseen_sha256") else None


def _decoded(card: bytes, *, name: str) -> dict[str, Any]:
    try:
        decoded = json.loads(card)
    except ValueError as error:
        raise WrongUsage(f"The card of model {name} is not JSON; train the model again.") from error
    if not isinstance(decoded, dict) or "version" not in decoded:
        raise WrongUsage(f"The card of model {name} names no version; train the model again.")
    return decoded


def _line(
    card: dict[str, Any], *, champion: str | None, signed: SignOff | None, shipped: bool
) -> ModelVersion:
    version = str(card["version"])
    metrics = card.get("metrics")
    precision = metrics.get("macro_average_precision") if isinstance(metrics, dict) else None
    precision = precision if isinstance(precision, float | int) else None
    made_on, present = str(card.get("made_on", "")), version == champion
    return ModelVersion(version, made_on, present, shipped, precision, signed if present else None)


def _settle(draft: Path, target: Path) -> None:
    """Give `draft` its name; where another process was faster, its version is the same and stays."""
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft)
        if not target.exists():
            raise
