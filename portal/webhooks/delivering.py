"""Delivers what lies in the outbox: signed, tried again with growing pauses, given up after three days.

The signature is `X-Hoso-Signature: t=<seconds>,v1=<hex>`: HMAC-SHA256 with the hook's secret over the
seconds, a full stop and the body as sent. A message may come twice; its key, `X-Hoso-Key`, then says so.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import logging
import threading
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import connections
from django.utils import timezone

from portal.models import Delivery

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10.0
PAUSES = (10, 60, 300, 1800, 7200, 21600, 43200, 86400, 86400)
"""Seconds until the next try: the last one about three days after the first."""
IDLE_SECONDS = 5.0
AT_ONCE = 50


class Deliverer:
    """Runs until it is stopped; one a data directory. Only `hosts` (`name`, `name:port`) are ever called."""

    def __init__(self, hosts: frozenset[str]) -> None:
        self._hosts = hosts
        self._wakes = threading.Event()

    def wake(self) -> None:
        """Looks into the outbox at once."""
        self._wakes.set()

    def run(self, stop: threading.Event) -> None:
        """Delivers what is due until `stop` is set."""
        while not stop.is_set():
            try:
                self.deliver_due()
            finally:
                connections.close_all()
            self._wakes.wait(IDLE_SECONDS)
            self._wakes.clear()

    def deliver_due(self) -> int:
        """Tries every message that is due once; how many arrived."""
        due = Delivery.objects.filter(due_at__lte=timezone.now()).select_related("webhook")
        return sum(self._deliver(one) for one in due.order_by("due_at")[:AT_ONCE])

    def _deliver(self, delivery: Delivery) -> bool:
        status = 0 if delivery.webhook.ended_at else self._sent(delivery)
        now = timezone.now()
        arrived = 200 <= status < 300
        tries = delivery.tries + 1
        Delivery.objects.filter(pk=delivery.pk).update(
            tries=tries,
            answered=status,
            delivered_at=now if arrived else None,
            due_at=None if arrived or delivery.webhook.ended_at else _next(tries, now),
        )
        if not arrived:
            log.warning("delivery %s: answer %s at try %s", delivery.pk, status, tries)
        return arrived

    def _sent(self, delivery: Delivery) -> int:
        """The status of the answer; 0 where nothing answered, or the address is none that may be called."""
        place = urlsplit(delivery.webhook.url)
        if place.netloc not in self._hosts or place.scheme not in {"http", "https"}:
            return 0
        body = message_of(delivery)
        kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
        connection = kind(place.netloc, timeout=TIMEOUT_SECONDS)
        try:
            path = (place.path or "/") + (f"?{place.query}" if place.query else "")
            headers = {
                "Content-Type": "application/json",
                "User-Agent": "Hoso",
                "X-Hoso-Event": delivery.event,
                "X-Hoso-Key": str(delivery.key),
                "X-Hoso-Signature": signature(delivery.webhook.secret, timezone.now(), body),
            }
            # A redirection is not followed: it could lead to an address that may not be called.
            connection.request("POST", path, body, headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()


def message_of(delivery: Delivery) -> bytes:
    """The body as it is sent: JSON, UTF-8."""
    told = {"event": delivery.event, "at": delivery.made_at.isoformat(timespec="seconds")}
    return json.dumps({**told, **delivery.body}, ensure_ascii=False).encode()


def signature(secret: str, at: datetime, body: bytes) -> str:
    """What stands in `X-Hoso-Signature`."""
    seconds = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def _next(tries: int, now: datetime) -> datetime | None:
    return now + timedelta(seconds=PAUSES[tries - 1]) if tries <= len(PAUSES) else None
