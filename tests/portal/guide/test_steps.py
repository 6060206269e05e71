"""The first steps are held against what is there, and nobody's word makes one done that Hoso can see."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.portal.persons import make_person, signed_in

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("portal_data")


@pytest.fixture
def admin() -> Client:
    return signed_in("tri", "administrator", "records_staff")


def stands() -> dict[str, str]:
    """How each step stands for the first administrator."""
    from django.contrib.auth.models import User
    from django.test import RequestFactory

    from portal.guide.steps import steps

    request = RequestFactory().get("/")
    request.user = User.objects.get(username="tri")
    return {one.step.code: one.stand.value for one in steps(request)}


def test_on_a_fresh_machine_no_step_claims_to_be_done_save_what_the_tests_office_has(admin: Client) -> None:
    found = stands()
    assert {found[code] for code in ("second", "units", "people", "scan", "folder", "backup")} == {"open"}


def test_each_step_is_done_when_what_it_asks_for_is_there_and_open_again_when_it_goes(admin: Client) -> None:
    from django.contrib.auth.models import User
    from django.utils import timezone

    from portal.models import IntakeFile, Unit

    second = make_person("hai", "administrator")
    make_person("mai", "records_staff")
    Unit.objects.create(name="xa-a", seen_at=timezone.now(), placed_by="tri")
    now = timezone.now()
    IntakeFile.objects.create(
        name="a.pdf", unit="", sha256="a" * 64, size_bytes=1, received_at=now, state="filed", settled_at=now
    )
    found = stands()
    assert {found[code] for code in ("second", "units", "people", "scan", "folder")} == {"done"}

    User.objects.filter(pk=second.pk).update(is_active=False)
    Unit.objects.create(name="xa-b", seen_at=now)
    IntakeFile.objects.update(sent_by="mai", state="rejected")
    found = stands()
    assert {found[code] for code in ("second", "units", "scan", "folder")} == {"open"}


def test_roots_count_while_one_is_there_and_not_when_a_file_is_broken(
    admin: Client, portal_data: Path
) -> None:
    from portal.configuration import take_over

    folder = portal_data / "roots"
    folder.mkdir()

    class Keeper:
        def trust_folder(self) -> Path:
            return folder

    take_over(settings_door=Keeper())
    try:
        assert stands()["trust"] == "open"
        (folder / "a.crt").write_bytes(b"no certificate")
        assert stands()["trust"] == "open"
        (folder / "a.crt").write_bytes(_root())
        assert stands()["trust"] == "done"
    finally:
        take_over(settings_door=None)


def _root() -> bytes:
    """A certificate of an invented authority, DER."""
    from datetime import UTC, datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Gốc thử")])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(1), now + timedelta(9))
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def test_a_step_that_hoso_sees_cannot_be_vouched_for(admin: Client) -> None:
    assert admin.post("/guide/second", {"say": "confirmed"}).status_code == 404
    assert stands()["second"] == "open"


def test_only_what_a_person_alone_can_know_offers_to_be_vouched_for(admin: Client) -> None:
    page = admin.get("/guide/").content.decode()
    assert page.count('value="confirmed"') == 1 and 'value="confirmed"' in page[page.index('id="backup"') :]


def test_backups_are_vouched_for_with_a_name_and_asked_again_after_a_quarter(admin: Client) -> None:
    from portal.models import AuditEvent, GuideMark

    admin.post("/guide/backup", {"say": "confirmed"})
    assert stands()["backup"] == "confirmed"
    assert "tri xác nhận ngày" in admin.get("/guide/").content.decode()
    event = AuditEvent.objects.get(kind="setting.changed")
    assert (event.object, event.details["new"]) == ("guide:backup", "confirmed")
    GuideMark.objects.update(at=GuideMark.objects.get().at - timedelta(days=91))
    assert stands()["backup"] == "open"


def test_a_step_is_put_off_for_a_week_hidden_and_brought_back(admin: Client) -> None:
    from portal.models import GuideMark

    admin.post("/guide/second", {"say": "later"})
    assert stands()["second"] == "later"
    GuideMark.objects.update(at=GuideMark.objects.get().at - timedelta(days=8))
    assert stands()["second"] == "open"
    admin.post("/guide/second", {"say": "hidden"})
    assert stands()["second"] == "hidden"
    assert "đã ẩn" in admin.get("/guide/").content.decode()
    admin.post("/guide/second", {"say": "open"})
    assert stands()["second"] == "open"


def test_the_first_page_shows_the_next_step_to_administrators_alone(admin: Client) -> None:
    assert "Bước tiếp theo" in admin.get("/").content.decode()
    for code in ("factor", "name", "second", "units", "people", "scan", "folder", "trust", "backup"):
        admin.post(f"/guide/{code}", {"say": "hidden", "from": "overview"})
    assert "Bước tiếp theo" not in admin.get("/").content.decode()
    assert "/guide/" in admin.get("/help/").content.decode()
    staff = signed_in("mai", "records_staff")
    assert "Bước tiếp theo" not in staff.get("/").content.decode()
    assert staff.get("/guide/").status_code == 403
    assert staff.post("/guide/backup", {"say": "confirmed"}).status_code == 403


def test_an_administrator_of_one_unit_changes_nothing_of_the_office_s_steps() -> None:
    client = signed_in("x", "administrator", unit="xa-a")
    assert client.post("/guide/backup", {"say": "confirmed"}).status_code == 403


def test_every_step_leads_to_a_page_that_opens(
    admin: Client, portal_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hoso.settings_by_web import SettingsByWeb
    from hoso.wiring import take_over_settings
    from portal.configuration import take_over
    from portal.guide.steps import STEPS

    monkeypatch.chdir(portal_data)
    take_over(settings_door=SettingsByWeb(portal_data, take_over_settings))
    try:
        for step in STEPS:
            page = admin.get(step.url.split("#")[0])
            assert page.status_code == 200, step.code
            if step.part:
                assert f'id="{step.part}"' in page.content.decode(), step.code
    finally:
        take_over(settings_door=None)
