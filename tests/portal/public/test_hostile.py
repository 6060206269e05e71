"""What hostile visitors send harms nobody: it is refused, bounded, or stopped with its own process."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest

from tests.portal.public.papers import upload

pytestmark = pytest.mark.usefixtures("portal_data")
ADDRESS = "/kiem-tra/"


def send(content: bytes, **more: str) -> object:
    from django.test import Client

    return Client().post(ADDRESS, {"paper": upload(content), **more})


def status_of(answer: object) -> int:
    return int(answer.status_code)  # type: ignore[attr-defined]


def bomb() -> bytes:
    """An object stream of 300 MB in 300 kB, to which the table leads."""
    packed = zlib.compress(b"0" * (300 << 20), 9)
    body = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    at = len(body)
    body += b"3 0 obj\n<</Type/XRef/Size 9/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(
        packed
    )
    return body + packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + b"1 0 obj<</A " * 3000,
        b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000,
        b"<html>%PDF-<script>alert(1)</script>",
    ],
)
def test_what_is_no_paper_gets_an_answer_in_words(content: bytes) -> None:
    answer = send(content)
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert status_of(answer) in {200, 422}
    assert "Nên làm" in page or "Hãy hỏi cơ quan" in page
    assert "alert(1)" not in page


def test_a_file_that_unpacks_to_more_than_the_child_may_hold_is_stopped_there() -> None:
    assert status_of(send(bomb())) in {200, 422}


def test_other_kinds_of_files_are_refused_by_what_they_are() -> None:
    assert status_of(send(b"MZ\x90\x00" + b"\0" * 500)) == 415
    assert status_of(send(b"\x89PNG\r\n\x1a\n" + b"\0" * 500)) == 422


def test_a_picture_of_too_many_pixels_is_not_opened() -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert status_of(send(out.getvalue())) == 422


def test_a_step_that_hangs_is_stopped_and_the_next_visitor_is_served(
    portal_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.public import checking

    window = checking.Window(portal_data, None)
    monkeypatch.setattr(checking, "SECONDS", 1.0)
    with pytest.raises(checking.TooHard), window._place():
        checking._in_a_child(sleep_for_ever, 0)
    monkeypatch.setattr(checking, "SECONDS", 30.0)
    assert window.judge(io.BytesIO(b"%PDF-1.7\n"), "a.pdf").verdict.signatures == ()


def test_a_step_that_takes_all_memory_ends_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.public import checking

    monkeypatch.setattr(checking, "MEMORY_BYTES", 256 << 20)
    with pytest.raises(checking.TooHard):
        checking._in_a_child(take_memory, 1 << 30)


def sleep_for_ever(_task: int) -> int:
    import time

    while True:
        time.sleep(1)


def take_memory(size: int) -> int:
    return len(bytearray(size))


def test_no_more_than_a_few_are_served_at_once(portal_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import ExitStack

    from portal.public import checking

    monkeypatch.setattr(checking, "WAIT_SECONDS", 0.0)
    window = checking.Window(portal_data, None)
    with ExitStack() as stack:
        for _ in range(checking.PLACES):
            stack.enter_context(checking._one_of(checking.PLACES, portal_data / "public"))
        with pytest.raises(checking.Busy):
            window.judge(io.BytesIO(b"%PDF-1.7\n"), "a.pdf")
        answer = send(b"%PDF-1.7\n")
        assert status_of(answer) == 503
        assert "Đang có nhiều người kiểm tra" in answer.content.decode()  # type: ignore[attr-defined]
    assert status_of(send(b"%PDF-1.7\n")) == 200


def test_a_body_larger_than_the_page_takes_is_refused_before_it_is_read() -> None:
    from django.test import Client

    answer = Client().post(
        ADDRESS, data=b"x", content_type="multipart/form-data; boundary=y", CONTENT_LENGTH="99999999999"
    )
    assert answer.status_code == 413
    elsewhere = Client().post(
        "/kiem-tra/bao-cao", data=b"x" * (2 << 20), content_type="application/x-www-form-urlencoded"
    )
    assert elsewhere.status_code == 413


def test_each_visitor_asks_so_often_and_no_oftener_and_a_restart_forgets_nothing() -> None:
    from django.test import Client

    from portal.models import PublicAttempt
    from portal.public.throttling import A_VISITOR, Asked, let_in

    most = A_VISITOR[Asked.CODE].count
    for _ in range(most):
        assert let_in("203.0.113.9", Asked.CODE)
    refused = Client(REMOTE_ADDR="203.0.113.9").get("/kiem-tra/AAAA-BBBB-CCCC-DDDD")
    assert (refused.status_code, refused["Retry-After"]) == (429, "600")
    assert Client(REMOTE_ADDR="203.0.113.10").get("/kiem-tra/AAAA-BBBB-CCCC-DDDD").status_code == 404
    assert let_in("203.0.113.9", Asked.FILE)
    assert not PublicAttempt.objects.filter(visitor__contains="203.0").exists()


def test_addresses_of_one_household_are_one_visitor() -> None:
    from portal.public.throttling import visitor_of

    assert visitor_of("2001:db8:1:2::5") == visitor_of("2001:db8:1:2:ffff::9")
    assert visitor_of("2001:db8:1:3::5") != visitor_of("2001:db8:1:2::5")


def test_what_was_counted_is_forgotten_after_an_hour() -> None:
    from datetime import timedelta

    from django.utils import timezone

    from portal.models import PublicAttempt
    from portal.public.throttling import Asked, let_in

    let_in("203.0.113.9", Asked.CODE)
    PublicAttempt.objects.update(at=timezone.now() - timedelta(hours=2))
    let_in("203.0.113.10", Asked.CODE)
    assert PublicAttempt.objects.count() == 1
