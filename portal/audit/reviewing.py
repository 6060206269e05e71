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
from portal.models import AuditReview, CertificateBinding
from portal.outgoing.batches import services_of
from portal.outgoing.desk_folder import Desk
from portal.outgoing.identities import binding_of, must_be_own
from portal.outgoing.keys import give_back, key_of, take
from portal.outgoing.options import OutgoingOptions
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


def save_remarks(week: date, remarks: str, version: int) -> bool:
    """Keeps the remarks of minutes that are open; false when somebody else has saved or closed meanwhile."""
    kept = AuditReview.objects.filter(week=week, version=version, closed_at=None)
    return bool(kept.update(remarks=remarks[:LONGEST_REMARKS], version=version + 1))


def usable_binding(person: User, options: OutgoingOptions) -> CertificateBinding | None:
    """The certificate with which this person signs minutes; `None` unless its token hangs on this machine."""
    binding = binding_of(person)
    return binding if binding is not None and binding.token in options.tokens else None


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
    """Draws the minutes, signs them where a certificate is bound, and closes them in the chain.

    Raises `OutOfTurn` when somebody else was quicker, and what opening the token or signing raises; the
    minutes stay open then.
    """
    binding = usable_binding(closing.person, options)
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
    key = key_of(act.options, binding, act.closing.pin)
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
    take(key.name)
    try:
        with (
            services_of(act.options) as services,
            key.session(services, largest_bytes=act.options.largest_bytes) as session,
        ):
            must_be_own(session.certificate, binding)
            session.sign(order)
    finally:
        give_back(key.name)
        key.let_go()


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
        raise OutOfTurn(
            "somebody else has saved or closed these minutes",
            remedy_vi="Người khác vừa sửa hoặc vừa ký biên bản này. Hãy tải lại trang rồi xem lại.",
            remedy_en="Somebody else has just changed or closed these minutes. Load the page again.",
        )
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


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
