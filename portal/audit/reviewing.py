"""Draws the week's minutes up, keeps the auditor's remarks, and closes them: signed, or confirmed."""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from portal.audit.checking import Point, head
from portal.audit.checkpoints import FOLDER, add_checkpoint
from portal.audit.keeper import chain_state
from portal.audit.kinds import Kind
from portal.audit.minutes import Auditor, draw_minutes
from portal.audit.noting import note_by
from portal.audit.weeks import DAYS, monday_of, week_figures
from portal.intake import durable
from portal.models import AuditReview, CertificateBinding, SigningBatch
from portal.outgoing.batches import services_of, set_out
from portal.outgoing.desk_folder import Desk
from portal.outgoing.identities import binding_of, must_be_own
from portal.outgoing.keys import Key, KeyElsewhere, give_back, key_of, take
from portal.outgoing.options import OutgoingOptions
from portal.outgoing.states import BatchState
from portal.short_numbers import short_number
from records.errors import OutOfTurn
from signing.fields import PERSON
from signing.orders import FieldPlace, Role, SignOrder
from signing.tokens import Pin

REVIEWS = "reviews"
LONGEST_REMARKS = 8000


@dataclass(frozen=True, slots=True)
class Closing:
    """Who closes which minutes with what."""

    person: User
    address: str
    remarks: str
    version: int
    """The version of the remarks that the person saw."""
    pin: Pin | None = None
    """Of the person's token, where a certificate is bound to them."""
    key: KeyElsewhere | None = None
    """The key that the agent in the person's own computer opened, taken and let go of by the caller."""


def reviews_folder(data_dir: Path) -> Path:
    """Where closed minutes lie."""
    return data_dir / FOLDER / REVIEWS


def begin_review(week: date, *, by: str, today: date | None = None) -> AuditReview:
    """The minutes of a week, made when nobody has begun them; raises `OutOfTurn` while it is not over."""
    if week != monday_of(week) or week + timedelta(days=DAYS) > (today or timezone.localdate()):
        raise OutOfTurn(
            "the week is not over",
            remedy_vi="Tuần này chưa hết nên chưa lập biên bản được.",
            remedy_en="This week is not over yet.",
        )
    review: AuditReview = AuditReview.objects.get_or_create(
        week=week, defaults={"begun_by": by[:150], "begun_at": timezone.now()}
    )[0]
    return review


def asked_version(text: str) -> int:
    """The version that a form says its reader saw; 0, which no minutes have, for anything malformed."""
    return short_number(text, digits=8) or 0


def must_be_open(review: AuditReview, version: int) -> None:
    """Raises `OutOfTurn` when somebody else has changed or closed the minutes since they were read."""
    if review.closed_at is not None or review.version != version:
        raise _somebody_was_quicker()


def save_remarks(week: date, remarks: str, version: int) -> bool:
    """Keeps the remarks of minutes that are open; false when somebody else has saved or closed meanwhile."""
    kept = AuditReview.objects.filter(week=week, version=version, closed_at=None)
    return bool(kept.update(remarks=remarks[:LONGEST_REMARKS], version=version + 1))


def usable_binding(person: User, options: OutgoingOptions) -> CertificateBinding | None:
    """The certificate with which this person signs minutes: its key is here, or in their own computer."""
    binding = binding_of(person)
    is_usable = binding is not None and (binding.is_in_own_computer or binding.token in options.tokens)
    return binding if is_usable else None


def signs_here(binding: CertificateBinding | None) -> bool:
    """Whether minutes are signed with it and nothing else; a key elsewhere may be out of reach."""
    return binding is not None and not binding.is_in_own_computer


def begin_signing(
    review: AuditReview, closing: Closing, data_dir: Path, options: OutgoingOptions
) -> SigningBatch:
    """Sets out to close the minutes with `closing.key`, in a batch that the person's browser serves.

    Raises `OutOfTurn` when somebody else was quicker, and `TokenAbsent` while the key is at work.
    """
    key = closing.key
    assert key is not None  # noqa: S101  whoever has no such key closes them at once
    take(key.name)
    try:
        batch = _claim(review, closing)

        def sign() -> None:
            close_review(review, closing, data_dir, options)

        set_out(batch, key, sign)
    except BaseException:
        give_back(key.name)
        raise
    return batch


@transaction.atomic
def _claim(review: AuditReview, closing: Closing) -> SigningBatch:
    batch: SigningBatch = SigningBatch.objects.create(
        key=uuid.uuid4(), by=closing.person.get_username(), is_seal=False, begun_at=timezone.now()
    )
    free = AuditReview.objects.filter(pk=review.pk, version=closing.version, closed_at=None)
    if not free.exclude(batch__state=BatchState.RUNNING).update(batch=batch):
        raise _somebody_was_quicker()
    return batch


@dataclass(frozen=True, slots=True)
class _Act:
    """One closing, with everything that it is made of."""

    review: AuditReview
    closing: Closing
    binding: CertificateBinding | None
    head: Point
    at: datetime
    data_dir: Path
    options: OutgoingOptions


def close_review(
    review: AuditReview, closing: Closing, data_dir: Path, options: OutgoingOptions
) -> AuditReview:
    """Draws the minutes, signs them with the key at hand, if any, and closes them in the chain.

    Raises `OutOfTurn` when somebody else was quicker, and what opening the token or signing raises; the
    minutes stay open then.
    """
    binding = usable_binding(closing.person, options)
    if closing.key is None and not signs_here(binding):
        binding = None
    act = _Act(review, closing, binding, head(), timezone.now(), data_dir, options)
    folder = reviews_folder(data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    drawn = folder / f".{uuid.uuid4().hex}.pdf"
    signed = drawn.with_suffix(".signed.pdf")
    try:
        place = _draw(drawn, act)
        if binding is not None:
            _sign(drawn, signed, place, binding, act)
        made = signed if binding is not None else drawn
        _sync(made)
        with transaction.atomic():
            _close(act, durable.digest_of(made))
            made.replace(folder / f"{review.week.isoformat()}.pdf")
    finally:
        for path in (drawn, signed):
            path.unlink(missing_ok=True)
    if act.head.event:
        add_checkpoint(data_dir, act.head)
    review.refresh_from_db()
    return review


def _draw(target: Path, act: _Act) -> FieldPlace:
    person, binding = act.closing.person, act.binding
    auditor = Auditor(
        person.get_username(),
        person.get_full_name() or person.get_username(),
        f"ký số bằng chứng thư {binding.subject}, SHA-256 {binding.sha256}" if binding else "",
    )
    return draw_minutes(
        target,
        week_figures(act.review.week),
        act.closing.remarks[:LONGEST_REMARKS],
        head=act.head,
        state=chain_state(),
        auditor=auditor,
        now=timezone.localtime(act.at),
    )


def _sign(source: Path, target: Path, place: FieldPlace, binding: CertificateBinding, act: _Act) -> None:
    own = Desk(act.data_dir).path(binding.image) if binding.image else None
    image = own or act.options.images.get(binding.token)
    order = SignOrder(
        source=source,
        target=target,
        role=Role.PERSON,
        level=act.options.level,
        field=f"{PERSON}1",
        place=place if image is not None else None,
        image=image,
    )
    if act.closing.key is not None:
        _sign_with(act.closing.key, order, binding, act.options)
        return
    key = key_of(act.options, binding, act.closing.pin)
    take(key.name)
    try:
        _sign_with(key, order, binding, act.options)
    finally:
        give_back(key.name)
        key.let_go()


def _sign_with(key: Key, order: SignOrder, binding: CertificateBinding, options: OutgoingOptions) -> None:
    with (
        services_of(options) as services,
        key.session(services, largest_bytes=options.largest_bytes) as session,
    ):
        must_be_own(session.certificate, binding)
        session.sign(order)


def _close(act: _Act, sha256: str) -> None:
    review, closing, point = act.review, act.closing, act.head
    account, week = closing.person.get_username(), review.week.isoformat()
    method = "certificate" if act.binding is not None else "password"
    certificate = act.binding.sha256 if act.binding is not None else ""
    closed = AuditReview.objects.filter(pk=review.pk, version=closing.version, closed_at=None).update(
        remarks=closing.remarks[:LONGEST_REMARKS],
        version=closing.version + 1,
        head_event=point.event,
        head_digest=point.digest,
        closed_by=account,
        closed_at=act.at,
        method=method,
        certificate_sha256=certificate,
        file=f"{week}.pdf",
        sha256=sha256,
    )
    if not closed:
        raise _somebody_was_quicker()
    note_by(
        account,
        Kind.AUDIT_REVIEWED,
        object=f"review:{week}",
        address=closing.address,
        week=week,
        method=method,
        sha256=sha256,
        head={"event": point.event, "digest": point.digest},
        certificate=certificate,
    )


def _somebody_was_quicker() -> OutOfTurn:
    return OutOfTurn(
        "somebody else has saved or closed these minutes",
        remedy_vi="Người khác vừa sửa hoặc vừa ký biên bản này. Hãy tải lại trang rồi xem lại.",
        remedy_en="Somebody else has just changed or closed these minutes. Load the page again.",
    )


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
