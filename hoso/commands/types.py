"""`hoso types`: the record types of this installation, what is wrong with one, and how a new one begins."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from classifiers.catalogue import RECORD_TYPES_FOLDER, check_record_types, load_record_types
from hoso.settings import Settings

SUMMARY = "list the record types; --check says what is wrong with their files, --new begins one from a scan"
MOST_PAGES = 4
"""Pages of the example that are read: a form says what it is on its first ones."""
NO_WORDS = "Không đọc được chữ nào; hãy quét lại rõ hơn. No word could be read; scan it again, more clearly."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("--check", action="store_true", help="check every record-type file")
    asked.add_argument(
        "--new", type=Path, metavar="SCAN", help="begin the file of a new type from a filled example scan"
    )
    parser.add_argument("--code", default="", help="with --new: the new type's code (else from its title)")
    parser.add_argument("--folder", type=Path, default=None, help="another folder of record-type files")
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace, settings: Settings, _data_dir: Path) -> int:
    """Lists, checks or begins one; 1 when a file is wrong or none could be begun."""
    if arguments.check:
        return _check(arguments.folder)
    if arguments.new is not None:
        return _begin(arguments.new, arguments.code, arguments.folder, settings)
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


def _check(folder: Path | None) -> int:
    problems = check_record_types(folder)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print("Tất cả tệp loại hồ sơ đều hợp lệ. Every record-type file is right.")
    return 1 if problems else 0


def _begin(scan: Path, code: str, folder: Path | None, settings: Settings) -> int:
    """Reads the first pages of a scan and writes what they tell of a type, for a person to go over."""
    # Reading pages loads OpenCV and the recogniser, which listing types needs not wait for.
    from classifiers.new_type import propose, write_new_type
    from hoso.wiring import reading_options_of
    from pipeline.reading import PageReader

    with PageReader(scan, reading_options_of(settings)) as reader:
        pages = [reader.read(number) for number in range(1, min(reader.page_count, MOST_PAGES) + 1)]
    if not any(page.words for page in pages):
        print(NO_WORDS, file=sys.stderr)
        return 1
    proposal = propose(pages, load_record_types(), code=code)
    path = write_new_type(proposal, folder or RECORD_TYPES_FOLDER)
    print(f"{path}: {len(proposal.fields)} trường. Hãy xem các dòng KIỂM TRA rồi chạy: hoso types --check")
    return _check(path.parent)
