"""`hoso up` in a process of its own: a PDF in an official's folder comes out signed and sealed."""

from __future__ import annotations

import base64
import hmac
import os
import re
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from signing.demo_documents import demo_letters
from signing.demo_pki import DemoPki, serve_demo_pki
from signing.listing import list_signatures

LONGEST_SECONDS = 90
OWN_PASSWORD = "Đồi-Chè-9-xanh"
ENVIRONMENT = {
    "HOSO_READING__ENGINE": "null",
    "HOSO_INTAKE__SETTLE_SECONDS": "0.3",
    "HOSO_READING__JOBS": "1",
}
SETTINGS = """
[signing]
level = "B-B"
[signing.tokens.chu_tich]
kind = "pkcs12"
file = "{chairman}"
[signing.tokens.con_dau]
kind = "pkcs12"
file = "{agency}"
[outgoing.agencies.ubnd]
name = "ỦY BAN NHÂN DÂN XÃ THỬ NGHIỆM"
place = "Thử Nghiệm"
"""


@pytest.fixture
def pki(tmp_path: Path) -> Iterator[DemoPki]:
    with serve_demo_pki(tmp_path / "pki") as served:
        yield served


@pytest.fixture
def running(tmp_path: Path, pki: DemoPki) -> Iterator[tuple[Path, str]]:
    data = tmp_path / "data"
    data.mkdir()
    text = SETTINGS.format(chairman=pki.pfx_file("chairman"), agency=pki.pfx_file("agency"))
    (data / "hoso.toml").write_text(text, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "hoso", "up", "--port", "0", "--data", str(data)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **ENVIRONMENT},
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(2)]
    yield data, lines[1].split()[-1]
    process.terminate()
    process.wait(30)
    process.stdout.close()


def code_of_the_app(secret: str) -> str:
    """The six digits of now (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


class Person:
    """Somebody at a browser."""

    def __init__(self, data: Path, address: str, name: str, *groups: str) -> None:
        asked = [part for group in groups for part in ("--group", group)]
        command = [sys.executable, "-m", "hoso", "account", name, *asked, "--data", str(data)]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        password = told.strip().rpartition(" ")[2]
        self._client = httpx.Client(base_url=address, follow_redirects=True, timeout=60)
        self.send("/login/", "/login/", {"username": name, "password": password})
        own = {"old": password, "new": OWN_PASSWORD, "again": OWN_PASSWORD}
        self.send("/account/password/", "/account/password/", own)
        if "quan_tri" in groups:
            self._set_up_second_factor()

    def _set_up_second_factor(self) -> None:
        secret = "".join(re.findall(r"<code>([A-Z2-7]{4})</code>", self.see("/account/app/")))
        code = code_of_the_app(secret)
        # The page's own form: another look at it would make another secret.
        answer = self._client.post(
            "/account/app/",
            data={"code": code, "csrfmiddlewaretoken": self._client.cookies["csrftoken"]},
        )
        assert answer.status_code == 200, answer.text

    def see(self, address: str) -> str:
        """A page's source."""
        answer = self._client.get(address)
        assert answer.status_code == 200, address
        return answer.text

    def send(self, page: str, address: str, form: dict[str, str], **files: tuple[str, bytes]) -> str:
        """Sends a form of `page`; what is shown then."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.see(page))
        assert found is not None
        answer = self._client.post(
            address, data={**form, "csrfmiddlewaretoken": found[1]}, files=files or None
        )
        assert answer.status_code == 200, answer.text
        return answer.text


def until(what: str, holds: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST_SECONDS
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.3)


def bind(admin: Person, account: str, token: str, agency: str, certificate: Path) -> None:
    page = admin.see("/outgoing/people/")
    found = re.search(rf'<option value="(\d+)">{account}', page)
    assert found is not None
    form = {"account": found[1], "token": token, "agency": agency}
    told = admin.send(
        "/outgoing/people/", "/outgoing/people/bind", form, certificate=("a.pem", certificate.read_bytes())
    )
    assert "Đã gắn chứng thư" in told


@pytest.mark.slow
def test_a_pdf_in_an_officials_folder_comes_out_signed_and_sealed(
    running: tuple[Path, str], pki: DemoPki, tmp_path: Path
) -> None:
    data, address = running
    official = Person(data, address, "chu_tich", "ky")
    clerk = Person(data, address, "van_thu", "van_thu")
    admin = Person(data, address, "quan_tri", "quan_tri")
    bind(admin, "chu_tich", "chu_tich", "", pki.certificate_file("chairman"))
    bind(admin, "van_thu", "con_dau", "ubnd", pki.certificate_file("agency"))

    letter = demo_letters(tmp_path / "letters", count=1)[0].path
    folder = data / "outgoing" / "chu_tich"
    folder.mkdir()
    (folder / "quyết định.pdf").write_bytes(letter.read_bytes())
    until("read", lambda: "01/QĐ-UBND" in clerk.see("/outgoing/clerk/"))
    number = re.search(r'name="document" value="(\d+)"', clerk.see("/outgoing/clerk/"))
    assert number is not None
    form = {"document": number[1]}
    clerk.send("/outgoing/clerk/", "/outgoing/clerk/numbers", form)
    until("printed", lambda: "01/QĐ-UBND" in official.see("/outgoing/signing/"))
    form["pin"] = pki.pfx_password
    official.send("/outgoing/signing/", "/outgoing/signing/sign", form)
    until("signed", lambda: "Chờ đóng dấu" in official.see("/outgoing/"))
    clerk.send("/outgoing/clerk/", "/outgoing/signing/seal", {**form, "agency": "ubnd", "do": "some"})
    signed = data / "signed"
    until("issued", lambda: any(signed.rglob("*.pdf")))
    (path,) = signed.rglob("*.pdf")
    assert [one.field for one in list_signatures(path)] == ["NguoiKy1", "CoQuan"]
    told = folder / "quyết định.pdf.ket-qua.txt"
    until("told", told.exists)
    assert f"Đã ban hành 01/QĐ-UBND: {path.relative_to(data)}" in told.read_text(encoding="utf-8-sig")
