"""Webhooks: written with what happened, delivered signed, to allowed hosts only, tried again."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.portal.api.callers import caller
from tests.portal.catalogued import make_field, make_record
from tests.portal.test_views import deposit


class Listener:
    """A system that is told; answers with `status`."""

    def __init__(self) -> None:
        self.status = 200
        self.heard: list[tuple[dict[str, str], bytes]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.heard.append((dict(self.headers), body))
                self.send_response(outer.status)
                self.send_header("Location", "http://127.0.0.1:1/")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def listener(portal_data: Path) -> Iterator[Listener]:
    from django.conf import settings

    held = Listener()
    before = settings.HOSO
    settings.HOSO = replace(before, webhook_hosts=frozenset({held.host}))
    yield held
    settings.HOSO = before
    held.server.shutdown()
    held.server.server_close()


def hook(system: Any, listener: Listener, *events: str) -> dict[str, Any]:
    wish = {"url": f"http://{listener.host}/tin?x=1", "events": list(events)}
    answer = system.post("/webhooks/", wish, content_type="application/json")
    assert answer.status_code == 201
    made: dict[str, Any] = answer.json()
    return made


def corrected(portal_data: Path, system: Any) -> str:
    fields = {"child_full_name": make_field("LÒ THỊ MÂY", "Lò Thị Mây")}
    record = make_record("Lò Thị Mây", record_type="birth_certificate", fields=fields)
    record_id = deposit(portal_data, record)
    wish = {
        "version": "v1",
        "fields": [{"field": "child_full_name", "action": "edit", "value": "Lò Thị Mấy"}],
    }
    assert system.patch(f"/records/{record_id}", wish, content_type="application/json").status_code == 200
    return str(record_id)


def test_what_happened_arrives_signed_and_without_a_word_of_the_paper(
    portal_data: Path, listener: Listener
) -> None:
    from datetime import UTC, datetime

    from portal.webhooks.delivering import Deliverer, signature

    system = caller("motcua")
    secret = hook(system, listener)["secret"]
    record_id = corrected(portal_data, system)
    assert Deliverer(frozenset({listener.host})).deliver_due() == 1
    [(headers, body)] = listener.heard
    told = json.loads(body)
    assert (told["event"], told["record_id"], told["version"]) == ("record.corrected", record_id, "v2")
    assert "Mây" not in body.decode()
    seconds = int(headers["X-Hoso-Signature"].split(",")[0].removeprefix("t="))
    assert headers["X-Hoso-Signature"] == signature(secret, datetime.fromtimestamp(seconds, UTC), body)
    assert Deliverer(frozenset({listener.host})).deliver_due() == 0


def test_nobody_is_told_of_what_they_may_not_see_or_did_not_ask_for(
    portal_data: Path, listener: Listener
) -> None:
    from portal.models import Delivery

    hook(caller("khac", unit="xa-b"), listener)
    hook(caller("chi-luu"), listener, "record.filed")
    corrected(portal_data, caller("motcua"))
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("status", [500, 302, 404])
def test_what_did_not_arrive_is_tried_again_later_and_given_up_in_the_end(
    portal_data: Path, listener: Listener, status: int
) -> None:
    from django.utils import timezone

    from portal.models import Delivery
    from portal.webhooks.delivering import PAUSES, Deliverer

    listener.status = status
    system = caller("motcua")
    hook(system, listener)
    corrected(portal_data, system)
    deliverer = Deliverer(frozenset({listener.host}))
    for tries in range(1, len(PAUSES) + 2):
        assert deliverer.deliver_due() == 0
        held = Delivery.objects.get()
        assert (held.tries, held.answered) == (tries, status)
        assert (held.due_at is None) == (tries > len(PAUSES))
        Delivery.objects.exclude(due_at=None).update(due_at=timezone.now())
    assert len(listener.heard) == len(PAUSES) + 1


def test_only_hosts_of_the_settings_are_ever_called(portal_data: Path, listener: Listener) -> None:
    from portal.webhooks.delivering import Deliverer

    system = caller("motcua")
    for url in ("http://169.254.169.254/", f"http://{listener.host}@evil.example/", "http://127.0.0.1:1/"):
        answer = system.post("/webhooks/", {"url": url}, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (422, "SettingInvalid"), url
    hook(system, listener)
    corrected(portal_data, system)
    assert Deliverer(frozenset()).deliver_due() == 0
    assert listener.heard == []


def test_an_ended_webhook_is_told_nothing_more(portal_data: Path, listener: Listener) -> None:
    from portal.webhooks.delivering import Deliverer

    system = caller("motcua")
    made = hook(system, listener)
    assert "secret" not in {k for k, v in system.get("/webhooks/").json()[0].items() if v}
    corrected(portal_data, system)
    assert system.delete(f"/webhooks/{made['id']}").status_code == 204
    assert system.delete(f"/webhooks/{made['id']}").status_code == 404
    assert Deliverer(frozenset({listener.host})).deliver_due() == 0
    assert listener.heard == []
