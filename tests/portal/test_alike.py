"""The catalogue notices that a sheet was scanned twice, and says so in the same way after a rebuild."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from records import Record, RecordId
from tests.portal.catalogued import add, make_record
from tests.portal.persons import make_person

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("portal_data")
TEXT = "Số: 15/QĐ-UBND ngày 05/3/2024 về việc cấp đổi giấy chứng nhận cho ông Trần Văn Ba thửa 123 tờ 45"
LOOK = "f0f0123456789abc"
NEAR = "f1f0123456789abd"
"""Two bits from `LOOK`."""
FAR = "0f0fedcba9876543"


def scanned(name: str, text: str, likeness: str) -> Record:
    record = make_record(text, name=name)
    return replace(record, pages=(replace(record.pages[0], likeness=likeness),))


def pairs() -> list[tuple[str, str]]:
    from portal.models import AlikePages

    return list(AlikePages.objects.values_list("record_id", "other_id"))


def test_a_sheet_that_was_scanned_again_is_told_with_the_earlier_record() -> None:
    first = add(scanned("một.pdf", TEXT, LOOK))
    second = add(scanned("hai.pdf", TEXT.replace("Ba", "Bạ"), NEAR), received_at="2026-06-02T08:00:00+07:00")
    assert pairs() == [(second, first)]


@pytest.mark.parametrize(
    ("text", "likeness"),
    [(TEXT, FAR), (TEXT, ""), (TEXT.replace("123", "77").replace("45", "8").replace("15/", "9/"), LOOK)],
)
def test_look_or_text_alone_is_not_enough(text: str, likeness: str) -> None:
    add(scanned("một.pdf", TEXT, LOOK))
    add(scanned("hai.pdf", text, likeness))
    assert pairs() == []


def test_putting_records_in_again_in_any_order_keeps_one_row_a_pair() -> None:
    one, other = scanned("một.pdf", TEXT, LOOK), scanned("hai.pdf", TEXT, NEAR)
    first = add(one)
    second = add(other, received_at="2026-06-02T08:00:00+07:00")
    add(one)
    assert pairs() == [(second, first)]
    add(other, received_at="2026-06-02T08:00:00+07:00")
    assert pairs() == [(second, first)]


def test_a_record_taken_out_takes_its_pairs_along() -> None:
    from portal.catalogue.index import remove

    first = add(scanned("một.pdf", TEXT, LOOK))
    add(scanned("hai.pdf", TEXT, NEAR))
    remove(RecordId(first))
    assert pairs() == []


def test_staff_see_both_pages_beside_each_other() -> None:
    from django.test import Client

    clerk: Client = Client()
    clerk.force_login(make_person("clerk"))
    first = add(scanned("một.pdf", TEXT, LOOK))
    second = add(scanned("hai.pdf", TEXT, NEAR), received_at="2026-06-02T08:00:00+07:00")
    page = clerk.get("/alike/").content.decode()
    assert first in page and second in page and "Trang giống nhau" in page
    assert clerk.get("/rescan/").status_code == 200
