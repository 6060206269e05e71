"""Child processes that crash, hang, eat memory or are killed cost one step and never the worker."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import psutil
import pytest

from pipeline.limits import Limits
from pipeline.reading import ReadingOptions
from portal.jobs.dispatchers import DispatchOptions, dispatcher_names, open_dispatcher
from portal.jobs.dispatchers.local import LocalDispatcher
from portal.jobs.work import Opened, OpenTask, PageRead, PageTask
from records.errors import DamagedFile, EngineCrashed, EngineTimedOut, SettingInvalid
from tests.portal.faults import steps as faults

LIMIT_SECONDS = 60.0
"""Of a step that ends by itself, on a machine that has other things to do."""


@pytest.fixture
def dispatcher() -> Iterator[LocalDispatcher]:
    made = LocalDispatcher(DispatchOptions(jobs=2, memory_bytes=700 << 20, tasks_a_child=3))
    yield made
    made.stop()


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    folder = tmp_path / "staging"
    folder.mkdir()
    return folder


def begin(
    dispatcher: LocalDispatcher, staging: Path, fault: str | None = None, *, limit: float = LIMIT_SECONDS
) -> Future[PageRead]:
    path = staging / f"scan-{time.monotonic_ns()}"
    path.write_bytes(faults.make_scan(1, page={"1": fault} if fault else {}))
    return dispatcher.submit(
        faults.read_page, PageTask(path, 1, ReadingOptions(engine="null")), time_limit_seconds=limit
    )


def children() -> list[psutil.Process]:
    """Living child processes of the dispatcher, without the fork server and the resource tracker."""
    own = psutil.Process()
    # Asked one by one for their parents, they may have ended meanwhile: a child is replaced at any moment.
    servers = own.children()
    return [process for process in own.children(recursive=True) if process not in servers]


def kill(process: psutil.Process) -> None:
    """Ends a process as the system would; one that has just ended by itself is as dead."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)


def wait_until(claim: object, seconds: float = LIMIT_SECONDS) -> None:
    until = time.monotonic() + seconds
    while not claim():  # type: ignore[operator]
        assert time.monotonic() < until, "did not happen in time"
        time.sleep(0.05)


def test_a_page_is_read_in_a_child(dispatcher: LocalDispatcher, staging: Path) -> None:
    assert '"number": 1' in begin(dispatcher, staging).result(LIMIT_SECONDS).text


def test_an_error_of_ours_comes_back_as_it_was_raised(dispatcher: LocalDispatcher, staging: Path) -> None:
    with pytest.raises(DamagedFile, match="broken on purpose"):
        begin(dispatcher, staging, "refuse").result(LIMIT_SECONDS)


@pytest.mark.parametrize("fault", ["crash", "eat_memory", "bug"])
def test_a_child_that_dies_costs_one_step(dispatcher: LocalDispatcher, staging: Path, fault: str) -> None:
    with pytest.raises(EngineCrashed):
        begin(dispatcher, staging, fault).result(LIMIT_SECONDS)
    assert begin(dispatcher, staging).result(LIMIT_SECONDS)


@pytest.mark.parametrize("fault", ["hang", "hang_in_a_program"])
def test_a_child_that_hangs_is_stopped_with_the_program_that_it_runs(
    dispatcher: LocalDispatcher, staging: Path, fault: str
) -> None:
    begin(dispatcher, staging).result(LIMIT_SECONDS)
    with pytest.raises(EngineTimedOut):
        begin(dispatcher, staging, fault, limit=0.5).result(LIMIT_SECONDS)
    wait_until(lambda: not [child for child in children() if "613" in child.cmdline()])
    assert not [each for each in psutil.process_iter(["cmdline"]) if each.info["cmdline"] == ["sleep", "613"]]
    assert begin(dispatcher, staging).result(LIMIT_SECONDS)


def test_a_step_that_hangs_does_not_hold_the_others_up(dispatcher: LocalDispatcher, staging: Path) -> None:
    hanging = begin(dispatcher, staging, "hang", limit=5)
    for _ in range(4):
        begin(dispatcher, staging).result(LIMIT_SECONDS)
    assert not hanging.done()


def test_children_are_replaced_after_so_many_steps(dispatcher: LocalDispatcher, staging: Path) -> None:
    seen = set()
    for _ in range(9):
        begin(dispatcher, staging).result(LIMIT_SECONDS)
        seen |= {child.pid for child in children()}
    assert len(seen) > 2


def test_an_idle_child_that_is_killed_costs_nothing(dispatcher: LocalDispatcher, staging: Path) -> None:
    begin(dispatcher, staging).result(LIMIT_SECONDS)
    for _ in range(3):
        for process in children():
            kill(process)
        assert begin(dispatcher, staging).result(LIMIT_SECONDS)


def test_a_working_child_that_is_killed_costs_one_step(dispatcher: LocalDispatcher, staging: Path) -> None:
    hanging = begin(dispatcher, staging, "hang")
    wait_until(lambda: faults.reads(staging.parent))
    for process in children():
        kill(process)
    with pytest.raises(EngineCrashed):
        hanging.result(LIMIT_SECONDS)
    assert begin(dispatcher, staging).result(LIMIT_SECONDS)


def test_a_fork_server_that_is_killed_costs_no_step(dispatcher: LocalDispatcher, staging: Path) -> None:
    hanging = begin(dispatcher, staging, "hang_once")
    wait_until(lambda: faults.reads(staging.parent))
    for process in psutil.Process().children():
        if "forkserver" in " ".join(process.cmdline()):
            kill(process)
    assert hanging.result(LIMIT_SECONDS)


def test_stopping_leaves_no_process_behind_and_waits_for_no_step(staging: Path) -> None:
    # Pools of other tests in this process share the fork server: their children are not this one's to end.
    before = children()
    dispatcher = LocalDispatcher(DispatchOptions(jobs=2))
    hanging = begin(dispatcher, staging, "hang")
    wait_until(lambda: faults.reads(staging.parent))
    dispatcher.stop()
    with pytest.raises(EngineCrashed, match="stopped"):
        hanging.result(LIMIT_SECONDS)
    wait_until(lambda: not [child for child in children() if child not in before])


@pytest.mark.parametrize("name", dispatcher_names())
def test_every_dispatcher_runs_a_step_and_carries_its_error(name: str, staging: Path) -> None:
    dispatcher = open_dispatcher(name, DispatchOptions())
    path = staging / "scan"
    try:
        path.write_bytes(faults.make_scan(3))
        task = OpenTask(path, Limits())
        ended = dispatcher.submit(faults.open_file, task, time_limit_seconds=LIMIT_SECONDS)
        assert ended.result(LIMIT_SECONDS) == Opened(3, 0.01)
        wait_until(lambda: dispatcher.free_slots == 1)
        path.write_bytes(faults.make_scan(3, open="refuse"))
        with pytest.raises(DamagedFile):
            dispatcher.submit(faults.open_file, task, time_limit_seconds=LIMIT_SECONDS).result(LIMIT_SECONDS)
    finally:
        dispatcher.stop()


def test_an_unknown_dispatcher_is_refused_with_those_there_are() -> None:
    with pytest.raises(SettingInvalid, match="inline, local"):
        open_dispatcher("cloud", DispatchOptions())
