"""Writes a trained model so that at every moment either the former one is whole or the new one is.

The numbers go into a file of their own name; then one rename puts the digest file that names them in place.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import skops.io

from classifiers.type_model.learned import DIGEST_FILE, MODEL_FILE, LearnedModel

CARD_FILE = "model-card.md"


def save(learned: LearnedModel, folder: Path, *, card: str = "") -> Path:
    """Puts the model into `folder`, with its digest and, unless empty, its card; gives back the model's file.

    A training that is stopped before its last line leaves the former model as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # Three decimal digits are enough for a weight and halve the file.
    arrays = {
        "coefficients": learned.coefficients.astype(np.float16),
        "intercept": learned.intercept,
        "idf": learned.idf,
        **learned.memory.arrays(),
    }
    content = _dumped(arrays)
    digest = hashlib.sha256(content).hexdigest()
    model_file = folder / f"{MODEL_FILE.stem}-{digest[:12]}{MODEL_FILE.suffix}"
    said = {
        "file": model_file.name,
        "sha256": digest,
        "temperature": learned.temperature,
        "unknown_points": learned.unknown_points,
        "types": list(learned.classes),
    }
    _put(model_file, content)
    if card:
        _put(folder / CARD_FILE, card.encode())
    _put(folder / DIGEST_FILE.name, (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode())
    for former in folder.glob(f"{MODEL_FILE.stem}*{MODEL_FILE.suffix}"):
        if former != model_file:
            former.unlink(missing_ok=True)
    return model_file


def drop(folder: Path) -> bool:
    """Removes the model in `folder`, its digest first: without that none is read. Whether there was one."""
    digest_file = folder / DIGEST_FILE.name
    was_there = digest_file.exists()
    digest_file.unlink(missing_ok=True)
    for file in (*folder.glob(f"{MODEL_FILE.stem}*{MODEL_FILE.suffix}"), folder / CARD_FILE):
        file.unlink(missing_ok=True)
    return was_there


def _dumped(arrays: dict[str, Any]) -> bytes:
    stream = io.BytesIO()
    skops.io.dump(arrays, stream, compression=zipfile.ZIP_DEFLATED, compresslevel=9)
    return stream.getvalue()


def _put(path: Path, content: bytes) -> None:
    """Written beside, synced, then renamed, so that the name never stands for half a file."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
