"""`hoso account`: who may sign in; also the way back in for an office that has locked itself out."""

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
        "--role",
        "--group",
        dest="roles",
        action="append",
        default=[],
        metavar="ROLE",
        help="records_staff, official (ky), clerk (van_thu), auditor, administrator (quan_tri); repeatable; "
        "without it the first account of an office administers, digitises and seals, any other digitises",
    )
    parser.add_argument(
        "--unit",
        default="",
        metavar="FOLDER",
        help="the roles hold at this unit only, named as its inbox folder",
    )
    parser.add_argument(
        "--reset-second-factor",
        action="store_true",
        help="for a person who has lost telephone and recovery codes",
    )


def run(arguments: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    """Prints the password, which is kept nowhere else and must be changed at the first sign-in."""
    open_catalogue(settings, data_dir, make=True)
    from portal.accounts.notices import role_name
    from portal.models import Grant
    from portal.people import FIRST_ROLES, forget_second_factor, has_accounts, set_account

    roles = arguments.roles or ([] if has_accounts() else FIRST_ROLES)
    account = set_account(
        arguments.name,
        full_name=arguments.full_name,
        groups=roles,
        unit=arguments.unit,
        must_change=True,
    )
    if arguments.reset_second_factor:
        forget_second_factor(arguments.name)
    held = Grant.objects.filter(user__username=account.user, ended_at=None).select_related("unit")
    told = sorted({f"{role_name(one.role)} ({one.unit or 'toàn cơ quan'})" for one in held})
    print(f"Vai trò:   {', '.join(told)}")
    if any(one.role == "administrator" for one in held):
        print("Quyền quản trị có hiệu lực sau khi bật xác thực bước hai, ngay lần đăng nhập đầu.")
    print("Mật khẩu dùng một lần, phải đổi khi đăng nhập lần đầu.")
    print(f"Tài khoản: {account.user}\nMật khẩu:  {account.password}")
    return 0
