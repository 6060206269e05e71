"""`hoso renew`: archive timestamps added in good time, so that signatures can be checked for decades."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import Progress

from hoso.settings import Settings
from hoso.wiring import archive_of, is_made, open_catalogue, outgoing_options_of, signing_services_of
from records.errors import HosoError, SettingInvalid
from signing.listing import is_signed
from signing.orders import Level

if TYPE_CHECKING:
    from portal.outgoing.renewing import IssuedFile
    from signing.renewing import Due, Renewal
    from signing.services import Services

SUMMARY = "add archive timestamps to signed PDFs that will need them"
SCHEMA = 1
SIGNED = "signed"
DAYS_A_YEAR = 365.25
FATES_VI = {
    "good": "còn tốt",
    "due": "cần gia hạn",
    "lifted": "đã nâng mức",
    "renewed": "đã gia hạn",
    "failed": "CHƯA GIA HẠN ĐƯỢC",
}


@dataclass(frozen=True, slots=True)
class _Outcome:
    path: Path
    state: str
    """A `Fate`'s value, or `due` in a dry run."""
    due: tuple[Due, ...]
    until: datetime | None
    error: HosoError | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="signed PDFs, or folders of them; else signed/ of the data directory and what was issued",
    )
    parser.add_argument(
        "--before",
        type=_moment,
        default=None,
        metavar="YEARS|DATE",
        help="renew what would end before then: 1 (a year from now, the default), 2.5, or 2031-12-31",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what is due; change nothing, ask nobody")
    parser.add_argument("--json", action="store_true", help="outcomes as JSON")


def run(arguments: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    """1 when a file could not be renewed; the others are renewed all the same."""
    from signing.renewing import IN_GOOD_TIME

    before = arguments.before or datetime.now(UTC) + IN_GOOD_TIME
    with ExitStack() as stack:
        services = None
        if not arguments.dry_run:
            services = stack.enter_context(signing_services_of(settings, data_dir))
            if services is None:
                raise SettingInvalid(
                    "signing.timestamp_urls names no timestamp service",
                    remedy_vi="Chưa khai báo dịch vụ cấp dấu thời gian để gia hạn. "
                    "Hãy ghi địa chỉ dịch vụ vào signing.timestamp_urls trong hoso.toml.",
                    remedy_en="Name a timestamp service first (signing.timestamp_urls).",
                )
        work = _Work(settings, data_dir, services, before)
        outcomes = list(_shown(work.on(arguments.paths), as_json=arguments.json))
    if arguments.json:
        print(json.dumps(_as_json(outcomes, before), ensure_ascii=False, indent=1))
    else:
        print(_total(outcomes))
    return 1 if any(outcome.state == "failed" for outcome in outcomes) else 0


@dataclass(frozen=True, slots=True)
class _Work:
    """What every file is done with."""

    settings: Settings
    data_dir: Path
    services: Services | None
    """`None` in a dry run."""
    before: datetime

    def on(self, paths: list[Path]) -> Iterator[_Outcome]:
        """Each file's outcome, as it comes."""
        if paths:
            for path in _files(paths):
                yield self._file(path)
            return
        laid = set()
        if is_made(self.settings, self.data_dir):
            for outcome in self._issued():
                laid.add(outcome.path)
                yield outcome
        folder = self.data_dir / SIGNED
        for path in _files([folder] if folder.is_dir() else []):
            if path not in laid:
                yield self._file(path)

    def _file(self, path: Path) -> _Outcome:
        from signing.renewing import renew

        if self.services is None:
            return self._looked_at(path)
        level = Level(self.settings.signing.level)
        return _outcome(path, renew(path, self.services, before=self.before, level=level))

    def _issued(self) -> Iterator[_Outcome]:
        """What went out by the portal: the archive and `signed/` change together."""
        open_catalogue(self.settings, self.data_dir)
        from portal.outgoing.desk_folder import Desk
        from portal.outgoing.renewing import issued_files
        from portal.outgoing.retention import at_hand

        desk, archive = Desk(self.data_dir), archive_of(self.data_dir)
        for issued in issued_files(desk):
            if self.services is None:
                with at_hand(desk, archive, issued.document, issued.file) as path:
                    outcome = self._looked_at(path, shown=issued.laid)
                yield outcome
            else:
                yield self._renewed(issued, desk)

    def _renewed(self, issued: IssuedFile, desk: Any) -> _Outcome:  # a Desk, which needs Django to be set up
        from portal.outgoing.renewing import renew_issued

        assert self.services is not None  # noqa: S101  asked by the caller
        options = outgoing_options_of(self.settings, self.data_dir)
        archive = archive_of(self.data_dir)
        try:
            renewal = renew_issued(issued, options, desk, archive, self.services, before=self.before)
        except HosoError as error:
            return _Outcome(issued.laid, "failed", (), None, error)
        return _outcome(issued.laid, renewal)

    def _looked_at(self, path: Path, *, shown: Path | None = None) -> _Outcome:
        from signing.renewing import due, held_until

        level = Level(self.settings.signing.level)
        try:
            found = due(path, before=self.before, level=level)
            return _Outcome(shown or path, "due" if found else "good", found, held_until(path))
        except HosoError as error:
            return _Outcome(shown or path, "failed", (), None, error)


def _outcome(path: Path, renewal: Renewal) -> _Outcome:
    return _Outcome(path, renewal.fate.value, renewal.due, renewal.until, renewal.error)


def _files(paths: list[Path]) -> Iterator[Path]:
    """PDFs named, and signed ones in folders; raises `SettingInvalid` for a path that is not there."""
    for path in paths:
        if path.is_dir():
            found = (each for each in path.rglob("*") if each.suffix.lower() == ".pdf")
            shown = sorted(each for each in found if each.is_file() and not each.name.startswith("."))
            yield from (each for each in shown if is_signed(each))
        elif path.is_file():
            yield path
        else:
            raise SettingInvalid(
                f"{path}: no such file or folder",
                remedy_vi=f"Không có tệp hoặc thư mục {path}.",
                remedy_en=f"There is no file or folder {path}.",
            )


def _moment(text: str) -> datetime:
    """Years from now, or a date."""
    if re.fullmatch(r"\d{1,3}(\.\d+)?", text):
        return datetime.now(UTC) + timedelta(days=float(text) * DAYS_A_YEAR)
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: years like 2, or a date like 2031-12-31") from error


def _shown(outcomes: Iterable[_Outcome], *, as_json: bool) -> Iterator[_Outcome]:
    """Lines as files are done; what failed goes to standard error."""
    console = Console(stderr=True)
    with Progress(console=console, disable=as_json or not console.is_terminal) as progress:
        bar = progress.add_task("Gia hạn chữ ký", total=None)
        for outcome in outcomes:
            progress.advance(bar)
            if outcome.error is not None:
                error = outcome.error
                detail = f" ({error.detail})" if error.detail else ""
                print(f"{outcome.path}: {error.remedy_vi} {error.remedy_en}{detail}", file=sys.stderr)
            elif not as_json:
                print(f"{outcome.path}: {_sentence(outcome)}", flush=True)
            yield outcome


def _sentence(outcome: _Outcome) -> str:
    said = FATES_VI[outcome.state]
    if outcome.state == "due":
        said += f" ({'; '.join(_reason(one) for one in outcome.due)})"
    if outcome.until is not None:
        said += f", bằng chứng giữ được đến {outcome.until:%d/%m/%Y}"
    return said


def _reason(one: Due) -> str:
    ends = f"{one.at:%d/%m/%Y}" if one.at else ""
    return {
        "below_level": f"chữ ký mới ở mức {one.what}",
        "certificate_ends": f"chứng thư {one.what} hết hạn {ends}",
        "algorithm_ends": f"thuật toán {one.what} chỉ được tin cậy đến {ends}",
    }[one.why.value]


def _total(outcomes: list[_Outcome]) -> str:
    counted = {state: sum(outcome.state == state for outcome in outcomes) for state in FATES_VI}
    said = ", ".join(f"{count} {FATES_VI[state]}" for state, count in counted.items() if count)
    return f"{len(outcomes)} tệp: {said}." if outcomes else "Không có tệp đã ký nào. No signed files."


def _as_json(outcomes: list[_Outcome], before: datetime) -> dict[str, object]:
    """Schema 1 of `docs/reference/command.md`."""
    return {
        "schema": SCHEMA,
        "before": before.isoformat(timespec="seconds"),
        "files": [
            {
                "file": str(outcome.path),
                "state": outcome.state,
                "until": outcome.until.isoformat() if outcome.until else None,
                "due": [
                    {"why": one.why.value, "what": one.what, "at": one.at.isoformat() if one.at else None}
                    for one in outcome.due
                ],
                "error": outcome.error.code if outcome.error else "",
                "reason": outcome.error.remedy_vi if outcome.error else "",
            }
            for outcome in outcomes
        ],
    }
