"""Behind every number of the wall's charts of deeds lies the list of just what was counted."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.portal.catalogued import add, make_field, make_record
from tests.portal.outgoing.papers import make_document
from tests.portal.persons import make_person, signed_in
from tests.portal.wall.looks import links, moment, opened, panel, wall

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.usefixtures("portal_data")
HOURS, PEOPLE, SIGNED, CHECKS = (
    "Trang đọc theo giờ",
    "Hồ sơ đã xem theo người",
    "Chữ ký theo ngày",
    "Độ chính xác, theo kiểm tra mẫu",
)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    from portal.wall import figures

    figures._kept.clear()


def read(name: str, *moments: datetime, unit: str = "xa-a") -> None:
    """A file whose pages were read at these moments."""
    from portal.models import IntakeFile, IntakePage

    file = IntakeFile.objects.create(
        name=f"{name}.pdf", unit=unit, sha256=name, size_bytes=1, received_at=moments[0], state="reading"
    )
    for number, at in enumerate(moments, start=1):
        IntakePage.objects.create(file=file, number=number, state="read", read_at=at)


def record(name: str, unit: str = "xa-a") -> str:
    made = make_record(name, name=f"{name}.pdf", fields={"subject": make_field(name)})
    return str(add(made, unit=unit, received_at=moment(1, 8).isoformat()))


def corrected(account: str, record_id: str, at: datetime, unit: str = "xa-a") -> None:
    """Somebody saved a record in review at that moment."""
    from portal.models import AuditEvent

    digest = f"{account}{record_id}{at.isoformat()}"[-64:]
    AuditEvent.objects.create(
        at=at, actor=account, kind="record.corrected", object=f"record:{record_id}", unit=unit, digest=digest
    )


def sign(account: str, at: datetime, kind: str = "signed", **changes: Any) -> None:
    from portal.models import OutgoingEvent

    OutgoingEvent.objects.create(document=make_document(**changes), at=at, by=account, kind=kind)


def check(record_id: str, at: datetime, *, fields: int, changed: int = 0, unit: str = "xa-a") -> None:
    from portal.models import SampleCheck

    SampleCheck.objects.create(
        record_id=record_id, unit=unit, record_type="decision", sensitivity=1, version="v1", drawn_by="x",
        drawn_at=at, checked_by="mai", checked_at=at, fields_checked=fields, fields_changed=changed,
    )  # fmt: skip


def told(page: str) -> list[int]:
    """The numbers that the head of a list says."""
    found = re.search(r'class="quiet counted">([^<]+)<', page)
    assert found
    return [int(number.replace(".", "")) for number in re.findall(r"[\d.]+", found[1])]


def rows(page: str) -> list[list[str]]:
    body = page.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0] if "<tbody>" in page else ""
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in body.split("<tr>")[1:]]
    return [[html.unescape(re.sub("<[^>]+>", "", cell)) for cell in row] for row in cells]


def test_each_hour_opens_the_files_whose_pages_were_read_in_it() -> None:
    read("mot", moment(1, 9), moment(1, 9, 40), moment(2, 9))
    read("hai", moment(1, 9, 59), moment(1, 10, 0))
    read("khac", moment(1, 9), unit="xa-b")
    for client, pages in ((signed_in("ca"), 6), (signed_in("a", unit="xa-a"), 5)):
        found = links(wall(client), HOURS)
        assert sum(int(count) for count, _address in found) == pages
        for count, address in found:
            page = opened(client, address)
            assert told(page)[0] == int(count) == sum(int(row[2]) for row in rows(page)), address
            assert told(page)[1] == len(rows(page))
            assert "Bảng theo dõi đếm" not in page


def test_an_hour_is_of_its_weekday_and_days_alone() -> None:
    read("trong", moment(2, 9))
    read("tuan-truoc", moment(9, 9))
    client = signed_in("mai")
    (_count, address), *rest = links(wall(client), HOURS)
    assert not rest
    assert "trong.pdf" in opened(client, address) and "tuan-truoc" not in opened(client, address)
    month = links(wall(client, "?tables=1&days=30"), HOURS)
    assert [told(opened(client, address))[0] for _count, address in month] == [2]


def test_each_reviewer_opens_what_they_saved_and_nothing_of_others() -> None:
    first, second = record("giay-mot"), record("giay-hai")
    corrected("lan", second, moment(2, 9))
    corrected("lan", first, moment(1, 9))
    corrected("hoa", first, moment(1, 11))
    corrected("lan", second, moment(1, 15))
    client = signed_in("mai")
    found = links(wall(client), PEOPLE)
    assert [count for count, _address in found] == ["3", "1"]
    for count, address in found:
        page = opened(client, address)
        assert told(page) == [int(count)] and len(rows(page)) == int(count)
        assert "lan" not in address and "hoa" not in address
    assert [row[0] for row in rows(opened(client, found[1][1]))] == ["giay-mot"]


def test_reviews_of_another_unit_s_records_are_neither_counted_nor_listed() -> None:
    corrected("lan", record("cua-a"), moment(1, 9))
    corrected("lan", record("cua-b", unit="xa-b"), moment(1, 9), unit="xa-b")
    client = signed_in("a", unit="xa-a")
    ((count, address),) = links(wall(client), PEOPLE)
    page = opened(client, address)
    assert count == "1" and [row[0] for row in rows(page)] == ["cua-a"]


def test_who_watches_more_than_they_may_see_is_told_so() -> None:
    from portal.rights.granting import give
    from portal.rights.roles import Role

    corrected("lan", record("cua-a"), moment(1, 9))
    corrected("lan", record("cua-b", unit="xa-b"), moment(1, 9), unit="xa-b")
    client = signed_in("a", unit="xa-a")
    from django.contrib.auth.models import User

    give(User.objects.get(username="a"), Role.ADMINISTRATOR, by="test")
    ((count, address),) = links(wall(client), PEOPLE)
    page = opened(client, address)
    assert count == "2" and told(page) == [1] and "cua-b" not in page
    assert "Bảng theo dõi đếm 2." in page


def test_where_reviewers_are_numbers_only_oneself_and_auditors_open_their_lists(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "HOSO", replace(settings.HOSO, wall_names="numbers"))
    corrected("lan", record("mot"), moment(1, 9))
    corrected("lan", record("hai"), moment(1, 9))
    corrected("mai", record("ba"), moment(1, 9))
    auditor, mai = signed_in("kiem", "auditor"), signed_in("mai")
    of_lan = links(wall(auditor), PEOPLE)[0][1]
    assert told(opened(auditor, of_lan)) == [2]
    assert [count for count, _address in links(wall(mai), PEOPLE)] == ["1"]
    assert "Tôi" in opened(mai, links(wall(mai), PEOPLE)[0][1])
    assert mai.get(of_lan).status_code == 404


def test_looking_at_what_a_colleague_reviewed_is_written_down() -> None:
    from portal.models import AuditEvent

    corrected("lan", record("mot"), moment(1, 9))
    corrected("lan", record("hai"), moment(1, 9))
    corrected("mai", record("ba"), moment(1, 9))
    client = signed_in("mai")
    for _count, address in links(wall(client), PEOPLE):
        opened(client, address)
    seen = AuditEvent.objects.filter(kind="audit.read").values_list("actor", "object")
    assert list(seen) == [("mai", "account:lan")]


def test_each_day_of_signing_opens_the_papers_signed_on_it() -> None:
    sign("tri", moment(3, 9), subject="Về việc C")
    sign("tri", moment(1, 9), subject="Về việc A")
    sign("tri", moment(1, 16), subject="Về việc B")
    sign("van", moment(1, 17), kind="sealed", subject="Về việc D")
    client = signed_in("van", "clerk")
    found = links(wall(client), SIGNED)
    assert sorted(count for count, _address in found) == ["1", "1", "2"]
    for count, address in found:
        page = opened(client, address)
        assert told(page) == [int(count)] and len(rows(page)) == int(count)
    subjects = [sorted(row[0] for row in rows(opened(client, address))) for _count, address in found]
    assert ["Về việc A", "Về việc B"] in subjects and ["Về việc D"] in subjects


def test_weeks_of_a_long_look_back_open_the_whole_week() -> None:
    sign("tri", moment(200, 9))
    sign("tri", moment(2, 9))
    sign("tri", moment(1, 9))
    client = signed_in("van", "clerk")
    found = links(wall(client, "?tables=1&days=365"), SIGNED)
    assert [count for count, _address in found] == ["1", "2"]
    assert [told(opened(client, address)) for _count, address in found] == [[1], [2]]


def test_papers_that_one_may_not_see_are_not_listed_though_counted() -> None:
    sign("tri", moment(1, 9), subject="Về việc kín")
    issued = record("da-ban-hanh", unit="")
    sign("tri", moment(1, 10), subject="Đã ban hành", record_id=issued)
    client = signed_in("kiem", "auditor")
    ((count, address),) = links(wall(client), SIGNED)
    page = opened(client, address)
    assert count == "2" and [row[0] for row in rows(page)] == ["Đã ban hành"]
    assert f"/records/{issued}/" in page and "Bảng theo dõi đếm 2." in page
    assert signed_in("a", "official", unit="xa-a").get(address).status_code == 403


def test_the_accuracy_opens_the_checks_it_was_counted_from() -> None:
    check(record("mot"), moment(1, 9), fields=5)
    check(record("hai"), moment(2, 9), fields=4, changed=2)
    check(record("cu"), moment(20, 9), fields=7)
    check(record("cua-b", unit="xa-b"), moment(1, 9), fields=1, unit="xa-b")
    client = signed_in("a", unit="xa-a")
    page = wall(client)
    found = dict(links(page, CHECKS))
    assert set(found) == {"9", "2", "77,8 %"}
    assert told(opened(client, found["9"])) == [9, 2, 2]
    assert [row[0] for row in rows(opened(client, found["9"]))] == ["mot", "hai"]
    assert told(opened(client, found["2"])) == [4, 1, 2]
    assert f'<a href="{html.escape(found["9"])}">Mở các kiểm tra</a>' in panel(page, CHECKS)


def test_a_check_of_a_record_that_is_closed_by_now_gives_no_name_away() -> None:
    from portal.models import CatalogueRecord

    held = record("kin-roi")
    check(held, moment(1, 9), fields=3)
    client = signed_in("a", unit="xa-a", level=3)
    CatalogueRecord.objects.filter(pk=held).update(sensitivity=4)
    address = dict(links(wall(client), CHECKS))["3"]
    page = opened(client, address)
    assert told(page) == [3, 1, 0] and held not in page and "kin-roi" not in page
    assert "kin-roi" not in opened(client, "/wall/samples/").split("<main")[1]


def test_marks_of_the_drawn_charts_lead_where_the_numbers_lead() -> None:
    deeds()
    client = signed_in("kiem", "records_staff", "clerk", "auditor")
    tables, drawn = wall(client), wall(client, "?days=7")
    for title in (HOURS, PEOPLE, SIGNED, CHECKS):
        marks = set(re.findall(r'<a href="([^"]+)" class="mark"', panel(drawn, title)))
        numbers = {address for _text, address in links(tables, title)}
        assert marks and {html.unescape(mark) for mark in marks} <= numbers, title


def deeds() -> None:
    """Something in each of the charts."""
    read("mot", moment(1, 9))
    corrected("lan", record("mot"), moment(1, 9))
    sign("tri", moment(1, 9))
    check(record("hai"), moment(1, 9), fields=5)


def test_who_may_open_no_papers_has_numbers_without_links() -> None:
    deeds()
    client = signed_in("quan-tri", "administrator")
    page = wall(client)
    for title in (HOURS, PEOPLE, SIGNED, CHECKS):
        assert "href=" not in panel(page, title), title
    with_links = wall(signed_in("kiem", "records_staff", "clerk", "auditor"))
    for title in (HOURS, PEOPLE, SIGNED, CHECKS):
        assert client.get(links(with_links, title)[0][1]).status_code == 403, title


def test_a_screen_without_an_account_has_no_links_at_all() -> None:
    from django.test import Client

    from portal.wall.links import make

    deeds()
    wall(signed_in("mai"))  # which counts the days that are over
    secret = make("ti vi", None, by="tri").secret
    for query in ("", "?tables=1"):
        page = Client().get(f"/wall/screen/{secret}/{query}").content.decode()
        assert "Hồ sơ đã xem theo người" in page and "Chữ ký theo ngày" in page
        assert "<a " not in page.split("<main")[1]


def test_an_address_that_tells_no_bounds_is_of_these_days_and_of_oneself() -> None:
    corrected("mai", record("mot"), moment(1, 9))
    corrected("lan", record("hai"), moment(1, 9))
    client = signed_in("mai", "records_staff", "clerk")
    wall(client)
    assert [row[0] for row in rows(opened(client, "/wall/behind/reviews/"))] == ["mot"]
    assert signed_in("moi").get("/wall/behind/reviews/").status_code == 200
    for name in ("pages", "signatures", "checks"):
        assert opened(client, f"/wall/behind/{name}/")


@pytest.mark.parametrize(
    "address",
    [
        "pages/?first=2026-06-01&last=2026-06-07&weekday=7&hour=9",
        "pages/?first=2026-06-01&last=2026-06-07&weekday=1&hour=-1",
        "pages/?first=2026-06-07&last=2026-06-01&weekday=1&hour=9",
        "pages/?first=1990-01-01&last=2026-06-01&weekday=1&hour=9",
        "pages/?first=9999-12-30&last=9999-12-31&weekday=4&hour=9",
        "reviews/?first=9999-12-31&last=9999-12-31",
        "pages/?first=<script>&last=2026-06-01&weekday=1&hour=9",
        "reviews/?first=2026-06-01&last=2026-06-07&person=lan",
        "signatures/?first=2026-06-01&last=2026-06-07&kind=recalled",
        "checks/?first=&last=",
    ],
)
def test_an_address_that_the_wall_does_not_make_is_none(address: str) -> None:
    make_person("lan")
    assert signed_in("van", "clerk").get(f"/wall/behind/{address}").status_code == 404


def test_a_long_list_comes_in_pages_and_says_its_whole_count() -> None:
    held = record("mot")
    for minute in range(55):
        corrected("lan", held, moment(1, 9, minute))
    client = signed_in("mai")
    ((count, address),) = links(wall(client), PEOPLE)
    first, second = opened(client, address), opened(client, f"{address}&page=2")
    assert count == "55" and told(first) == told(second) == [55]
    assert (len(rows(first)), len(rows(second))) == (50, 5)
