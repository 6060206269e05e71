"""The inbox as people see it: the day's sum, its lists, removing, retrying, asking again."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portal.jobs.dispatchers.inline import InlineDispatcher
from records import FileState, RecordId
from tests.portal.faults import steps as faults
from tests.portal.inbox.histories import make_worker
from tests.portal.persons import signed_in
from tests.portal.test_views import deposit, make_record

if TYPE_CHECKING:
    from django.test import Client

    from portal.jobs.worker import Worker
    from portal.models import IntakeFile

LAM, HOA = "Xã Phú Lâm", "Xã Tân Hòa"


@pytest.fixture
def worker(portal_data: Path) -> Worker:
    return make_worker(portal_data)


@pytest.fixture
def staff(portal_data: Path) -> Client:
    assert portal_data.is_dir()
    return signed_in("lan")


def hand_in(worker: Worker, name: str, unit: str = LAM, **said: object) -> IntakeFile:
    path = worker.options.data_dir / "inbox" / unit / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(faults.make_scan(tag=name, **said))  # type: ignore[arg-type]  # what the scan says
    taken = worker.intake.take(path, folder=unit, unit=unit)
    assert taken is not None
    return taken


def some_day(worker: Worker) -> None:
    """Five files: filed, in review (two records), refused, handed in twice, not opened yet."""
    hand_in(worker, "một.json", sure=True, pages=2)
    hand_in(worker, "hai.json", HOA, papers=2, pages=3)
    hand_in(worker, "hỏng.json", open="refuse")
    worker.drain(InlineDispatcher())
    path = worker.options.data_dir / "inbox" / "lại.json"
    path.write_bytes(faults.make_scan(tag="một.json", sure=True, pages=2))
    worker.intake.take(path, unit=LAM)
    hand_in(worker, "chờ.json", HOA)


def sum_on(page: str) -> tuple[int, list[int]]:
    """The whole and the parts of the day's sum as the page shows them."""
    whole = re.search(r'sum-whole"><b>(\d+)', page)
    assert whole is not None
    return int(whole[1]), [int(part) for part in re.findall(r'sum-part \w+" href="[^"]*"><b>(\d+)', page)]


def test_the_sum_on_the_page_adds_up_and_each_number_opens_as_many_files(
    worker: Worker, staff: Client
) -> None:
    some_day(worker)
    page = staff.get("/").content.decode()
    whole, parts = sum_on(page)
    assert whole == sum(parts) == 5 and parts == [1, 1, 1, 1, 1]
    links = re.findall(r'sum-part \w+" href="([^"]*)"><b>(\d+)', page)
    for link, number in links:
        listed = staff.get(link.replace("&amp;", "&")).content.decode()
        assert len(re.findall(r'<span class="badge[ "]', listed)) == int(number), link
    one_unit = staff.get("/", {"unit": HOA}).content.decode()
    assert sum_on(one_unit) == (2, [0, 1, 0, 1])


def test_the_list_of_work_is_sent_again_only_when_something_changed(worker: Worker, staff: Client) -> None:
    some_day(worker)
    page = staff.get("/").content.decode()
    again = re.search(r'hx-get="([^"]*)"', page)
    assert again is not None
    address = again[1].replace("&amp;", "&")
    assert staff.get(address).status_code == 204
    worker.drain(InlineDispatcher())
    changed = staff.get(address)
    assert changed.status_code == 200 and 'id="work"' in changed.content.decode()
    assert "<html" not in changed.content.decode()


def test_a_page_that_was_read_shows_in_the_next_answer(worker: Worker, staff: Client) -> None:
    from portal.jobs import entries

    file = hand_in(worker, "sổ.json", pages=120)
    entries.opened(file.pk, 120, 0.1, copy=file.staged_path)
    first = staff.get("/work/").content.decode()
    assert "trang 0/120" in first
    address = re.search(r'hx-get="([^"]*)"', first)
    assert address is not None
    entries.page_read(file.pk, 1, "{}", 0.1, copy=file.staged_path)
    answer = staff.get(address[1].replace("&amp;", "&"))
    assert answer.status_code == 200 and "trang 1/120" in answer.content.decode()


@pytest.mark.needs("sqlite")
def test_the_poll_reads_no_row_of_other_days(worker: Worker, staff: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    some_day(worker)
    page = staff.get("/work/").content.decode()
    address = re.search(r'hx-get="([^"]*)"', page)
    assert address is not None
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert staff.get(address[1].replace("&amp;", "&")).status_code == 204
    plans = []
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            if "portal_intake" in query["sql"]:
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                plans += [row[3] for row in cursor.fetchall()]
    assert plans and not [plan for plan in plans if plan.startswith("SCAN") and "INDEX" not in plan]


def test_a_unit_that_hands_in_little_still_sees_what_became_of_its_last_files(
    worker: Worker, staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.views.inbox.page._LATELY", 3)
    hand_in(worker, "của Tân Hòa.json", HOA, sure=True)
    for number in range(4):
        hand_in(worker, f"của Phú Lâm {number}.json", LAM, sure=True)
    worker.drain(InlineDispatcher())
    of_hoa = signed_in("hoa", unit=HOA)
    for client, address in ((of_hoa, "/"), (staff, f"/?unit={HOA}"), (of_hoa, f"/?unit={HOA}")):
        page = client.get(address).content.decode()
        assert "của Tân Hòa.json" in page and "của Phú Lâm" not in page
    assert "của Phú Lâm" not in of_hoa.get(f"/?unit={LAM}").content.decode()


def test_the_first_day_says_what_to_do(staff: Client) -> None:
    page = staff.get("/").content.decode()
    assert "Bắt đầu từ đây" in page and "/inbox/scanner-room/" in page


def test_a_person_removes_a_file_with_a_reason_and_puts_it_back(worker: Worker, staff: Client) -> None:
    from portal.audit import Kind
    from portal.models import AuditEvent, IntakeFile

    file = hand_in(worker, "nhầm.json")
    address = f"/inbox/files/{file.pk}/remove"
    assert "nhầm.json" in staff.get(address).content.decode()
    assert staff.post(address, {"because": "  "}).status_code == 422
    assert staff.post(address, {"because": "Thả nhầm thư mục"}).status_code == 302
    held = IntakeFile.objects.get()
    assert (held.state, held.removed_by, held.removed_because) == (
        FileState.REMOVED,
        "lan",
        "Thả nhầm thư mục",
    )
    page = staff.get("/inbox/files/?standing=removed&day=").content.decode()
    assert "Thả nhầm thư mục" in page
    assert staff.post(f"/inbox/files/{file.pk}/retry").status_code == 302
    assert IntakeFile.objects.get().state == FileState.RECEIVED
    kinds = list(AuditEvent.objects.order_by("pk").values_list("kind", "object"))
    assert (Kind.FILE_REMOVED, f"file:{file.pk}") in kinds and (Kind.FILE_RETRIED, f"file:{file.pk}") in kinds
    removed = AuditEvent.objects.get(kind=Kind.FILE_REMOVED)
    assert "Thả" not in str(removed.details), "the chain holds codes, not what people write"


def test_files_of_another_unit_are_not_seen_removed_or_retried(worker: Worker) -> None:
    some_day(worker)
    stranger = signed_in("hoa", unit=HOA)
    page = stranger.get("/").content.decode()
    assert sum_on(page) == (2, [0, 1, 0, 1]) and "một.json" not in page
    from portal.models import IntakeFile

    for file in IntakeFile.objects.filter(unit=LAM):
        assert stranger.get(f"/inbox/files/{file.pk}/remove").status_code == 404
        assert stranger.post(f"/inbox/files/{file.pk}/remove", {"because": "x"}).status_code == 404
        assert stranger.post(f"/inbox/files/{file.pk}/retry").status_code == 404
    listed = stranger.get("/inbox/files/", {"unit": LAM}).content.decode()
    assert "một.json" not in listed and "hỏng.json" not in listed


def test_whoever_hands_in_nothing_may_not_send_or_remove(worker: Worker) -> None:
    file = hand_in(worker, "một.json")
    auditor = signed_in("kiem", "auditor")
    for address in ("/inbox/hand-in", "/inbox/uploads/begin", f"/inbox/files/{file.pk}/retry"):
        assert auditor.post(address).status_code == 403
    assert auditor.post(f"/inbox/files/{file.pk}/remove", {"because": "x"}).status_code == 403
    clerk = signed_in("vanthu", "clerk")
    assert clerk.post(f"/inbox/files/{file.pk}/remove", {"because": "x"}).status_code == 403
    assert 'id="send"' not in auditor.get("/").content.decode()


@pytest.fixture
def birth(portal_data: Path) -> RecordId:
    return deposit(portal_data, make_record("GIẤY KHAI SINH", "trang hai", name="khai sinh.pdf"))


def test_a_new_scan_that_somebody_asked_for_is_listed_and_closed_by_the_scan(
    staff: Client, birth: RecordId
) -> None:
    from portal.inbox.requests import close_by
    from portal.models import IntakeFile, RescanRequest

    official = signed_in("chutich", "official")
    address = f"/inbox/ask/{birth}"
    assert "Trang 2" in official.get(f"{address}?page=2").content.decode()
    assert official.post(address, {"page": "2", "reason": ""}).status_code == 422
    assert official.post(address, {"page": "9", "reason": "mờ"}).status_code == 404
    assert official.post(address, {"page": "2", "reason": "mờ quá", "of": "lan"}).status_code == 302
    assert official.post(address, {"page": "2", "reason": "mờ quá"}).status_code == 302
    asked = RescanRequest.objects.get()
    assert (asked.page, asked.asked_by, asked.asked_of) == (2, "chutich", "lan")
    page = staff.get("/rescan/").content.decode()
    assert "mờ quá" in page and "chutich" in page and "lan" in page
    close_by(IntakeFile(replaces=birth, replaces_page=1, sent_by="lan"))
    assert RescanRequest.objects.get().closed_at is None
    close_by(IntakeFile(replaces=birth, replaces_page=0, sent_by="lan"))
    asked.refresh_from_db()
    assert asked.closed_at is not None and asked.closed_by == "lan" and not asked.is_withdrawn
    assert "mờ quá" not in staff.get("/rescan/").content.decode()


def test_a_request_is_withdrawn_by_who_asked_or_by_the_scanner_room(staff: Client, birth: RecordId) -> None:
    from portal.models import RescanRequest

    official, other = signed_in("chutich", "official"), signed_in("khac", "official")
    for who, status in ((other, 403), (official, 302)):
        official.post(f"/inbox/ask/{birth}", {"page": "0", "reason": "thiếu trang"})
        asked = RescanRequest.objects.get(closed_at=None)
        assert who.post(f"/inbox/asked/{asked.pk}/withdraw").status_code == status
    official.post(f"/inbox/ask/{birth}", {"page": "0", "reason": "thiếu trang"})
    asked = RescanRequest.objects.get(closed_at=None)
    assert staff.post(f"/inbox/asked/{asked.pk}/withdraw").status_code == 302
    assert RescanRequest.objects.get(pk=asked.pk).is_withdrawn


def test_a_dropped_file_named_after_a_record_answers_what_was_asked(birth: RecordId) -> None:
    from portal.inbox.requests import ask
    from portal.intake.ledger import named_errand

    assert named_errand(f"{birth} trang 2.pdf") is None
    ask(birth, 2, "mờ", by="chutich")
    errand = named_errand(f"{birth} trang 2.pdf")
    assert errand is not None and (errand.replaces, errand.page) == (birth, 2)


def test_separator_sheets_come_from_the_web_as_from_the_terminal(staff: Client) -> None:
    import pikepdf

    sheets = staff.get("/inbox/scanner-room/separators.pdf", {"count": "3", "type": "birth_certificate"})
    with pikepdf.open(io.BytesIO(sheets.content)) as pdf:
        assert len(pdf.pages) == 3
    assert staff.get("/inbox/scanner-room/separators.pdf", {"type": "no-such"}).status_code == 404
    assert "300 dpi" in staff.get("/inbox/scanner-room/").content.decode()


def test_separator_sheets_are_named_and_written_in_the_reader_s_language(staff: Client) -> None:
    vietnamese = staff.get("/inbox/scanner-room/separators.pdf", {"count": "1"})
    staff.post("/language/", {"language": "en"})
    english = staff.get("/inbox/scanner-room/separators.pdf", {"count": "1"})
    assert "to-phan-cach.pdf" in vietnamese["Content-Disposition"]
    assert "separator-sheets.pdf" in english["Content-Disposition"]
    assert vietnamese.content != english.content, "what it says to people differs"


def test_a_part_that_a_browser_opens_by_itself_leads_to_its_page(staff: Client) -> None:
    told = staff.get("/work/?day=2026-02-09", headers={"Accept": "text/html,*/*"})
    assert (told.status_code, told["Location"]) == (302, "/?day=2026-02-09")
    asked = {"Accept": "text/html,*/*", "HX-Request": "true"}
    assert staff.get("/work/?day=2026-02-09", headers=asked).status_code == 200


def test_the_list_of_a_day_shows_it_as_people_write_it(staff: Client) -> None:
    page = staff.get("/inbox/files/?day=9/2/2026").content.decode()
    assert 'name="day" value="09/02/2026"' in page
