"""`hoso types`: the record types that this installation knows, and what is wrong with a new one."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from classifiers.catalogue import check_record_types, load_record_types
from hoso.settings import Settings

SUMMARY = "list the record types; --check says what is wrong with their files"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="check every record-type file")
    parser.add_argument("--folder", type=Path, default=None, help="another folder of record-type files")
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace, _settings: Settings, _data_dir: Path) -> int:
    """Lists or checks; 1 when a file is wrong."""
    if arguments.check:
        problems = check_record_types(arguments.folder)
        for problem in problems:
            print(problem, file=sys.stderr)
        if not problems:
            print("Tất cả tệp loại hồ sơ đều hợp lệ. Every record-type file is right.")
        return 1 if problems else 0
    types = load_record_types(arguments.folder)
    if arguments.json:
        listed = [
            {
                "code": kind.code,
                "name_vi": kind.name_vi,
                "name_en": kind.name_en,
                "group": kind.group,
                "fields": [field.name for field in kind.fields],
            }
            for kind in types.values()
        ]
        print(json.dumps({"schema": 1, "types": listed}, ensure_ascii=False, indent=1))
        return 0
    width = max(map(len, types))
    for kind in types.values():
        print(f"{kind.code:<{width}}  {kind.name_vi}")
    return 0
