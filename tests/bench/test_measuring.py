"""Costs of a command are those of its children too."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.measuring import CommandFailed, measure

BURN = "import time\nend = time.process_time() + 0.6\nwhile time.process_time() < end: pass"


def test_processor_time_of_children_is_counted() -> None:
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BURN!r}], check=True)"
    cost = measure([sys.executable, "-c", parent])
    assert cost.cpu_seconds >= 0.6
    assert cost.seconds >= 0.6


def test_processor_time_of_orphans_is_counted() -> None:
    leave = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {BURN!r}])"
    assert measure([sys.executable, "-c", leave]).cpu_seconds >= 0.6


def test_memory_of_the_whole_tree_is_seen() -> None:
    hold = "import time; block = bytearray(80_000_000); time.sleep(1.2)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}], check=True)"
    cost = measure([sys.executable, "-c", parent])
    assert cost.largest_process_mb > 76
    assert cost.peak_mb > cost.largest_process_mb


def test_a_command_that_fails_says_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="no such thing"):
        measure([sys.executable, "-c", "raise SystemExit('no such thing')"], log=tmp_path / "log")
