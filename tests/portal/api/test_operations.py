"""What other systems do: find, fetch, correct, send, follow."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from records import RecordId
from tests.portal.api.callers import caller
from tests.portal.catalogued import make_field, make_record
from tests.portal.reviewing import drawn
from tests.portal.test_views import deposit

CODE = "G06.01_CV_000021_V1"


@pytest.fixture
def birth(portal_data: Path) -> RecordId:
    record = make_record(
        "GIẤY KHAI SINH\nLÒ THỊ MÂY",
        name="khai-sinh.pdf",
        record_type="birth_certificate",
        fields={"child_full_name": make_field("LÒ THỊ MÂY", "Lò Thị Mây")},
        reasons=["Quê quán chưa chắc chắn"],
    )
    return deposit(portal_data, record)


def pdf(text: str = "một") -> SimpleUploadedFile:
    return SimpleUploadedFile("giay.pdf", b"%PDF-1.4 " + text.encode(), "application/pdf")


def test_a_record_is_found_read_and_fetched(birth: RecordId) -> None:
    system = caller("motcua")
    [row] = system.get("/records/", {"q": "lo thi may"}).json()["items"]
    assert (row["record_id"], row["record_type"], row["unit"]) == (birth, "birth_certificate", "Xã Phú Lâm")
    whole = system.get(f"/records/{birth}").json()
    assert whole["record"]["fields"]["child_full_name"]["value"] == "LÒ THỊ MÂY"
    assert system.get(f"/records/{birth}/pages/1").json()["text"].startswith("GIẤY KHAI SINH")
    assert [one["version"] for one in system.get(f"/records/{birth}/versions").json()] == ["v1"]
    fetched = b"".join(system.get(f"/records/{birth}/original").streaming_content)
    assert fetched.startswith(b"%PDF")


def test_a_correction_makes_a_version_and_a_second_of_the_old_one_is_refused(birth: RecordId) -> None:
    from portal.models import AuditEvent

    system = caller("motcua")
    wish = {
        "version": "v1",
        "fields": [{"field": "child_full_name", "action": "edit", "value": "Lò Thị Mấy"}],
        "seen": ["Quê quán chưa chắc chắn"],
    }
    changed = system.patch(f"/records/{birth}", wish, content_type="application/json").json()
    assert (changed["version"], changed["record"]["fields"]["child_full_name"]["value"]) == (
        "v2",
        "Lò Thị Mấy",
    )
    again = system.patch(f"/records/{birth}", wish, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "ObjectMoved")
    event = AuditEvent.objects.get(kind="record.corrected")
    assert (event.actor, event.details) == ("motcua", {"fields": ["child_full_name"]})


def test_an_impossible_value_without_a_reason_saves_nothing(birth: RecordId) -> None:
    system = caller("motcua")
    for field, value in (("child_date_of_birth", "31/02/2020"), ("no_such_field", "x")):
        wish = {"version": "v1", "fields": [{"field": field, "action": "edit", "value": value}]}
        answer = system.patch(f"/records/{birth}", wish, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (422, "Contradicted")
        assert answer.json()["faults"][0].startswith(field)
    assert system.get(f"/records/{birth}").json()["version"] == "v1"


def test_a_scan_is_sent_and_followed_and_a_double_is_said_to_be_one(portal_data: Path) -> None:
    system = caller("motcua", unit="xa-a")
    sent = system.post("/files/", {"scan": pdf(), "unit": "xa-a"})
    assert (sent.status_code, sent.json()["state"]) == (201, "received")
    assert system.post("/files/", {"scan": pdf(), "unit": "xa-a"}).json()["state"] == "duplicate"
    assert system.get(f"/files/{sent.json()['id']}").json()["name"] == "giay.pdf"
    assert [one["state"] for one in system.get("/files/").json()["items"]] == ["duplicate", "received"]
    assert system.post("/files/", {"scan": pdf("hai"), "unit": "xa-b"}).status_code == 403
    stranger = caller("khac", unit="xa-b")
    assert stranger.get("/files/").json()["items"] == []
    assert stranger.get(f"/files/{sent.json()['id']}").status_code == 404


def test_a_document_is_pushed_under_its_code_and_a_taken_code_is_refused(portal_data: Path) -> None:
    from portal.models import IntakeFile

    system = caller("motcua")

    def push(text: str) -> Any:
        return system.post("/documents/import", {"file": pdf(text), "DocCode": CODE})

    first = push("một")
    assert (first.status_code, first.json()["Status"]) == (201, "processing")
    assert push("một").status_code == 200
    assert push("hai").status_code == 409
    assert IntakeFile.objects.filter(sha256=hashlib.sha256(b"%PDF-1.4 hai").hexdigest()).count() == 0
    meta = system.get(f"/documents/{CODE}").json()
    assert (meta["DocCode"], meta["Status"], meta["FileName"]) == (CODE, "processing", "giay.pdf")
    assert system.get("/documents/G06.01_CV_000022_V1").status_code == 404
    assert system.post("/documents/import", {"file": pdf(), "DocCode": "../etc"}).status_code == 422


def test_a_code_is_kept_in_the_archive_and_the_document_pulled_by_it(portal_data: Path) -> None:
    from records.record import dump_json

    record = make_record(
        "QUYẾT ĐỊNH",
        name="qd.pdf",
        fields={
            "doc_number": make_field("15/QĐ-UBND"),
            "issue_date": make_field("25/11/2021", "2021-11-25"),
            "issuing_agency": make_field("ỦY BAN NHÂN DÂN XÃ PHÚ LÂM"),
        },
    )
    intake = {"received_at": "2026-06-01T08:00:00+07:00", "unit": "", "document_code": CODE}
    from portal.catalogue.index import replace_records
    from portal.catalogue.rebuild import read_deposited
    from portal.held_records import the_archive

    record_id = deposit(portal_data, record, **{"intake.json": dump_json(intake)})
    replace_records([read_deposited(the_archive(), record_id)])
    system = caller("motcua")
    meta = system.get(f"/documents/{CODE}").json()
    assert {
        name: meta[name] for name in ("CodeNumber", "CodeNotation", "IssuedDate", "OrganName", "Status")
    } == {
        "CodeNumber": "15",
        "CodeNotation": "QĐ-UBND",
        "IssuedDate": "2021-11-25",
        "OrganName": "ỦY BAN NHÂN DÂN XÃ PHÚ LÂM",
        "Status": "filed",
    }
    answer = system.get(f"/documents/download/{CODE}")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    wish = {"version": "v1", "fields": [{"field": "doc_number", "action": "edit", "value": "16/QĐ-UBND"}]}
    changed = system.put(f"/documents/{CODE}", wish, content_type="application/json").json()
    assert (changed["CodeNumber"], changed["DocCode"]) == ("16", CODE)


def test_a_body_beyond_a_form_is_taken_only_with_a_key_in_force(portal_data: Path) -> None:
    from django.test import Client

    from portal.request_size import FORM_BYTES

    large = SimpleUploadedFile("to.pdf", b"%PDF-1.4 " + b"x" * FORM_BYTES, "application/pdf")
    assert Client().post("/api/v1/files/", {"scan": large}).status_code == 413
    large.seek(0)
    assert caller("motcua").post("/files/", {"scan": large}).status_code == 201


def test_pages_are_parted_joined_and_put_in_order_each_from_the_version_that_was_seen(
    portal_data: Path,
) -> None:
    record_id = deposit(portal_data, make_record("QUYẾT ĐỊNH", "Điều 2", name="qd.pdf"))
    system = caller("motcua")

    def act(of: str, what: str, **wish: object) -> Any:
        return system.post(f"/records/{of}/{what}", wish, content_type="application/json")

    assert act(record_id, "divide", version="v2", page=2).status_code == 409
    parted = act(record_id, "divide", version="v1", page=2).json()
    assert (parted["page_count"], parted["record_id"] != record_id) == (1, True)
    related = system.get(f"/records/{record_id}/related").json()
    assert [(one["record"]["record_id"], one["why"]) for one in related] == [
        (parted["record_id"], ["same_file"])
    ]
    joined = act(parted["record_id"], "join", version="v1").json()
    assert (joined["record_id"], joined["page_count"]) == (record_id, 2)
    ordered = act(record_id, "order", version=joined["version"], pages=[2, 1])
    assert ordered.status_code == 200
    assert system.get(f"/records/{record_id}").json()["record"]["pages"][0]["number"] == 2


def test_pages_are_moved_to_another_record_and_taken_back(portal_data: Path) -> None:
    giver = deposit(portal_data, make_record("QUYẾT ĐỊNH", "Điều 2", "ĐƠN", name="qd.pdf"))
    taker = deposit(portal_data, make_record("ĐƠN XIN", name="don.pdf"))
    system = caller("motcua")

    def act(of: str, what: str, **wish: object) -> Any:
        return system.post(f"/records/{of}/{what}", wish, content_type="application/json")

    refused = [
        act(giver, "move", version="v1", pages=[9], to=taker),
        act(giver, "move", version="v1", pages=[3], to="hs-" + "a" * 24),
        act(giver, "move", version="v2", pages=[3], to=taker),
        act(giver, "move-back", version="v1"),
    ]
    assert [one.status_code for one in refused] == [422, 422, 409, 422]
    moved = act(giver, "move", version="v1", pages=[3], to=taker).json()
    assert (moved["record_id"], moved["page_count"]) == (taker, 2)
    assert system.get(f"/records/{giver}").json()["page_count"] == 2
    back = act(taker, "move-back", version=moved["version"]).json()
    assert (back["record_id"], back["page_count"]) == (taker, 1)
    assert system.get(f"/records/{giver}").json()["page_count"] == 3


def test_a_level_is_set_with_a_reason_and_only_as_high_as_the_account_sees(birth: RecordId) -> None:
    wish = {"version": "v1", "level": 3, "why": "Hồ sơ nhận con nuôi"}
    low, high = caller("thap", level=2), caller("cao")
    answers = [
        one.put(f"/records/{birth}/level", wish, content_type="application/json") for one in (low, high)
    ]
    assert [one.status_code for one in answers] == [403, 200]
    assert answers[1].json()["sensitivity"] == 3
    assert low.get(f"/records/{birth}").status_code == 404


def test_a_new_scan_is_asked_for_and_a_file_taken_out_and_tried_again(birth: RecordId) -> None:
    from portal.models import RescanRequest

    system = caller("motcua")
    wish = {"page": 1, "reason": "Mờ"}
    asked = system.post(f"/records/{birth}/rescan-request", wish, content_type="application/json")
    assert asked.status_code == 204
    assert RescanRequest.objects.get().record_id == birth
    sent = system.post("/files/", {"scan": pdf()}).json()
    removed = system.post(f"/files/{sent['id']}/remove", {"because": "Gửi nhầm"}).json()
    assert removed["state"] == "removed"
    assert system.post(f"/files/{sent['id']}/retry").json()["state"] == "received"
    stranger = caller("khac", unit="xa-b")
    assert stranger.post(f"/files/{sent['id']}/remove", {"because": "x"}).status_code == 404


def test_a_new_scan_of_a_record_goes_into_that_record(birth: RecordId) -> None:
    system = caller("motcua")
    again = {"scan": pdf("mới"), "replaces": birth, "page": 1}
    sent = system.post("/files/", again)
    assert sent.status_code == 201
    from portal.models import IntakeFile

    file = IntakeFile.objects.get(pk=sent.json()["id"])
    assert (file.replaces, file.replaces_page, file.sent_by) == (birth, 1, "motcua")
    assert system.post("/files/", {**again, "scan": pdf(), "page": 99}).status_code == 404
    stranger = caller("khac", unit="xa-b")
    assert stranger.post("/files/", {**again, "scan": pdf()}).status_code == 404


def test_which_file_a_scan_doubles_is_told_only_to_who_may_see_it(portal_data: Path) -> None:
    assert portal_data.is_dir()
    caller("lam").post("/files/", {"scan": pdf("một"), "unit": "xa-a"})
    stranger = caller("khac", unit="xa-b")
    told = stranger.post("/files/", {"scan": pdf("một"), "unit": "xa-b"}).json()
    assert (told["state"], told["reason_vi"], told["record_id"]) == ("duplicate", "", "")
    pushed = stranger.post(
        "/documents/import", {"file": pdf("một"), "DocCode": "G06.01_CV_000022_V1", "Unit": "xa-b"}
    )
    assert pushed.json()["Reason"] == ""


@pytest.mark.slow
def test_a_page_is_turned_from_the_version_that_was_seen(portal_data: Path) -> None:
    record_id = drawn.deposit(portal_data, drawn.birth(), drawn.scan())
    system = caller("motcua")
    wish = {"version": "v2", "page": 1, "degrees": 90}
    address = f"/records/{record_id}/turn"
    assert system.post(address, wish, content_type="application/json").status_code == 409
    answer = system.post(address, {**wish, "version": "v1"}, content_type="application/json")
    assert (answer.status_code, answer.json()["version"]) == (200, "v2"), answer.json()
    page = drawn.held(portal_data, record_id).pages[0]
    assert (page.rotation, page.width > page.height) == (90, True)


@pytest.mark.slow
def test_a_pdf_without_signatures_is_judged_as_one(portal_data: Path) -> None:
    answer = caller("motcua").post("/verify", {"file": pdf()})
    assert (answer.status_code, answer.json()) == (
        200,
        {"schema": 1, "file": "giay.pdf", "signatures": []},
    )


def test_numbers_and_audit_are_for_those_who_may(birth: RecordId) -> None:
    staff, auditor = caller("lan"), caller("kt", "auditor")
    assert staff.get("/numbers").json()["records"] == {"filed": 0, "review": 1}
    assert staff.get("/audit").status_code == 403
    staff.get(f"/records/{birth}")
    kinds = [one["kind"] for one in auditor.get("/audit").json()["items"]]
    assert kinds[0] == "record.viewed"
    [own] = auditor.get("/audit", {"actor": "kt"}).json()["items"]
    assert own["kind"] == "audit.read"
