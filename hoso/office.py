"""One machine, everything: the watcher, the worker with its child processes and the portal, as one."""

from __future__ import annotations

import logging
import threading
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from archive import Archive
from classifiers.catalogue import load_record_types
from classifiers.type_model import prefer_model_in
from hoso.following_settings import SettingsFollower
from hoso.settings import Settings
from hoso.wiring import (
    advice_of,
    archive_of,
    check_installation,
    jobs_of,
    open_catalogue,
    outgoing_options_of,
    reading_options_of,
    take_over_settings,
    trust_folder_of,
    type_model_folder_of,
    type_wishes_of,
)
from records.faults import where
from watch_folders import KnownHint, SettledFile, WatchedFolder, Watcher, WatchMode, hints_by_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.accounts.daily import AccountKeeper
    from portal.audit.keeper import ChainKeeper
    from portal.counts.keeper import CountKeeper
    from portal.intake.ledger import Intake
    from portal.jobs.lock import Notice
    from portal.jobs.worker import Worker
    from portal.outgoing.keeper import Keeper
    from portal.server import PortalServer
    from portal.webhooks.delivering import Deliverer

log = logging.getLogger(__name__)

WORKER_STOP_SECONDS = 15.0


class Office:
    """Runs everything over one data directory until it is left; the ledger says where to go on.

    Raises `SettingInvalid` on entering when another process works on the data directory.
    """

    def __init__(
        self, settings: Settings, data_dir: Path, *, port: int | None = None, is_demonstration: bool = False
    ) -> None:
        self.data_dir = data_dir
        self.failed = threading.Event()
        """Set when the worker has ended by itself, which only a fault of ours can make it do."""
        self._settings = settings
        self._port = settings.portal.port if port is None else port
        self._is_demonstration = is_demonstration
        self._stack = ExitStack()
        self._reading = ExitStack()
        """What reads: it is closed and opened again when its settings change."""
        self._say: Callable[[Notice], None] = lambda _: None
        self._archive: Archive | None = None
        self._server: PortalServer | None = None

    @property
    def inbox(self) -> Path:
        return self.data_dir / "inbox"

    @property
    def archive(self) -> Archive:
        assert self._archive is not None, "the office is not open"  # noqa: S101
        return self._archive

    @property
    def address(self) -> str:
        """Where the portal is to be found."""
        assert self._server is not None, "the office is not open"  # noqa: S101
        return self._server.address

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._open(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _open(self, stack: ExitStack) -> None:
        prefer_model_in(type_model_folder_of(self.data_dir))
        check_installation(self._settings)
        advice = advice_of(self._settings)
        if advice:
            log.warning("%s", advice)
        open_catalogue(self._settings, self.data_dir, make=True, is_demonstration=self._is_demonstration)
        # What stands on Django's tables can be imported only now.
        from portal.accounts.daily import AccountKeeper
        from portal.audit.keeper import ChainKeeper
        from portal.counts.keeper import CountKeeper
        from portal.jobs import lock
        from portal.server import PortalServer

        held = stack.enter_context(lock.hold(self.data_dir))
        self._archive = archive_of(self.data_dir)
        for settled in self._archive.settle():
            log.warning("archive: %s", settled)
        self._say = held.say
        stack.callback(self._close_reading)
        self._open_reading()
        self._open_road(stack)
        self._open_outbox(stack)
        self._run_worker(ChainKeeper(self.data_dir), stack)
        self._run_worker(AccountKeeper(), stack)
        self._run_worker(CountKeeper(), stack)
        self._follow_settings(stack)
        self._server = stack.enter_context(PortalServer(self._settings.portal.host, self._port))

    def _open_reading(self) -> None:
        """The worker that reads, and the watcher that brings it files, by the settings as they are now."""
        from portal.jobs.options import WorkOptions
        from portal.jobs.worker import Worker

        options = WorkOptions(
            data_dir=self.data_dir,
            jobs=jobs_of(self._settings),
            reading=reading_options_of(self._settings),
            threshold=self._settings.review.threshold,
            types=type_wishes_of(self._settings),
            splits_at_blanks=self._settings.batches.split_at_blank_pages,
            splits_papers=self._settings.batches.split_papers,
            returns_faults=self._settings.quality.gate == "return",
            compact=self._settings.reading.compact,
            trust_folder=trust_folder_of(self._settings, self.data_dir),
            models=type_model_folder_of(self.data_dir),
            other_side_seconds=60 * self._settings.batches.other_side_minutes,
        )
        worker = Worker(options, self.archive, say=self._say)
        with ExitStack() as stack:
            self._run_worker(worker, stack)
            self._watch(worker.intake, worker, stack)
            self._reading = stack.pop_all()

    def _close_reading(self) -> None:
        self._reading.close()

    def _follow_settings(self, stack: ExitStack) -> None:
        """Takes over what the web changes, without a restart, when nothing is being read."""

        def reopen(settings: Settings) -> None:
            self._reading.close()
            self._settings = settings
            try:
                self._open_reading()
            except Exception as error:
                log.error("reading could not be opened again: %s", where(error))  # noqa: TRY400
                self.failed.set()

        follower = SettingsFollower(self.data_dir, self._settings, take_over_settings, reopen)
        stack.enter_context(follower)

    def _run_worker(
        self,
        worker: Worker | Keeper | ChainKeeper | AccountKeeper | CountKeeper | Deliverer,
        stack: ExitStack,
    ) -> None:
        stop = threading.Event()
        name = type(worker).__name__.lower()

        def work() -> None:
            try:
                worker.run(stop)
            except Exception as error:
                # Its message may hold a document's text: the place is kept, the words are not.
                log.error("the %s ended by a fault: %s", name, where(error))  # noqa: TRY400
                self.failed.set()

        thread = threading.Thread(target=work, name=name)
        thread.start()
        stack.callback(thread.join, WORKER_STOP_SECONDS)
        stack.callback(worker.wake)
        stack.callback(stop.set)

    def _open_road(self, stack: ExitStack) -> None:
        """What goes out: the keeper that prints, archives and lays, and the officials' folders."""
        from portal.outgoing.keeper import Keeper
        from portal.outgoing.taking import OutgoingFolders
        from portal.outgoing.workshop import Workshop, WorkshopOptions

        options = WorkshopOptions(
            data_dir=self.data_dir,
            outgoing=outgoing_options_of(self._settings, self.data_dir),
            reading=reading_options_of(self._settings),
            threshold=self._settings.review.threshold,
            jobs=jobs_of(self._settings),
            models=type_model_folder_of(self.data_dir),
        )
        shop = Workshop(options, self.archive)
        keeper = Keeper(shop)
        # Before the portal answers: a batch that it begins must not be taken for one that a crash left.
        keeper.recover()
        self._run_worker(keeper, stack)
        folders = OutgoingFolders(shop.desk, options.outgoing, max_bytes=self._settings.signing.max_bytes)

        def take(file: SettledFile) -> None:
            folders.receive(file)
            keeper.wake()

        stack.enter_context(Watcher([self._watched("outgoing")], take))

    def _open_outbox(self, stack: ExitStack) -> None:
        """What other systems are told; nothing runs where the settings name none."""
        from portal.webhooks.delivering import Deliverer

        if hosts := frozenset(self._settings.portal.webhook_hosts):
            self._run_worker(Deliverer(hosts), stack)

    def _watch(self, intake: Intake, worker: Worker, stack: ExitStack) -> None:
        for folder in ("inbox", "done", "rejected", "outgoing", "signed"):
            (self.data_dir / folder).mkdir(parents=True, exist_ok=True)

        def take(file: SettledFile) -> None:
            intake.receive(file)  # raises while the file still changes, so that it is offered again
            worker.wake()

        stack.enter_context(Watcher([self._watched("inbox")], take, known_hint=_known_hints()))

    def _watched(self, folder: str) -> WatchedFolder:
        asked = self._settings.intake
        return WatchedFolder(
            self.data_dir / folder,
            mode=WatchMode(asked.watch),
            settle_seconds=asked.settle_seconds,
            rescan_seconds=asked.rescan_seconds,
        )


def _known_hints() -> KnownHint:
    """A sub-folder named like a record type, in Vietnamese, English or by its code, is a hint."""
    names = {
        name: kind.code
        for kind in load_record_types().values()
        for name in (kind.code, kind.name_vi, kind.name_en, *kind.titles)
    }
    return hints_by_name(names)
