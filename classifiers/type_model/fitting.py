"""Fits the linear model to counted papers, and keeps the corrected ones beside it.

Every training begins anew and sees the drawn papers of all types again, so corrections never wear off what
was known before.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression

from classifiers.type_model.learned import FEATURES, LearnedModel
from classifiers.type_model.memory import LEAST_LIKE, Memory
from classifiers.type_model.training_papers import Judged

MARGIN = 0.05
"""How much more a paper must be like a corrected one than any drawn paper of another type is."""
_ROUNDS = 25
"""Of the solver, a bound on time; the model moves a type by little, so the last digits hardly matter."""


def fit(training: Sequence[Judged], corrected: Sequence[Judged]) -> LearnedModel:
    """The model of these papers, not yet calibrated. `corrected` weigh like drawn ones and are remembered."""
    every = [*training, *corrected]
    table = _table(every)
    weighing = TfidfTransformer().fit(table)
    weighed = weighing.transform(table)
    classifier = LogisticRegression(C=30.0, max_iter=_ROUNDS, class_weight="balanced", tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the rounds are the bound on time
        # Dense: the product of both matrices runs on both cores, four times as fast as the sparse one.
        classifier.fit(weighed.toarray().astype(np.float32), [paper.code for paper in every])
    classes = tuple(str(code) for code in classifier.classes_)
    return LearnedModel(
        classes=classes,
        coefficients=classifier.coef_.astype(np.float32),
        intercept=classifier.intercept_.astype(np.float32),
        idf=weighing.idf_.astype(np.float32),
        temperature=1.0,
        unknown_points=0.0,
        memory=_remember(weighed, [paper.code for paper in every], len(training), classes),
    )


def _table(papers: Sequence[Judged]) -> csr_matrix:
    starts = np.cumsum([0, *(len(paper.row[0]) for paper in papers)])
    columns = np.concatenate([paper.row[0] for paper in papers])
    values = np.concatenate([paper.row[1] for paper in papers])
    return csr_matrix((values, columns, starts), shape=(len(papers), FEATURES), dtype=np.float32)


def _remember(weighed: csr_matrix, codes: Sequence[str], drawn: int, classes: Sequence[str]) -> Memory:
    """The rows from `drawn` on, each with the likeness of the likest drawn paper of another type as floor."""
    own = weighed[drawn:].tocsr()
    if not own.shape[0]:
        return Memory.empty()
    likeness = (own @ weighed[:drawn].T).toarray()
    kinds = np.array([classes.index(code) for code in codes[drawn:]], np.int32)
    others = np.array(codes[:drawn])[None, :] != np.array(codes[drawn:])[:, None]
    floors: NDArray[np.float32] = np.maximum((likeness * others).max(axis=1) + MARGIN, LEAST_LIKE)
    return Memory(
        kinds=kinds,
        columns=own.indices.astype(np.int32),
        values=own.data.astype(np.float32),
        starts=own.indptr.astype(np.int32),
        floors=np.minimum(floors, 0.99).astype(np.float32),
    )
