"""Nobody fills the disk: a body that its sender may not send is kept nowhere, and the answer is in words."""

from __future__ import annotations

import re
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.portal.persons import make_person

if TYPE_CHECKING:
    from portal.server import PortalServer

MIB = 1 << 20


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Sizes of the temporary files that bodies went into."""
    from waitress import buffers

    opened: list[int] = []

    class Counted(buffers.TempfileBasedBuffer):  # type: ignore[misc]
        def append(self, s: bytes) -> None:
            opened.append(len(s))
            super().append(s)

    monkeypatch.setattr(buffers, "TempfileBasedBuffer", Counted)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return opened


@pytest.fixture
def server(portal_data: Path) -> Iterator[PortalServer]:
    from portal.server import PortalServer

    with PortalServer("127.0.0.1", 0) as one:
        yield one


def head(path: str, length: int, *more: str) -> bytes:
    lines = (f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Length: {length}", *more, "", "")
    return "\r\n".join(lines).encode()


def connected(server: PortalServer) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=20)


def answer_of(line: socket.socket) -> str:
    told = b""
    while some := line.recv(65536):
        told += some
        opening, _, body = told.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", opening, re.I)
        if length and len(body) >= int(length[1]):
            break
    return told.decode("utf-8", "replace")


def sent(server: PortalServer, opening: bytes, body: int = 0) -> str:
    with connected(server) as line:
        line.sendall(opening)
        for _ in range(body // MIB):
            line.sendall(b"x" * MIB)
        return answer_of(line)


def cookie_of_a_person() -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(make_person("lan", "records_staff"))
    return f"Cookie: {settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@pytest.mark.parametrize("path", ["/inbox/hand-in", "/login/", "/api/v1/files/", "/records/khac"])
def test_a_stranger_s_large_body_is_kept_nowhere_and_answered_in_words(
    server: PortalServer, kept: list[int], path: str
) -> None:
    told = sent(server, head(path, 4 * MIB, "Cookie: sessionid=doan-bua"), 4 * MIB)
    assert told.startswith("HTTP/1.1 413") and "Tệp quá lớn" in told
    assert sum(kept) == 0


def test_more_than_a_machine_would_throw_away_is_not_even_read(server: PortalServer, kept: list[int]) -> None:
    told = sent(server, head("/inbox/hand-in", 1 << 40))
    assert told.startswith("HTTP/1.1 413") and "connection: close" in told.lower()
    assert not kept


def test_who_asks_before_sending_is_told_no_before_sending(server: PortalServer) -> None:
    told = sent(server, head("/inbox/hand-in", 4 * MIB, "Expect: 100-continue"))
    assert told.startswith("HTTP/1.1 413") and "100 Continue" not in told


def test_the_bytes_of_a_body_that_is_left_out_are_no_second_request(server: PortalServer) -> None:
    inside = b"GET /login/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    told = sent(server, head("/inbox/hand-in", 1 << 40) + inside)
    assert told.count("HTTP/1.1") == 1


def test_a_body_in_chunks_ends_at_the_size_of_a_form_for_strangers(
    server: PortalServer, kept: list[int]
) -> None:
    opening = b"POST /inbox/hand-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    with connected(server) as line:
        line.sendall(opening)
        told = ""
        try:
            for _ in range(8):
                line.sendall(b"100000\r\n" + b"x" * MIB + b"\r\n")
            told = answer_of(line)
        except OSError:
            told = "HTTP/1.1 413"  # the server has hung up already
    assert told.startswith("HTTP/1.1 413") or not told
    assert sum(kept) <= MIB


def test_a_person_s_file_is_taken(server: PortalServer, kept: list[int]) -> None:
    told = sent(server, head("/inbox/hand-in", 3 * MIB, cookie_of_a_person()), 3 * MIB)
    assert not told.startswith(("HTTP/1.1 413", "HTTP/1.1 503"))
    assert sum(kept) >= 2 * MIB


def test_visitors_hold_few_places_and_a_connection_that_ends_gives_its_place_back(
    server: PortalServer,
) -> None:
    from portal.request_bodies import OF_A_VISITOR, BoundedChannel

    opening = head("/kiem-tra/", 8 * MIB) + b"x" * MIB
    lines = [connected(server) for _ in range(OF_A_VISITOR)]
    for line in lines:
        line.sendall(opening)
    wait_for(lambda: len(BoundedChannel.places) == OF_A_VISITOR)
    told = sent(server, head("/kiem-tra/", 8 * MIB), 8 * MIB)
    assert told.startswith("HTTP/1.1 503") and "Retry-After: 60" in told and "hãy thử lại" in told
    for line in lines:
        line.close()
    wait_for(lambda: len(BoundedChannel.places) == 0)
    told = sent(server, head("/kiem-tra/", 8 * MIB), 8 * MIB)
    assert not told.startswith("HTTP/1.1 503")


def test_a_full_disk_takes_no_large_body(server: PortalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    from portal import request_bodies

    monkeypatch.setattr(request_bodies, "LEAST_FREE_BYTES", 1 << 62)
    told = sent(server, head("/kiem-tra/", 2 * MIB), 2 * MIB)
    assert told.startswith("HTTP/1.1 503")


def test_a_visitor_s_paper_that_drips_is_cut_off(
    server: PortalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal import request_bodies

    monkeypatch.setattr(request_bodies, "VISITOR_SECONDS", -1.0)
    told = sent(server, head("/kiem-tra/", 8 * MIB) + b"x", 0)
    assert told.startswith("HTTP/1.1 408")


def test_nobody_says_for_the_server_that_a_body_was_left_out(server: PortalServer) -> None:
    told = sent(server, head("/login/", 3, "Hoso-Left-Out: turn") + b"a=b")
    assert not told.startswith("HTTP/1.1 503")


def wait_for(holds: object) -> None:
    import time

    for _ in range(400):
        if holds():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError("it did not come about")
