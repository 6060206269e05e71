"""A whole office in a process of its own: `python -m tests.portal.days.office_process FOLDER`.

Watcher, worker, keeper and portal run as `hoso up` runs them, with the throw-away signing authority of the
demonstration. Prints one line of JSON with the address, the accounts' passwords and the PIN, and ends when
its standard input is closed.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from hoso.office import Office
from hoso.outgoing_demonstration import OFFICIALS, people_with_keys, signing_authority
from hoso.settings import Settings, TokenSettings, load_settings
from signing.demo_pki import DemoPki
from tests.portal.audit.writing import happened

PEOPLE = {
    "lan": ("Hoàng Thị Lan", "records_staff"),
    "kiem_toan": ("Đỗ Văn Soát", "auditor"),
    "quan_tri": ("Vũ Minh Trị", "administrator"),
}
"""Beside the officials and the clerk of the demonstration."""
AUDITOR = "kiem_toan"
PUBLIC_PAGE = "https://xa.thu-nghiem.test/kiem-tra"
"""Where QR codes lead; the office itself answers at a port that nobody knows beforehand."""


def main(folder: Path) -> None:
    """Runs until nobody listens any more."""
    os.environ.setdefault("HOSO_READING__JOBS", "1")
    os.environ.setdefault("HOSO_INTAKE__SETTLE_SECONDS", "0.3")
    with (
        signing_authority(load_settings(folder), folder) as (pki, settings),
        Office(_completed(settings, pki), folder, port=0, is_demonstration=True) as office,
    ):
        from django.test import override_settings

        from tests.portal.quick_digest import QUICK_HASHERS

        override_settings(PASSWORD_HASHERS=QUICK_HASHERS).enable()  # for as long as the process lives
        _last_week()  # first: weeks wait for their review from the first event on
        passwords = _people(pki)
        told = {"address": office.address, "passwords": passwords, "pin": pki.pfx_password}
        print(json.dumps(told), flush=True)  # noqa: T201
        sys.stdin.read()


def _completed(settings: Settings, pki: DemoPki) -> Settings:
    """With a key for the auditor, and QR codes on what is issued."""
    key = TokenSettings.model_validate(
        {"kind": "pkcs12", "file": str(pki.pfx_file("inspector")), "trial": True}
    )
    signing = settings.signing.model_copy(update={"tokens": {**settings.signing.tokens, AUDITOR: key}})
    outgoing = settings.outgoing.model_copy(update={"verification_page": PUBLIC_PAGE})
    return settings.model_copy(update={"signing": signing, "outgoing": outgoing})


def _people(pki: DemoPki) -> dict[str, str]:
    """Everybody's account; its password by its name."""
    from django.contrib.auth.models import User

    from portal.models.people import HIGHEST_LEVEL
    from portal.outgoing.identities import BoundTo, bind
    from portal.people import set_account

    people_with_keys(pki)
    passwords = {name: set_account(name).password for name in OFFICIALS}
    for name, (full_name, role) in PEOPLE.items():
        made = set_account(name, full_name=full_name, groups=(role,), level=HIGHEST_LEVEL)
        passwords[name] = made.password
    auditor = User.objects.get(username=AUDITOR)
    bind(pki.certificate("inspector"), BoundTo(auditor, AUDITOR), by="demo")
    return passwords


def _last_week() -> None:
    """Something that happened in the week before, which waits for its review: a sign-in late at night."""
    from django.utils import timezone

    from portal.audit import Kind

    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday() + 7)
    zone = timezone.get_current_timezone()
    happened(datetime(monday.year, monday.month, monday.day, 22, 15, tzinfo=zone), "lan", Kind.LOGIN)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
