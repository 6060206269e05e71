"""`hoso sign-agent` as a person starts it."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What Windows does not have: the agent must not need it.
_WITHOUT_POSIX = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name in {"fcntl", "resource", "pwd", "grp", "termios"}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
for name in ("fcntl", "resource", "pwd", "grp", "termios"):
    sys.modules.pop(name, None)
from hoso.command import main
sys.exit(main(sys.argv[1:]))
"""


@contextmanager
def _agent(folder: Path, *more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    arguments = ["sign-agent", "--port", "0", "--config", str(folder), *more]
    running = subprocess.Popen(
        [sys.executable, "-c", _WITHOUT_POSIX, *arguments], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    try:
        first = running.stdout.readline()
        yield running, first.split("tại ")[1].split(",")[0]
    finally:
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0
        running.stdout.close()


def _post(address: str, path: str, given: object) -> None:
    line = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    line.request("POST", path, json.dumps(given), {"Origin": address, "Content-Type": "application/json"})
    assert line.getresponse().status == 200
    line.close()


def _hoso(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hoso", "sign-agent", *arguments], capture_output=True, text=True, check=False
    )


def test_it_needs_no_posix_says_where_it_is_and_shows_its_code(tmp_path: Path) -> None:
    with _agent(tmp_path, "--pfx", str(tmp_path / "khong-co.p12")) as (running, address):
        assert address.startswith("http://127.0.0.1:")
        assert "khong-co.p12" in running.stdout.readline()  # type: ignore[union-attr]  # a pipe, as asked
        assert _hoso("--show-code", "--config", str(tmp_path)).returncode == 1
        _post(address, "/api/pair/begin", {"origin": "http://hoso.xa.test"})
        told = running.stdout.readline()  # type: ignore[union-attr]
        shown = _hoso("--show-code", "--config", str(tmp_path))
        code = shown.stdout.strip().removeprefix("http://hoso.xa.test: ")
        assert shown.returncode == 0
        assert code in told


def test_pairings_are_forgotten_on_request(tmp_path: Path) -> None:
    kept = tmp_path / "pairings.json"
    kept.write_text("[]")
    assert _hoso("--forget", "--config", str(tmp_path)).returncode == 0
    assert not kept.exists()
