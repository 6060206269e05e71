"""Random days of an office, done by the real ledger and the real worker with stand-ins for its steps."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from archive import Archive
from archive.stores.folder import FolderStore
from pipeline.batches import Part
from pipeline.reading import ReadingOptions
from portal.jobs import work
from portal.jobs.dispatchers.inline import InlineDispatcher
from portal.jobs.options import WorkOptions
from tests.portal.faults import steps as faults

if TYPE_CHECKING:
    from portal.jobs.worker import Worker

UNITS = ("", "Xã Phú Lâm", "Văn thư")


def make_worker(data_dir: Path, **options: object) -> Worker:
    """A worker whose scans are JSON (`faults.make_scan`); `"papers": 3` makes three records of one file."""
    from portal.jobs.worker import Worker

    told = WorkOptions(
        data_dir=data_dir,
        reading=ReadingOptions(engine="null"),
        dispatcher="inline",
        poll_seconds=0.01,
        longest_pause_seconds=0.02,
    )
    steps = replace(faults.steps(), complete=complete)
    return Worker(
        replace(told, **options),  # type: ignore[arg-type]  # whatever the test wants otherwise
        Archive(FolderStore(data_dir / "archive")),
        steps=steps,
    )


def complete(task: work.CompleteTask) -> work.Completed:
    """As `complete_bare`, with as many records as the scan says and sure ones where it says so."""
    said = json.loads(task.path.read_bytes())
    done = work.complete_bare(task)
    if said.get("papers", 1) < 2 and not said.get("sure"):
        return done
    return work.Completed(_as_said(task, said), 0.01)


def _as_said(task: work.CompleteTask, said: dict[str, object]) -> dict[str, int]:
    """Puts the papers beside the first record, each as an object of its own."""
    from portal.jobs.parting import part_id, part_intake
    from records.record import dump_json

    count = int(str(said.get("papers", 1)))
    parts = tuple(Part((number,)) for number in range(1, count + 1))
    raw, words = (
        json.loads(task.archive.read(task.record_id, name)) for name in ("record.json", "words.json")
    )
    versions = {}
    for number in range(1, count + 1):
        record_id = part_id(task.record_id, task.sha256, number)
        waits = not said.get("sure")
        told = {**raw, "needs_review": waits, "reasons": raw["reasons"] if waits else []}
        files: dict[str, Path | bytes | None] = {
            "record.json": dump_json(told),
            "words.json": dump_json(words),
            "intake.json": dump_json(part_intake(task.intake, task.record_id, parts, number)),
        }
        if task.archive.has(record_id):
            version = task.archive.revise(
                record_id, files, message="t", user="t", created=task.received_at
            ).number
        else:
            kept = {name: content for name, content in files.items() if content is not None}
            task.archive.deposit(record_id, kept, message="t", user="t", created=task.received_at)
            version = 1
        versions[record_id] = version
    return versions


@dataclass
class Office:
    """One office and what its people did, by chance."""

    data_dir: Path
    chance: random.Random
    worker: Worker
    handed_in: int = 0
    seen: list[bytes] = field(default_factory=list)

    def hand_in(self) -> None:
        """A new scan, one that was handed in before, both sides of a stack, or one that will be refused."""
        unit = self.chance.choice(UNITS)
        kind = self.chance.choice(("plain", "plain", "papers", "sure", "twice", "halves", "broken", "empty"))
        pages = self.chance.randint(1, 3)
        if kind == "twice" and self.seen:
            self._drop(f"lại {self.handed_in}.json", self.chance.choice(self.seen), unit)
        elif kind == "halves":
            sides = self.chance.choice((("trước",), ("trước", "sau")))
            for side in sides:
                scan = faults.make_scan(pages, tag=self.handed_in)
                self._drop(f"Tập {self.chance.randint(1, 2)} {side}.json", scan, unit, wish="hai mặt")
        elif kind == "empty":
            self._drop("rỗng.json", b"", unit)
        else:
            said: dict[str, object] = {"tag": self.handed_in}
            said |= {"papers": 2} if kind == "papers" else {}
            said |= {"open": "refuse"} if kind == "broken" else {}
            said |= {"sure": True} if kind == "sure" else {}
            self._drop(f"tệp {self.handed_in}.json", faults.make_scan(pages, **said), unit)

    def _drop(self, name: str, content: bytes, unit: str, wish: str = "") -> None:
        folder = "/".join(part for part in (unit, wish) if part)
        path = self.data_dir / "inbox" / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        taken = self.worker.intake.take(path, folder=folder, unit=unit)
        assert taken is not None
        self.handed_in += 1
        if content:
            self.seen.append(content)

    def work(self) -> None:
        """The worker does a few turns, or all there is."""
        if self.chance.random() < 0.5:
            self.worker.drain(InlineDispatcher())
            return
        for _ in range(self.chance.randint(1, 6)):
            self.worker._next_poll = 0.0
            self.worker._turn(InlineDispatcher())

    def remove(self) -> None:
        """Somebody removes any file, where that is still allowed."""
        from portal.intake.setting_aside import remove
        from records.errors import SourceRefused

        file_id = self._any_file()
        if file_id:
            try:
                remove(self.worker.intake, file_id, by="nva", because="thả nhầm")
            except SourceRefused:
                return

    def retry(self) -> None:
        """Somebody has any file tried again, where that makes sense."""
        from portal.intake.setting_aside import retry
        from records.errors import SourceRefused

        file_id = self._any_file()
        if file_id:
            try:
                retry(self.worker.intake, file_id)
            except SourceRefused:
                return

    def file_a_record(self) -> None:
        """Somebody has looked at a record, and nothing is left to say of it; or a doubt comes back."""
        from portal.catalogue.index import replace_records
        from portal.catalogue.rebuild import read_deposited
        from portal.models import CatalogueRecord

        rows = list(CatalogueRecord.objects.order_by("record_id").values_list("record_id", flat=True))
        if not rows:
            return
        archive = Archive(FolderStore(self.data_dir / "archive"))
        held = read_deposited(archive, self.chance.choice(rows))
        reasons = () if held.record.needs_review else ("Có người xem lại",)
        record = replace(held.record, needs_review=bool(reasons), reasons=reasons)
        replace_records([replace(held, record=record)])

    def _any_file(self) -> int:
        from portal.models import IntakeFile

        ids = list(IntakeFile.objects.order_by("pk").values_list("pk", flat=True))
        return self.chance.choice(ids) if ids else 0


def clear(data_dir: Path) -> None:
    """Empties the data directory and the database's rows for the next history."""
    from portal.models import CatalogueRecord, IntakeFile

    IntakeFile.objects.all().delete()
    CatalogueRecord.objects.all().delete()
    for name in ("archive", "staging", "done", "rejected", "removed", "inbox"):
        shutil.rmtree(data_dir / name, ignore_errors=True)
