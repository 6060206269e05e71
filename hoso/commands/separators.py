"""`hoso separators`: sheets to lay between papers before the whole stack goes through the scanner."""

from __future__ import annotations

import argparse
from pathlib import Path

from classifiers.catalogue import load_record_types
from hoso.settings import Settings
from pipeline.batches import Separator
from pipeline.batches.separator_sheets import write_sheets
from records.errors import SettingInvalid

SUMMARY = "draw separator sheets to print and lay between papers"
MOST_SHEETS = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE.pdf")
    parser.add_argument("--count", type=_count, default=1, metavar="N", help="sheets, 1 to 500")
    parser.add_argument("--type", default="", metavar="CODE", help="record type of what follows (hoso types)")
    parser.add_argument("--unit", default="", metavar="NAME", help="unit whose papers follow")
    parser.add_argument(
        "--duplex", action="store_true", help="what follows was scanned all fronts first, then all backs"
    )


def run(arguments: argparse.Namespace, _settings: Settings, _data_dir: Path) -> int:
    """Raises `SettingInvalid` for a record type that nobody knows."""
    kind = load_record_types().get(arguments.type)
    if arguments.type and kind is None:
        raise SettingInvalid(
            f"record type {arguments.type!r} is unknown",
            remedy_vi="Không có loại hồ sơ này. Xem danh sách bằng lệnh: hoso types",
            remedy_en="There is no such record type. List them with: hoso types",
        )
    separator = Separator(arguments.type, arguments.unit[:100], arguments.duplex)
    write_sheets(arguments.output, separator, count=arguments.count, type_name=kind.name_vi if kind else "")
    print(f"{arguments.count} tờ phân cách → {arguments.output}")
    return 0


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST_SHEETS:
        raise argparse.ArgumentTypeError(f"1 to {MOST_SHEETS}")
    return number
