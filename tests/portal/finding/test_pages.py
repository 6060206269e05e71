"""The pages of finding: filters as links, offers, kept searches, tables, papers alike, and no leak in any."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from tests.portal.catalogued import add, make_field, make_record
from tests.portal.persons import make_person, signed_in

if TYPE_CHECKING:
    from django.test import Client

    from records import RecordId

pytestmark = pytest.mark.usefixtures("portal_data")

SECRET = "Bế Văn Kín"  # a name
SECRET_NUMBER = "77/QĐ-KIN"


@pytest.fixture
def colleague() -> Client:
    return signed_in("dong-nghiep", unit="xa-a", level=2)


@pytest.fixture
def stranger() -> Client:
    """Of another unit."""
    return signed_in("nguoi-la", unit="xa-b")


@pytest.fixture
def owner() -> Client:
    return signed_in("chu", unit="xa-a")


@pytest.fixture
def closed() -> RecordId:
    """A paper of level 3 at `xa-a`, which the owner may see and nobody else."""
    fields = {"child_full_name": make_field(SECRET), "doc_number": make_field(SECRET_NUMBER)}
    title = {"subject": make_field("Về việc cho nhận nuôi con nuôi tại xã kín")}
    record = make_record(
        f"Con nuôi: {SECRET} số {SECRET_NUMBER}", record_type="adoption_certificate", fields=fields | title
    )
    return add(record, unit="xa-a")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


LEAKS = (
    "/search/?q=kin", "/search/?q=", "/records/", "/records/?sort=title",
    "/search/?q=con+nuôi&type=adoption_certificate",
    "/search/suggest?q=be+van", "/search/suggest?q=77", "/search/suggest?q=tên:be",
    "/search/suggest?q=loại:con", "/search/suggest?q=con+nuoi",
)  # fmt: skip


@pytest.mark.parametrize("address", LEAKS)
def test_nothing_of_a_closed_paper_shows(
    address: str, colleague: Client, stranger: Client, closed: RecordId
) -> None:
    for client in (colleague, stranger):
        shown = page(client, address).replace(f'value="{address}', "")
        for secret in (SECRET, SECRET.upper(), SECRET_NUMBER, closed, "1 hồ sơ</b>"):
            assert secret not in shown
        assert "<b>0</b>" in shown or "<b>1</b> hồ sơ" not in shown


def test_the_owner_is_offered_names_numbers_types_and_units(owner: Client, closed: RecordId) -> None:
    assert SECRET in page(owner, "/search/suggest?q=be+van")
    assert SECRET in page(owner, "/search/suggest?q=kín")
    assert SECRET_NUMBER in page(owner, "/search/suggest?q=77")
    assert 'data-completed="loại:adoption' in page(owner, "/search/suggest?q=con+nu")
    assert 'data-completed="đất loại:adoption' in page(owner, "/search/suggest?q=đất+nuôi")
    assert "đơn_vị:xa-a" in page(owner, "/search/suggest?q=xa")
    assert "trạng_thái:review" in page(owner, "/search/suggest?q=trạng_thái:")
    assert closed in page(owner, "/search/?q=kín")


@pytest.mark.parametrize(
    "typed", ["", "a", '"', "::", "tên:", '"bế "', "=", "-", "x" * 900, "%00", "loại:\"'<b>"]
)
def test_offers_come_for_whatever_is_typed(owner: Client, closed: RecordId, typed: str) -> None:
    answer = owner.get("/search/suggest", {"q": typed})
    assert answer.status_code == 200
    assert b"<b>" not in answer.content


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_tables_hold_only_what_may_be_taken_away(
    kind: str, owner: Client, colleague: Client, stranger: Client, closed: RecordId
) -> None:
    from portal.models import AuditEvent

    def read(client: Client) -> str:
        answer = client.get(f"/search/export.{kind}?q=con+nuôi")
        content = b"".join(answer.streaming_content)
        return content.decode("utf-8-sig") if kind == "csv" else str(rows_of(content))

    assert closed in read(owner)
    assert closed not in read(colleague)
    assert closed not in read(stranger)
    told = [event.details for event in AuditEvent.objects.filter(kind="exported").order_by("pk")]
    assert [one["records"] for one in told] == [1, 0, 0]
    assert "nuôi" not in str(told)


def rows_of(content: bytes) -> list[tuple[object, ...]]:
    from openpyxl import load_workbook

    return [tuple(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]


def test_tables_keep_dates_and_defuse_formulas() -> None:
    from datetime import datetime

    fields = {
        "issue_date": make_field("05/03/2024", "2024-03-05"),
        "signer_name": make_field('=HYPERLINK("http://x")'),
        "doc_number": make_field("007"),
        "subject": make_field("+cmd|' /C calc'!A0"),
    }
    add(make_record("một hai", fields=fields))
    client = signed_in("lan")
    sheet = rows_of(b"".join(client.get("/search/export.xlsx?type=decision").streaming_content))
    assert datetime(2024, 3, 5) in sheet[1]  # noqa: DTZ001  # Excel's dates have no zone
    assert "007" in sheet[1]
    assert '=HYPERLINK("http://x")' in sheet[1], "as text: a formula would read back without its value"
    assert "Người ký" in sheet[0], "one type: its fields are columns"
    raw = b"".join(client.get("/search/export.csv").streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    row = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))[1]
    assert "2024-03-05" in row
    assert "'+cmd|' /C calc'!A0" in row
    assert not any(cell.startswith(("=", "+", "@")) for cell in row)


def test_a_formula_in_a_workbook_is_text_and_not_a_formula() -> None:
    import zipfile

    add(make_record("một", fields={"subject": make_field("=1+1")}))
    content = b"".join(signed_in("lan").get("/search/export.xlsx").streaming_content)
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


def test_an_administrator_alone_finds_and_takes_nothing(closed: RecordId) -> None:
    client = signed_in("quan-tri", "administrator")
    for address in ("/search/", "/records/", "/search/suggest?q=a", "/search/export.csv", "/search/saved/"):
        assert client.get(address).status_code in {302, 403}, address


def test_a_filter_is_a_link_and_another_click_takes_it_back(owner: Client) -> None:
    add(make_record("thu hồi đất", name="1.pdf"), unit="xa-a")
    add(make_record("thu hồi đất", name="2.pdf", record_type="notice"), unit="xa-a")
    shown = page(owner, "/search/?q=thu+hồi")
    assert "type=notice" in shown
    narrowed = page(owner, "/search/?q=thu+h%E1%BB%93i&type=notice")
    assert "<b>1</b> hồ sơ" in narrowed
    assert 'href="/search/?q=thu+h%E1%BB%93i"' in narrowed


def test_a_fragment_comes_for_the_page_that_is_open_and_a_page_when_going_back(owner: Client) -> None:
    add(make_record("thu hồi đất"), unit="xa-a")
    asks = {"HX-Request": "true", "HX-Target": "found"}
    assert "<html" not in owner.get("/search/?q=thu", headers=asks).content.decode()
    back = {**asks, "HX-History-Restore-Request": "true"}
    assert "<html" in owner.get("/search/?q=thu", headers=back).content.decode()


def test_what_papers_say_is_text_on_the_results_page() -> None:
    add(
        make_record(
            "Thu hồi <script>alert(1)</script> đất",
            fields={"subject": make_field('Thu hồi <b title="x">đất</b> & nhà')},
        ),
        unit="xã <i>An</i> Phú",
    )
    shown = page(signed_in("moi-noi"), "/search/?q=thu+hồi")
    assert "<b title" not in shown
    assert "<script>alert" not in shown
    assert "<i>An" not in shown
    assert "xã &lt;i&gt;An&lt;/i&gt; Phú" in shown
    assert "&lt;b title=&quot;x&quot;&gt;đất&lt;/b&gt; &amp; nhà" in shown
    assert "<mark>Thu hồi</mark> &lt;" in shown


def test_a_search_is_written_down_once_without_its_words(owner: Client, closed: RecordId) -> None:
    from portal.models import AuditEvent

    for number in (1, 2):
        page(owner, f"/search/?q=kín&page={number}")
    [event] = AuditEvent.objects.filter(kind="searched")
    assert event.details == {"found": 1, "words": 1, "letters": 3, "filters": []}
    assert "kín" not in event.object


def keep(client: Client, address: str, name: str, unit: str = "-") -> None:
    assert (
        client.post("/search/saved/keep", {"address": address, "name": name, "unit": unit}).status_code == 302
    )


def test_a_kept_search_is_its_owners_until_it_is_shared(
    owner: Client, colleague: Client, stranger: Client
) -> None:
    from portal.models import SavedSearch

    keep(owner, "q=thu+hồi", "Của tôi")
    mine = SavedSearch.objects.get()
    assert "Của tôi" in page(owner, "/search/saved/")
    for client in (colleague, stranger):
        assert "Của tôi" not in page(client, "/search/saved/")
        assert client.get(f"/search/saved/{mine.pk}/").status_code == 404
        assert client.get(f"/search/saved/{mine.pk}/news").status_code == 404
    keep(owner, "q=thu+hồi", "Của tôi", "xa-a")
    assert colleague.get(f"/search/saved/{mine.pk}/")["Location"] == "/search/?q=thu+h%E1%BB%93i"
    assert stranger.get(f"/search/saved/{mine.pk}/").status_code == 404
    colleague.post(f"/search/saved/{mine.pk}/drop")
    assert SavedSearch.objects.count() == 1
    owner.post(f"/search/saved/{mine.pk}/drop")
    assert SavedSearch.objects.count() == 0


def test_nobody_shares_with_a_unit_that_is_not_theirs(owner: Client) -> None:
    from portal.models import SavedSearch

    keep(owner, "q=x", "Lạ", "xa-b")
    assert SavedSearch.objects.count() == 0


def test_what_came_since_the_last_look_is_told_within_ones_rights(owner: Client, colleague: Client) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from portal.models import SavedSearch, SavedSearchLook

    keep(owner, "q=thu+hồi", "Thu hồi", "xa-a")
    [search] = SavedSearch.objects.all()
    colleague.get(f"/search/saved/{search.pk}/")
    SavedSearchLook.objects.update(looked_at=timezone.now() - timedelta(days=1))
    now = timezone.now().isoformat()
    add(make_record("thu hồi", name="1.pdf"), unit="xa-a", received_at=now)
    add(
        make_record("thu hồi", name="2.pdf", record_type="adoption_certificate"), unit="xa-a", received_at=now
    )
    add(make_record("thu hồi", name="3.pdf"), unit="xa-a", received_at="2020-01-01T00:00:00+07:00")
    assert "2 mới" in page(owner, f"/search/saved/{search.pk}/news")
    assert "1 mới" in page(colleague, f"/search/saved/{search.pk}/news")
    owner.get(f"/search/saved/{search.pk}/")
    assert "mới" not in page(owner, f"/search/saved/{search.pk}/news")


def test_recent_searches_are_ones_own_and_can_be_forgotten(owner: Client, colleague: Client) -> None:
    from portal.models import RecentSearch

    for typed in ("thu", "thu hồi", "khác hẳn"):
        page(owner, f"/search/?q={typed}")
    assert [row.address for row in RecentSearch.objects.all()] == [
        "q=kh%C3%A1c+h%E1%BA%B3n",
        "q=thu+h%E1%BB%93i",
    ]
    assert "khác hẳn" not in page(colleague, "/search/")
    owner.post("/search/recent/forget")
    assert RecentSearch.objects.count() == 0


def test_recent_searches_are_bounded() -> None:
    from portal.catalogue import saved
    from portal.catalogue.asked import Asked
    from portal.models import RecentSearch

    person = make_person("lan")
    for number in range(saved.RECENT_KEPT + 5):
        saved.remember(person, Asked(text=f"{number:03d} từ"))
    assert RecentSearch.objects.count() == saved.RECENT_KEPT


def test_papers_alike_are_told_with_what_is_alike_and_within_rights(
    owner: Client, colleague: Client, closed: RecordId
) -> None:
    subject = "Về việc thu hồi đất để thực hiện dự án đường vành đai"
    first = add(make_record("a", name="1.pdf", fields={"subject": make_field(subject)}), unit="xa-a")
    second = add(
        make_record("b", name="2.pdf", fields={"subject": make_field(f"{subject} phía nam")}), unit="xa-a"
    )
    third = add(make_record("c", name="3.pdf", fields={"subject": make_field(subject)}), unit="xa-b")
    shown = page(owner, f"/records/{first}/similar/")
    assert second in shown
    assert "cùng loại giấy tờ" in shown
    assert third not in shown
    assert colleague.get(f"/records/{closed}/similar/").status_code == 404


def test_the_address_of_a_search_says_all_and_is_the_same_whatever_was_clicked_first() -> None:
    from portal.catalogue.asked import Asked

    one, other = (
        Asked.at("q=a&type=notice&type=decision&year=2024"),
        Asked.at("year=2024&type=decision&type=notice&q=a"),
    )
    assert one.address == other.address
    assert Asked.at(one.address) == one
    assert Asked.at("year=abc&level=9&state=x&sort=x&type=" + "x" * 5000).pairs == [("type", "x" * 255)]


def test_the_link_of_a_filter_is_the_address_of_the_search_with_that_choice() -> None:
    from django.http import QueryDict

    from portal.catalogue.asked import Asked
    from portal.catalogue.filters import Group

    addresses = (
        "",
        "q=đất đai&marks=1",
        "q=đất&type=decision&type=notice&year=2024&unit=xa-a&level=2&state=filed",
        "year=2023&year=2024&from=01/2023&to=2024&sort=title",
    )
    values = {
        Group.TYPE: ("notice", "decision", "khác"),
        Group.STATE: ("filed", "review"),
        Group.YEAR: ("2023", "2025"),
        Group.UNIT: ("xa-a", "xã Bắc & Nam"),
        Group.LEVEL: ("2", "3"),
    }
    for address in addresses:
        asked = Asked.read(QueryDict(address))
        for group, some in values.items():
            made = asked.toggling(group)
            assert [made(value) for value in some] == [asked.toggled(group, value).address for value in some]
