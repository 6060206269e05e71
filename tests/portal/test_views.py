"""What people see in a browser: only after signing in, only what is theirs to see, and in their language."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageOps

from archive import Archive
from archive.stores.folder import FolderStore
from pipeline.pdfa import write_searchable
from records import Page, Record, RecordId, SignatureSeen, record_id_for
from records.record import dump_json
from tests.portal.catalogued import PAGE_HEIGHT, PAGE_WIDTH, make_field, make_record
from tests.portal.persons import make_person

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("portal_data")
NOWHERE = "hs-" + "a" * 24


@pytest.fixture
def stranger() -> Client:
    from django.test import Client

    return Client()


@pytest.fixture
def clerk(stranger: Client) -> Client:
    stranger.force_login(make_person("clerk"))
    return stranger


def scan_of(record: Record) -> bytes:
    """A PDF with a grey page of A4 for each page of the record."""
    images = [Image.new("L", (620, 877), 255 - 20 * page.number) for page in record.pages]
    out = io.BytesIO()
    images[0].save(out, "PDF", resolution=75, save_all=True, append_images=images[1:])
    return out.getvalue()


def deposit(data_dir: Path, record: Record, *, without: str = "", **files: bytes) -> RecordId:
    """Puts a record into archive and catalogue, as the worker does."""
    from portal.catalogue.index import index_record

    record_id = record_id_for(record.source.sha256)
    intake = {"received_at": "2026-06-01T08:00:00+07:00", "unit": "Xã Phú Lâm"}
    contents: dict[str, Path | bytes] = {
        f"original/{record.source.name}": scan_of(record),
        "searchable.pdf": scan_of(record),
        "record.json": dump_json(record.to_json()),
        "words.json": dump_json(record.words_json()),
        "intake.json": dump_json(intake),
    }
    contents.update(files)
    contents.pop(without, None)
    Archive(FolderStore(data_dir / "archive")).deposit(
        record_id, contents, message="test", user="test", created=datetime(2026, 6, 1, tzinfo=UTC)
    )
    index_record(record_id, "v1", record, intake)
    return record_id


@pytest.fixture
def birth(portal_data: Path) -> RecordId:
    fields = {
        "child_full_name": make_field("LÒ THỊ MÂY", "Lò Thị Mây"),
        "hometown": make_field("xã Tiên Phú", page=2, confidence=0.62, doubt="Chữ mờ"),
    }
    record = make_record(
        "GIẤY KHAI SINH\nHọ, chữ đệm, tên: LÒ THỊ MÂY",
        "Quê quán: xã Tiên Phú",
        name="khai sinh.pdf",
        record_type="birth_certificate",
        fields=fields,
        reasons=["Quê quán chưa chắc chắn"],
    )
    return deposit(portal_data, record)


def addresses(record_id: str) -> list[str]:
    record = f"/records/{record_id}/"
    return [
        "/", "/work/", "/records/", "/search/", "/search/?q=x", "/rejected/",
        record, f"{record}pages/1.webp", f"{record}original", f"{record}searchable.pdf",
    ]  # fmt: skip


def test_a_stranger_sees_nothing_but_the_sign_in_page(stranger: Client, birth: RecordId) -> None:
    for address in addresses(birth):
        answer = stranger.get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/login/"), address
    assert stranger.get("/login/").status_code == 200


def test_a_person_signs_in_and_out_with_the_account_that_was_told(stranger: Client) -> None:
    from portal.people import set_account

    account = set_account("demo")
    wrong = stranger.post("/login/", {"username": account.user, "password": "khác"})
    assert "chưa đúng" in wrong.content.decode()
    right = stranger.post("/login/", {"username": account.user, "password": account.password})
    assert (right.status_code, right["Location"]) == (302, "/")
    assert stranger.post("/logout/").status_code == 302
    assert stranger.get("/").status_code == 302


def test_every_page_opens_for_a_clerk_and_lets_nothing_in_from_elsewhere(
    clerk: Client, birth: RecordId
) -> None:
    for address in addresses(birth):
        answer = clerk.get(address)
        assert answer.status_code == 200, address
        assert answer["Content-Security-Policy"].startswith("default-src 'self'")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        if answer["Content-Type"].startswith("text/html"):
            page = answer.content.decode()
            assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|<style|https?://", page), address
            assert "no-store" in answer["Cache-Control"]


def test_an_identifier_that_is_none_or_of_no_record_is_not_found(clerk: Client) -> None:
    for name in (NOWHERE, "hs-short", "..%2f..%2fetc", "HS-" + "A" * 24, NOWHERE + "x"):
        for rest in ("", "pages/1.webp", "original", "searchable.pdf"):
            assert clerk.get(f"/records/{name}/{rest}").status_code == 404
    assert "Không tìm thấy" in clerk.get(f"/records/{NOWHERE}/").content.decode()


def test_a_record_shows_fields_with_confidence_evidence_and_why_it_waits(
    clerk: Client, birth: RecordId
) -> None:
    page = clerk.get(f"/records/{birth}/").content.decode()
    for shown in (
        "Giấy khai sinh",
        "LÒ THỊ MÂY",
        "97%",
        "62%",
        "Quê quán chưa chắc chắn",
        "Chữ mờ",
        "label:test",
    ):
        assert shown in page
    assert "Chưa đọc được" in page  # required fields that were not found are told
    assert 'data-field="child_full_name"' in page
    assert '<rect class="field" data-field="hometown"' not in page  # its evidence is on the other page


def test_words_that_were_searched_for_are_marked_on_the_page(clerk: Client, birth: RecordId) -> None:
    page = clerk.get(f"/records/{birth}/?q=lo+thi+may").content.decode()
    assert page.count('<rect class="hit"') == 3
    assert (
        clerk.get(f"/records/{birth}/?q=lo+thi+may&page=2").content.decode().count('<rect class="hit"') == 0
    )


@pytest.mark.parametrize("asked", ["page=99", "page=-1", "page=x", "page=²", "q=a*", "field=%22%3E%3Cx"])
def test_a_malformed_address_shows_the_record_all_the_same(
    clerk: Client, birth: RecordId, asked: str
) -> None:
    answer = clerk.get(f"/records/{birth}/?{asked}")
    assert answer.status_code == 200
    assert b"<x" not in answer.content


def test_a_page_is_drawn_upright_once_and_then_kept_by_the_browser(clerk: Client, birth: RecordId) -> None:
    answer = clerk.get(f"/records/{birth}/pages/2.webp")
    image = Image.open(io.BytesIO(answer.content))
    assert (image.format, answer["Content-Type"]) == ("WEBP", "image/webp")
    assert image.size == pytest.approx((910, 1287), abs=3)
    assert "private" in answer["Cache-Control"]
    again = clerk.get(f"/records/{birth}/pages/2.webp", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert clerk.get(f"/records/{birth}/pages/3.webp").status_code == 404


def test_a_page_that_its_rendition_set_level_is_drawn_as_its_boxes_have_it(
    clerk: Client, portal_data: Path
) -> None:
    words = make_record("GIẤY KHAI SINH số 12 quyển số 5").pages[0].words
    box = words[0].box
    scan = Image.new("RGB", (PAGE_WIDTH, PAGE_HEIGHT), "white")
    scan.paste((0, 0, 0), tuple(map(round, box.as_list())))
    scan.save(portal_data / "scan.jpg", dpi=(300, 300))
    page = Page(1, 300, PAGE_WIDTH, PAGE_HEIGHT, skew=4.0, words=words)
    rendition = portal_data / "level.pdf"
    write_searchable(
        portal_data / "scan.jpg", [page], rendition, title="Giấy", created=datetime(2026, 1, 1, tzinfo=UTC)
    )
    record = replace(make_record("x"), pages=(page,))
    record_id = deposit(portal_data, record, **{"searchable.pdf": rendition.read_bytes()})
    image = Image.open(io.BytesIO(clerk.get(f"/records/{record_id}/pages/1.webp").content)).convert("L")
    assert image.size == pytest.approx((909, 1286), abs=3)
    shown = ImageOps.invert(image).point(lambda value: 255 * (value > 128)).getbbox()
    assert shown == pytest.approx([value * 110 / 300 for value in box.as_list()], abs=2)


def test_signing_times_are_shown_in_vietnam_s_zone(clerk: Client, portal_data: Path) -> None:
    seen = SignatureSeen("Stamp", "Authority", claimed_time="2026-11-22T12:21:02+00:00")
    record_id = deposit(portal_data, replace(make_record("signed"), signatures=(seen,)))
    page = clerk.get(f"/records/{record_id}/?tab=signatures").content.decode()
    assert "19:21:02 22/11/2026 +07:00" in page
    assert "+00:00" not in page


def test_a_record_without_rendition_is_drawn_from_its_original(clerk: Client, portal_data: Path) -> None:
    record_id = deposit(portal_data, make_record("một", "hai"), without="searchable.pdf")
    answer = clerk.get(f"/records/{record_id}/pages/2.webp")
    assert Image.open(io.BytesIO(answer.content)).size == pytest.approx((909, 1286), abs=3)
    assert clerk.get(f"/records/{record_id}/searchable.pdf").status_code == 404


def test_a_record_whose_words_are_lost_is_still_shown_and_says_so(clerk: Client, portal_data: Path) -> None:
    record_id = deposit(portal_data, make_record("một"), without="words.json")
    page = clerk.get(f"/records/{record_id}/?q=mot").content.decode()
    assert "Chưa đọc được vị trí các từ" in page


def test_downloads_are_the_archived_bytes_and_are_never_shown_in_place(
    clerk: Client, birth: RecordId, portal_data: Path
) -> None:
    archive = Archive(FolderStore(portal_data / "archive"))
    for address, path in (("original", "original/khai sinh.pdf"), ("searchable.pdf", "searchable.pdf")):
        answer = clerk.get(f"/records/{birth}/{address}")
        assert b"".join(answer.streaming_content) == archive.read(birth, path)  # type: ignore[attr-defined]
        assert answer["Content-Disposition"].startswith("attachment")


def test_the_list_is_narrowed_by_its_filters(clerk: Client, birth: RecordId, portal_data: Path) -> None:
    other = deposit(
        portal_data, make_record("x", name="khác.pdf", fields={"issue_date": make_field("x", "2024-05-01")})
    )

    def shown(asked: str) -> set[str]:
        return set(re.findall(r"hs-[a-z2-7]{24}", clerk.get(f"/records/?{asked}").content.decode()))

    assert shown("") == {birth, other}
    assert shown("type=birth_certificate") == {birth}
    assert shown("state=review") == {birth}
    assert shown("from=05/2024&to=2024") == {other}
    assert shown("unit=không+có") == set()
    assert "Không hiểu ngày tháng" in clerk.get("/records/?from=mai").content.decode()


def test_lists_are_paged_and_keep_their_filters(clerk: Client) -> None:
    from tests.portal.catalogued import add

    for number in range(27):
        add(make_record("quyết định", name=f"{number}.pdf"), unit="Xã Đông")
    for address in ("/records/?unit=X%C3%A3+%C4%90%C3%B4ng", "/search/?q=quyet+dinh"):
        first = clerk.get(address).content.decode()
        following = re.search(r'href="(\?[^"]+)" rel="next"', first)
        assert following is not None
        second = clerk.get(address.split("?")[0] + following[1].replace("&amp;", "&")).content.decode()
        names = [set(re.findall(r"hs-[a-z2-7]{24}", page)) for page in (first, second)]
        assert len(names[0] | names[1]) == 27
        assert not names[0] & names[1]


def test_search_marks_what_was_found_and_links_to_the_page(clerk: Client, birth: RecordId) -> None:
    page = clerk.get("/search/?q=tien+phu&type=birth_certificate").content.decode()
    assert "<mark>Tiên Phú</mark>" in page
    assert f"/records/{birth}/?page=2" in page
    assert "Trước dấu * cần" in clerk.get("/search/?q=a*").content.decode()
    assert clerk.get("/search/?q=%3Cscript%3Ealert(1)%3C/script%3E").content.count(b"<script>") == 0


def test_work_shows_how_far_each_file_is_and_refusals_show_their_reason(clerk: Client) -> None:
    from portal.models import IntakeFile, IntakePage

    common = {"size_bytes": 1, "received_at": datetime(2026, 6, 1, tzinfo=UTC)}
    reading = IntakeFile.objects.create(
        name="đang đọc.pdf", sha256="1" * 64, state="reading", page_count=4, **common
    )
    for number, state in enumerate(("read", "failed", "waiting", "waiting"), start=1):
        IntakePage.objects.create(file=reading, number=number, state=state)
    IntakeFile.objects.create(
        name="bảng.xlsx",
        sha256="2" * 64,
        state="rejected",
        reason_vi="Loại tệp này",
        reason_en="This kind",
        **common,
    )
    work = clerk.get("/work/").content.decode()
    assert "đang đọc.pdf" in work
    assert "2/4" in work
    assert "Loại tệp này" in clerk.get("/rejected/").content.decode()


def test_the_interface_is_vietnamese_until_a_person_asks_for_english(clerk: Client, birth: RecordId) -> None:
    assert 'lang="vi"' in clerk.get("/", headers={"Accept-Language": "en"}).content.decode()
    clerk.post("/language/", {"language": "en", "next": "/"})
    page = clerk.get(f"/records/{birth}/").content.decode()
    assert "Why a person should look" in page
    assert "Birth certificate" in page


def test_the_server_answers_and_stops(portal_data: Path) -> None:
    from urllib.request import urlopen

    from portal.server import PortalServer
    from records.errors import SettingInvalid

    with PortalServer("127.0.0.1", 0) as server:
        port = server.port
        with urlopen(server.address + "login/", timeout=10) as answer:  # noqa: S310  # our own address
            assert answer.status == 200
        with pytest.raises(SettingInvalid), PortalServer("127.0.0.1", port):
            pass
    with PortalServer("127.0.0.1", port):
        pass
