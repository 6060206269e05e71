"""`hoso up` in a process of its own: a scan dropped into the inbox comes out of the archive."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.hoso.test_digitising import draw_scan

pytestmark = pytest.mark.slow
SETTINGS = {"HOSO_READING__ENGINE": "null", "HOSO_INTAKE__SETTLE_SECONDS": "0.3", "HOSO_READING__JOBS": "1"}
LONGEST_SECONDS = 90


def hoso(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hoso", *arguments, "--data", str(data)]
    return subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **SETTINGS}, check=False
    )


def status(data: Path) -> Any:  # whatever JSON holds
    return json.loads(hoso(data, "status", "--json").stdout)


def wait_until_settled(data: Path, files: int) -> Any:
    """The status in which so many files came to their end; the database is looked at until it says so.

    Each `hoso status` is a process of its own, whose start takes as much of the processor as reading a page.
    """
    until = time.monotonic() + LONGEST_SECONDS
    while settled(data) < files or (now := status(data))["in_work"]:
        assert time.monotonic() < until, status(data)
        time.sleep(0.2)
    assert sum(now["files"].values()) == files
    return now


def settled(data: Path) -> int:
    """How many files the running office is done with."""
    with closing(sqlite3.connect(f"file:{data / 'hoso.db'}?mode=ro", uri=True)) as opened:
        [[count]] = opened.execute("SELECT count(*) FROM portal_intakefile WHERE settled_at IS NOT NULL")
        return int(count)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[Path, subprocess.Popen[str], str]]:
    data = tmp_path / "data"
    process = subprocess.Popen(
        [sys.executable, "-m", "hoso", "up", "--port", "0", "--data", str(data)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **SETTINGS},
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(2)]
    yield data, process, lines[1].split()[-1]
    if process.poll() is None:
        process.kill()
    process.wait()
    process.stdout.close()


def test_a_dropped_scan_is_archived_found_again_and_told_of(
    running: tuple[Path, subprocess.Popen[str], str], tmp_path: Path
) -> None:
    data, process, address = running
    (data / "inbox" / "Xã Hòa Mai").mkdir()
    draw_scan(data / "inbox" / "Xã Hòa Mai" / "quét.png")
    (data / "inbox" / "bảng.zip").write_bytes(b"PK\x03\x04 nothing that Hoso reads")

    now = wait_until_settled(data, 2)
    assert (now["files"]["review"], now["files"]["rejected"], now["is_working"]) == (1, 1, True)
    by_name = {file["name"]: file for file in now["recent"]}
    assert (data / by_name["quét.png"]["laid_in"]).exists()
    refused = data / by_name["bảng.zip"]["laid_in"]
    assert refused.exists()
    assert "không được hỗ trợ" in refused.with_name(refused.name + ".reason.txt").read_text()

    shown = json.loads(hoso(data, "show", by_name["quét.png"]["record_id"], "--json").stdout)
    assert "original/quét.png" in shown["files"]
    assert shown["record"]["needs_review"]

    with urllib.request.urlopen(address) as page:  # noqa: S310  the address is ours
        assert page.status == 200
        assert "password" in page.read().decode()

    second = hoso(data, "up", "--port", "0")
    assert second.returncode == 1
    assert "--data" in second.stderr

    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=90) == 0


def test_the_database_is_made_again_from_the_archive(
    running: tuple[Path, subprocess.Popen[str], str],
) -> None:
    data, process, _ = running
    draw_scan(data / "inbox" / "một.png")
    record_id = wait_until_settled(data, 1)["recent"][0]["record_id"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=90) == 0
    before = hoso(data, "search", "một", "--json").stdout
    for path in data.glob("hoso.db*"):
        path.unlink()
    rebuilt = hoso(data, "rebuild")
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert hoso(data, "search", "một", "--json").stdout == before
    assert hoso(data, "show", record_id).returncode == 0
