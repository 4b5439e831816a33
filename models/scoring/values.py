"""This module reads the plain values of a skops file: texts, numbers, lists, mappings and arrays, and nothing else.

skops' own reader knows every type of scikit-learn and takes seconds to load; a model of ours holds none of them. What
is not listed here is refused by name, so that no file can call anything.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from models.domain.errors import WrongUsage

_Read = Callable[[Mapping[str, Any]], Any]


def read_values(packed: zipfile.ZipFile, *, name: str) -> Any:
    """What is in the skops file `packed`. Raises `WrongUsage` naming the type, and the file `name`, where it is not plain."""

    def value(node: Mapping[str, Any]) -> Any:
        read = readers.get(tuple(node[key] for key in ("__loader__", "__module__", "__class__")))
        if read is None:
            raise WrongUsage(
                f"The model file {name} holds the type {node['__module__']}.{node['__class__']}, which is not allowed in a model."
            )
        return read(node)

    def array(node: Mapping[str, Any]) -> Any:
        if node["type"] != "numpy":
            raise ValueError(node["type"])
        return np.load(io.BytesIO(packed.read(node["file"])), allow_pickle=False)

    readers: dict[tuple[Any, ...], _Read] = {
        ("DictNode", "builtins", "dict"): lambda node: {
            key: value(of) for key, of in _of_texts(node).items()
        },
        ("ListNode", "builtins", "list"): lambda node: [value(one) for one in node["content"]],
        ("JsonNode", "builtins", "str"): lambda node: json.loads(node["content"]),
        ("NdArrayNode", "numpy", "ndarray"): array,
    }
    return value(json.loads(packed.read("schema.json")))


def _of_texts(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """The content of a mapping whose keys are texts."""
    if any(key["__class__"] != "str" for key in node["key_types"]["content"]):
        raise ValueError("keys")
    content: Mapping[str, Any] = node["content"]
    return content
