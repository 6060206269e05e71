"""`hoso account`: who may sign in to the portal."""

from __future__ import annotations

import argparse
from pathlib import Path

from hoso.settings import Settings
from hoso.wiring import open_catalogue

SUMMARY = "make an account for the portal, or set its password, which is printed once"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="letters, digits and @ . + - _")
    parser.add_argument("--full-name", default="", metavar="NAME", help="as it is shown to others")
    parser.add_argument(
        "--group",
        action="append",
        default=[],
        metavar="GROUP",
        help="ky (signs), van_thu (numbers and seals) or quan_tri (certificates, mandates); may be repeated",
    )


def run(arguments: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    """Prints the password, which is kept nowhere else."""
    open_catalogue(settings, data_dir, make=True)
    from portal.people import set_account

    account = set_account(arguments.name, full_name=arguments.full_name, groups=arguments.group)
    print(f"Tài khoản: {account.user}\nMật khẩu:  {account.password}")
    return 0
