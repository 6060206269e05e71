"""The trained network on disk: one ONNX file, believed only when its digest is the pinned one."""

from __future__ import annotations

import hashlib
import os
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from records.errors import EngineMissing, ModelRefused

MODEL = Path(__file__).with_name("model.onnx")
SHA256 = "65e01f40dc17085ad06c359c87918f347af06cb10c5b85f51507ef53706378c3"
"""Of `model.onnx`; `python -m training.export` prints it for a new one."""
STRIDE = 4
"""Pixels of a fitted picture for each of the network's answers."""


def is_available() -> bool:
    """Whether ONNX Runtime is installed and the model is there and whole."""
    try:
        return find_spec("onnxruntime") is not None and _is_ours(MODEL)
    except OSError:
        return False


def posteriors(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """How likely each sign is at each step, (lines, width / 4, signs + 1); sums to 1 over the last.

    `ink` is (lines, 1, 36, width), 0 paper to 1 black. Raises `EngineMissing` or `ModelRefused`.
    """
    return np.asarray(_session(os.getpid(), MODEL).run(None, {"ink": ink})[0], np.float32)


@lru_cache(maxsize=1)
def _session(process: int, path: Path) -> Any:  # noqa: ARG001 - onnxruntime brings no stubs
    """The loaded network of process number `process`: one loaded before a fork must not be used after it."""
    try:
        import onnxruntime  # noqa: PLC0415 - loaded at the first line that is read a second time
    except ImportError as error:
        raise EngineMissing("the Python package onnxruntime is not installed") from error
    if not path.is_file():
        raise EngineMissing(f"{path.name} is missing; install the package anew")
    if not _is_ours(path):
        raise ModelRefused(f"{path} does not have the digest {SHA256[:16]}…; install the package anew")
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    # Workers are processes; threads inside them only get in each other's way.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(
            path.read_bytes(), sess_options=options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # onnxruntime's own exceptions share no base but this
        raise ModelRefused(f"onnxruntime cannot load {path}: {error}") from error


def _is_ours(path: Path) -> bool:
    """Whether the file is the one that was measured."""
    status = path.stat()
    return _digest(path, status.st_mtime_ns, status.st_size) == SHA256


@cache
def _digest(path: Path, changed: int, size: int) -> str:  # noqa: ARG001 - a changed file is hashed anew
    return hashlib.sha256(path.read_bytes()).hexdigest()
