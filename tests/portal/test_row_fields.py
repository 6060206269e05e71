"""Lists and tables of a record are shown and corrected cell by cell, and searched by their words."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from classifiers.catalogue import load_record_types
from classifiers.extraction.people import people_in
from classifiers.extraction.rows import from_json
from portal.catalogue.column_names import column_name
from portal.catalogue.row_fields import held_form, rows_from_text, table_of, text_of_rows, words_of_rows
from portal.corrections.changing import Changes, FieldChange, change
from portal.corrections.evidence import Action
from portal.corrections.problems import problems
from records import Record, RecordId, Source
from tests.portal.read_perfectly import read_perfectly
from tests.portal.test_corrections import signed_in, the_archive
from tests.portal.test_views import deposit

if TYPE_CHECKING:
    from django.test import Client

    from classifiers.record_type import FieldRule

CODE = "residence_confirmation_ct07"
SEED = 320_001


def household_record() -> Record:
    """A drawn confirmation of residence as it is read, with the members of a household."""
    pages, seen = read_perfectly(CODE, SEED)
    assert seen.record_type == CODE
    return Record(
        source=Source("ct07.pdf", "cd" * 32, len(pages)),
        record_type=seen.record_type,
        type_confidence=seen.type_confidence,
        needs_review=True,
        threshold=0.9,
        pages=tuple(pages),
        reasons=("Thông tin các thành viên trong hộ gia đình: xem lại",),
        fields=seen.fields,
    )


def members() -> FieldRule:
    rule = load_record_types()[CODE].field("members")
    assert rule is not None
    return rule


def rows_of(record: Record) -> list[dict[str, str]]:
    return from_json(record.fields["members"].normalised)


def test_every_column_of_the_catalogue_has_a_name_with_its_marks() -> None:
    columns = {name for kind in load_record_types().values() for rule in kind.fields for name in rule.columns}
    plain = sorted(name for name in columns if column_name(name) == name.replace("_", " ").capitalize())
    assert plain == []


def test_shown_cells_give_the_same_rows_again() -> None:
    found = household_record().fields["members"]
    table = table_of(members(), found.normalised)
    assert table.heads[1] == "Họ và tên"
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", table.rows[0].cells[2])
    assert from_json(held_form(members(), found)) == from_json(found.normalised)


def test_typed_rows_become_text_and_canonical_rows() -> None:
    record = household_record()
    typed = "1 | LÊ THỊ MẪU | 02/03/1990 | Nữ | 027190904417 | Con"
    wish = FieldChange("members", Action.EDIT, typed)
    now = change(record, (), Changes((wish,)), by="lan", at="2026-06-02T09:00:00+07:00", version="v1").record
    assert now.fields["members"].value.startswith("1 | Lê Thị Mẫu | 02/03/1990")
    assert rows_of(now)[0]["ngay_sinh"] == "1990-03-02"
    assert now.fields["members"].confidence == 1.0


def test_a_cell_that_cannot_be_is_told_by_row_and_column() -> None:
    record = household_record()
    typed = "1 | LÊ THỊ MẪU | 31/02/1990 | Nữ | 027190904417 | Con"
    wanted = Changes((FieldChange("members", Action.EDIT, typed),))
    after = change(record, (), wanted, by="lan", at="", version="v1").record
    assert problems(wanted, after)["members"].startswith("Dòng 1, Ngày sinh: ")


def test_persons_that_were_typed_are_read_again_as_persons() -> None:
    rule = load_record_types()["land_transfer_contract"].field("party_a")
    assert rule is not None
    row = {
        "honorific": "Bà",
        "full_name": "Lê Thị Mẫu",
        "birth_year": "1990",
        "id_kind": "CCCD",
        "id_number": "027190904417",
        "id_issuer": "Cục Cảnh sát",
        "id_issue_date": "2021-05-10",
        "residence": "Thôn 4, xã Quế Mỹ, tỉnh Quảng Nam",
    }
    assert people_in(text_of_rows(rule, json.dumps([row])), rule.columns) == [row]


def test_words_of_rows_are_searched_and_not_their_braces() -> None:
    words = words_of_rows(json.dumps([{"tt": "1", "ho_ten": "Lê Mẫu"}, {"tt": "Tổng", "is_total": "true"}]))
    assert words == "1 Lê Mẫu Tổng"
    assert words_of_rows("Lâu dài") == "Lâu dài"


def test_text_without_bars_is_no_row() -> None:
    assert rows_from_text(members(), "LÊ THỊ MẪU") == ""


@pytest.fixture
def clerk(portal_data: Path) -> Client:
    return signed_in("lan")


@pytest.fixture
def household(portal_data: Path) -> RecordId:
    return deposit(portal_data, household_record())


def pairs_of(page: str) -> dict[str, list[str]]:
    """What a browser without a script would send of the review form, cells of a row together."""
    form = page[page.index('<form class="about review"') : page.index("</form>", page.index("about review"))]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        pairs = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if pairs.get("type") != "checkbox" and "name" in pairs:
            sent.setdefault(pairs["name"], []).append(html.unescape(pairs.get("value", "")))
    for name, text in re.findall(r"<textarea[^>]* name=\"([^\"]+)\"[^>]*>\n(.*?)</textarea>", form, re.S):
        sent[name] = [html.unescape(text)]
    chosen = re.search(r'<option value="([^"]*)" selected', form)
    return {**sent, "type": [chosen[1] if chosen else ""], "do": ["save"]}


def test_nothing_typed_changes_no_row(portal_data: Path, clerk: Client, household: RecordId) -> None:
    page = clerk.get(f"/records/{household}/review").content.decode()
    clerk.post(f"/records/{household}/review", pairs_of(page))
    assert the_archive(portal_data).head(household).number == 1


def test_a_cell_is_corrected_a_row_added_and_one_taken_out(
    portal_data: Path, clerk: Client, household: RecordId
) -> None:
    from portal.models import FieldEntry

    page = clerk.get(f"/records/{household}/review").content.decode()
    sent = pairs_of(page)
    count = len(rows_of(household_record()))
    sent["cells-members-1"][1] = "Trần Thị Bích Ngà"
    sent[f"cells-members-{count + 1}"] = ["9", "LÊ GIA MẪU", "11/12/2015", "Nam", "", "Con"]
    if count > 1:
        sent["drop-members-2"] = ["on"]
    answer = clerk.post(f"/records/{household}/review", sent)
    assert answer.status_code == 302
    kept = Record.from_json(json.loads(the_archive(portal_data).read(household, "record.json")))
    rows = rows_of(kept)
    assert rows[0]["ho_chu_dem_ten"] == "Trần Thị Bích Ngà"
    assert rows[-1] == {"tt": "9", "ho_chu_dem_ten": "Lê Gia Mẫu", "ngay_sinh": "2015-12-11",
                        "gioi_tinh": "Nam", "quan_he": "Con"}  # fmt: skip
    assert len(rows) == (count if count > 1 else 2)
    entry = FieldEntry.objects.get(record_id=household, name="members")
    assert "{" not in entry.normalised and "ho_chu_dem_ten" not in entry.normalised
    assert str(household) in clerk.get("/search/", {"q": '"trần thị bích ngà"'}).content.decode()


def test_more_rows_are_given_without_saving_and_keep_what_was_typed(
    portal_data: Path, clerk: Client, household: RecordId
) -> None:
    page = clerk.get(f"/records/{household}/review").content.decode()
    sent = pairs_of(page)
    sent["cells-members-1"][1] = "Trần Thị Bích Ngà"
    sent["more"] = ["members"]
    more = clerk.post(f"/records/{household}/review", sent).content.decode()
    assert 'value="Trần Thị Bích Ngà"' in more
    assert more.count('name="drop-members-') > page.count('name="drop-members-')
    assert the_archive(portal_data).head(household).number == 1


def test_the_record_shows_a_table_without_empty_columns(clerk: Client, portal_data: Path) -> None:
    record = household_record()
    rows = [{"tt": "1", "ho_chu_dem_ten": "Lê Mẫu"}, {"tt": "Cộng", "is_total": "true"}]
    fields = {**record.fields, "members": replace(record.fields["members"], normalised=json.dumps(rows))}
    page = clerk.get(f"/records/{deposit(portal_data, replace(record, fields=fields))}/").content.decode()
    table = page[page.index('<table class="rows">') : page.index("</table>")]
    assert re.findall(r'<th scope="col">([^<]*)', table) == ["TT", "Họ và tên"]
    assert '<tr class="total">' in table
    assert "{&quot;" not in page
