"""A whole office in a process of its own: `python -m tests.portal.days.office_process FOLDER`.

Watcher, worker, keeper and portal run as `hoso up` runs them, with the throw-away signing authority of the
demonstration. Prints one line of JSON with the address, the accounts' passwords and the PIN, and ends when
its standard input is closed.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from hoso.office import Office
from hoso.outgoing_demonstration import OFFICIALS, people_with_keys, signing_authority
from hoso.settings import load_settings

PEOPLE = {
    "lan": ("Hoàng Thị Lan", "records_staff"),
    "kiem_toan": ("Đỗ Văn Soát", "auditor"),
    "quan_tri": ("Vũ Minh Trị", "administrator"),
    "tat_ca": ("Mai Đa Năng", "records_staff", "official", "clerk", "auditor", "administrator"),
}
"""Beside the officials and the clerk of the demonstration."""


def main(folder: Path) -> None:
    """Runs until nobody listens any more."""
    os.environ.setdefault("HOSO_READING__JOBS", "1")
    os.environ.setdefault("HOSO_INTAKE__SETTLE_SECONDS", "0.3")
    with (
        signing_authority(load_settings(folder), folder) as (pki, settings),
        Office(settings, folder, port=0, is_demonstration=True) as office,
    ):
        from django.test import override_settings

        from portal.models.people import HIGHEST_LEVEL
        from portal.people import set_account
        from tests.portal.quick_digest import QUICK_HASHERS

        override_settings(PASSWORD_HASHERS=QUICK_HASHERS).enable()  # for as long as the process lives
        people_with_keys(pki)
        passwords = {name: set_account(name).password for name in OFFICIALS}
        for name, (full_name, *roles) in PEOPLE.items():
            made = set_account(name, full_name=full_name, groups=roles, level=HIGHEST_LEVEL)
            passwords[name] = made.password
        told = {"address": office.address, "passwords": passwords, "pin": pki.pfx_password}
        print(json.dumps(told), flush=True)  # noqa: T201
        sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
