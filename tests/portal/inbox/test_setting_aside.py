"""A file handed in by mistake is taken out of work any time before it is a record, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portal.jobs import work
from portal.jobs.dispatchers.inline import InlineDispatcher
from records import FileState
from records.errors import SourceRefused
from tests.portal.faults import steps as faults
from tests.portal.inbox.histories import make_worker

if TYPE_CHECKING:
    from concurrent.futures import Future

    from portal.jobs.plan import Job
    from portal.jobs.worker import Worker
    from portal.models import IntakeFile

WHY = "thả nhầm thư mục"


@pytest.fixture
def worker(portal_data: Path) -> Worker:
    return make_worker(portal_data)


def hand_in(worker: Worker, name: str = "tờ trình.json", *, folder: str = "", **said: object) -> IntakeFile:
    path = worker.options.data_dir / "inbox" / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(faults.make_scan(**said))  # type: ignore[arg-type]  # what the scan says
    taken = worker.intake.take(path, folder=folder, unit="Văn thư")
    assert taken is not None
    return taken


def remove(worker: Worker, file: IntakeFile) -> IntakeFile:
    from portal.intake import setting_aside

    return setting_aside.remove(worker.intake, file.pk, by="nva", because=WHY)


def retry(worker: Worker, file: IntakeFile) -> IntakeFile:
    from portal.intake import setting_aside

    return setting_aside.retry(worker.intake, file.pk)


def drain(worker: Worker) -> None:
    worker.drain(InlineDispatcher())


def meanwhile(worker: Worker, step: str, act: Callable[[], object]) -> None:
    """Has `act` happen once, while the worker runs `step`."""
    held: work.Steps = worker._settling._steps
    ran: list[bool] = []
    run: Callable[[object], object] = getattr(held, step)

    def both(task: object) -> object:
        if not ran:
            ran.append(True)
            act()
        return run(task)

    worker._settling._steps = replace(held, **{step: both})


def is_staging_empty(worker: Worker) -> bool:
    folder = worker.options.data_dir / "staging"
    return not [path for path in folder.rglob("*") if path.is_file()]


def test_a_removed_file_lies_in_removed_beside_who_and_why(worker: Worker) -> None:
    file = remove(worker, hand_in(worker))
    file.refresh_from_db()
    assert (file.state, file.removed_by, file.removed_because) == (FileState.REMOVED, "nva", WHY)
    place = worker.options.data_dir / file.laid_in
    assert place.read_bytes() == faults.make_scan()
    assert file.laid_in.startswith("removed/")
    told = place.with_name(place.name + ".reason.txt").read_text("utf-8-sig")
    assert "Người bỏ: nva" in told and WHY in told
    drain(worker)
    assert file.__class__.objects.get().state == FileState.REMOVED and is_staging_empty(worker)
    assert not list((worker.options.data_dir / "done").rglob("*.json"))


@pytest.mark.parametrize("step", ["open_file", "read_page"])
@pytest.mark.parametrize("fault", ["", "refuse", "engine_crashed", "bug"])
def test_a_step_that_ends_on_a_removed_file_changes_nothing(worker: Worker, step: str, fault: str) -> None:
    from portal.models import CatalogueRecord, IntakeFile, IntakePage

    said: dict[str, object] = (
        {"open": fault or None} if step == "open_file" else {"page": {"1": fault or None}}
    )
    file = hand_in(worker, pages=3, **said)
    other = hand_in(worker, "khác.json", pages=1)
    meanwhile(worker, step, partial(remove, worker, file))
    drain(worker)
    states = dict(IntakeFile.objects.values_list("pk", "state"))
    assert states == {file.pk: FileState.REMOVED, other.pk: FileState.REVIEW}
    assert CatalogueRecord.objects.count() == 1 and not IntakePage.objects.filter(file=file).exists()
    assert is_staging_empty(worker) and len(worker._plan) == 0


def test_removal_comes_too_late_once_the_record_is_being_made(worker: Worker) -> None:
    from portal.models import IntakeFile

    file, told = hand_in(worker), []

    def try_it() -> None:
        with pytest.raises(SourceRefused) as refused:
            remove(worker, file)
        told.append(refused.value.remedy_vi)

    meanwhile(worker, "complete", try_it)
    drain(worker)
    assert IntakeFile.objects.get().state == FileState.REVIEW and "không bỏ được" in told[0]
    with pytest.raises(SourceRefused):
        remove(worker, file)


def test_the_same_paper_in_the_right_folder_takes_the_place_of_the_removed_one(worker: Worker) -> None:
    from portal.models import IntakeFile

    wrong = hand_in(worker, folder="sai chỗ")
    right = hand_in(worker, folder="đúng chỗ")
    assert right.state == FileState.DUPLICATE
    remove(worker, wrong)
    drain(worker)
    right.refresh_from_db()
    assert (right.state, right.folder) == (FileState.REVIEW, "đúng chỗ")
    assert IntakeFile.objects.get(pk=wrong.pk).state == FileState.REMOVED and is_staging_empty(worker)


def test_the_other_side_of_a_removed_half_waits_for_a_new_one(worker: Worker) -> None:
    from portal.models import IntakeFile

    fronts = hand_in(worker, "Tập 1 trước.json", folder="hai mặt", pages=2)
    drain(worker)
    backs = hand_in(worker, "Tập 1 sau.json", folder="hai mặt", pages=2, tag=1)
    meanwhile(worker, "read_page", partial(remove, worker, backs))
    drain(worker)
    fronts.refresh_from_db()
    assert fronts.state == FileState.READ and not IntakeFile.objects.filter(partner=fronts).exists()
    hand_in(worker, "Tập 1 sau.json", folder="hai mặt", pages=2, tag=2)
    drain(worker)
    fronts.refresh_from_db()
    assert fronts.state == FileState.REVIEW and is_staging_empty(worker)


def test_a_half_that_waits_may_be_removed_and_put_back(worker: Worker) -> None:
    fronts = hand_in(worker, "Tập 1 trước.json", folder="hai mặt", pages=2)
    drain(worker)
    remove(worker, fronts)
    drain(worker)
    assert retry(worker, fronts).state == FileState.RECEIVED
    hand_in(worker, "Tập 1 sau.json", folder="hai mặt", pages=2, tag=2)
    drain(worker)
    fronts.refresh_from_db()
    assert fronts.state == FileState.REVIEW and fronts.laid_in.startswith("done/")


def test_a_refused_file_that_was_mended_where_it_lies_is_taken(worker: Worker) -> None:
    from portal.models import IntakeFile

    file = hand_in(worker, open="refuse")
    drain(worker)
    file.refresh_from_db()
    assert file.state == FileState.REJECTED
    place = worker.options.data_dir / file.laid_in
    retry(worker, file)
    drain(worker)
    file.refresh_from_db()
    assert file.state == FileState.REJECTED, "nothing was mended"
    place = worker.options.data_dir / file.laid_in
    place.write_bytes(faults.make_scan(pages=2))
    retry(worker, file)
    drain(worker)
    file.refresh_from_db()
    assert (file.state, file.page_count) == (FileState.REVIEW, 2)
    assert not place.exists() and not list(worker.options.data_dir.rglob("*.reason.txt"))
    assert IntakeFile.objects.count() == 1


def test_a_refused_file_that_is_gone_or_still_empty_stays_refused_and_says_so(worker: Worker) -> None:
    file = hand_in(worker, open="refuse")
    drain(worker)
    file.refresh_from_db()
    place = worker.options.data_dir / file.laid_in
    place.write_bytes(b"")
    with pytest.raises(SourceRefused, match="0 bytes"):
        retry(worker, file)
    place.unlink()
    with pytest.raises(SourceRefused) as refused:
        retry(worker, file)
    assert file.laid_in in refused.value.remedy_vi
    file.refresh_from_db()
    assert file.state == FileState.REJECTED and is_staging_empty(worker)


def test_a_refused_file_whose_bytes_came_again_meanwhile_is_a_duplicate(worker: Worker) -> None:
    first = hand_in(worker, open="refuse_once")
    drain(worker)
    first.refresh_from_db()
    assert first.state == FileState.REJECTED
    hand_in(worker, "lần hai.json", open="refuse_once")
    again = retry(worker, first)
    assert (again.state, again.reason_code) == (FileState.DUPLICATE, "Duplicate")
    assert again.laid_in.startswith("done/")


def test_a_record_is_not_removed_and_not_tried_again(worker: Worker) -> None:
    file = hand_in(worker)
    drain(worker)
    for act in (remove, retry):
        with pytest.raises(SourceRefused):
            act(worker, file)
    file.refresh_from_db()
    assert file.state == FileState.REVIEW


def test_a_crash_between_the_row_and_the_move_is_made_good_at_the_next_start(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.intake.laying import Laying

    file = hand_in(worker, open="refuse")
    drain(worker)
    with monkeypatch.context() as broken:
        broken.setattr(Laying, "fetch_or_owe", lambda *_: None)
        remove(worker, file)
    file.refresh_from_db()
    assert file.source_path and not (worker.options.data_dir / file.laid_in).exists()
    worker.intake.recover()
    file.refresh_from_db()
    assert not file.source_path and (worker.options.data_dir / file.laid_in).exists()
    [reason] = worker.options.data_dir.rglob("*.reason.txt")
    assert WHY in reason.read_text("utf-8-sig")


def afterwards(worker: Worker, step: str, act: Callable[[], object]) -> None:
    """Has `act` happen once, when the worker's `step` has done its work and nobody has heard of it yet."""
    held: work.Steps = worker._settling._steps
    ran: list[bool] = []
    run: Callable[[object], object] = getattr(held, step)

    def both(task: object) -> object:
        outcome = run(task)
        if not ran:
            ran.append(True)
            act()
        return outcome

    worker._settling._steps = replace(held, **{step: both})


def test_a_half_put_back_before_the_worker_looked_again_finds_its_other_side(worker: Worker) -> None:
    fronts = hand_in(worker, "Tập 1 trước.json", folder="hai mặt", pages=2)
    drain(worker)
    remove(worker, fronts)
    retry(worker, fronts)
    hand_in(worker, "Tập 1 sau.json", folder="hai mặt", pages=2, tag=2)
    drain(worker)
    fronts.refresh_from_db()
    assert fronts.state == FileState.REVIEW and is_staging_empty(worker)


def test_a_half_dropped_again_before_the_worker_looked_again_finds_its_other_side(worker: Worker) -> None:
    fronts = hand_in(worker, "Tập 1 trước.json", folder="hai mặt", pages=2)
    drain(worker)
    remove(worker, fronts)
    again = hand_in(worker, "Tập 1 trước.json", folder="hai mặt", pages=2)
    hand_in(worker, "Tập 1 sau.json", folder="hai mặt", pages=2, tag=2)
    drain(worker)
    fronts.refresh_from_db()
    again.refresh_from_db()
    assert (fronts.state, again.state) == (FileState.REMOVED, FileState.REVIEW) and is_staging_empty(worker)


@pytest.mark.parametrize("step", ["open_file", "read_page"])
@pytest.mark.parametrize("fault", ["", "refuse", "engine_crashed"])
def test_what_a_step_found_in_the_bytes_before_is_not_said_of_the_mended_file(
    worker: Worker, step: str, fault: str
) -> None:
    said: dict[str, object] = (
        {"open": fault or None} if step == "open_file" else {"page": {"1": fault or None}}
    )
    file = hand_in(worker, pages=3, **said)

    (meanwhile if fault else afterwards)(worker, step, partial(mend, worker, file, pages=1))
    drain(worker)
    file.refresh_from_db()
    assert (file.state, file.page_count, file.attempts) == (FileState.REVIEW, 1, 0)
    assert is_staging_empty(worker) and len(worker._plan) == 0


def test_a_page_that_still_runs_is_not_taken_for_one_of_the_mended_file(worker: Worker) -> None:
    """Two pages are read at a time: the slow one of the removed file ends when the mended one is opened."""
    from portal.models import IntakePage

    file = hand_in(worker, pages=2)
    worker._look_for_files()
    worker._settling.settle(*run_next(worker))
    slow, ended = run_next(worker), run_next(worker)
    mend(worker, file, pages=2)
    worker._settling.settle(*ended)
    worker._look_for_files()
    worker._settling.settle(*run_next(worker))
    worker._settling.settle(*slow)
    assert IntakePage.objects.filter(file=file, state="waiting").count() == 2
    drain(worker)
    file.refresh_from_db()
    assert file.state == FileState.REVIEW and is_staging_empty(worker)


def run_next(worker: Worker) -> tuple[Job, Future[object]]:
    """The worker's next step, done but not written down."""
    job = worker._plan.next()
    assert job is not None
    order = worker._settling.order(job)
    assert order is not None
    step, task, seconds = order
    return job, InlineDispatcher().submit(step, task, time_limit_seconds=seconds)


def mend(worker: Worker, file: IntakeFile, pages: int) -> None:
    """Somebody takes the file out of work, scans it anew in its place, and puts it back."""
    removed = remove(worker, file)
    removed.refresh_from_db()
    (worker.options.data_dir / removed.laid_in).write_bytes(faults.make_scan(pages, tag=7))
    retry(worker, file)
