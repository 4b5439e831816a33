"""This module writes a trained model as bytes and reads it back, without pickle.

The file is skops' format. Only types that skops trusts by itself are read (no exception is granted), so a model
file cannot run code. skops names members by memory address and stamps them with the time; both are
replaced here, so that the same model gives the same bytes.
"""

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import skops.io
from skops.io.exceptions import UntrustedTypesFoundException

from models.domain.errors import WrongUsage
from models.domain.judgement import AdClass, Band, Kind
from models.scoring.bands import checked_thresholds
from models.scoring.calibration import Calibrator
from models.scoring.classifier import LinearClassifier
from models.scoring.features import Columns
from models.scoring.ngrams import BUCKETS, SKETCH_BITS

_FORMAT = 1
_TRUSTED: tuple[str, ...] = ()  # beyond numbers, text, dicts, lists and numpy arrays: nothing
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip file can say
# What a damaged or foreign zip, JSON or array raises while it is taken apart.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    UntrustedTypesFoundException,
    OSError,
    EOFError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ImportError,
    RuntimeError,
)
_MOST_BYTES = 64_000_000  # unpacked; a foreign file shall not fill the memory


def model_bytes(model: LinearClassifier) -> bytes:
    """`model` as a file; the same model always gives the same bytes."""
    return _settled(skops.io.dumps(_state(model)))


def read_model(data: bytes, *, name: str) -> LinearClassifier:
    """The model in `data`. Raises `WrongUsage`, naming it `name`, where it is damaged, foreign or of another format."""
    try:
        _check_size(data)
        untrusted = skops.io.get_untrusted_types(data=data)
        if untrusted:
            raise WrongUsage(
                f"The model file {name} holds the type {untrusted[0]}, which is not allowed in a model."
            )
        return _model(skops.io.loads(data, trusted=list(_TRUSTED)))
    except _DAMAGED as error:
        raise WrongUsage(
            f"The model file {name} cannot be read ({type(error).__name__}): it is damaged or not a model of this "
            "program. Train one with `nigah train`, or go back with `nigah models rollback`."
        ) from error


def content_version(model: LinearClassifier) -> str:
    """Twelve hex digits of everything that decides an answer; the same whatever the model is called."""
    state = _state(model) | {"version": ""}
    digest = hashlib.sha256()
    for key in sorted(state):
        value = state[key]
        digest.update(key.encode("utf-8"))
        digest.update(
            value.tobytes() if isinstance(value, np.ndarray) else json.dumps(value, sort_keys=True).encode()
        )
    return digest.hexdigest()[:12]


def _state(model: LinearClassifier) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "version": model.version,
        "kinds": [kind.value for kind in Kind],
        "indicators": list(model.layout.indicators),
        "facts": list(model.layout.facts),
        "fact_scales": list(model.layout.fact_scales),
        "weights": model.weights,
        "intercepts": model.intercepts,
        "calibrators": [[one.slope, one.shift, one.base_rate] for one in model.calibrators],
        "prevalence": model.prevalence,
        "thresholds": {band.value: cut for band, cut in model.thresholds.items()},
        "classes": [one.value for one in model.classes],
        "sources": {name: [float(w) for w in row] for name, row in sorted(model.source_weights.items())},
        "known": np.packbits(model.known),
        "known_cut": model.known_cut,
    }


def _model(state: Mapping[str, Any]) -> LinearClassifier:
    if state["format"] != _FORMAT or state["kinds"] != [kind.value for kind in Kind]:
        raise WrongUsage(
            "The model file is of another version of this program; train it again with `nigah train`."
        )
    layout = Columns(tuple(state["indicators"]), tuple(state["facts"]), tuple(state["fact_scales"]))
    classes = tuple(AdClass(one) for one in state["classes"])
    heads = len(Kind) + len(classes)
    weights, intercepts = state["weights"], state["intercepts"]
    known = np.unpackbits(state["known"]).astype(bool)
    sizes = (weights.shape, intercepts.shape, known.shape, len(state["calibrators"]))
    if sizes != ((layout.named + 2 * BUCKETS, heads), (heads,), (SKETCH_BITS,), len(Kind)):
        raise ValueError(sizes)
    if weights.dtype != np.float32 or not np.isfinite(weights).all() or not 0 < state["prevalence"] < 1:
        raise ValueError(weights.dtype)
    return LinearClassifier(
        version=state["version"],
        layout=layout,
        weights=weights,
        intercepts=intercepts,
        calibrators=tuple(Calibrator(*one) for one in state["calibrators"]),
        prevalence=state["prevalence"],
        thresholds=checked_thresholds({Band(band): cut for band, cut in state["thresholds"].items()}),
        classes=classes,
        source_weights={name: np.array(row) for name, row in state["sources"].items()},
        known=known,
        known_cut=state["known_cut"],
    )


def _check_size(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(member.file_size for member in packed.infolist()) > _MOST_BYTES:
            raise WrongUsage("The model file unpacks to more than 64 MB; it is not a model of this program.")


def _settled(data: bytes) -> bytes:
    """A skops file with members numbered in the order of the schema, and stamped with a fixed time."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        schema = json.loads(packed.read("schema.json"))
        names: dict[str, str] = {}
        settled = json.dumps(_renumbered(schema, names), indent=1)
        members = {new: packed.read(old) for old, new in names.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as again:
        for member, content in [*members.items(), ("schema.json", settled.encode("utf-8"))]:
            again.writestr(zipfile.ZipInfo(member, _EPOCH), content, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def _renumbered(node: Any, names: dict[str, str]) -> Any:
    if isinstance(node, list):
        return [_renumbered(item, names) for item in node]
    if not isinstance(node, dict):
        return node
    fresh = {key: _renumbered(value, names) for key, value in node.items() if key != "__id__"}
    if fresh.get("type") == "numpy":
        fresh["file"] = names.setdefault(node["file"], f"array-{len(names)}.npy")
    return fresh
