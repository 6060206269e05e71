"""The main job on sample scans, as a newcomer sees it: drop, watch, find, look at the archive."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.live import Live
from rich.table import Table

from classifiers.catalogue import load_record_types
from classifiers.specimens.demo_set import DemoFile, write_demo_set
from classifiers.vietnamese import fold
from hoso.commands.search import print_results
from hoso.commands.status import STATE_NAMES
from hoso.office import Office
from records import FileState, Record
from records.errors import SettingInvalid

if TYPE_CHECKING:
    from portal.jobs.progress import FileProgress

MARKER = ".hoso-demo"
LONGEST_SECONDS = 900.0
"""A machine of ten years ago reads the sample scans in two minutes."""
FIELDS_SHOWN = 2
VALUE_LETTERS = 40
REASON_LETTERS = 48


@dataclass(frozen=True, slots=True)
class Shown:
    """One sample scan and what became of it."""

    sample: DemoFile
    file: FileProgress
    record: Record | None

    @property
    def is_right(self) -> bool:
        """Filed or waiting for a person, and taken for what it is."""
        if self.record is None or self.file.state not in {FileState.FILED, FileState.REVIEW}:
            return False
        return self.record.record_type == self.sample.expected_type


def prepare_folder(data_dir: Path) -> None:
    """Empties the demonstration's own folder; raises `SettingInvalid` for one that is somebody's work."""
    if data_dir.exists() and any(data_dir.iterdir()):
        if not (data_dir / MARKER).exists():
            raise SettingInvalid(
                f"{data_dir} is not a folder of the demonstration; name an empty one with --data",
                remedy_vi="Thư mục này đang có dữ liệu khác. Hãy chọn thư mục trống bằng --data.",
                remedy_en="This folder holds other data. Name an empty one with --data.",
            )
        shutil.rmtree(data_dir)
    data_dir.mkdir(parents=True, exist_ok=True)
    (data_dir / MARKER).touch()


def drop_samples(console: Console, inbox: Path) -> list[DemoFile]:
    """Draws the sample scans and drops each into the inbox as a clerk would, one after the other."""
    with tempfile.TemporaryDirectory(prefix="hoso-demo-") as folder:
        return write_demo_set(Path(folder), on_written=lambda sample: _drop(console, sample, inbox))


def _drop(console: Console, sample: DemoFile, inbox: Path) -> None:
    shutil.copyfile(sample.path, inbox / sample.path.name)
    console.print(f"  inbox/{sample.path.name}  [dim]{sample.note}[/dim]", highlight=False)


def follow(console: Console, office: Office, samples: Sequence[DemoFile]) -> dict[str, FileProgress]:
    """Shows the work as it goes on until every sample is settled; answers the files by name."""
    from portal.jobs.progress import snapshot

    until = time.monotonic() + LONGEST_SECONDS
    with Live(console=console, refresh_per_second=4, transient=True) as live:
        while True:
            now = snapshot(office.data_dir, newest=len(samples))
            files = {file.name: file for file in now.recent}
            settled = sum(file.state.is_settled for file in files.values())
            live.update(_progress_table(samples, files, settled, now.pages_a_minute))
            if settled == len(samples) or office.failed.is_set() or time.monotonic() > until:
                return files
            time.sleep(0.25)


def _progress_table(
    samples: Sequence[DemoFile], files: Mapping[str, FileProgress], settled: int, rate: float
) -> Table:
    table = Table(
        "tệp", "trạng thái", "trang", box=None, title=f"{settled}/{len(samples)} tệp · {rate:.0f} trang/phút"
    )
    for sample in samples:
        file = files.get(sample.path.name)
        state = STATE_NAMES[file.state] if file else "trong inbox"
        table.add_row(sample.path.name, state, f"{file.pages_done}/{file.page_count or '?'}" if file else "")
    return table


def print_outcome(console: Console, shown: Sequence[Shown]) -> None:
    """File, record type, confidence, key fields, pages, seconds, state."""
    table = Table(
        "tệp", "loại hồ sơ", "tin cậy", "trường chính", "trang", "giây", "trạng thái", box=SIMPLE_HEAD
    )
    types = load_record_types()
    for one in shown:
        record = one.record
        kind = types.get(record.record_type or "") if record else None
        table.add_row(
            one.sample.path.name,
            (kind.name_vi if kind else "không rõ") + ("" if one.is_right else "  [red]≠ mẫu[/red]"),
            f"{record.type_confidence:.2f}" if record else "",
            "\n".join(_key_fields(record)) if record else one.file.reason_vi,
            str(len(record.pages)) if record else "",
            f"{one.file.seconds:.1f}",
            _state(one),
        )
    console.print(table)


def _key_fields(record: Record) -> list[str]:
    kind = load_record_types().get(record.record_type or "")
    wanted = [name for name in kind.required_fields if name in record.fields] if kind else []
    named = sorted(wanted, key=lambda name: not name.endswith(("full_name", "subject", "number", "serial")))
    return [f"{name}: {record.fields[name].value[:VALUE_LETTERS]}" for name in named[:FIELDS_SHOWN]]


def _state(one: Shown) -> str:
    colour = {FileState.FILED: "green", FileState.REVIEW: "yellow"}.get(one.file.state, "red")
    why = one.record.reasons[0] if one.record and one.record.reasons else ""
    return f"[{colour}]{STATE_NAMES[one.file.state]}[/{colour}]" + (
        f"\n[dim]{why[:REASON_LETTERS]}[/dim]" if why else ""
    )


def search_for_a_person(console: Console, shown: Sequence[Shown]) -> None:
    """Searches one of the names that were read, as it is written and as people type it."""
    from portal.catalogue.search import search
    from portal.rights.holding import Rights

    name = next(
        (
            value.normalised
            for one in shown
            if one.record
            for field, value in one.record.fields.items()
            if field.endswith("full_name") and value.confidence >= one.record.threshold
        ),
        None,
    )
    if name is None:
        return
    for typed in (name, fold(name)):
        console.print(f"\n[bold]hoso search[/bold] {typed}", highlight=False)
        print_results(console, search(f'"{typed}"', rights=Rights.everything(), limit=3))


def print_object(console: Console, office: Office, record_id: str) -> None:
    """What one record looks like on the disk."""
    with office.archive.as_file(record_id, "record.json") as path:
        folder = path.parents[2]
    console.print(f"\n[bold]{folder.relative_to(office.data_dir)}[/bold]", highlight=False)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            console.print(
                f"  {path.relative_to(folder)}  [dim]{path.stat().st_size:,} bytes[/dim]", highlight=False
            )
