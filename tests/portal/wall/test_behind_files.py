"""Behind every number of files on the wall lies the list of as many files."""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from tests.portal.persons import signed_in
from tests.portal.wall.looks import links, moment, opened, wall

if TYPE_CHECKING:
    from portal.models import IntakeFile

pytestmark = pytest.mark.usefixtures("portal_data")
PAPERS, UNITS, REFUSALS = "Tệp quét theo ngày nhận", "Tệp quét theo đơn vị", "Vì sao bị từ chối"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    from portal.wall import figures

    figures._kept.clear()


def came(name: str, at: datetime, state: str, unit: str = "xa-a", reason: str = "") -> IntakeFile:
    """A file that came at that moment and stands there now."""
    from portal.models import IntakeFile

    file: IntakeFile = IntakeFile.objects.create(
        name=f"{name}.pdf", unit=unit, sha256=name, size_bytes=1, received_at=at, state=state,
        reason_code=reason, reason_vi=reason,
    )  # fmt: skip
    return file


def files_of_many_days() -> None:
    came("mot", moment(1, 9), "rejected", reason="DamagedFile")
    came("hai", moment(1, 10), "rejected", reason="EmptyFile")
    came("ba", moment(2, 10), "rejected", unit="", reason="DamagedFile")
    came("bon", moment(3, 10), "removed", unit="xa-b")
    came("nam", moment(3, 11), "duplicate", unit="xa-b")
    came("sau", moment(4, 11), "reading")
    halves = came("mat-truoc", moment(4, 11), "read")
    halves.page_count, halves.side = 1, "front"
    halves.save()
    came("cu", moment(100, 11), "rejected", reason="DamagedFile")


def listed_files(page: str) -> int:
    found = re.search(r'class="quiet">([\d.]+) tệp', page)
    assert found
    return int(found[1])


@pytest.mark.parametrize("query", ["?tables=1&days=7", "?tables=1&days=365"])
def test_each_count_of_files_opens_as_many_files(query: str) -> None:
    files_of_many_days()
    client = signed_in("mai")
    page = wall(client, query)
    for title, fewest in ((PAPERS, 4), (UNITS, 4), (REFUSALS, 2)):
        found = links(page, title)
        assert len(found) >= fewest, title
        for count, address in found:
            assert listed_files(opened(client, address)) == int(count), (title, address)


def test_the_days_and_the_reason_of_the_wall_stay_when_the_list_is_narrowed_further() -> None:
    files_of_many_days()
    client = signed_in("mai")
    address = dict(links(wall(client), REFUSALS))["2"]
    page = opened(client, address)
    assert 'name="first"' in page and 'name="reason" value="DamagedFile"' in page
    assert listed_files(opened(client, f"{address}&name=mot")) == 1
    assert listed_files(opened(client, f"{address}&day={moment(2, 10):%d/%m/%Y}")) == 1


@pytest.mark.parametrize("days", ["first=9999-12-30&last=9999-12-31", "first=0001-01-01&last=0001-01-02"])
def test_days_that_no_office_had_narrow_nothing(days: str) -> None:
    files_of_many_days()
    assert listed_files(opened(signed_in("mai"), f"/inbox/files/?{days}")) == 8


def test_the_tiles_of_today_open_as_many_files_as_they_say() -> None:
    came("mot", moment(0, 0), "rejected", reason="EmptyFile")
    came("hai", moment(0, 0, 30), "removed")
    client = signed_in("mai")
    tiles = re.findall(r'<a class="figure [^"]*" href="([^"]+)">\s*<b>([^<]+)</b>', wall(client))
    counts = {html.unescape(address): number for address, number in tiles if "/inbox/files/" in address}
    assert sorted(counts.values()) == ["0", "1", "2"]
    for address, number in counts.items():
        assert listed_files(opened(client, address)) == int(number), address


def test_each_count_of_records_by_type_opens_a_search_that_finds_as_many() -> None:
    from tests.portal.catalogued import add, make_record

    for number, kind in enumerate(["decision", "decision", "birth_certificate", None]):
        reasons = ["Cần xem"] if number == 1 else []
        made = make_record(f"giấy {number}", name=f"{number}.pdf", record_type=kind, reasons=reasons)
        add(made, unit="xa-a", received_at=moment(number, 1).isoformat())
    client = signed_in("mai")
    found = links(wall(client), "Hồ sơ theo loại giấy tờ")
    assert sorted(int(count) for count, _address in found) == [1, 1, 1, 1, 1, 1, 2]
    for count, address in found:
        page = opened(client, address).split("<main")[1]
        assert len(set(re.findall(r'href="/records/(hs-[a-z0-9]+)/', page))) == int(count), address
