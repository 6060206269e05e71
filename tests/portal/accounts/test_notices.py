"""Notices go by mail too where the office has a mail server, and a server that is down holds nothing up."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator

import pytest

from tests.portal.accounts.doors import make_account, options

pytestmark = pytest.mark.usefixtures("portal_data")


class Postman(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as one message takes."""

    def handle(self) -> None:
        self._say("220 ready")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                letter = b"".join(iter(self.rfile.readline, b".\r\n"))
                self._say("250 taken")
                self.server.letters.append(letter)  # type: ignore[attr-defined]
                self.server.came.set()  # type: ignore[attr-defined]
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def post() -> Iterator[socketserver.TCPServer]:
    """A mail server on loopback that keeps what it is given."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Postman) as server:
        server.daemon_threads = True
        server.letters, server.came = [], threading.Event()  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def change_rights(port: int) -> None:
    """An administrator gives somebody with an address a role, while mail goes to `port`."""
    from django.test import override_settings

    from portal.accounts import changing
    from portal.accounts.django_settings import mail_settings
    from portal.accounts.options import MailOptions
    from portal.rights.roles import Role

    admin, lan = make_account("quan_tri", "administrator"), make_account("lan")
    lan.email = "lan@xa.vn"
    lan.save()
    mail = MailOptions(host="127.0.0.1", port=port, tls="none", sender="hoso@xa.vn")
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with options(mail=mail), override_settings(**{"EMAIL_BACKEND": backend, **mail_settings(mail)}):
        changing.give_role(lan, Role.CLERK, unit=None, types=(), level=3, by=admin)
        for thread in threading.enumerate():
            if thread.name == "notices":
                thread.join(20)


def test_a_person_with_an_address_is_told_of_new_rights_by_mail(post: socketserver.TCPServer) -> None:
    from email import message_from_bytes
    from email.header import decode_header, make_header

    change_rights(post.server_address[1])
    letters = post.letters  # type: ignore[attr-defined]
    assert len(letters) == 1
    letter = message_from_bytes(letters[0])
    assert letter["To"] == "lan@xa.vn"
    assert "tài khoản và quyền" in str(make_header(decode_header(letter["Subject"])))
    text = letter.get_payload(decode=True)
    assert isinstance(text, bytes)
    assert "Tài khoản lan được giao vai trò văn thư" in text.decode()


def test_a_mail_server_that_is_down_holds_nothing_up() -> None:
    from portal.models import Notice

    change_rights(9)
    assert Notice.objects.filter(user__username="lan", kind="grant_given").exists()
