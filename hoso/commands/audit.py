"""`hoso audit`: checks the audit chain, or writes its events out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from hoso.settings import Settings
from hoso.wiring import open_catalogue

SUMMARY = "check the chain of events, or write it out"
SCHEMA_VERSION = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("verify", "export"), help="check every event; or write them out")
    parser.add_argument("--json", action="store_true", help="verify: what was found, as JSON")
    parser.add_argument("--format", choices=("jsonl", "csv"), default="jsonl", help="export: how")
    parser.add_argument("--from", dest="first_day", type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--to", dest="last_day", type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("-o", dest="out", type=Path, metavar="FILE", help="export: else to standard output")


def run(arguments: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    """1 when the chain is broken."""
    open_catalogue(settings, data_dir)
    return _verify(arguments, data_dir) if arguments.action == "verify" else _export(arguments)


def _verify(arguments: argparse.Namespace, data_dir: Path) -> int:
    from portal.audit.checking import START, check_chain
    from portal.audit.checkpoints import kept_points
    from portal.audit.words import fault_in_words

    points = kept_points(data_dir)
    checked = check_chain(START, points)
    fault = checked.fault
    if arguments.json:
        told = {
            "schema": SCHEMA_VERSION,
            "is_whole": fault is None,
            "events": checked.count,
            "head": {"event": checked.good.event, "digest": checked.good.digest},
            "checkpoints": len(points),
            "fault": None if fault is None else {"kind": fault.kind.value, "event": fault.event},
        }
        print(json.dumps(told, ensure_ascii=False, indent=1))
    if fault is None:
        if not arguments.json:
            print(f"nhật ký nguyên vẹn: {checked.count} sự kiện, {len(points)} điểm kiểm tra ngoài")
            print(f"sự kiện cuối {checked.good.event}: {checked.good.digest}")
        return 0
    at = "" if fault.event is None else f" (sự kiện {fault.event})"
    print(f"hoso: NHẬT KÝ KHÔNG CÒN NGUYÊN VẸN{at}: {fault_in_words(fault.kind)}", file=sys.stderr)
    print(f"hoso: the audit chain is broken: {fault.kind.value}, event {fault.event}", file=sys.stderr)
    return 1


def _export(arguments: argparse.Namespace) -> int:
    from portal.audit import Kind, note_by
    from portal.audit.exporting import csv_lines, in_order, json_lines
    from portal.audit.noting import SYSTEM
    from portal.audit.reading import Filters, narrowed
    from portal.models import AuditEvent

    asked = Filters(first_day=arguments.first_day, last_day=arguments.last_day)
    note_by(SYSTEM, Kind.EXPORTED, object="audit", format=arguments.format)
    events = in_order(narrowed(AuditEvent.objects.all(), asked))
    lines: Iterable[str] = (csv_lines if arguments.format == "csv" else json_lines)(events)
    place = (
        arguments.out.open("w", encoding="utf-8", newline="") if arguments.out else nullcontext(sys.stdout)
    )
    with place as stream:
        for line in lines:
            stream.write(line)
    return 0
