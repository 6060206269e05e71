"""`hoso audit`: 0 for a chain that is whole, 1 and what is wrong for one that is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hoso.commands import audit
from hoso.settings import Settings
from tests.portal.audit.tampering import tamper


@pytest.fixture
def events(portal_data: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    from portal.audit import Kind, note_by

    # Django is set up already, over this data directory.
    monkeypatch.setattr(audit, "open_catalogue", lambda *_: None)
    return [note_by("lan", Kind.SEARCHED, found=number).pk for number in range(3)]


def run(data_dir: Path, *given: str) -> int:
    import argparse

    parser = argparse.ArgumentParser()
    audit.add_arguments(parser)
    return audit.run(parser.parse_args(given), Settings(), data_dir)


def test_a_whole_chain_is_said_to_be_whole(
    events: list[int],
    portal_data: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(portal_data, "verify", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["schema"], told["is_whole"], told["events"], told["fault"]) == (1, True, 3, None)
    assert told["head"]["event"] == events[2]


@pytest.mark.needs("sqlite")
def test_a_broken_chain_is_refused_and_named(
    events: list[int],
    portal_data: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tamper(portal_data, "UPDATE portal_auditevent SET actor = 'khac' WHERE id = ?", events[1])
    assert run(portal_data, "verify", "--json") == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["fault"] == {"kind": "changed", "event": events[1]}
    assert f"sự kiện {events[1]}" in err


def test_json_lines_hold_what_the_digests_are_made_of(
    events: list[int],
    portal_data: Path,
    tmp_path: Path,
) -> None:
    from datetime import datetime

    from portal.audit.chain import digest_of

    assert run(portal_data, "export", "-o", str(tmp_path / "events.jsonl")) == 0
    lines = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text().splitlines()]
    assert [line["kind"] for line in lines] == ["searched"] * 3 + ["exported"]
    previous = ""
    for line in lines:
        digest = line.pop("digest")
        line.pop("event")
        assert line["previous"] == previous
        assert digest_of(**{**line, "at": datetime.fromisoformat(line["at"])}) == digest
        previous = digest


def test_a_spreadsheet_gets_no_formulas(
    events: list[int],
    portal_data: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from portal.audit import Kind, note_by

    note_by("=cmd", Kind.LOGIN)
    assert run(portal_data, "export", "--format", "csv") == 0
    out = capsys.readouterr().out
    assert ",'=cmd," in out and "Đã tìm kiếm" in out
