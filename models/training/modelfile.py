"""This module writes a trained model as a skops file, without pickle: the same model gives the same bytes.

skops names members by memory address and stamps them with the time; both are replaced here.
"""

import io
import json
import zipfile
from typing import Any

import skops.io

from models.scoring.classifier import LinearClassifier
from models.scoring.modelfile import model_state

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip file can say


def model_bytes(model: LinearClassifier) -> bytes:
    """`model` as a file; the same model always gives the same bytes."""
    return _settled(skops.io.dumps(model_state(model)))


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
