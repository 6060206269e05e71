"""`hoso status`: how far everything is."""

from __future__ import annotations

import argparse
import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from hoso.settings import Settings
from hoso.web_names import read_by_web
from hoso.wiring import advice_of, open_catalogue
from records.errors import EngineMissing

if TYPE_CHECKING:
    from portal.jobs.progress import Progress

SUMMARY = "queue, pages a minute, waiting reviews, outgoing documents, rejected, disk"
GIB = 1 << 30
STATE_NAMES = {
    "received": "vừa nhận",
    "reading": "đang đọc",
    "read": "đã đọc",
    "filed": "đã lưu",
    "review": "chờ kiểm tra",
    "rejected": "bị từ chối",
    "duplicate": "trùng",
    "removed": "đã bỏ",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    """Always 0: a queue that stands still is told, not failed."""
    open_catalogue(settings, data_dir)
    from portal.jobs.progress import snapshot

    now = snapshot(data_dir)
    if arguments.json:
        print(json.dumps(now.to_json(), ensure_ascii=False, indent=1))
    else:
        print_progress(Console(), now)
        say_advice(Console(), settings)
        say_by_web(Console(), data_dir)
    return 0


def say_advice(console: Console, settings: Settings) -> None:
    """What should be installed though work goes on without it."""
    with suppress(EngineMissing):
        advice = advice_of(settings)
        if advice:
            console.print(advice, style="yellow", markup=False)


def say_by_web(console: Console, data_dir: Path) -> None:
    """Which settings administrators changed in the browser."""
    told = [f"{section}.{name}" for section, names in read_by_web(data_dir).items() for name in sorted(names)]
    if told:
        console.print(f"đặt qua web: {', '.join(told)}", highlight=False, markup=False)


def print_progress(console: Console, now: Progress) -> None:
    """Counts by state, then the newest files with what became of them."""
    console.print("đang chạy" if now.is_working else "không chạy (hoso up để chạy)", style="bold")
    if now.notice_vi:
        console.print(now.notice_vi, style="red")
    counts = "  ".join(f"{STATE_NAMES[state]}: {count}" for state, count in now.files.items())
    console.print(counts, highlight=False)
    console.print(
        f"trang chờ đọc: {now.pages_waiting}  trang/phút: {now.pages_a_minute}  "
        f"đĩa còn: {now.free_bytes / GIB:.1f} GiB",
        highlight=False,
    )
    console.print(
        f"văn bản đi: chờ cấp số: {now.outgoing.waiting_number}  chờ ký: {now.outgoing.waiting_signature}  "
        f"chờ đóng dấu: {now.outgoing.waiting_seal}  đang lưu: {now.outgoing.archiving}  "
        f"chờ nâng mức: {now.outgoing.waiting_level}  đã ban hành: {now.outgoing.issued}",
        highlight=False,
    )
    table = Table("tệp", "trạng thái", "trang", "giây", "lý do", box=None)
    for file in now.recent[:20]:
        pages = f"{file.pages_done}/{file.page_count if file.page_count is not None else '?'}"
        table.add_row(file.name, STATE_NAMES[file.state], pages, f"{file.seconds:.1f}", file.reason_vi)
    if now.recent:
        console.print(table)
