"""Settings in the browser: for administrators of the whole office, each change written down and undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.portal.catalogued import add, make_record
from tests.portal.persons import signed_in

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture(autouse=True)
def office(portal_data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A portal whose settings are kept as `hoso` keeps them."""
    from hoso.settings import _setting_names
    from hoso.settings_by_web import SettingsByWeb
    from hoso.wiring import take_over_settings
    from portal.configuration import take_over

    for name, _ in _setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("HOSO_CONFIG", raising=False)
    monkeypatch.chdir(portal_data)
    take_over(settings_door=SettingsByWeb(portal_data, take_over_settings))
    yield portal_data
    take_over(settings_door=None, type_levels={})


@pytest.fixture
def admin() -> Client:
    return signed_in("tri", "administrator")


def events() -> list[tuple[str, object, object]]:
    from portal.models import AuditEvent

    found = AuditEvent.objects.filter(kind="setting.changed").order_by("pk")
    return [(one.object, one.details["old"], one.details["new"]) for one in found]


def test_a_change_is_made_written_down_and_undone(admin: Client, office: Path) -> None:
    from hoso.settings import load_settings
    from portal.models import AuditEvent

    admin.post("/settings/change/review.threshold", {"value": "0,95", "before": "0.9"})
    assert load_settings(office).review.threshold == 0.95
    assert events() == [("setting:review.threshold", None, 0.95)]
    assert "hai phút" in admin.get("/settings/").content.decode()
    event = AuditEvent.objects.get(kind="setting.changed")
    admin.post(f"/settings/undo/{event.pk}")
    assert load_settings(office).review.threshold == 0.9
    assert events()[-1] == ("setting:review.threshold", 0.95, None)


def test_a_wrong_value_is_refused_with_its_sentence_and_is_no_event(admin: Client) -> None:
    answer = admin.post("/settings/change/review.threshold", {"value": "7"}, follow=True)
    page = answer.content.decode()
    assert "“Ngưỡng tự lưu” phải là một số từ 0 đến 1." in page and "acceptable" not in page
    assert events() == []


def test_choices_are_words_and_a_change_of_one_is_told_in_words(admin: Client) -> None:
    page = admin.get("/settings/").content.decode()
    assert '<option value="return">trả tệp lại, kèm lý do</option>' in page
    for code in ("report", "polling", "initials", "B-LTA"):
        assert f">{code}<" not in page, code
    admin.post("/settings/change/quality.gate", {"value": "return"})
    changes = admin.get("/settings/").content.decode().partition("Thay đổi gần đây")[2]
    assert "<td>trả tệp lại, kèm lý do</td>" in changes


def test_every_choice_of_every_setting_has_its_words(office: Path) -> None:
    from portal.configuration import current
    from portal.views.settings.words import ABOUT, CHOICES

    keeper = current().settings_door
    assert keeper is not None
    for shown in keeper.shown():
        assert shown.name in ABOUT, shown.name
        assert set(shown.choices) == set(CHOICES.get(shown.name, {})), shown.name


def test_the_office_s_name_is_in_effect_at_once_and_undone(admin: Client) -> None:
    from portal.configuration import current
    from portal.models import AuditEvent

    name = "ỦY BAN NHÂN DÂN XÃ ĐỒNG MẪU"
    admin.post("/settings/change/outgoing.name", {"value": name})
    assert [one.name for one in current().outgoing.agencies] == [name]
    admin.post(f"/settings/undo/{AuditEvent.objects.get(kind='setting.changed').pk}")
    assert [one.name for one in current().outgoing.agencies] == [""]


def test_agencies_that_the_file_names_cannot_be_renamed_by_web(admin: Client, office: Path) -> None:
    (office / "hoso.toml").write_text("[outgoing.agencies.ubnd]\nname = 'ỦY BAN NHÂN DÂN XÃ MẪU'\n")
    page = admin.get("/settings/").content.decode()
    assert "<b>ỦY BAN NHÂN DÂN XÃ MẪU</b>" in page
    admin.post("/settings/change/outgoing.name", {"value": "KHÁC"})
    assert events() == []


def test_a_root_that_was_removed_is_put_back_after_its_digest_was_compared_again(
    admin: Client, office: Path
) -> None:
    import base64
    import hashlib

    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    der = x509.load_pem_x509_certificate(self_signed()).public_bytes(Encoding.DER)
    digest = hashlib.sha256(der).hexdigest()
    sent = {"der": base64.b64encode(der).decode(), "typed": digest[-8:]}
    admin.post("/settings/trust/add", sent)
    admin.post("/settings/trust/remove", {"digest": digest})
    [removed] = (office / "trust-removed").iterdir()
    assert "Đặt lại" in admin.get("/settings/trust/").content.decode()
    page = admin.post("/settings/trust/look", {"removed": removed.name}).content.decode()
    assert "So mã băm trước khi thêm" in page and not list((office / "trust").iterdir())
    assert admin.post("/settings/trust/add", sent).status_code == 302
    assert len(list((office / "trust").iterdir())) == 1
    assert "Đặt lại" not in admin.get("/settings/trust/").content.decode()
    for name in ("../hoso.db", "/etc/passwd", "none.crt"):
        assert admin.post("/settings/trust/look", {"removed": name}).status_code == 302, name


def test_what_the_file_sets_is_shown_as_fixed(admin: Client, office: Path) -> None:
    (office / "hoso.toml").write_text("[review]\nthreshold = 0.7\n")
    page = admin.get("/settings/").content.decode()
    assert "cố định trong tệp" in page
    admin.post("/settings/change/review.threshold", {"value": "0.5"})
    assert events() == []


def test_only_administrators_of_the_whole_office_come_in(office: Path) -> None:
    for client in (
        signed_in("mai"),
        signed_in("ky", "official", "clerk", "auditor"),
        signed_in("x", "administrator", unit="xa-a"),
    ):
        for address in ("/settings/", "/settings/types/", "/settings/trust/"):
            assert client.get(address).status_code == 403, address
        assert client.post("/settings/change/review.threshold", {"value": "0.5"}).status_code == 403
        assert client.post("/settings/trust/look").status_code == 403
    assert not (office / "settings-by-web.json").exists()


def test_addresses_that_are_none_are_not_found(admin: Client) -> None:
    assert admin.post("/settings/change/portal.secret_key", {"value": "x"}).status_code == 404
    assert admin.get("/settings/types/no-such/").status_code == 404
    assert admin.post("/settings/undo/9999").status_code == 404


def test_a_type_s_new_level_closes_its_records_at_once_but_for_those_set_by_hand(admin: Client) -> None:
    from portal.audit import Kind, note_by
    from portal.models import CatalogueRecord

    kept = add(make_record("hai", name="2.pdf", record_type="decision"))
    note_by("mai", Kind.RECORD_LEVEL_CHANGED, object=f"record:{kept}")
    other = add(make_record("mot", name="1.pdf", record_type="decision"))
    before = CatalogueRecord.objects.get(pk=kept).sensitivity
    sent = {"used": "yes", "level": "4", "kept": "years", "years": "20", "legal_basis": "TT 10/2022"}
    assert admin.post("/settings/types/decision/", sent).status_code == 302
    assert CatalogueRecord.objects.get(pk=other).sensitivity == 4
    assert CatalogueRecord.objects.get(pk=kept).sensitivity == before
    later = add(make_record("ba", name="3.pdf", record_type="decision"))
    assert CatalogueRecord.objects.get(pk=later).sensitivity == 4
    [(name, old, new)] = events()
    assert (name, old) == ("setting:types.decision", None)
    assert new == {"level": 4, "retention_years": 20, "legal_basis": "TT 10/2022"}
    assert "20 năm" in admin.get("/settings/types/?q=quyet dinh").content.decode()


@pytest.mark.parametrize("sent", [{"threshold": "x"}, {"level": "9"}, {"kept": "years", "years": "700"}])
def test_a_type_s_wrong_values_are_refused(admin: Client, sent: dict[str, str]) -> None:
    answer = admin.post("/settings/types/decision/", {"used": "yes", **sent}, follow=True)
    assert "Chưa đổi" in answer.content.decode()
    assert events() == []


def test_a_change_of_a_type_is_told_in_words_and_undone_with_its_level(admin: Client) -> None:
    from portal.models import AuditEvent, CatalogueRecord

    record = add(make_record("mot", name="1.pdf", record_type="decision"))
    before = CatalogueRecord.objects.get(pk=record).sensitivity
    admin.post("/settings/types/decision/", {"level": "4", "kept": "years", "years": "20"})
    page = admin.get("/settings/").content.decode()
    assert "không dùng; mức 4; lưu 20 năm" in page and "{" not in page[page.index("Thay đổi gần đây") :]
    event = AuditEvent.objects.get(kind="setting.changed")
    admin.post(f"/settings/undo/{event.pk}")
    assert CatalogueRecord.objects.get(pk=record).sensitivity == before
    assert events()[-1][2] is None
    again = AuditEvent.objects.filter(kind="setting.changed").latest("pk")
    admin.post(f"/settings/undo/{again.pk}")
    assert CatalogueRecord.objects.get(pk=record).sensitivity == 4


def test_a_root_is_trusted_only_after_its_digest_was_compared(admin: Client, office: Path) -> None:
    import hashlib
    import re

    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding
    from django.core.files.uploadedfile import SimpleUploadedFile

    pem = self_signed()
    digest = hashlib.sha256(x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)).hexdigest()
    page = admin.post(
        "/settings/trust/look", {"certificate": SimpleUploadedFile("root.crt", pem)}
    ).content.decode()
    assert "Gốc thử" in page and digest[:4].upper() in page
    assert not (office / "trust").exists()
    der = re.search(r'name="der" value="([^"]+)"', page)
    assert der
    wrong = admin.post("/settings/trust/add", {"der": der[1], "typed": "00000000"})
    assert wrong.status_code == 422 and not (office / "trust").exists()
    assert admin.post("/settings/trust/add", {"der": der[1], "typed": digest[-8:].upper()}).status_code == 302
    assert [path.name for path in (office / "trust").iterdir()] == [f"{digest[:16]}.crt"]
    assert "Gốc thử" in admin.get("/settings/trust/").content.decode()
    admin.post("/settings/trust/remove", {"digest": digest})
    assert list((office / "trust").iterdir()) == []
    assert len(list((office / "trust-removed").iterdir())) == 1
    from portal.models import AuditEvent

    found = (
        AuditEvent.objects.filter(kind="trust.changed").order_by("pk").values_list("details__what", flat=True)
    )
    assert list(found) == ["added", "removed"]


@pytest.mark.parametrize(
    "content", [b"", b"no certificate", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_what_is_no_certificate_is_not_taken(admin: Client, office: Path, content: bytes) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = admin.post(
        "/settings/trust/look", {"certificate": SimpleUploadedFile("x.crt", content)}, follow=True
    )
    assert 'name="der"' not in answer.content.decode()
    assert admin.post("/settings/trust/add", {"der": "@@@", "typed": "x"}).status_code == 302
    assert not (office / "trust").exists()


def self_signed() -> bytes:
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Gốc thử")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(Encoding.PEM)
