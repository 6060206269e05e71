"""The `hoso` command: finds the sub-command's file in `hoso/commands/` and turns errors into sentences.

Exit codes: 0 all well; 1 something was refused, each with a reason on standard error; 2 wrong use.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from hoso import __version__, commands
from hoso.settings import load_settings
from hoso.wrong_use import Parser
from records.errors import HosoError

DEFAULT_DATA = Path("hoso-data")
EXIT_REFUSED = 1
EXIT_INTERRUPTED = 130


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """The command line, one sub-command for each file of `hoso/commands/`, or the one called `only`.

    A command's libraries take a second to load, so a run loads those of its own command and no other's.
    """
    parser = Parser(prog="hoso", description="Số hóa, phân loại, tra cứu hồ sơ giấy. Digitise paper records.")
    parser.add_argument("--version", action="version", version=f"hoso {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    names = sorted(module.name.replace("_", "-") for module in iter_modules(commands.__path__))
    for name in [only] if only in names else names:
        module = import_module(f"{commands.__name__}.{name.replace('-', '_')}")
        sub = subparsers.add_parser(name, help=module.SUMMARY, description=module.SUMMARY)
        sub.add_argument(
            "--data",
            type=Path,
            default=None,
            metavar="DIR",
            help="data directory (else HOSO_DATA, else ./hoso-data)",
        )
        module.add_arguments(sub)
        sub.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and answers its exit code."""
    given = sys.argv[1:] if argv is None else argv
    arguments = build_parser(given[0] if given else None).parse_args(given)
    data_dir = (arguments.data or Path(os.environ.get("HOSO_DATA") or DEFAULT_DATA)).absolute()
    try:
        settings = load_settings(data_dir)
        logging.basicConfig(
            level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
        )
        code: int = arguments.run(arguments, settings, data_dir)
    except HosoError as error:
        print(f"hoso: {error.remedy_vi}\nhoso: {error.remedy_en}", file=sys.stderr)
        if error.detail:
            print(f"hoso: {error.detail}", file=sys.stderr)
        return EXIT_REFUSED
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`hoso search … | head`): nobody is left to tell.
        sys.stdout = None
        return 0
    return code
