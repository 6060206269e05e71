"""The demo's three papers go the whole road in a process of its own, and outside eyes find them signed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import json, sys
from pathlib import Path
from rich.console import Console
from hoso.office import Office
from hoso.outgoing_demonstration import issue_papers, signing_authority
from hoso.settings import load_settings

data = Path(sys.argv[1])
data.mkdir()
console = Console(stderr=True)
with signing_authority(load_settings(data), data) as (pki, told), Office(told, data, port=0) as office:
    for one in issue_papers(console, office, pki):
        levels = [signature.level.value for signature in one.verdict.signatures]
        print(json.dumps([one.notation, str(one.path), one.verdict.is_valid, levels]))
"""
SETTINGS = {"HOSO_READING__ENGINE": "null", "HOSO_INTAKE__SETTLE_SECONDS": "0.3", "HOSO_READING__JOBS": "1"}


@pytest.mark.slow
@pytest.mark.needs("pdfsig", "pdftotext")
def test_three_papers_are_numbered_signed_sealed_and_verified(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "data")],
        capture_output=True,
        text=True,
        env={**os.environ, **SETTINGS},
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    issued = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [notation for notation, *_ in issued] == ["01/QĐ-UBND", "01/UBND-VP", "01/TTr-UBND"]
    assert [told for *_, told in issued] == [["B-LTA", "B-LTA"]] * 3
    for notation, path, is_valid, _ in issued:
        assert is_valid
        seen = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
        assert seen.count("Signature is Valid.") >= 2
        text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
        assert notation in text
        assert "CHỮ KÝ DÙNG THỬ" in text
