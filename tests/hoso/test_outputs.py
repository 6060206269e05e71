"""The files that `hoso digitise` writes never cover another source's."""

from __future__ import annotations

from pathlib import Path

from hoso.outputs import OutputFolder, write_outputs
from tests.records.test_records import make_record


def _write(folder: OutputFolder, name: str, sha256: str) -> str:
    outputs = folder.for_source(name, sha256)
    made = folder.folder / "made"
    made.write_bytes(b"%PDF")
    record = make_record()
    source = record.source.__class__(name=name, sha256=sha256, pages=1)
    write_outputs(make_record(source=source), made, outputs)
    return outputs.json.name


def test_two_sources_of_one_stem_get_names_of_their_own(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path)
    names = [
        _write(folder, name, digit * 64) for name, digit in [("a.pdf", "1"), ("a.jpg", "2"), ("a.pdf", "3")]
    ]
    assert names == ["a.json", "a.jpg.json", "a.pdf.json"]
    assert len(list(tmp_path.glob("*.txt"))) == 3


def test_the_same_source_is_written_anew_under_its_old_name(tmp_path: Path) -> None:
    assert _write(OutputFolder(tmp_path), "a.pdf", "1" * 64) == "a.json"
    assert _write(OutputFolder(tmp_path), "a.pdf", "1" * 64) == "a.json"
    assert _write(OutputFolder(tmp_path), "a.pdf", "2" * 64) == "a.pdf.json"


def test_a_stranger_s_file_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"something of the user's")
    assert _write(OutputFolder(tmp_path), "a.pdf", "1" * 64) == "a.pdf.json"
    assert (tmp_path / "a.pdf").read_bytes() == b"something of the user's"
