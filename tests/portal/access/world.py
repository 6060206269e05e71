"""A small world: one unit's papers, of which another unit's people must not learn that they are there."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from records.record import dump_json
from tests.portal.catalogued import make_field, make_record
from tests.portal.outgoing.papers import make_document
from tests.portal.persons import make_person
from tests.portal.test_views import deposit

if TYPE_CHECKING:
    from django.contrib.auth.models import User

WORD = "Xyzmatvu"
"""Stands in everything that is secret: titles, names of files, text, notes."""
UNIT, ELSEWHERE = "xa-kin", "xa-khac"


@dataclass(frozen=True, slots=True)
class World:
    """What is there, by the names that addresses use."""

    things: Mapping[str, object]
    record_id: str

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no stranger's page may hold."""
        return (WORD, WORD.upper(), self.record_id, UNIT)


NOTHING: Mapping[str, object] = {
    "pk": 1,
    "upload_id": "0" * 32,
    "week": "2026-06-01",
    "code": "khong-co-ma-nay",
    "secret": "khong-co-khoa-nay",
    "provider_id": "khong-co",
    "name": "portal.khong_co",
    "event_id": 1,
    "topic": "keys",
    "step": "backup",
}
"""What addresses name that nobody owns, or that is not there."""


def make_world(data_dir: Path) -> World:
    """Papers, files, documents and keys of people of `UNIT`."""
    from portal.audit import Kind, note_by

    owner = make_person("chu-kin", "records_staff", "official", unit=UNIT)
    record_id = _record(data_dir)
    note_by("chu-kin", Kind.RECORD_VIEWED, object=f"record:{record_id}", unit=UNIT)
    things = {
        **_of_record(record_id),
        "file_id": _file(),
        **_on_the_desk(owner),
        **_of_account(owner),
        **_kept(owner, record_id),
    }
    return World({**NOTHING, **things}, record_id)


def _record(data_dir: Path) -> str:
    """A birth certificate in review, in archive and catalogue."""
    from portal.catalogue.index import replace_records
    from portal.catalogue.rebuild import read_deposited
    from portal.held_records import the_archive

    record = make_record(
        f"GIẤY KHAI SINH\n{WORD} Thị Mây",
        "Trang hai",
        name=f"{WORD}.pdf",
        record_type="birth_certificate",
        fields={"child_full_name": make_field(f"{WORD} Thị Mây", confidence=0.5, doubt=f"{WORD}?")},
        reasons=[f"Họ tên chưa chắc chắn: {WORD}"],
    )
    intake = {"received_at": "2026-06-01T08:00:00+07:00", "unit": UNIT}
    record_id = str(deposit(data_dir, record, **{"intake.json": dump_json(intake)}))
    replace_records([read_deposited(the_archive(), record_id)])
    return record_id


def _of_record(record_id: str) -> Mapping[str, object]:
    """What addresses below the record name."""
    return {
        "record_id": record_id,
        "DocCode": record_id,
        "number": 1,
        "version": 1,
        "field": "child_full_name",
    }


def _file() -> int:
    """A file that was refused."""
    from django.utils import timezone

    from portal.models import IntakeFile

    now = timezone.now()
    file = IntakeFile.objects.create(
        name=f"{WORD}.pdf", unit=UNIT, sha256="f" * 64, size_bytes=1, received_at=now, state="rejected",
        reason_code="DamagedFile", reason_vi="Tệp bị hỏng.", settled_at=now, laid_in=f"rejected/{WORD}.pdf",
    )  # fmt: skip
    return int(file.pk)


def _on_the_desk(owner: User) -> Mapping[str, object]:
    """A document on the outgoing road, the certificate and the mandate of its signer, a batch."""
    from django.utils import timezone

    from portal.configuration import current
    from portal.models import CertificateBinding, Mandate, SigningBatch

    now, agency = timezone.now(), current().outgoing.agencies[0].code
    document = make_document(agency=agency, sender="chu-kin", subject=f"Về việc {WORD}")
    binding = CertificateBinding.objects.create(
        user=owner, token=WORD, sha256="a" * 64, serial="1", subject=WORD, not_after=now,
        set_by="x", set_at=now,
    )  # fmt: skip
    mandate = Mandate.objects.create(
        holder=owner, agency="ubnd", for_position=WORD, document=WORD, begins_on=now.date(),
        set_by="x", set_at=now,
    )  # fmt: skip
    batch = SigningBatch.objects.create(
        key=uuid.UUID(int=7), by="chu-kin", is_seal=False, begun_at=now, reason_vi=WORD
    )
    return {
        "document_id": document.pk,
        "ordinal": 0,
        "what": "1",
        "key": batch.key,
        "binding_id": binding.pk,
        "mandate_id": mandate.pk,
    }


def _of_account(owner: User) -> Mapping[str, object]:
    """The owner's account, its grant and unit, its key and webhook."""
    from django.utils import timezone

    from portal.api.scopes import Scope
    from portal.api.tokens import make_token
    from portal.models import Grant, Unit, Webhook

    hook = Webhook.objects.create(
        user=owner, url=f"https://{WORD}/", secret="x", made_by="x", made_at=timezone.now()
    )
    token = make_token(owner, WORD, [Scope.RECORDS_READ], by="x").token
    return {
        "account": owner.pk,
        "unit": Unit.objects.get(name=UNIT).pk,
        "grant": Grant.objects.filter(user=owner).values_list("pk", flat=True)[0],
        "token_id": token.pk,
        "hook_id": hook.pk,
    }


def _kept(owner: User, record_id: str) -> Mapping[str, object]:
    """What the owner and the office keep: a saved search, a sample, an offered certificate, a screen."""
    from django.utils import timezone

    from portal.models import OfferedCertificate, RescanRequest, SampleCheck, SavedSearch, Unit, WallLink

    now = timezone.now()
    saved = SavedSearch.objects.create(
        owner=owner, name=WORD, address=f"q={WORD}", is_shared=True, unit=UNIT, made_at=now
    )
    sample = SampleCheck.objects.create(
        record_id=record_id, unit=UNIT, record_type="birth_certificate", sensitivity=2, version="v1",
        drawn_by="x", drawn_at=now,
    )  # fmt: skip
    offer = OfferedCertificate.objects.create(
        user=owner, content=b"x", sha256="b" * 64, serial="1", subject=WORD, not_after=now, offered_at=now
    )
    link = WallLink.objects.create(
        name=WORD, digest="c" * 64, unit=Unit.objects.get(name=UNIT), made_by="x", made_at=now
    )
    asked = RescanRequest.objects.create(record_id=record_id, reason=WORD, asked_by="chu-kin", asked_at=now)
    return {
        "request_id": asked.pk,
        "saved": saved.pk,
        "check_id": sample.pk,
        "offer_id": offer.pk,
        "link_id": link.pk,
    }
