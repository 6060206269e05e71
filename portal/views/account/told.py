"""What a person has been told: notices, newest first; looking at them marks them as read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.accounts.notices import sentence
from portal.models import Notice
from portal.rights.guarding import signed_in

SHOWN = 100


@signed_in
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """The last hundred."""
    rows = list(Notice.objects.filter(user=request.user)[:SHOWN])
    shown = [(row, sentence(row), row.read_at is None) for row in rows]
    Notice.objects.filter(user=request.user, read_at=None).update(read_at=timezone.now())
    return render(request, "portal/account/notices.html", {"notices": shown})
