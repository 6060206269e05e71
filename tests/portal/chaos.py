"""Kills processes at random moments while files flow, starts again, and counts what came of it.

    python -m tests.portal.chaos --kills 50 --files 60 [--seed 1] [--engine null]

Files are drawn scans that go the whole real way: watched folder, ledger, child processes, reading,
searchable PDF, archive, catalogue. What is killed (`SIGKILL`) is the main process, the fork server or a
child. Files hold up to four papers with separator sheets between them, and some stacks come as two files,
fronts and backs; depositing is slowed down, so that kills fall between two papers of a file. At the end
there must be a record for each paper, none twice, none lost, and no page that the ledger had as read when a
kill came may have been begun again after it. Prints one line of JSON; exit code 1 when a claim does not hold.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from PIL import Image, ImageDraw

from archive import Archive
from archive.stores.folder import FolderStore
from pipeline.batches import Separator
from pipeline.batches.separator_sheets import sheet_picture
from records import record_id_for
from tests.portal.faults import steps as faults
from tests.portal.faults.slow_archive import SlowArchive

LONGEST_SECONDS = 1800.0
MOST_WAIT = 2.5
"""Seconds, at most, from the moment that a child works to the next kill."""
START_SECONDS = 120.0
"""At most, until a start has children that work: on a machine with much else to do it took over 30, and every
kill fell before them."""
DURING_START_SHARE = 0.2
"""Of so many kills the moment is any after a start, so that some fall into starts and recoveries."""
PAGE_SECONDS = 0.3
"""What every page takes on top, as recognising it would."""
KILL_MAIN_SHARE = 0.4
TWO_FILES_EVERY = 5
"""One stack in so many comes as two files."""
TWO_SIDED = "hai mặt"
ENDING_SECONDS = 15.0


def work(data: Path, engine: str) -> None:
    """The process that is killed: watcher and worker, as `hoso up` runs them."""
    from portal.configuration import PortalConfiguration, migrate

    migrate(PortalConfiguration(data_dir=data, secret_key="chaos" * 10))
    from pipeline.reading import ReadingOptions
    from portal.jobs.lock import hold
    from portal.jobs.options import WorkOptions
    from portal.jobs.worker import Worker
    from watch_folders import WatchedFolder, Watcher

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with hold(data) as lock:
        archive = SlowArchive(FolderStore(data / "archive"))
        archive.settle()
        options = WorkOptions(data_dir=data, jobs=2, reading=ReadingOptions(engine=engine), poll_seconds=0.1)
        worker = Worker(options, archive, steps=faults.counting_steps(PAGE_SECONDS), say=lock.say)
        worker.intake.recover()
        with Watcher([WatchedFolder(data / "inbox", settle_seconds=0.3)], worker.intake.receive):
            worker.run(stop)


def draw_scan(path: Path, seed: int, pages: int, papers: int = 1) -> None:
    """A small multi-page TIFF with a few invented lines, different for each seed.

    Each but the last of the `papers` has one page; separator sheets lie between them.
    """
    chance = random.Random(seed)
    drawn = []
    for number in range(pages):
        page = Image.new("L", (620, 877), 250)
        pen = ImageDraw.Draw(page)
        for line in range(12):
            text = f"{seed}-{number} " + " ".join(str(chance.randrange(10**6)) for _ in range(5))
            pen.text((40, 60 + line * 40), text, fill=20, font_size=18)
        drawn.append(page)
    sheet = sheet_picture(Separator()).convert("L").resize(drawn[0].size)
    for paper in range(1, papers):
        drawn.insert(2 * paper - 1, sheet)
    part = path.with_suffix(".part")
    drawn[0].save(part, format="TIFF", save_all=True, append_images=drawn[1:], dpi=(75, 75))
    part.rename(path)


def papers_in(seed: int, pages: int) -> int:
    """How many papers a file holds: as many as it may, except every third file, which is one."""
    return 1 if seed % 3 == 2 else min(pages, 4)


@dataclass
class Chaos:
    """One run: the data directory, the process that works on it, and what was seen at each kill."""

    data: Path
    engine: str
    chance: random.Random
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    read_again: list[str] = field(default_factory=list)
    seen: set[psutil.Process] = field(default_factory=set)
    known_read: dict[str, int] = field(default_factory=dict)
    """A page that the ledger had as read at a kill, and how often it had been begun by then."""

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.portal.chaos", "--work", str(self.data), "--engine", self.engine],
            stderr=(self.data / "stderr.log").open("ab"),
        )
        self.starts += 1

    def is_up(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def tree(self) -> tuple[list[psutil.Process], list[psutil.Process]]:
        """The fork server and its like, and the children that do the steps."""
        assert self.process is not None
        try:
            servers = psutil.Process(self.process.pid).children()
            children = [child for server in servers for child in server.children()]
        except psutil.NoSuchProcess:
            return [], []
        self.seen |= {*servers, *children}
        return servers, children

    def wait_until_children_work(self) -> None:
        until = time.monotonic() + START_SECONDS
        while self.is_up() and not self.tree()[1] and time.monotonic() < until:
            time.sleep(0.05)

    def kill_one(self) -> None:
        """Kills one process of those that work, chosen at random, and notes what the ledger knew."""
        assert self.process is not None
        if not self.is_up():
            self.start()
            return
        servers, children = self.tree()
        if self.chance.random() < KILL_MAIN_SHARE or not children:
            kind, pid = "main", self.process.pid
        else:
            choices = [("child", child.pid) for child in children] * 2
            kind, pid = self.chance.choice(choices + [("server", server.pid) for server in servers])
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.killed[kind] += 1
        if kind == "main":
            self.process.wait()
            self.note_what_is_read()
            self.start()

    def note_what_is_read(self) -> None:
        begun = Counter(faults.reads(self.data))
        for page in self.read_pages():
            if self.known_read.setdefault(page, begun[page]) != begun[page]:
                self.read_again.append(page)

    def read_pages(self) -> list[str]:
        """Pages that the ledger has as read, named as `reads.log` names them: staged file and number."""
        rows = self.query(
            "SELECT f.staged_path, p.number FROM portal_intakepage p "
            "JOIN portal_intakefile f ON f.id = p.file_id WHERE p.state = 'read' AND f.staged_path <> ''"
        )
        return [f"{staged} {number}" for staged, number in rows]

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        database = self.data / "hoso.db"
        if not database.exists():
            return []
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30) as connection:
            try:
                return connection.execute(sql).fetchall()
            except sqlite3.OperationalError:  # killed before its first migration
                return []

    def states(self) -> Counter[str]:
        return Counter(dict(self.query("SELECT state, count(*) FROM portal_intakefile GROUP BY state")))

    def end(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)


def run(kills: int, files: int, seed: int, engine: str, data: Path) -> dict[str, Any]:
    """The whole run; what it counted."""
    chance = random.Random(seed)
    (data / "inbox").mkdir(parents=True)
    digests, wanted = prepare(data / "drawn", files, chance)
    chaos = Chaos(data, engine, chance)
    chaos.start()
    waiting = sorted(digests)
    began = time.monotonic()
    try:
        while sum(chaos.killed.values()) < kills:
            share = sum(chaos.killed.values()) / kills
            drop(data, waiting, keep=int(len(digests) * 0.6 * (1 - share)))
            if chance.random() > DURING_START_SHARE:
                chaos.wait_until_children_work()
            time.sleep(chance.uniform(0, MOST_WAIT))
            chaos.kill_one()
        drop(data, waiting, keep=0)
        wait_until_settled(chaos, len(digests), began)
        chaos.note_what_is_read()
    finally:
        chaos.end()
    return judge(chaos, digests, wanted, time.monotonic() - began)


def prepare(folder: Path, files: int, chance: random.Random) -> tuple[dict[str, str], list[str]]:
    """Draws the scans beforehand; their digests by name, and the records that they should become."""
    folder.mkdir()
    digests: dict[str, str] = {}
    wanted: list[str] = []
    for number in range(files):
        pages = chance.randint(1, 5)
        is_in_two = number % TWO_FILES_EVERY == TWO_FILES_EVERY - 1
        papers = 1 if is_in_two else papers_in(number, pages)
        for side in ("trước", "sau") if is_in_two else ("",):
            path = folder / f"tệp {number:03} {side}.tif"
            draw_scan(path, number + (1000 if side == "sau" else 0), pages, papers)
            digests[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
        digest = digests[f"tệp {number:03} {'trước' if is_in_two else ''}.tif"]
        wanted += [record_id_for(digest, part) for part in range(1, papers + 1)]
    return digests, wanted


def drop(data: Path, waiting: list[str], *, keep: int) -> None:
    """Files come in as long as processes are killed: all but `keep` of those that wait are dropped."""
    while len(waiting) > keep:
        name = waiting.pop()
        is_half = name.endswith(("trước.tif", "sau.tif"))
        folder = data / "inbox" / TWO_SIDED if is_half else data / "inbox"
        folder.mkdir(exist_ok=True)
        (data / "drawn" / name).rename(folder / name)


def in_inbox(data: Path) -> list[Path]:
    return [path for path in (data / "inbox").rglob("*") if path.is_file()]


def wait_until_settled(chaos: Chaos, files: int, began: float) -> None:
    while True:
        states = chaos.states()
        settled = sum(states[state] for state in ("filed", "review", "rejected", "duplicate"))
        if settled >= files and not in_inbox(chaos.data):
            return
        if time.monotonic() - began > LONGEST_SECONDS:
            return
        if not chaos.is_up():
            chaos.start()
        time.sleep(0.5)


def judge(chaos: Chaos, digests: dict[str, str], papers: list[str], seconds: float) -> dict[str, Any]:
    """Holds the claims against what is on the disk."""
    data = chaos.data
    archive = Archive(FolderStore(data / "archive"))
    records = list(archive.record_ids())
    originals = Counter(
        stored.sha256
        for record in records
        for path, stored in archive.head(record).files.items()
        if path.startswith("original/")
    )
    done = Counter(
        hashlib.sha256(path.read_bytes()).hexdigest() for path in (data / "done").rglob("*") if path.is_file()
    )
    wanted = Counter(digests.values())
    claims = {
        "every file is kept once": originals == wanted,
        "every paper is one record": sorted(records) == sorted(papers),
        "the ledger counts every record": len(records)
        == sum(row[0] for row in chaos.query("SELECT record_count FROM portal_intakefile")),
        "no record has a second version": all(archive.head(record).number == 1 for record in records),
        "every record is sound": not any(archive.verify(record) for record in records),
        "the catalogue has every record once": sorted(records)
        == sorted(row[0] for row in chaos.query("SELECT record_id FROM portal_cataloguerecord")),
        "the ledger has every file once": sorted(
            row[0] for row in chaos.query("SELECT sha256 FROM portal_intakefile")
        )
        == sorted(digests.values()),
        "every original lies in done": done == wanted,
        "the inbox is empty": not in_inbox(data),
        "no finished page was read again": not chaos.read_again,
        "no process is left": not leftovers(chaos),
    }
    return {
        "holds": all(claims.values()),
        "broken": [claim for claim, holds in claims.items() if not holds],
        "files": len(digests),
        "records": len(records),
        "kills": dict(chaos.killed),
        "starts": chaos.starts,
        "pages": sum(chaos.query("SELECT count(*) FROM portal_intakepage")[0]),
        "pages_begun": len(faults.reads(data)),
        "pages_given_up": sum(
            chaos.query("SELECT count(*) FROM portal_intakepage WHERE state = 'failed'")[0]
        ),
        "states": dict(chaos.states()),
        "staged_left": len([path for path in (data / "staging").iterdir() if path.is_file()]),
        "seconds": round(seconds, 1),
    }


def leftovers(chaos: Chaos) -> list[int]:
    """Processes of any start that still run some time after the end.

    A fork server ends by itself once its children have, and takes a second or two for it on a busy machine.
    """
    until = time.monotonic() + ENDING_SECONDS
    while left := [process.pid for process in chaos.seen if is_alive(process)]:
        if time.monotonic() > until:
            break
        time.sleep(0.2)
    return left


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", default="null")
    parser.add_argument("--work", type=Path, help="used by the script itself")
    asked = parser.parse_args()
    if asked.work:
        work(asked.work, asked.engine)
        return 0
    with tempfile.TemporaryDirectory(prefix="hoso-chaos-") as folder:
        found = run(asked.kills, asked.files, asked.seed, asked.engine, Path(folder) / "data")
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    return 0 if found["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())
