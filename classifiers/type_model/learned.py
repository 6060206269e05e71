"""The learned half of the type model: n-grams of the whole page, weighed by a linear model that sklearn
fitted.

It knows only the types it was trained on and a class for everything else; the printed evidence, which needs
no training, has the larger say. The file is written by skops and holds nothing but arrays, which are read
here without skops: importing it and all of sklearn costs a process 3.5 s of processor time (measured).
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from classifiers.type_model.paper import Paper
from records.errors import ModelRefused

MODEL_FILE = Path(__file__).parent / "model.skops"
DIGEST_FILE = Path(__file__).parent / "model.json"
OTHER = "other"
"""The class of every paper that is none of the record types."""
FEATURES = 2**13
"""Tokens are hashed into so many columns; two that fall together blur a little and nothing more."""
# Every kind of object that the model file may hold; anything else in it is refused unread.
TRUSTED = frozenset({"builtins.dict", "builtins.str", "builtins.list", "numpy.ndarray", "numpy.dtype"})
_WORDS_READ = 450


@dataclass(frozen=True)
class LearnedModel:
    """The fitted numbers, and how points become confidence."""

    classes: tuple[str, ...]
    coefficients: NDArray[np.float32]
    """Shape (classes, FEATURES)."""
    intercept: NDArray[np.float32]
    """Shape (classes,)."""
    idf: NDArray[np.float32]
    """Shape (FEATURES,): weight of a token by how few papers have it."""
    temperature: float
    """Points to one unit of log-odds; fitted on papers that were not trained on."""
    unknown_points: float
    """Points that "none of these" has before anything is read."""

    def probabilities(self, paper: Paper) -> Mapping[str, float]:
        """Probability of each trained type and of `other`, for a paper with words."""
        columns, values = row_of(tokens(paper))
        values = values * self.idf[columns]
        length = float(np.linalg.norm(values)) or 1.0
        scores = self.coefficients[:, columns] @ (values / length) + self.intercept
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return MappingProxyType(
            {code: float(share) for code, share in zip(self.classes, shares, strict=True)}
        )


def tokens(paper: Paper) -> Iterator[str]:
    """What the model counts: words and pairs of the page, again for its upper part, and letters of capitals.

    Figures become 0, so no number of a person is ever learned.
    """
    words = paper.text.translate(_FIGURES).split()[:_WORDS_READ]
    yield from words
    yield from (f"{left}_{right}" for left, right in pairwise(words))
    for line in paper.top[:25]:
        zone = line.folded.translate(_FIGURES).split()[:12]
        mark = "T" if line.is_capital and line.is_centred else "t"
        yield from (f"{mark}:{word}" for word in zone)
        yield from (f"{mark}:{left}_{right}" for left, right in pairwise(zone))
        if line.is_capital:
            squeezed = line.folded.replace(" ", "")[:60]
            yield from (f"c:{squeezed[at : at + 4]}" for at in range(len(squeezed) - 3))


_FIGURES = str.maketrans("123456789", "000000000")


def row_of(counted: Iterable[str]) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Columns and values of one paper: one plus the logarithm of how often a token stands there."""
    counts = Counter(zlib.crc32(token.encode()) % FEATURES for token in counted)
    columns = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
    values = 1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
    return columns, values.astype(np.float32)


def load_model(model_file: Path = MODEL_FILE, digest_file: Path = DIGEST_FILE) -> LearnedModel:
    """Loads the model once; `ModelRefused` when it is missing, altered or holds what is not trusted."""
    return _load(model_file, digest_file)


@lru_cache(maxsize=2)
def _load(model_file: Path, digest_file: Path) -> LearnedModel:
    try:
        said = json.loads(digest_file.read_text(encoding="utf-8"))
        content = model_file.read_bytes()
    except (OSError, ValueError) as error:
        raise ModelRefused(f"{model_file.name}: not readable ({type(error).__name__})") from error
    if hashlib.sha256(content).hexdigest() != said.get("sha256"):
        raise ModelRefused(f"{model_file.name}: does not match its digest in {digest_file.name}")
    try:
        arrays = read_arrays(content)
        return LearnedModel(
            classes=tuple(said["types"]),
            coefficients=arrays["coefficients"].astype(np.float32),
            intercept=arrays["intercept"],
            idf=arrays["idf"],
            temperature=float(said["temperature"]),
            unknown_points=float(said["unknown_points"]),
        )
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ModelRefused(f"{model_file.name}: not a model of this version ({error})") from error


def read_arrays(content: bytes) -> Mapping[str, NDArray[np.float32]]:
    """The arrays of a skops file that holds one dictionary of them, by their keys.

    A skops file is a zip with `schema.json`, which says what the object is, and one `.npy` for each array.
    Raises `ModelRefused` for any kind of object outside `TRUSTED`; no array may hold Python objects.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        schema = json.loads(archive.read("schema.json"))
        strange = set(_kinds(schema)) - TRUSTED
        if strange:
            raise ModelRefused(f"the model file holds {len(strange)} kinds of object that are not trusted")
        arrays: dict[str, NDArray[np.float32]] = {}
        for name, node in schema["content"].items():
            stored = io.BytesIO(archive.read(node["file"]))
            arrays[name] = np.lib.format.read_array(stored, allow_pickle=False)
        return arrays


def _kinds(node: object) -> Iterator[str]:
    """Full names of the classes of a schema's nodes."""
    if isinstance(node, dict):
        if "__class__" in node:
            yield f"{node.get('__module__')}.{node['__class__']}"
        for inner in node.values():
            yield from _kinds(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _kinds(inner)
