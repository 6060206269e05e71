"""Two who write at the same time come after one another on a server too; what is read first still holds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = [pytest.mark.needs("postgres", "initdb"), pytest.mark.usefixtures("portal_data")]
AT_ONCE, EACH = 6, 8


def all_at_once(work: Callable[[int], object], count: int = AT_ONCE) -> None:
    """Runs `work` in threads that begin together, each with a connection of its own; raises a fault."""
    from django.db import connections

    start, faults = threading.Barrier(count), []

    def one(number: int) -> None:
        try:
            start.wait()
            work(number)
        except BaseException as error:
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if faults:
        raise faults[0]


def test_the_audit_chain_stays_one_chain_under_many_writers() -> None:
    from portal.audit.checking import check_chain
    from portal.audit.kinds import Kind
    from portal.audit.noting import note_by

    def work(number: int) -> None:
        for _ in range(EACH):
            note_by(f"clerk-{number}", Kind.RECORD_VIEWED, object=f"record:{number}")

    all_at_once(work)
    checked = check_chain()
    assert checked.fault is None
    assert checked.count == AT_ONCE * EACH


def test_the_server_refuses_to_change_the_chain() -> None:
    from django.db import DatabaseError

    from portal.audit.kinds import Kind
    from portal.audit.noting import note_by
    from portal.models import AuditEvent

    note_by("clerk", Kind.RECORD_VIEWED)
    for change in (AuditEvent.objects.all().delete, lambda: AuditEvent.objects.update(actor="nobody")):
        with pytest.raises(DatabaseError, match="only ever added to"):
            change()
    assert AuditEvent.objects.get().actor == "clerk"


def test_two_clerks_never_get_one_number_and_none_is_left_out() -> None:
    from portal.outgoing.number_books import _held_book, _next_in

    given: list[int] = []

    def work(number: int) -> None:
        from django.db import transaction

        for turn in range(EACH):
            try:
                with transaction.atomic():
                    book = _next_in(_held_book("office", "QD", 2026))
                    if turn % 3 == 2:
                        raise KeyError("the document did not get it after all")  # noqa: TRY301
                    given.append(book.last)
            except KeyError:
                pass

    all_at_once(work)
    assert sorted(given) == list(range(1, len(given) + 1))


def test_only_one_of_many_takes_a_free_record() -> None:
    from portal.reviewing.claims import claim
    from tests.portal.catalogued import add, make_record

    record_id = add(make_record("Quyết định"))
    told: list[str] = []
    all_at_once(lambda number: told.append(claim(record_id, f"clerk-{number}").person))
    assert len(set(told)) == 1


def test_every_wrong_guess_counts() -> None:
    from portal.accounts.throttling import BY_ADDRESS, count_failure
    from portal.models import GuessCount

    all_at_once(lambda _: count_failure(BY_ADDRESS, "10.0.0.1"))
    assert GuessCount.objects.get().failures == AT_ONCE


def test_a_single_statement_waits_for_a_transaction_that_has_looked() -> None:
    from django.contrib.auth.models import User
    from django.db import transaction

    person = User.objects.create(username="nva", first_name="An")
    has_looked, order = threading.Event(), []

    def work(number: int) -> None:
        if number == 0:
            with transaction.atomic():
                held = User.objects.get(pk=person.pk)
                has_looked.set()
                threading.Event().wait(0.5)  # the other has every chance to come between
                held.last_name = held.first_name
                held.save()
                order.append("transaction")
        else:
            has_looked.wait(20)
            User.objects.filter(pk=person.pk).update(first_name="Bình")
            order.append("statement")

    all_at_once(work, 2)
    assert order == ["transaction", "statement"]
    assert User.objects.get(pk=person.pk).first_name == "Bình"


def test_whoever_waits_too_long_is_told_and_can_go_on() -> None:
    from django.contrib.auth.models import User
    from django.db import OperationalError, connection, transaction

    is_writing, is_over = threading.Event(), threading.Event()

    def work(number: int) -> None:
        if number == 0:
            with transaction.atomic():
                is_writing.set()
                is_over.wait(20)
            return
        is_writing.wait(20)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '100ms'")
            with pytest.raises(OperationalError), transaction.atomic():
                User.objects.create(username="late")
        finally:
            is_over.set()
        User.objects.create(username="later")

    all_at_once(work, 2)
    assert list(User.objects.values_list("username", flat=True)) == ["later"]


def test_readers_wait_for_nobody() -> None:
    from django.contrib.auth.models import User
    from django.db import transaction

    seen: list[int] = []
    has_written, has_read = threading.Event(), threading.Event()

    def work(number: int) -> None:
        if number == 0:
            with transaction.atomic():
                User.objects.create(username="nva")
                has_written.set()
                assert has_read.wait(20)
        else:
            has_written.wait(20)
            seen.append(User.objects.count())
            has_read.set()

    all_at_once(work, 2)
    assert seen == [0]


def test_the_same_bytes_from_two_hands_become_one_record(portal_data: Path) -> None:
    from pipeline.limits import Limits
    from portal.intake.ledger import Intake
    from portal.models import IntakeFile
    from records import FileState

    (portal_data / "inbox").mkdir()
    for number in range(4):
        (portal_data / "inbox" / f"scan-{number}.pdf").write_bytes(b"a scan")
    intake = Intake(portal_data, Limits(max_bytes=1000))
    all_at_once(lambda number: intake.take(portal_data / "inbox" / f"scan-{number}.pdf"), 4)
    states = list(IntakeFile.objects.values_list("state", flat=True))
    assert sorted(states) == sorted([FileState.RECEIVED, *[FileState.DUPLICATE] * 3])
