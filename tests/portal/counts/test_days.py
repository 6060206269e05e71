"""Counts by the day: kept ones equal a recount, and nobody sees others' numbers."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from tests.portal.catalogued import add, make_record
from tests.portal.persons import make_person

pytestmark = pytest.mark.usefixtures("portal_data")
FIRST, DAYS = date(2026, 5, 1), 12
UNITS = ("xa-a", "xa-b", "")
TYPES = ("decision", "birth_certificate", None)


def at(day: int, hour: int = 8) -> str:
    return f"{FIRST + timedelta(days=day)}T{hour:02d}:30:00+07:00"


def hand_in(name: str, day: int, *, unit: str = "xa-a", state: str = "received", **more: object) -> int:
    """A file in the ledger; its number."""
    from datetime import datetime

    from portal.models import IntakeFile

    record = make_record(name, name=f"{name}.pdf")
    values = {
        "name": f"{name}.pdf",
        "sha256": record.source.sha256,
        "size_bytes": 1,
        "received_at": datetime.fromisoformat(at(day)),
        "unit": unit,
        "state": state,
        **more,
    }
    return int(IntakeFile.objects.create(**values).pk)


def put(
    name: str, day: int, *, unit: str = "xa-a", kind: str | None = "decision", waits: bool = False
) -> None:
    """A record of that file in the catalogue, as reading, a correction or a rebuild puts it there."""
    reasons = ["Cần xem"] if waits else []
    record = make_record(name, name=f"{name}.pdf", record_type=kind, reasons=reasons)
    add(record, received_at=at(day), unit=unit)


def take_in(name: str, day: int, **how: object) -> None:
    """A file that was read and became a record."""
    from django.db import transaction
    from django.db.models import Q

    from portal.counts.marking import mark_files
    from portal.models import IntakeFile
    from records import record_id_for

    unit = str(how.get("unit", "xa-a"))
    number = hand_in(name, day, unit=unit)
    with transaction.atomic():
        put(name, day, **how)  # type: ignore[arg-type]  # what `put` takes
        file = IntakeFile.objects.filter(pk=number)
        record_id = record_id_for(file.get().sha256)
        file.update(state="review" if how.get("waits") else "filed", record_id=record_id)
        mark_files(Q(pk=number))


def total_of(rights: object, first: date, last: date) -> object:
    from portal.counts.days import days
    from portal.counts.standing import FileCounts
    from portal.rights.roles import Right

    cells = days(rights, Right.WATCH, first, last).cells  # type: ignore[arg-type]
    return sum((one.files for one in cells), FileCounts())


def inbox_says(rights: object, day: date) -> dict[str, int]:
    from portal.inbox.counting import count_day
    from portal.rights.roles import Right

    whole = count_day(rights.files(Right.WATCH), day).whole  # type: ignore[attr-defined]
    return {standing.value: tally.files for standing, tally in whole.by_standing.items()}


@pytest.mark.parametrize("seed", range(4))
def test_kept_counts_equal_the_inbox_s_over_random_histories(seed: int) -> None:
    from portal.counts.days import catch_up, counted, days
    from portal.counts.standing import counts_of
    from portal.models import IntakeFile
    from portal.rights.asking import rights_of
    from portal.rights.holding import Rights
    from portal.rights.roles import Right

    chance = random.Random(seed)
    below = rights_of(make_person("xa", unit="xa-b"))
    held: list[tuple[str, int, str]] = []
    for number in range(40):
        what, day, unit = chance.random(), chance.randrange(DAYS), chance.choice(UNITS)
        kind, waits = chance.choice(TYPES), chance.random() < 0.4
        if what < 0.5 or not held:
            held.append((f"giay{number}", day, unit))
            take_in(f"giay{number}", day, unit=unit, kind=kind, waits=waits)
        elif what < 0.8:  # reviewed: another state, another type perhaps
            name, same_day, same_unit = chance.choice(held)
            put(name, same_day, unit=same_unit, kind=kind, waits=waits)
        elif what < 0.95:
            state = chance.choice(["rejected", "duplicate", "reading", "removed"])
            hand_in(f"tep{number}", day, unit=unit, state=state)
        else:  # tried again
            IntakeFile.objects.filter(state="rejected").update(state="received")
        if chance.random() < 0.3:
            catch_up()
    assert catch_up() == 0
    for day in (FIRST + timedelta(days=number) for number in range(DAYS)):
        for rights in (Rights.everything(), below):
            assert total_of(rights, day, day) == counts_of(inbox_says(rights, day))
        fresh = {
            (one.record_type, one.filed, one.review) for one in counted(day, below) if one.filed + one.review
        }
        kept = days(below, Right.WATCH, day, day).types
        assert {(one.record_type, one.filed, one.review) for one in kept} == fresh


def test_files_are_one_paper_for_the_sum_and_records_count_for_types() -> None:
    from portal.counts.days import catch_up, days
    from portal.rights.holding import Rights
    from portal.rights.roles import Right

    take_in("mot", 0)
    put("khac", 0)  # a second paper of some file
    for state in ("rejected", "duplicate", "reading", "removed"):
        hand_in(state, 0, state=state)
    catch_up()
    found = total_of(Rights.everything(), FIRST, FIRST)
    assert found.scanned == 5  # type: ignore[attr-defined]
    types = days(Rights.everything(), Right.WATCH, FIRST, FIRST).types
    assert [(one.record_type, one.filed) for one in types] == [("decision", 2)]


def test_documents_that_the_office_issued_are_no_scanned_records() -> None:
    from django.utils import timezone

    from portal.counts.days import counted
    from portal.models import OutgoingDocument
    from portal.rights.holding import Rights
    from records import record_id_for

    put("di", 0)
    issued = record_id_for(make_record("di", name="di.pdf").source.sha256)
    assert len(counted(FIRST, Rights.everything())) == 1
    OutgoingDocument.objects.create(agency="ubnd", received_at=timezone.now(), record_id=issued)
    assert counted(FIRST, Rights.everything()) == []


def test_today_is_counted_as_it_is_and_yesterday_once_it_is_over() -> None:
    from portal.counts.days import catch_up
    from portal.counts.office_days import today
    from portal.models import DayCount, DayToCount
    from portal.rights.holding import Rights

    number = (today() - FIRST).days
    take_in("hom nay", number)
    catch_up()
    assert not DayCount.objects.exists()
    assert total_of(Rights.everything(), today(), today()).filed == 1  # type: ignore[attr-defined]
    catch_up(today() + timedelta(days=1))
    assert DayCount.objects.get().files_filed == 1
    assert not DayToCount.objects.exists()


def test_units_types_and_levels_narrow_what_is_counted() -> None:
    from django.contrib.auth.models import User

    from portal.counts.days import catch_up
    from portal.rights.asking import rights_of

    take_in("1", 0, unit="xa-a", kind="decision")
    take_in("2", 0, unit="xa-a", kind="adoption_certificate")
    take_in("3", 0, unit="xa-b", kind="decision")
    for unit in ("xa-a", "xa-b"):
        hand_in(f"hong {unit}", 0, unit=unit, state="rejected")
    catch_up()

    def seen(person: object) -> tuple[int, int]:
        found = total_of(rights_of(person), FIRST, FIRST)  # type: ignore[arg-type]
        return found.filed, found.refused  # type: ignore[attr-defined]

    assert seen(make_person("het")) == (3, 2)
    assert seen(make_person("xa", unit="xa-a")) == (2, 1)
    assert seen(make_person("loai", types=("decision",))) == (2, 0)
    assert seen(make_person("muc", level=2)) == (2, 2)
    assert seen(User.objects.create_user("nobody")) == (0, 0)


def test_activity_of_a_day_that_is_over_is_counted_once_and_stays() -> None:
    from django.utils import timezone

    from portal.counts.activity import Activity, activities, catch_up
    from portal.counts.office_days import today
    from portal.models import ActivityCount, ActivityDay, IntakeFile, IntakePage
    from portal.rights.asking import rights_of
    from portal.rights.holding import Rights

    hand_in("mot", 0, state="filed")
    file = IntakeFile.objects.get()
    yesterday = timezone.now() - timedelta(days=1)
    for number in range(3):
        IntakePage.objects.create(file=file, number=number, state="read", read_at=yesterday)
    IntakePage.objects.create(file=file, number=9, state="read", read_at=timezone.now())
    catch_up()
    catch_up()
    assert ActivityCount.objects.get().count == 3
    assert ActivityDay.objects.filter(day=today() - timedelta(days=1)).exists()
    first = today() - timedelta(days=6)

    def pages(rights: Rights) -> int:
        return sum(one.count for one in activities(rights, first, today()) if one.kind == Activity.PAGES)

    assert pages(Rights.everything()) == 4
    assert pages(rights_of(make_person("xa", unit="xa-b"))) == 0
