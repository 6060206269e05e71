"""Killed at random moments, the whole still makes one record of every file; `chaos.py` holds the long run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.portal.chaos import run


@pytest.mark.slow
def test_kills_at_random_moments_neither_lose_nor_double_a_file(tmp_path: Path) -> None:
    found = run(kills=3, files=5, seed=7, engine="null", data=tmp_path / "data")
    assert found["broken"] == []
    assert found["records"] > found["files"]
    assert found["staged_left"] == 0
