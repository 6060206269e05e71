"""People correct what was read: kept as evidence, filed as a version, found at once, never lost."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive import Archive
from archive.stores.folder import FolderStore
from classifiers.understanding import understand_as
from portal.corrections.changing import OUTSIDE, Changes, FieldChange, carried_over, change
from portal.corrections.evidence import Action, Correction, corrections_json, parse_corrections
from portal.corrections.learning import corrected_records, examples_of_types
from portal.corrections.problems import problems
from records import Box, Page, Record, RecordId, Source, Word
from records.errors import MalformedRecord, ObjectMoved
from tests.portal.catalogued import make_field, make_record
from tests.portal.persons import make_person
from tests.portal.read_perfectly import read_perfectly
from tests.portal.test_views import deposit

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

AT = "2026-06-02T09:00:00+07:00"


def birth_record(**doubts: str) -> Record:
    """A drawn birth certificate as it is read; the named fields are read unsurely, with the value given."""
    pages, seen = read_perfectly("birth_certificate", 1)
    fields = {
        name: replace(found, value=doubts[name], confidence=0.6) if name in doubts else found
        for name, found in seen.fields.items()
    }
    reasons = tuple("Họ, chữ đệm, tên: đọc chưa chắc (60%)" for name in doubts)
    return Record(
        source=Source("khai sinh.pdf", "ab" * 32, len(pages)),
        record_type=seen.record_type,
        type_confidence=seen.type_confidence,
        needs_review=bool(reasons),
        threshold=0.9,
        pages=tuple(pages),
        reasons=reasons,
        fields=fields,
    )


def changed(record: Record, *changes: FieldChange, earlier: tuple[Correction, ...] = (), **wanted: object):
    return change(record, earlier, Changes(changes, **wanted), by="lan", at=AT, version="v1")  # type: ignore[arg-type]


def edit(name: str, value: str, reason: str = "") -> FieldChange:
    return FieldChange(name, Action.EDIT, value, reason)


def test_a_typed_value_is_certain_keeps_its_place_and_files_the_record() -> None:
    record = birth_record(child_full_name="NGUYÊN VĂN")
    now = changed(record, edit("child_full_name", "  Nguyễn   Văn An "))
    found = now.record.fields["child_full_name"]
    assert (found.value, found.normalised, found.confidence) == ("Nguyễn Văn An", "Nguyễn Văn An", 1.0)
    assert found.rule == "person:lan" and found.doubt == ""
    assert found.box == record.fields["child_full_name"].box
    assert found.as_read == record.fields["child_full_name"].as_read
    assert (now.record.reasons, now.record.needs_review) == ((), False)
    [kept] = now.corrections
    assert (kept.by, kept.at, kept.action, kept.field, kept.corrects) == (
        "lan", AT, Action.EDIT, "child_full_name", "v1",
    )  # fmt: skip
    assert kept.before is not None and kept.after is not None
    assert (kept.before["value"], kept.after["value"]) == ("NGUYÊN VĂN", "Nguyễn Văn An")
    assert kept.page == 1 and list(kept.box) == found.box.as_list()


def test_a_confirmed_value_stays_as_it_is_and_is_certain() -> None:
    record = birth_record(child_full_name="NGUYỄN VĂN AN")
    now = changed(record, FieldChange("child_full_name", Action.CONFIRM))
    assert now.record.fields["child_full_name"].value == "NGUYỄN VĂN AN"
    assert not now.record.needs_review


def test_a_field_that_the_paper_lacks_is_not_asked_for_again() -> None:
    record = birth_record(child_full_name="x")
    now = changed(record, FieldChange("child_full_name", Action.CLEAR))
    assert "child_full_name" not in now.record.fields
    assert now.record.reasons == ()
    again = changed(now.record, FieldChange("child_sex", Action.CONFIRM), earlier=now.corrections)
    assert again.record.reasons == ()


def test_one_doubt_that_is_settled_leaves_the_others() -> None:
    record = birth_record(child_full_name="A")
    record = replace(record, reasons=(*record.reasons, "Trang 2 chưa đọc được: hỏng", "Cần quét lại: mờ"))
    now = changed(record, FieldChange("child_full_name", Action.CONFIRM))
    assert now.record.reasons == ("Trang 2 chưa đọc được: hỏng", "Cần quét lại: mờ")
    seen = changed(now.record, seen=("Trang 2 chưa đọc được: hỏng",), earlier=now.corrections)
    assert seen.record.reasons == ("Cần quét lại: mờ",)
    assert seen.corrections[0].action is Action.SEEN


def test_another_type_is_read_anew_and_keeps_what_people_confirmed() -> None:
    record = birth_record(child_full_name="NGUYỄN VĂN AN")
    first = changed(record, FieldChange("child_full_name", Action.CONFIRM))
    other = changed(first.record, record_type="birth_extract", earlier=first.corrections)
    assert other.record.record_type == "birth_extract"
    assert other.record.type_confidence == 1.0
    kept = other.record.fields.get("child_full_name")
    assert kept is not None and kept.rule == "person:lan"
    back = changed(
        other.record, record_type="birth_certificate", earlier=(*first.corrections, *other.corrections)
    )
    read = understand_as_birth(record)
    assert set(back.record.fields) == read
    assert not any("Loại hồ sơ" in reason for reason in back.record.reasons)


def understand_as_birth(record: Record) -> set[str]:
    from classifiers.catalogue import load_record_types

    return set(understand_as(load_record_types()["birth_certificate"], record.pages).fields)


def test_a_paper_of_no_type_may_be_called_so_for_good() -> None:
    record = make_record("bảng giá", record_type=None, reasons=["Không rõ loại hồ sơ; không thấy tên loại"])
    now = changed(record, record_type=OUTSIDE)
    assert (now.record.record_type, now.record.needs_review) == (None, False)


def test_a_value_that_had_no_place_is_looked_for_on_the_pages() -> None:
    record = make_record("Số: 12\nNơi sinh: xã Hòa Bình, tỉnh An Giang", record_type="birth_certificate")
    now = changed(record, edit("place_of_birth", "xã Hoà Bình, tỉnh An Giang"))
    if "place_of_birth" in now.record.fields:
        assert now.record.fields["place_of_birth"].box.area > 0


def test_values_that_cannot_be_are_told_and_may_be_kept_with_a_reason() -> None:
    record = birth_record()
    wanted = Changes((edit("child_date_of_birth", "31/02/2021"),))
    found = problems(wanted, changed(record, *wanted.fields).record)
    assert "child_date_of_birth" in found
    explained = Changes((edit("child_date_of_birth", "31/02/2021", "Giấy in như vậy"),))
    assert not problems(explained, changed(record, *explained.fields).record)


def test_what_people_said_survives_a_new_scan_of_the_paper() -> None:
    record = birth_record(child_full_name="x")
    now = changed(record, edit("child_full_name", "Lò Thị Mây"), FieldChange("child_sex", Action.CLEAR))
    fresh = replace(birth_record(), reasons=("Giới tính: đọc chưa chắc (40%)",), needs_review=True)
    kept = carried_over(fresh, now.record, now.corrections)
    assert kept.fields["child_full_name"].value == "Lò Thị Mây"
    assert "child_sex" not in kept.fields
    assert kept.reasons == ()


def test_corrections_are_read_back_and_anything_else_is_refused() -> None:
    one = Correction(AT, "lan", Action.TYPE, before={"record_type": None}, after={"record_type": "notice"})
    content = json.dumps(corrections_json([one])).encode()
    assert parse_corrections(content) == (one,)
    for bad in (b"", b"[]", b'{"schema": 2, "corrections": []}', b'{"schema": 1, "corrections": [{}]}'):
        with pytest.raises(MalformedRecord):
            parse_corrections(bad)


# In the portal


@pytest.fixture
def clerk(portal_data: Path) -> Client:
    return signed_in("lan")


def signed_in(name: str) -> Client:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(make_person(name))
    return client


@pytest.fixture
def birth(portal_data: Path) -> RecordId:
    return deposit(portal_data, birth_record(child_full_name="NGUYỄN VĂN SAI"))


def the_archive(data: Path) -> Archive:
    return Archive(FolderStore(data / "archive"))


def form_of(page: str) -> dict[str, str]:
    """What a browser without a script would send of the review form."""
    form = page[page.index('<form class="about review"') : page.index("</form>", page.index("about review"))]
    sent = {}
    for tag in re.findall(r"<input [^>]*>", form):
        pairs = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if pairs.get("type") != "checkbox" and "name" in pairs:
            sent[pairs["name"]] = unescaped(pairs.get("value", ""))
    for name, text in re.findall(r"<textarea[^>]* name=\"([^\"]+)\"[^>]*>\n(.*?)</textarea>", form, re.S):
        sent[name] = unescaped(text)
    chosen = re.search(r'<option value="([^"]*)" selected', form)
    return {**sent, "type": chosen[1] if chosen else ""}


def unescaped(text: str) -> str:
    import html

    return html.unescape(text)


def save(client: Client, record_id: str, opened: str | None = None, **changes: str) -> HttpResponse:
    page = client.get(f"/records/{record_id}/review").content.decode() if opened is None else opened
    sent = {
        **form_of(page),
        "do": "save",
        **{name.replace("__", "-"): text for name, text in changes.items()},
    }
    answer: HttpResponse = client.post(f"/records/{record_id}/review", sent)
    return answer


def test_the_doubtful_field_comes_first_beside_its_place_on_the_page(clerk: Client, birth: RecordId) -> None:
    page = clerk.get(f"/records/{birth}/review").content.decode()
    first = page.index("Cần xem trước")
    assert first < page.index('name="value-child_full_name"') < page.index("Các trường khác")
    assert '<svg class="crop" viewBox="' in page
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", page)


def test_a_correction_becomes_a_version_and_is_found_at_once(
    portal_data: Path, clerk: Client, birth: RecordId
) -> None:
    from portal.catalogue.rebuild import rebuild
    from portal.models import CatalogueRecord

    answer = save(clerk, birth, **{"value__child_full_name": "Trần Thị Bích Ngà"}, do="done")
    assert (answer.status_code, answer["Location"]) == (302, f"/records/{birth}/")
    archive = the_archive(portal_data)
    assert archive.head(birth).number == 2
    assert (archive.head(birth).user, archive.verify(birth)) == ("lan", ())
    [kept] = parse_corrections(archive.read(birth, "corrections.json"))
    assert (kept.by, kept.field, kept.corrects) == ("lan", "child_full_name", "v1")
    before = Record.from_json(json.loads(archive.read(birth, "record.json", version=1)))
    assert before.fields["child_full_name"].value == "NGUYỄN VĂN SAI"
    for _ in range(2):
        row = CatalogueRecord.objects.get(pk=birth)
        assert (row.version, row.needs_review) == ("v2", False)
        assert str(birth) in clerk.get("/search/", {"q": '"trần thị bích ngà"'}).content.decode()
        rebuild(archive)
    told = clerk.get(f"/records/{birth}/review").content.decode()
    assert "NGUYỄN VĂN SAI" in told and "người đã xem" in told


def test_nothing_is_saved_when_nothing_was_changed(portal_data: Path, clerk: Client, birth: RecordId) -> None:
    assert save(clerk, birth).status_code == 302
    assert the_archive(portal_data).head(birth).number == 1
    answer = save(clerk, birth, do="done")
    assert answer["Location"] == f"/records/{birth}/review"
    assert "Chưa xong" in clerk.get(f"/records/{birth}/review").content.decode()


def test_the_second_of_two_people_is_told_and_keeps_what_they_typed(
    portal_data: Path, clerk: Client, birth: RecordId
) -> None:
    other = signed_in("minh")
    opened = other.get(f"/records/{birth}/review").content.decode()
    save(clerk, birth, **{"value__child_full_name": "Trần Thị Bích Ngà"})
    answer = save(
        other,
        birth,
        opened,
        **{"value__child_full_name": "Trần Thị Bích Nga", "value__child_ethnicity": "Tày"},
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "lan đã sửa hồ sơ này" in page
    assert 'value="Trần Thị Bích Nga"' in page and "Trần Thị Bích Ngà" in page
    assert the_archive(portal_data).head(birth).number == 2
    assert save(other, birth, page).status_code == 302
    found = Record.from_json(json.loads(the_archive(portal_data).read(birth, "record.json"))).fields
    assert (found["child_full_name"].value, found["child_ethnicity"].value) == ("Trần Thị Bích Nga", "Tày")
    assert len(parse_corrections(the_archive(portal_data).read(birth, "corrections.json"))) == 3


def test_two_writers_at_once_do_not_cover_each_other(portal_data: Path, birth: RecordId) -> None:
    from portal.corrections.filing import correct, held_for_correction

    archive = the_archive(portal_data)
    held = held_for_correction(archive, birth)
    correct(archive, held, Changes((edit("child_full_name", "Một"),)), "lan")
    with pytest.raises(ObjectMoved):
        correct(archive, held, Changes((edit("child_full_name", "Hai"),)), "minh")
    assert archive.head(birth).number == 2


def test_an_impossible_value_is_saved_only_with_a_reason(
    portal_data: Path, clerk: Client, birth: RecordId
) -> None:
    answer = save(clerk, birth, **{"value__child_date_of_birth": "31/02/2021"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Vì sao vẫn lưu" in page and 'value="31/02/2021"' in page
    assert the_archive(portal_data).head(birth).number == 1
    assert save(clerk, birth, page, **{"why__child_date_of_birth": "Giấy in như vậy"}).status_code == 302
    [kept] = parse_corrections(the_archive(portal_data).read(birth, "corrections.json"))
    assert kept.reason == "Giấy in như vậy"


def test_another_reading_is_one_button_away_without_any_script(portal_data: Path, clerk: Client) -> None:
    record = birth_record(child_full_name="x")
    found = record.fields["child_full_name"]
    words = tuple(
        replace(word, other="KHÁC") if index == 0 else word
        for index, word in enumerate(
            word for word in record.pages[0].words if word.text in found.as_read.split()
        )
    )
    first = replace(words[0])
    page = replace(
        record.pages[0],
        words=tuple(first if word.box == first.box else word for word in record.pages[0].words),
    )
    named = replace(found, value=found.as_read)
    record = replace(
        record, pages=(page, *record.pages[1:]), fields={**record.fields, "child_full_name": named}
    )
    record_id = deposit(portal_data, record)
    shown = clerk.get(f"/records/{record_id}/review").content.decode()
    button = re.search(r'name="take" value="([^"]+)"', shown)
    assert button is not None and "KHÁC" in button[1]
    save(clerk, record_id, shown, take=unescaped(button[1]), do="")
    held = Record.from_json(json.loads(the_archive(portal_data).read(record_id, "record.json")))
    assert "KHÁC" in held.fields["child_full_name"].value


def test_only_people_who_signed_in_review_and_only_with_the_forms_token(
    portal_data: Path, clerk: Client, birth: RecordId
) -> None:
    from django.test import Client

    address = f"/records/{birth}/review"
    assert Client().get(address)["Location"].startswith("/login/")
    assert Client().post(address, {"version": "v1"}).status_code == 302
    assert clerk.post(address, {"version": "v1", "value-x": "y"}).status_code == 403
    assert clerk.get("/records/hs-" + "a" * 24 + "/review").status_code == 404
    token = form_of(clerk.get(address).content.decode())["csrfmiddlewaretoken"]
    huge = clerk.post(address, {"csrfmiddlewaretoken": token, "value-x": "y" * (2 << 20)})
    assert huge.status_code == 413
    assert the_archive(portal_data).head(birth).number == 1


def test_corrected_records_come_back_for_learning(portal_data: Path, clerk: Client, birth: RecordId) -> None:
    save(clerk, birth, **{"value__child_full_name": "Trần Thị Bích Ngà"})
    [one] = corrected_records(the_archive(portal_data))
    assert (one.record_id, one.record_type, one.is_type_certain) == (birth, "birth_certificate", True)
    assert list(one.values) == ["child_full_name"]
    assert one.pages[0].words
    [example] = examples_of_types(the_archive(portal_data))
    assert (example.code, example.record_id) == ("birth_certificate", birth)


def test_a_page_that_never_was_read_can_be_typed_by_hand(portal_data: Path, clerk: Client) -> None:
    page = Page(1, 300, 2480, 3508, words=(Word("x", Box(0, 0, 9, 9), 0.2),))
    record = replace(
        make_record("x", record_type=None, reasons=["Không rõ loại hồ sơ; không thấy tên loại"]),
        pages=(page,),
    )
    record_id = deposit(portal_data, record)
    save(clerk, record_id, type="birth_certificate")
    shown = clerk.get(f"/records/{record_id}/review").content.decode()
    assert 'name="value-child_full_name"' in shown
    save(clerk, record_id, shown, **{"value__child_full_name": "Lò Thị Mây"})
    held = Record.from_json(json.loads(the_archive(portal_data).read(record_id, "record.json")))
    assert held.record_type == "birth_certificate"
    assert held.fields["child_full_name"].value == "Lò Thị Mây"
    assert make_field("x").value == "x"
