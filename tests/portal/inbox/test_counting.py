"""The day's count adds up whatever happens to the files of the day."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest

from records import FileState
from tests.portal.inbox.histories import Office, make_worker

SEEDS = range(12)
STEPS = 25


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_scanned_is_what_became_of_it_after_any_history(portal_data: Path, seed: int) -> None:
    """Each file has one standing, each seen from three sides: the sum, the lists, and archive and folders."""
    office = Office(portal_data, random.Random(seed), make_worker(portal_data))
    for _ in range(STEPS):
        act = office.chance.choice(
            (office.hand_in, office.hand_in, office.work, office.remove, office.retry, office.file_a_record)
        )
        act()
        check(office)
    office.worker.drain(_inline())
    check(office)
    check_settled(office)


def check(office: Office) -> None:
    from django.db.models import Sum
    from django.utils import timezone

    from portal.inbox.counting import count_day
    from portal.inbox.standing import Standing, that_stand
    from portal.models import IntakeFile

    every = IntakeFile.objects.all()
    counted = count_day(every, timezone.localdate())
    whole = counted.whole
    assert whole.scanned.files == office.handed_in == every.count()
    assert whole.scanned.pages == (every.aggregate(pages=Sum("page_count"))["pages"] or 0)
    assert sum(count.scanned.files for count in counted.by_unit.values()) == whole.scanned.files
    listed = [set(that_stand(every, standing).values_list("pk", flat=True)) for standing in Standing]
    assert sum(map(len, listed)) == len(set().union(*listed)) == office.handed_in
    assert [len(one) for one in listed] == [whole.of(standing).files for standing in Standing]


def check_settled(office: Office) -> None:
    """The ledger says what catalogue and folders say, each asked by itself."""
    from portal.models import CatalogueRecord, IntakeFile

    records = {row.record_id: row for row in CatalogueRecord.objects.all()}
    for file in IntakeFile.objects.all():
        place = office.data_dir / file.laid_in
        assert place.is_file(), file
        root = file.laid_in.split("/")[0]
        has_reason = place.with_name(place.name + ".reason.txt").exists()
        if file.state in (FileState.FILED, FileState.REVIEW):
            first = records[file.record_id]
            mine = [one for one in records.values() if one.source_sha256 == first.source_sha256]
            assert (file.state == FileState.REVIEW) == any(one.needs_review for one in mine)
            assert file.record_count in (0, len(mine)) and root == "done" and not has_reason
        elif file.state == FileState.REJECTED:
            assert root == "rejected" and has_reason
        elif file.state == FileState.REMOVED:
            assert root == "removed" and has_reason
        elif file.state == FileState.DUPLICATE:
            assert root == "done"
    reasons = list(office.data_dir.rglob("*.reason.txt"))
    settled = IntakeFile.objects.filter(state__in=(FileState.REJECTED, FileState.REMOVED)).count()
    assert len(reasons) == settled
    staged = {path.name for path in (office.data_dir / "staging").iterdir() if path.is_file()}
    assert staged == set(IntakeFile.objects.exclude(staged_path="").values_list("staged_path", flat=True))


def _inline() -> object:
    from portal.jobs.dispatchers.inline import InlineDispatcher

    return InlineDispatcher()


@pytest.mark.usefixtures("portal_data")
def test_a_file_belongs_to_the_day_of_the_office_on_which_it_came() -> None:
    from django.utils import timezone

    from portal.inbox.counting import count_day
    from portal.models import IntakeFile

    today = timezone.localdate()
    midnight = timezone.make_aware(timezone.datetime(today.year, today.month, today.day))
    for place, moment in enumerate(
        (midnight, midnight - timedelta(seconds=1), midnight + timedelta(hours=23))
    ):
        IntakeFile.objects.create(name="a", sha256=str(place), size_bytes=1, received_at=moment)
    every = IntakeFile.objects.all()
    assert count_day(every, today).whole.scanned.files == 2
    assert count_day(every, today - timedelta(days=1)).whole.scanned.files == 1
