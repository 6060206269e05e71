"""`hoso demo`: the main job on sample scans of invented people."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from hoso.demonstration import (
    Shown,
    drop_samples,
    follow,
    prepare_folder,
    print_object,
    print_outcome,
    search_for_a_person,
)
from hoso.office import Office
from hoso.outgoing_demonstration import issue_papers, print_issued, signing_authority
from hoso.settings import Settings
from records import Record

SUMMARY = "the main job on sample scans of invented people, three papers signed, then the portal"
FOLDER = Path("demo-data")
WIDTH_WITHOUT_TERMINAL = 160


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--exit", action="store_true", help="end once it is done, without serving the portal")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="the portal's port; 0 takes any")


def run(arguments: argparse.Namespace, settings: Settings, _data_dir: Path) -> int:
    """0 when every sample is taken for what it is, and every outgoing paper verifies."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH_WITHOUT_TERMINAL)
    data_dir = (arguments.data or FOLDER).absolute()
    prepare_folder(data_dir)
    with (
        signing_authority(settings, data_dir) as (pki, told),
        Office(told, data_dir, port=arguments.port, is_demonstration=True) as office,
    ):
        console.print("[bold]Vẽ bản quét mẫu (người không có thật) và thả vào inbox/[/bold]")
        samples = drop_samples(console, office.inbox)
        files = follow(console, office, samples)
        shown = [
            Shown(sample, files[sample.path.name], _record(office, files[sample.path.name].record_id))
            for sample in samples
            if sample.path.name in files
        ]
        print_outcome(console, shown)
        search_for_a_person(console, shown)
        filed = next((one for one in shown if one.record), None)
        if filed:
            print_object(console, office, filed.file.record_id)
        is_right = len(shown) == len(samples) and all(one.is_right for one in shown)
        _say_how_it_went(console, shown, len(samples))
        issued = issue_papers(console, office, pki)
        print_issued(console, issued)
        is_right = is_right and all(one.verdict.is_valid for one in issued)
        if not arguments.exit:
            _serve(console, office)
    return 0 if is_right else 1


def _record(office: Office, record_id: str) -> Record | None:
    if not record_id or not office.archive.has(record_id):
        return None
    return Record.from_json(json.loads(office.archive.read(record_id, "record.json")))


def _say_how_it_went(console: Console, shown: Sequence[Shown], total: int) -> None:
    right = sum(one.is_right for one in shown)
    waiting = sum(one.record.needs_review for one in shown if one.record)
    colour = "green" if right == total else "red"
    console.print(
        f"\n[{colour}]{right}/{total} tệp đúng loại[/{colour}], {waiting} hồ sơ chờ người kiểm tra.",
        highlight=False,
    )


def _serve(console: Console, office: Office) -> None:
    from portal.models.people import HIGHEST_LEVEL
    from portal.people import set_account
    from portal.rights.roles import Role

    account = set_account("demo", groups=tuple(Role), level=HIGHEST_LEVEL)
    console.print(f"\nCổng tra cứu: [bold]{office.address}[/bold]")
    console.print(f"Tài khoản:    {account.user}\nMật khẩu:     {account.password}", highlight=False)
    console.print(f"Thả tệp quét của bạn vào {office.inbox}. Ctrl-C để dừng.", highlight=False)
    try:
        while not office.failed.is_set():
            time.sleep(0.5)
    except KeyboardInterrupt:
        console.print("Đang dừng…")
