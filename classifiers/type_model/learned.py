"""The learned half of the type model: n-grams of the whole page, weighed by a linear model that sklearn
fitted.

It knows only the types it was trained on and a class for everything else; the printed evidence, which needs
no
training, has the larger say. The model is stored by skops, never pickled, and refused when its digest
differs.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from classifiers.type_model.paper import Paper
from records.errors import ModelRefused

MODEL_FILE = Path(__file__).parent / "model.skops"
DIGEST_FILE = Path(__file__).parent / "model.json"
OTHER = "other"
"""The class of every paper that is none of the record types."""
# Every kind of object that the model file may hold; anything else in it is refused unread.
TRUSTED = frozenset(
    {
        "sklearn.feature_extraction.text.HashingVectorizer",
        "sklearn.feature_extraction.text.TfidfTransformer",
        "sklearn.linear_model._logistic.LogisticRegression",
        "sklearn.pipeline.Pipeline",
        "scipy.sparse._csr.csr_matrix",
        "numpy.dtype",
        "numpy.float32",
        "numpy.float64",
        "numpy.int32",
        "numpy.int64",
    }
)
_WORDS_READ = 450


class _Classifier(Protocol):
    classes_: NDArray[np.str_]

    def predict_proba(self, texts: list[str]) -> NDArray[np.float64]: ...


@dataclass(frozen=True)
class LearnedModel:
    """The fitted model, and how points become confidence."""

    classifier: _Classifier
    temperature: float
    """Points to one unit of log-odds; fitted on papers that were not trained on."""
    unknown_points: float
    """Points that "none of these" has before anything is read."""

    def probabilities(self, paper: Paper) -> Mapping[str, float]:
        """Probability of each trained type and of `other`, for a paper with words."""
        row = self.classifier.predict_proba([" ".join(tokens(paper))])[0]
        return MappingProxyType(
            {str(code): float(p) for code, p in zip(self.classifier.classes_, row, strict=True)}
        )


def tokens(paper: Paper) -> Iterator[str]:
    """What the model counts: words and pairs of the page, the same again for its upper part, letters of
    capitals.

    Figures become 0, so no number of a person is ever learned.
    """
    words = ["".join("0" if letter.isdigit() else letter for letter in word) for word in paper.text.split()]
    words = words[:_WORDS_READ]
    yield from words
    yield from (f"{left}_{right}" for left, right in itertools.pairwise(words))
    for line in paper.top[:25]:
        zone = line.folded.split()[:12]
        mark = "T" if line.is_capital and line.is_centred else "t"
        yield from (f"{mark}:{word}" for word in zone)
        yield from (f"{mark}:{left}_{right}" for left, right in itertools.pairwise(zone))
        if line.is_capital:
            squeezed = line.folded.replace(" ", "")[:60]
            yield from (f"c:{squeezed[at : at + 4]}" for at in range(len(squeezed) - 3))


def load_model(model_file: Path = MODEL_FILE, digest_file: Path = DIGEST_FILE) -> LearnedModel:
    """Loads the model once; raises `ModelRefused` when it is missing, altered or holds what is not trusted.
    Loads the model once; raises `ModelRefused` when it is missing, altered or holds what is not trusted."""
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
    # sklearn takes a second to import; a process that only reads pages never pays it.
    import skops.io  # noqa: PLC0415

    untrusted = set(skops.io.get_untrusted_types(data=content)) - TRUSTED
    if untrusted:
        raise ModelRefused(f"{model_file.name}: holds {len(untrusted)} kinds of object that are not trusted")
    classifier: _Classifier = skops.io.loads(content, trusted=sorted(TRUSTED))
    return LearnedModel(classifier, float(said["temperature"]), float(said["unknown_points"]))
