"""The station: drafts come back, two people know of each other, boxes become evidence, rights hold."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from classifiers.catalogue import load_record_types
from portal.corrections.evidence import parse_corrections
from portal.corrections.outstanding import broken_rules
from records import Box, RecordId
from tests.portal.persons import make_person
from tests.portal.persons import signed_in as client_of
from tests.portal.reviewing import drawn
from tests.portal.test_corrections import form_of, save

if TYPE_CHECKING:
    from django.test import Client

NAME = "child_full_name"


@pytest.fixture
def birth(portal_data: Path) -> RecordId:
    return drawn.deposit(portal_data, drawn.birth(), b"%PDF-1.7")


@pytest.fixture
def lan(portal_data: Path) -> Client:
    return client_of("lan")


def draft(value: str, *, number: int = 1, was: str = drawn.DOUBTS[NAME]) -> dict[str, Any]:
    from urllib.parse import urlencode

    form = urlencode({f"was-{NAME}": was, f"value-{NAME}": value, f"place-{NAME}": ""})
    return {"field": NAME, "form": form, "number": number}


def send(client: Client, record_id: str, *drafts: object, version: str = "v1", **more: object) -> Any:
    body = {"version": version, "tab": "a", "drafts": list(drafts), **more}
    address = f"/records/{record_id}/review/drafts"
    return client.post(address, json.dumps(body), content_type="application/json")


def opened(client: Client, record_id: str) -> str:
    return client.get(f"/records/{record_id}/review").content.decode()


def test_what_was_typed_comes_back_to_the_person_and_to_nobody_else(lan: Client, birth: RecordId) -> None:
    answer = send(lan, birth, draft("TẠ VĂN QUYẾT"))
    assert answer.json() == {"saved": [[NAME, 1]], "version": "v1"}
    page = opened(lan, birth)
    assert form_of(page)[f"value-{NAME}"] == "TẠ VĂN QUYẾT"
    assert "Đã lấy lại chữ bạn gõ dở" in page
    other = opened(client_of("minh"), birth)
    assert form_of(other)[f"value-{NAME}"] == drawn.DOUBTS[NAME] and "Đã lấy lại" not in other


def test_a_draft_that_arrives_after_the_form_that_saved_it_is_no_draft_any_more(
    lan: Client, birth: RecordId
) -> None:
    from portal.models import ReviewDraft

    assert save(lan, birth, **{f"value-{NAME}": "TẠ VĂN QUYẾT"}).status_code == 302
    send(lan, birth, draft("TẠ VĂN QUYẾT", number=7))
    page = opened(lan, birth)
    assert form_of(page)[f"value-{NAME}"] == "TẠ VĂN QUYẾT" and "Đã lấy lại" not in page
    assert not ReviewDraft.objects.exists()
    send(lan, birth, draft("TẠ VĂN KHÁC", number=8))
    assert "Đã lấy lại" in opened(lan, birth)  # what the record does not say is kept


def test_a_saved_form_leaves_no_draft(lan: Client, birth: RecordId, portal_data: Path) -> None:
    from portal.models import ReviewDraft

    send(lan, birth, draft("TẠ VĂN QUYẾT"))
    assert save(lan, birth).status_code == 302
    assert drawn.held(portal_data, birth).fields[NAME].value == "TẠ VĂN QUYẾT"
    assert not ReviewDraft.objects.exists()


def test_a_draft_does_not_cover_a_newer_version_but_stands_beside_it(lan: Client, birth: RecordId) -> None:
    send(lan, birth, draft("TẠ VĂN QUYẾT"))
    save(client_of("minh"), birth, **{f"value__{NAME}": "TẠ VĂN QUÝ"})
    page = opened(lan, birth)
    assert form_of(page)[f"value-{NAME}"] == "TẠ VĂN QUYẾT"
    assert form_of(page)[f"was-{NAME}"] == "TẠ VĂN QUÝ"
    assert "Người khác vừa ghi: “TẠ VĂN QUÝ”" in page
    assert send(lan, birth, draft("TẠ VĂN QUYẾT", number=2)).json()["version"] == "v2"


@pytest.mark.parametrize(
    "change", [{"version": "2"}, {"version": "v٢"}, {"tab": ""}, {"drafts": "x"}, {"drafts": [1]}]
)
def test_a_message_that_no_page_of_ours_sends_is_refused(
    lan: Client, birth: RecordId, change: dict[str, object]
) -> None:
    assert send(lan, birth, draft("x"), **change).status_code == 400


def test_the_second_person_may_look_and_take_over_and_the_first_is_told(lan: Client, birth: RecordId) -> None:
    from portal.models import AuditEvent

    minh = client_of("minh")
    assert "Bạn chỉ xem" not in opened(lan, birth)
    second = opened(minh, birth)
    assert "<b>lan</b> đang kiểm tra hồ sơ này" in second and "disabled" in second
    alive = f"/records/{birth}/review/claim"
    assert lan.post(alive).json()["mine"] is True
    answer = minh.post(f"/records/{birth}/review/take-over", follow=True)
    assert "Bạn đã nhận hồ sơ này từ lan" in answer.content.decode()
    assert lan.post(alive).json() == {"mine": False, "holder": "minh", "version": "v1", "waits": True}
    assert minh.post(alive).json()["mine"] is True
    minh.post(alive, {"end": "1"})
    assert lan.post(alive).json()["holder"] == "lan"
    event = AuditEvent.objects.get(kind="review.taken_over")
    assert (event.actor, event.details) == ("minh", {"before": "lan"})


def test_fetching_a_record_ahead_claims_nothing_and_shows_the_station_alone(
    lan: Client, birth: RecordId
) -> None:
    from portal.models import ReviewClaim

    page = lan.get(f"/records/{birth}/review", headers={"X-Ahead": "1"}).content.decode()
    assert 'id="station"' in page and "<html" not in page
    assert not ReviewClaim.objects.exists()


@pytest.mark.parametrize(
    "below",
    ["review", "review/fields", "review/claim", "review/take-over", "review/drafts", "review/drafts/drop",
     "review/read", "review/leave", "turn", "order", "divide", "join"],
)  # fmt: skip
def test_who_may_not_correct_a_record_gets_nothing_of_it(
    birth: RecordId, portal_data: Path, below: str
) -> None:
    from portal.models import ReviewClaim, ReviewDraft

    address = f"/records/{birth}/{below}"
    assert client_of("xa_khac", unit="Xã Khác").post(address, {"page": "1"}).status_code == 404
    assert client_of("ky", "official").post(address, {"page": "1"}).status_code == 403
    assert client_of("muc", level=1).post(address, {"page": "1"}).status_code == 404
    assert not ReviewClaim.objects.exists() and not ReviewDraft.objects.exists()
    assert drawn.archive_in(portal_data).head(birth).number == 1


def test_another_type_shows_its_fields_at_once_and_keeps_what_was_typed(lan: Client, birth: RecordId) -> None:
    sent = {**form_of(opened(lan, birth)), f"value-{NAME}": "TẠ VĂN QUYẾT", "type": "birth_extract"}
    page = lan.post(f"/records/{birth}/review/fields", sent).content.decode()
    assert "<html" not in page and "Cần xem trước" in page
    assert 'value="TẠ VĂN QUYẾT"' in page
    assert 'name="value-extract_number"' in page or page.count('name="value-') > 5
    marriage = lan.post(f"/records/{birth}/review/fields", {**sent, "type": "marriage_certificate"})
    assert "TẠ VĂN QUYẾT" in marriage.content.decode().split("chưa lưu được")[1]


def test_a_box_that_was_read_becomes_the_values_evidence(
    lan: Client, birth: RecordId, portal_data: Path
) -> None:
    from portal.reviewing.spots import Spot, token_of

    spot = Spot(1, Box(500, 900, 1200, 960), "TA VAN QUYET", 0.81)
    place = token_of(spot, record_id=birth, version="v1")
    save(lan, birth, **{f"value__{NAME}": "TẠ VĂN QUYẾT", f"place__{NAME}": place})
    found = drawn.held(portal_data, birth).fields[NAME]
    assert (found.value, found.as_read, found.rule) == ("TẠ VĂN QUYẾT", "TA VAN QUYET", "person:lan")
    assert found.box == spot.box
    [kept] = parse_corrections(drawn.archive_in(portal_data).read(birth, "corrections.json"))
    assert list(kept.box) == spot.box.as_list()


def test_a_box_of_another_record_version_or_hand_is_no_evidence(
    lan: Client, birth: RecordId, portal_data: Path
) -> None:
    from portal.reviewing.spots import Spot, token_of

    spot = Spot(1, Box(500, 900, 1200, 960), "X", 0.8)
    box = drawn.held(portal_data, birth).fields[NAME].box
    forged = token_of(spot, record_id=birth, version="v1")[:-2] + "xx"
    for place in (forged, token_of(spot, record_id="hs-" + "a" * 24, version="v1"), "x" * 20_000):
        save(lan, birth, **{f"place__{NAME}": place})
        assert drawn.held(portal_data, birth).fields[NAME].box == box
    assert drawn.archive_in(portal_data).head(birth).number == 1


@pytest.mark.parametrize(
    "box",
    [
        ("1", "0", "0", "2480", "3508"),
        ("9", "10", "10", "90", "90"),
        ("1", "a", "0", "9", "9"),
        ("1", "10", "10", "12", "12"),
        ("1", "nan", "inf", "9", "9"),
    ],
)
def test_a_box_that_is_none_is_not_read(lan: Client, birth: RecordId, box: tuple[str, ...]) -> None:
    sent = dict(zip(("page", "x0", "y0", "x1", "y1"), box, strict=True))
    assert lan.post(f"/records/{birth}/review/read", sent).status_code == 400


def test_values_that_contradict_each_other_are_named_together(lan: Client, portal_data: Path) -> None:
    record = drawn.birth(doubts={})
    late = replace(record.fields["registration_date"], value="01/01/2001", normalised="2001-01-01")
    record = replace(record, fields={**record.fields, "registration_date": late})
    reasons = [reason for _, reason in broken_rules(load_record_types()["birth_certificate"], record.fields)]
    assert any("Ngày sinh muộn hơn ngày đăng ký" in reason for reason in reasons)
    record = replace(record, reasons=tuple(reasons), needs_review=True)
    page = opened(lan, drawn.deposit(portal_data, record, b"%PDF-1.7"))
    clash = page[page.index("note bad clash") :].split("</div>")[0]
    assert "01/01/2001" in page and "Ngày sinh muộn hơn ngày đăng ký" in page
    assert clash.count("data-to-field") == 2
    assert page.count("data-clash") >= 2


def test_known_values_come_from_neighbours_that_the_person_may_see(portal_data: Path) -> None:
    known = {"signer_name": "Hoàng Văn Biết"}
    first = drawn.birth(2, doubts={})
    fields = {**first.fields, "signer_name": replace(first.fields["signer_name"], value=known["signer_name"])}
    drawn.deposit(portal_data, replace(first, fields=fields), b"%PDF-1.7")
    secret = replace(first, source=replace(first.source, sha256="ee" * 32))
    hidden = {**first.fields, "signer_name": replace(first.fields["signer_name"], value="Ông Kín")}
    drawn.deposit(portal_data, replace(secret, fields=hidden), b"%PDF-1.7", unit="Xã Kín")
    doubtful = drawn.deposit(portal_data, drawn.birth(1, {"signer_name": "Hoang Van Biet"}), b"%PDF-1.7")
    page = opened(client_of("lan", unit="Xã Phú Lâm"), doubtful)
    assert 'value="signer_name:Hoàng Văn Biết"' in page and "Ông Kín" not in page


def test_a_record_is_left_for_a_colleague_who_may_correct_it_and_for_nobody_else(
    lan: Client, birth: RecordId
) -> None:
    make_person("minh", unit="Xã Phú Lâm")
    make_person("hoa", unit="Xã Khác")
    address = f"/records/{birth}/review/leave"
    refused = lan.post(address, {"for": "hoa", "note": "xem giúp"}, follow=True).content.decode()
    assert "Người ấy không được kiểm tra hồ sơ này" in refused
    lan.post(address, {"for": "minh", "note": "Tên mẹ viết tay <b>"})
    page = lan.get("/review/").content.decode()
    assert "Tên mẹ viết tay &lt;b&gt;" in page and "bạn để sau" in page


def test_done_leads_the_script_to_the_next_record_of_its_queue(lan: Client, portal_data: Path) -> None:
    first = drawn.deposit(portal_data, drawn.birth(1), b"%PDF-1.7", day=1)
    second = drawn.deposit(portal_data, drawn.birth(2), b"%PDF-1.7", day=2)
    sent = {**form_of(opened(lan, first)), "do": "done", f"ok-{NAME}": "on", "ok-place_of_birth": "on"}
    answer = lan.post(f"/records/{first}/review", sent, headers={"X-Station": "1"})
    assert answer.json()["next"] == f"/records/{second}/review"
    assert lan.get("/review/next")["Location"] == f"/records/{second}/review"
