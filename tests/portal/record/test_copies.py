"""Copies handed out from the record's page: chosen, looked at, made anew, and written down."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest

from records import Box, RecordId
from tests.portal.api.callers import caller
from tests.portal.catalogued import make_field
from tests.portal.persons import signed_in
from tests.portal.record.papers import birth_record, deposit

pytestmark = pytest.mark.usefixtures("portal_data")
NUMBER = "014319000123"
ASKED = {"recipient": "UBND xã Tiên Phú", "reason": "Nhập học", "do": "make"}


@pytest.fixture
def birth(portal_data: Path) -> RecordId:
    number = make_field(NUMBER, box=Box(740, 480, 900, 520))
    return deposit(portal_data, birth_record(child_personal_id=number))


def text_of(content: bytes) -> str:
    with pdfium.PdfDocument(content) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def test_a_copy_names_nothing_of_the_paper_and_is_written_down(birth: RecordId) -> None:
    from portal.models import AuditEvent, HandOut

    answer = signed_in("lan").post(f"/records/{birth}/copy", {**ASKED, "hide": ["child_personal_id"]})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "no-store"
    assert "khai" not in answer["Content-Disposition"]
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 2
        assert "AcroForm" not in pdf.Root
        assert pdf.docinfo.Title == "Bản sao"
    assert text_of(answer.content).split() == ["BẢN", "SAO", "BẢN", "SAO"]
    [event] = AuditEvent.objects.filter(kind="record.handed_out")
    told = event.details
    assert "UBND" not in str(told) and "Nhập học" not in str(told)  # the chain can never let go of a name
    entry = HandOut.objects.get(pk=told["hand_out"])
    assert (entry.recipient, entry.reason) == ("UBND xã Tiên Phú", "Nhập học")
    assert (entry.sha256, entry.by) == (told["sha256"], "lan")
    assert (told["hidden"], told["pages"], len(told["sha256"])) == (["child_personal_id"], [1, 2], 64)
    assert NUMBER not in str(told)


def test_what_is_ticked_is_black_in_the_copy_and_the_rest_is_not(birth: RecordId) -> None:
    answer = signed_in("lan").post(f"/records/{birth}/copy", {**ASKED, "hide": ["child_personal_id"]})
    with pdfium.PdfDocument(answer.content) as document:
        page = document[0].render(scale=300 / 72).to_pil().convert("L")
    hidden, beside = page.crop((735, 475, 905, 525)), page.crop((210, 310, 350, 330))
    assert hidden.getextrema()[1] < 25  # ink was 30, paper 245
    assert beside.getextrema()[1] < 120 or beside.getextrema()[0] > 20


def test_personal_data_is_proposed_by_kind_and_the_person_decides(birth: RecordId) -> None:
    person = signed_in("lan")
    page = person.get(f"/records/{birth}/copy").content.decode()
    assert 'value="child_personal_id" checked' in page
    assert 'value="child_full_name">' in page
    assert page.count('class="masked"') > 0
    nothing = person.post(f"/records/{birth}/copy", {"do": "preview"}).content.decode()
    assert 'class="masked"' not in nothing
    words = person.post(f"/records/{birth}/copy", {"do": "preview", "words": "lò thị mây; PÁNH"})
    assert words.content.decode().count('class="masked"') == 2


def test_an_unmasked_copy_keeps_its_text_to_be_found(birth: RecordId) -> None:
    answer = signed_in("lan").post(f"/records/{birth}/copy", {**ASKED, "pages": "2"})
    assert "Trạm y tế" in text_of(answer.content)
    assert NUMBER not in text_of(answer.content)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"recipient": " "}, "Ghi người hoặc cơ quan nhận"),
        ({"reason": ""}, "Ghi lý do"),
        ({"pages": "9"}, "Ghi số trang"),
        ({"pages": "1-"}, "Ghi số trang"),
        ({"pages": "²"}, "Ghi số trang"),
    ],
)
def test_no_copy_is_made_without_recipient_reason_and_pages(
    birth: RecordId, changes: dict[str, str], told: str
) -> None:
    from portal.models import AuditEvent

    answer = signed_in("lan").post(f"/records/{birth}/copy", {**ASKED, **changes})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not AuditEvent.objects.filter(kind="record.handed_out").exists()


def test_nothing_is_masked_on_trust_where_the_words_of_a_page_are_lost(portal_data: Path) -> None:
    birth = deposit(portal_data, birth_record(), files={"words.json": b"{}"})
    answer = signed_in("lan").post(f"/records/{birth}/copy", {**ASKED, "hide": ["child_full_name"]})
    assert answer.status_code == 422
    assert "không che chắc chắn được" in answer.content.decode()


def test_what_was_to_be_hidden_and_stands_nowhere_is_told(portal_data: Path) -> None:
    typed = make_field("Trần Văn Ngoài", box=Box(0, 0, 0, 0))
    birth = deposit(portal_data, birth_record(father_full_name=typed))
    answer = signed_in("lan").post(f"/records/{birth}/copy", {"do": "preview", "hide": ["father_full_name"]})
    assert "Không tìm thấy chỗ của" in answer.content.decode()


def test_each_copy_is_made_anew_and_nothing_of_it_stays(portal_data: Path, birth: RecordId) -> None:
    person = signed_in("lan")
    person.post(f"/records/{birth}/copy", ASKED)
    assert not [path for path in portal_data.rglob("*.pdf") if "archive" not in path.parts]
    page = person.get(f"/records/{birth}/?tab=files").content.decode()
    assert "UBND xã Tiên Phú" in page
    auditor = signed_in("kiem", "official")
    assert "UBND xã Tiên Phú" not in auditor.get(f"/records/{birth}/?tab=files").content.decode()


def test_the_history_tells_who_got_copies_only_to_who_hands_out_or_audits(birth: RecordId) -> None:
    signed_in("lan").post(f"/records/{birth}/copy", ASKED)
    history = f"/records/{birth}/?tab=history"
    auditor = signed_in("kiem", "auditor").get(history).content.decode()
    assert "UBND xã Tiên Phú" in auditor and f"/audit/?object=record:{birth}" in auditor
    official = signed_in("can-bo", "official").get(history).content.decode()
    assert "UBND xã Tiên Phú" not in official and "/audit/?object" not in official


def test_copies_that_an_earlier_version_wrote_into_the_chain_are_still_told(birth: RecordId) -> None:
    from portal.audit import Kind, note_by

    told = {"recipient": "Trường Pánh", "reason": "Nhập học", "hidden": ["x"], "words": 0}
    note_by("cu", Kind.RECORD_HANDED_OUT, object=f"record:{birth}", **told)
    assert "Trường Pánh" in signed_in("lan").get(f"/records/{birth}/?tab=files").content.decode()


_NAMES = ("page", "left", "top", "width", "height")
DRAWN = {f"drawn-{name}": [said] for name, said in zip(_NAMES, ("1", "25", "10", "40", "2,5"), strict=True)}
WHERE = (620, 351, 1612, 438)
"""The same in pixels of the page; the names of the paper's second line stand in it."""


def test_a_place_drawn_by_hand_is_gone_from_pixels_and_text_and_is_kept(birth: RecordId) -> None:
    from portal.models import AuditEvent, HandOut

    answer = signed_in("lan").post(f"/records/{birth}/copy", {**ASKED, **DRAWN})
    assert answer["Content-Type"] == "application/pdf"
    assert text_of(answer.content).split() == ["BẢN", "SAO", "BẢN", "SAO"]
    with pdfium.PdfDocument(answer.content) as document:
        page = document[0].render(scale=300 / 72).to_pil().convert("L")
    assert page.crop(WHERE).getextrema()[1] < 25  # ink was 30, paper 245
    assert page.crop((620, 460, 1612, 700)).getextrema()[1] > 200
    entry = HandOut.objects.get()
    assert (entry.places, entry.hides) == ([[1, 25, 10, 40, 2.5]], True)
    assert AuditEvent.objects.get(kind="record.handed_out").details["drawn"] == 1


def test_places_are_drawn_also_on_a_page_whose_words_are_lost(portal_data: Path) -> None:
    birth = deposit(portal_data, birth_record(), files={"words.json": b"{}"})
    answer = signed_in("lan").post(f"/records/{birth}/copy", {**ASKED, **DRAWN})
    with pdfium.PdfDocument(answer.content) as document:
        page = document[0].render(scale=300 / 72).to_pil().convert("L")
    assert page.crop(WHERE).getextrema()[1] < 25


@pytest.mark.parametrize(
    "slip",
    [
        {"drawn-page": ["9"]},
        {"drawn-page": [""]},
        {"drawn-width": [""]},
        {"drawn-width": ["0"]},
        {"drawn-left": ["101"]},
        {"drawn-left": ["-5"]},
        {"drawn-top": ["1e1"]},
        {name: values * 101 for name, values in DRAWN.items()},
    ],
)
def test_a_place_that_cannot_be_is_told(birth: RecordId, slip: dict[str, list[str]]) -> None:
    from portal.models import HandOut

    answer = signed_in("lan").post(f"/records/{birth}/copy", {**ASKED, **DRAWN, **slip})
    assert answer.status_code == 422
    assert "Có chỗ che chưa đủ số" in answer.content.decode()
    assert not HandOut.objects.exists()


def test_an_empty_row_is_no_place_and_the_last_copys_places_are_offered_again(birth: RecordId) -> None:
    from portal.models import HandOut

    person = signed_in("lan")
    empty = {name: [*values, ""] for name, values in DRAWN.items()}
    person.post(f"/records/{birth}/copy", {**ASKED, **empty})
    assert HandOut.objects.get().places == [[1, 25, 10, 40, 2.5]]
    assert "Lấy lại 1 chỗ" in person.get(f"/records/{birth}/copy").content.decode()
    page = person.post(f"/records/{birth}/copy", {"do": "again"}).content.decode()
    assert '<rect class="masked" x="25.0" y="10.0" width="40.0" height="2.5"/>' in page
    assert 'name="drawn-height" min="0" max="100" step="any" value="2.5"' in page


def test_what_reaches_over_the_edge_of_the_page_ends_there(birth: RecordId) -> None:
    from portal.models import HandOut

    over = {**DRAWN, "drawn-left": ["90"], "drawn-width": ["40"]}
    assert signed_in("lan").post(f"/records/{birth}/copy", {**ASKED, **over}).status_code == 200
    assert HandOut.objects.get().places == [[1, 90, 10, 10, 2.5]]


def test_a_system_gets_a_copy_with_what_is_proposed_hidden_and_it_is_written_down(birth: RecordId) -> None:
    from portal.models import HandOut

    system = caller("mot-cua")
    asked = {"recipient": "UBND xã Tiên Phú", "reason": "Nhập học"}
    assert system.post(f"/records/{birth}/copies", {**asked, "reason": ""}).status_code == 422
    assert system.post(f"/records/{birth}/copies", {**asked, "pages": "9-12"}).status_code == 422
    assert not HandOut.objects.exists()
    answer = system.post(f"/records/{birth}/copies", {**asked, "pages": "1"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    entry = HandOut.objects.get()
    assert (entry.by, entry.recipient) == ("mot-cua", "UBND xã Tiên Phú")
    with pdfium.PdfDocument(answer.content) as document:
        page = document[0].render(scale=300 / 72).to_pil().convert("L")
    assert page.crop((735, 475, 905, 525)).getextrema()[1] < 25
    assert caller("khac", unit="xa-b").post(f"/records/{birth}/copies", asked).status_code == 404
    reader = caller("doc", scopes=("records:read",))
    assert reader.post(f"/records/{birth}/copies", asked).status_code == 403
