"""Webhooks of the key's account."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Router, Status

from portal.api.entering import KeyOfASystem
from portal.api.files import Number
from portal.api.scopes import Scope
from portal.api.shapes import CHANGE_ERRORS, ERRORS, HookRow, HookWish
from portal.audit import Kind, note
from portal.configuration import current
from portal.models import Webhook
from portal.webhooks.happenings import Happening
from records.errors import SettingInvalid

router = Router()
MOST_HOOKS = 20


@router.get(
    "/", response={200: list[HookRow], **ERRORS}, summary="Webhooks", auth=KeyOfASystem(Scope.WEBHOOKS)
)
def listed(request: HttpRequest) -> list[HookRow]:
    """The webhooks in force, without their secrets."""
    return [_row(hook) for hook in Webhook.objects.filter(user_id=request.user.pk, ended_at=None)]


@router.post(
    "/",
    response={201: HookRow, **CHANGE_ERRORS},
    summary="Be told what happens",
    auth=KeyOfASystem(Scope.WEBHOOKS),
)
def make(request: HttpRequest, body: HookWish) -> Status[HookRow]:
    """Makes a webhook to a host that the settings allow; its secret is in this answer and in no other."""
    _must_be_allowed(body)
    if Webhook.objects.filter(user_id=request.user.pk, ended_at=None).count() >= MOST_HOOKS:
        raise SettingInvalid(f"at most {MOST_HOOKS} webhooks an account")
    hook = Webhook.objects.create(
        user_id=request.user.pk,
        url=body.url,
        secret=secrets.token_hex(32),
        events=sorted(set(body.events)),
        made_by=request.user.get_username(),
        made_at=timezone.now(),
    )
    note(request, Kind.SETTING_CHANGED, object=f"webhook:{hook.pk}", what="made")
    return Status(201, _row(hook, secret=hook.secret))


@router.delete(
    "/{hook_id}", response={204: None, **ERRORS}, summary="End a webhook", auth=KeyOfASystem(Scope.WEBHOOKS)
)
def end(request: HttpRequest, hook_id: Path[Number]) -> Status[None]:
    """Ends a webhook; what lies in its outbox is not sent any more."""
    held = Webhook.objects.filter(pk=hook_id, user_id=request.user.pk, ended_at=None)
    if not held.update(ended_at=timezone.now()):
        raise Http404("no such webhook")
    note(request, Kind.SETTING_CHANGED, object=f"webhook:{hook_id}", what="ended")
    return Status(204, None)


def _must_be_allowed(wish: HookWish) -> None:
    if _host(wish.url) not in current().webhook_hosts:
        raise SettingInvalid(
            "the host is not in portal.webhook_hosts",
            remedy_vi="Máy chủ này chưa được phép nhận tin. Hãy thêm vào portal.webhook_hosts.",
            remedy_en="This host may not be told. Add it to portal.webhook_hosts.",
        )
    if unknown := sorted(set(wish.events) - set(Happening)):
        raise SettingInvalid(f"{len(unknown)} unknown events; known: {', '.join(Happening)}")


def _host(url: str) -> str:
    """The host of an address; empty for what is none."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _row(hook: Webhook, *, secret: str = "") -> HookRow:
    return HookRow(id=hook.pk, url=hook.url, events=hook.events, made_at=hook.made_at, secret=secret)
