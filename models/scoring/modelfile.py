"""This module reads a trained model from its file, without pickle.

The file is skops' format. Only plain values are read from it (no exception is granted), so a model file cannot run code.
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

from models.domain.errors import WrongUsage
from models.domain.judgement import AdClass, Band, Kind
from models.scoring.bands import checked_thresholds
from models.scoring.calibration import Calibrator
from models.scoring.classifier import LEAD, LinearClassifier
from models.scoring.features import Columns
from models.scoring.likeness import GROUPS, Likeness
from models.scoring.ngrams import HASHES, SKETCH_BITS
from models.scoring.resemblance import Resemblance, Worth
from models.scoring.values import read_values

_FORMAT = 6
# What a damaged or foreign zip, JSON or array raises while it is taken apart.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
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


def read_model(data: bytes, *, name: str) -> LinearClassifier:
    """The model in `data`. Raises `WrongUsage`, naming it `name`, where it is damaged, foreign or of another format."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check_size(packed)
            return _model(read_values(packed, name=name))
    except _DAMAGED as error:
        raise WrongUsage(
            f"The model file {name} cannot be read ({type(error).__name__}): it is damaged or not a model of this "
            "program. Train one with `nigah train`, or go back with `nigah models rollback`."
        ) from error


def content_version(model: LinearClassifier) -> str:
    """Twelve hex digits of everything that decides an answer; the same whatever the model is called."""
    state = model_state(model) | {"version": ""}
    digest = hashlib.sha256()
    for key in sorted(state):
        value = state[key]
        digest.update(key.encode("utf-8"))
        digest.update(
            value.tobytes() if isinstance(value, np.ndarray) else json.dumps(value, sort_keys=True).encode()
        )
    return digest.hexdigest()[:12]


def model_state(model: LinearClassifier) -> dict[str, Any]:
    """Everything that decides an answer of `model`, as plain values."""
    return (
        {
            "format": _FORMAT,
            "version": model.version,
            "kinds": [kind.value for kind in Kind],
            "indicators": list(model.layout.indicators),
            "facts": list(model.layout.facts),
            "fact_scales": list(model.layout.fact_scales),
            "grams": model.layout.grams.astype(np.int32),
            "rarity": model.layout.rarity,
            "weights": model.weights[: model.layout.named],
            "gram_weights": model.weights[model.layout.named :].astype(np.float16),
            "intercepts": model.intercepts,
            "calibrators": [[one.slope, one.shift, one.base_rate] for one in model.calibrators],
            "prevalence": model.prevalence,
            "thresholds": {band.value: cut for band, cut in model.thresholds.items()},
            "classes": [one.value for one in model.classes],
            "known": np.packbits(model.known),
            "known_cut": model.known_cut,
        }
        | _likeness_state(model.likeness)
        | _resemblance_state(model.resemblance)
    )


def _likeness_state(lines: Likeness) -> dict[str, Any]:
    return {
        "like": list(lines.indicators),
        "like_cues": lines.cues.astype(np.int32),
        "like_weights": lines.weights.astype(np.float16),
        "like_intercepts": lines.intercepts,
        "like_cuts": lines.cuts,
        "like_naming": lines.naming.astype(np.float16),
        "like_common": lines.common,
    }


def _resemblance_state(known: Resemblance) -> dict[str, Any]:
    if not known.is_told:
        return {}
    return {
        "near_worth": list(known.worth),
        "near_starts": known.starts.astype(np.int32),
        "near_places": known.places.astype(np.int32),
        "near_kinds": known.kinds.astype(np.int8),
    }


def _model(state: Mapping[str, Any]) -> LinearClassifier:
    if state["format"] != _FORMAT or state["kinds"] != [kind.value for kind in Kind]:
        raise WrongUsage(
            "The model file is of another version of this program; train it again with `nigah train`."
        )
    layout = _layout(state)
    classes = tuple(AdClass(one) for one in state["classes"])
    heads = LEAD + 1 + len(classes)
    named, of_grams, intercepts = state["weights"], state["gram_weights"], state["intercepts"]
    known = np.unpackbits(state["known"]).astype(bool)
    sizes = (named.shape, of_grams.shape, intercepts.shape, known.shape, len(state["calibrators"]))
    wanted = ((layout.named, heads), (len(layout.grams), heads), (heads,), (SKETCH_BITS,), len(Kind))
    if sizes != wanted or (named.dtype, of_grams.dtype) != (np.float32, np.float16):
        raise ValueError(sizes)
    weights = np.concatenate([named, of_grams.astype(np.float32)])
    if not np.isfinite(weights).all() or not 0 < state["prevalence"] < 1:
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
        known=known,
        known_cut=state["known_cut"],
        likeness=_likeness(state),
        resemblance=_resemblance(state, len(layout.grams)) if "near_worth" in state else Resemblance(),
    )


def _likeness(state: Mapping[str, Any]) -> Likeness:
    names, cues = tuple(state["like"]), state["like_cues"].astype(np.int64)
    lines = Likeness(
        indicators=names,
        cues=cues,
        weights=state["like_weights"].astype(np.float64),
        intercepts=state["like_intercepts"],
        cuts=state["like_cuts"],
        naming=state["like_naming"].astype(np.float64),
        common=state["like_common"],
    )
    sizes = (lines.weights.shape, lines.naming.shape, lines.common.shape)
    of_groups = (lines.intercepts.shape, lines.cuts.shape)
    if sizes != ((len(cues), len(GROUPS)), (len(cues), len(names)), (len(names),)) or set(of_groups) != {
        (len(GROUPS),)
    }:
        raise ValueError(sizes)
    if cues[-1] != HASHES or not (np.diff(cues) > 0).all() or np.isnan(lines.cuts).any():
        raise ValueError(cues.shape)
    if not all(
        np.isfinite(one).all() for one in (lines.weights, lines.intercepts, lines.naming, lines.common)
    ):
        raise ValueError(cues.dtype)
    return lines


def _resemblance(state: Mapping[str, Any], grams: int) -> Resemblance:
    known = Resemblance(
        worth=Worth(*state["near_worth"]),
        size=grams,
        starts=state["near_starts"].astype(np.int64),
        places=state["near_places"].astype(np.int64),
        kinds=state["near_kinds"].astype(np.float64),
    )
    starts, places = known.starts, known.places
    if known.kinds.shape != (len(starts) - 1, len(Kind)) or starts[0] != 0 or starts[-1] != len(places):
        raise ValueError(known.kinds.shape)
    if not (np.diff(starts) > 0).all() or not 0 <= places.min() <= places.max() < grams:
        raise ValueError(places.shape)
    if not all(0 <= one < np.inf for one in known.worth):
        raise ValueError(known.worth)
    return known


def _layout(state: Mapping[str, Any]) -> Columns:
    grams, rarity = state["grams"].astype(np.int64), state["rarity"]
    if grams.shape != rarity.shape or grams[-1] != 2 * HASHES or not (np.diff(grams) > 0).all():
        raise ValueError(grams.shape)
    if not np.isfinite(rarity).all():
        raise ValueError(rarity.dtype)
    return Columns(
        tuple(state["indicators"]), tuple(state["facts"]), tuple(state["fact_scales"]), grams, rarity
    )


def _check_size(packed: zipfile.ZipFile) -> None:
    if sum(member.file_size for member in packed.infolist()) > _MOST_BYTES:
        raise WrongUsage("The model file unpacks to more than 64 MB; it is not a model of this program.")
