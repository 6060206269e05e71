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
import math
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.type_model.memory import AGAINST_OTHERS, MOST_POINTS, Memory, Row
from classifiers.type_model.paper import Paper
from records.errors import ModelRefused

MODEL_FILE = Path(__file__).parent / "model.skops"
DIGEST_FILE = Path(__file__).parent / "model.json"
OTHER = "other"
"""The class of every paper that is none of the record types."""
FEATURES = 2**13
"""Tokens are hashed into so many columns; two that fall together blur a little and nothing more."""
LEARNED_WEIGHT, MOST_LEARNED = 0.7, 2.5
"""The linear model moves a type by at most this many points, less than a read title or number does."""
# Every kind of object that the model file may hold; anything else in it is refused unread.
TRUSTED = frozenset({"builtins.dict", "builtins.str", "builtins.list", "numpy.ndarray", "numpy.dtype"})
_WORDS_READ = 450


@dataclass(frozen=True)
class LearnedModel:
    """The fitted numbers, what was corrected, and how points become confidence."""

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
    memory: Memory = field(default_factory=Memory.empty)

    def row(self, counted: Row) -> Row:
        """A paper's counts (`row_of`) as the model weighs them, of length 1."""
        columns, values = counted
        weighed = values * self.idf[columns]
        return columns, weighed / (float(np.linalg.norm(weighed)) or 1.0)

    def probabilities(self, row: Row) -> Mapping[str, float]:
        """Probability of each trained type and of `other`, for a paper with words."""
        columns, values = row
        scores = self.coefficients[:, columns] @ values + self.intercept
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return MappingProxyType(
            {code: float(share) for code, share in zip(self.classes, shares, strict=True)}
        )

    def points(self, row: Row) -> Mapping[str, float]:
        """What the linear model adds to each type that it was trained on."""
        said = self.probabilities(row)
        other = math.log(said.get(OTHER, 0.0) + 1e-2)
        worth = {code: LEARNED_WEIGHT * (math.log(share + 1e-4) - other) for code, share in said.items()}
        return {
            code: max(-MOST_LEARNED, min(MOST_LEARNED, points))
            for code, points in worth.items()
            if code != OTHER
        }

    def remembered(self, row: Row) -> Mapping[str, float]:
        """Closeness, 0 to 1, to the corrected papers of each type that has some like this one."""
        near = self.memory.closeness(row, FEATURES)
        return {self.classes[kind]: closeness for kind, closeness in near.items()}

    def shifts(self, row: Row, codes: Iterable[str]) -> dict[str, float]:
        """By how many points each of these types is moved, corrected papers like this one included."""
        linear, near = self.points(row), self.remembered(row)
        nearest = max(near.values(), default=0.0)
        out = {}
        for code in codes:
            out[code] = linear.get(code, 0.0)
            if nearest:
                out[code] += nearest * (MOST_POINTS if near.get(code) == nearest else AGAINST_OTHERS)
        return out

    def telling(self, counted: Iterable[str], row: Row, code: str, count: int = 4) -> list[str]:
        """The tokens of a paper that speak most for the type, strongest first; none if it is unknown.

        `row` is what the model makes of these tokens.
        """
        if code not in self.classes:
            return []
        columns, values = row
        seen = self.coefficients[:, columns]
        beyond = seen[self.classes.index(code)] - seen.mean(axis=0)
        worth = dict(zip(columns.tolist(), (beyond * values).tolist(), strict=True))
        ranked = sorted(
            (token for token in dict.fromkeys(counted) if not token.startswith("c:")),
            key=lambda token: -worth[column_of(token)],
        )
        return ranked[:count]


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


def column_of(token: str) -> int:
    """The column into which a token falls."""
    return zlib.crc32(token.encode()) % FEATURES


def row_of(counted: Iterable[str]) -> Row:
    """Columns and values of one paper: one plus the logarithm of how often a token stands there."""
    counts: Counter[int] = Counter()
    for token, times in Counter(counted).items():
        counts[column_of(token)] += times
    columns = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
    values = 1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
    return columns, values.astype(np.float32)


def load_model(digest_file: Path = DIGEST_FILE) -> LearnedModel:
    """Loads the model that `digest_file` names, once until that file changes.

    Raises `ModelRefused` when it is missing, altered or holds what is not trusted.
    """
    try:
        seen = digest_file.stat()
    except OSError as error:
        raise ModelRefused(f"{digest_file.name}: not readable ({type(error).__name__})") from error
    return _load(digest_file, seen.st_mtime_ns, seen.st_size)


@lru_cache(maxsize=2)
def _load(digest_file: Path, _mtime_ns: int, _size: int) -> LearnedModel:
    try:
        said = json.loads(digest_file.read_text(encoding="utf-8"))
        # A name alone: what the file says must not lead out of its folder.
        model_file = digest_file.parent / Path(str(said.get("file", MODEL_FILE.name))).name
        content = model_file.read_bytes()
    except (OSError, ValueError, AttributeError) as error:
        raise ModelRefused(f"{digest_file.name}: not readable ({type(error).__name__})") from error
    if hashlib.sha256(content).hexdigest() != said.get("sha256"):
        raise ModelRefused(f"{model_file.name}: does not match its digest in {digest_file.name}")
    try:
        return _model(said, read_arrays(content))
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise ModelRefused(f"{model_file.name}: not a model of this version ({error})") from error


def _model(said: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> LearnedModel:
    classes = tuple(map(str, said["types"]))
    model = LearnedModel(
        classes=classes,
        coefficients=arrays["coefficients"].astype(np.float32),
        intercept=arrays["intercept"].astype(np.float32),
        idf=arrays["idf"].astype(np.float32),
        temperature=float(said["temperature"]),
        unknown_points=float(said["unknown_points"]),
        memory=Memory.of(arrays) if "memory_kinds" in arrays else Memory.empty(),
    )
    shapes = (model.coefficients.shape, model.intercept.shape, model.idf.shape)
    if shapes != ((len(classes), FEATURES), (len(classes),), (FEATURES,)):
        raise ValueError("its arrays do not fit its types")
    return model


def read_arrays(content: bytes) -> Mapping[str, NDArray[Any]]:
    """The arrays of a skops file that holds one dictionary of them, by their keys.

    A skops file is a zip with `schema.json`, which says what the object is, and one `.npy` for each array.
    Raises `ModelRefused` for any kind of object outside `TRUSTED`; no array may hold Python objects.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        schema = json.loads(archive.read("schema.json"))
        strange = set(_kinds(schema)) - TRUSTED
        if strange:
            raise ModelRefused(f"the model file holds {len(strange)} kinds of object that are not trusted")
        arrays: dict[str, NDArray[Any]] = {}
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
