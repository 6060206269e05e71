"""Numbers of outgoing documents: in sequence, each once, whoever asks and whatever dies meanwhile."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from records.errors import OutOfTurn
from tests.portal.outgoing.papers import AGENCY, make_document

pytestmark = pytest.mark.usefixtures("portal_data")
DAY = date(2026, 3, 5)
ROOT = Path(__file__).resolve().parents[3]


def given(**book: object) -> list[int]:
    from portal.models import BookEntry

    entries = BookEntry.objects.filter(**{f"book__{name}": value for name, value in book.items()})
    return sorted(entries.values_list("number", flat=True))


def test_each_agency_type_and_year_has_a_book_of_its_own_that_begins_at_01() -> None:
    from portal.outgoing.number_books import allocate

    first, second, letter, later = (
        make_document(),
        make_document(),
        make_document(type_code="CV"),
        make_document(),
    )
    given_numbers = [
        allocate(first.pk, AGENCY, by="van_thu", today=DAY).notation,
        allocate(second.pk, AGENCY, by="van_thu", today=DAY).notation,
        allocate(letter.pk, AGENCY, by="van_thu", today=DAY).notation,
        allocate(later.pk, AGENCY, by="van_thu", today=date(2027, 1, 1)).notation,
    ]
    assert given_numbers == ["01/QĐ-UBND", "02/QĐ-UBND", "01/UBND-VP", "01/QĐ-UBND"]


def test_the_year_is_that_of_vietnam_where_it_is_new_year_seven_hours_before_greenwich() -> None:
    from datetime import UTC, datetime
    from unittest.mock import patch

    from portal.outgoing.number_books import allocate

    new_year_in_vietnam = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
    with patch("django.utils.timezone.now", return_value=new_year_in_vietnam):
        entry = allocate(make_document().pk, AGENCY, by="van_thu")
    assert (entry.issued_on, entry.book.year, entry.number) == (date(2027, 1, 1), 2027, 1)


def test_a_document_that_is_numbered_twice_keeps_its_number() -> None:
    from portal.outgoing.number_books import allocate

    document = make_document()
    first = allocate(document.pk, AGENCY, by="van_thu", today=DAY)
    again = allocate(document.pk, AGENCY, by="van_thu", today=DAY)
    assert (first.pk, given()) == (again.pk, [1])


def test_a_document_of_no_known_type_gets_no_number() -> None:
    from portal.outgoing.number_books import allocate

    with pytest.raises(OutOfTurn):
        allocate(make_document(type_code="").pk, AGENCY, by="van_thu")
    assert given() == []


def test_a_recalled_number_stays_in_the_book_with_who_and_why_and_is_never_given_again() -> None:
    from portal.models import BookEntry, OutgoingEvent
    from portal.outgoing.ending import recall
    from portal.outgoing.number_books import allocate
    from portal.outgoing.states import EntryState

    first, second = make_document(), make_document()
    allocate(first.pk, AGENCY, by="van_thu", today=DAY)
    recall(first.pk, by="van_thu", why="Sai căn cứ pháp lý")
    assert allocate(second.pk, AGENCY, by="van_thu", today=DAY).number == 2
    entry = BookEntry.objects.get(document=first)
    assert (entry.number, entry.state, entry.ended_by) == (1, EntryState.NOT_ISSUED, "van_thu")
    assert (entry.ended_why, entry.ended_at is not None) == ("Sai căn cứ pháp lý", True)
    kinds = list(OutgoingEvent.objects.filter(document=first).values_list("kind", flat=True))
    assert kinds == ["numbered", "recalled"]


def test_nothing_is_recalled_without_a_reason_or_after_the_seal() -> None:
    from portal.outgoing.ending import recall
    from portal.outgoing.states import DocumentState

    with pytest.raises(OutOfTurn):
        recall(make_document().pk, by="van_thu", why="  ")
    with pytest.raises(OutOfTurn):
        recall(make_document(state=DocumentState.SEALED).pk, by="van_thu", why="Nhầm")


def test_a_book_may_begin_in_mid_year_but_not_after_its_first_number() -> None:
    from portal.outgoing.number_books import allocate, next_number, open_book

    open_book(AGENCY.code, "QĐ", 2026, begins_at=148)
    assert next_number(AGENCY.code, "QĐ", 2026) == 148
    assert allocate(make_document().pk, AGENCY, by="van_thu", today=DAY).notation == "148/QĐ-UBND"
    with pytest.raises(OutOfTurn):
        open_book(AGENCY.code, "QĐ", 2026, begins_at=3)


def test_a_record_with_the_same_number_symbol_and_issuer_is_named() -> None:
    from portal.outgoing.number_books import twins_of
    from tests.portal.catalogued import add, make_field, make_record

    fields = {
        "doc_number": make_field("15/QĐ-UBND"),
        "issue_date": make_field("05/03/2026", "2026-03-05"),
        "issuing_agency": make_field("Ủy ban nhân dân xã Phú Lâm"),
    }
    same = add(make_record("QUYẾT ĐỊNH", fields=fields))
    elsewhere = {**fields, "issuing_agency": make_field("Ủy ban nhân dân xã Tân An")}
    add(make_record("QUYẾT ĐỊNH khác", name="b.pdf", fields=elsewhere))
    ours, other = ("15/QĐ-UBND", AGENCY.name), ("16/QĐ-UBND", AGENCY.name)
    found = twins_of([ours, other], 2026)
    assert [twin.record_id for twin in found[ours]] == [same] and found[other] == []
    assert twins_of([ours], 2026, besides=same) == twins_of([ours], 2025) == {ours: []}


def test_many_threads_leave_neither_gaps_nor_doubles() -> None:
    from django.db import connections

    from portal.outgoing.number_books import allocate

    ids = iter([make_document().pk for _ in range(60)])
    lock = threading.Lock()

    def next_id() -> Iterator[int]:
        while True:
            with lock:
                document_id = next(ids, None)
            if document_id is None:
                return
            yield document_id

    def work() -> None:
        for document_id in next_id():
            allocate(document_id, AGENCY, by="van_thu", today=DAY)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert given() == list(range(1, 61))


@pytest.mark.needs("sqlite")  # other processes; on a server clerks share a book in tests/portal/postgresql
def test_processes_that_run_and_one_that_is_killed_in_the_middle_leave_neither_gaps_nor_doubles(
    portal_data: Path,
) -> None:
    from portal.models import BookEntry, OutgoingDocument
    from portal.outgoing.states import DocumentState

    ids = [make_document().pk for _ in range(30)]

    def start(first: int, last: int, *die: str) -> subprocess.Popen[bytes]:
        module = "tests.portal.outgoing.allocating"
        command = [sys.executable, "-m", module, str(portal_data), str(first), str(last), *die]
        return subprocess.Popen(command, cwd=ROOT)

    running = [start(ids[0], ids[9], "die"), start(ids[10], ids[19]), start(ids[20], ids[29])]
    codes = [process.wait(60) for process in running]
    assert codes == [-9, 0, 0]
    assert OutgoingDocument.objects.filter(state=DocumentState.CHECKED).count() == 10
    assert start(ids[0], ids[9]).wait(60) == 0
    assert given() == list(range(1, 31))
    assert BookEntry.objects.values("document").distinct().count() == 30
