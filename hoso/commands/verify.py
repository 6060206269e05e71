"""`hoso verify`: who signed a PDF, when, what that covers, what was changed after, and what it proves."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from hoso.settings import Settings
from hoso.wiring import signing_services_of, trust_folder_of
from hoso.wrong_use import wrong_use
from signing.trust import TrustStore
from signing.verification import FileVerdict, SignatureVerdict, Verdict, verifier
from signing.verification.reports import write_report
from signing.verification.verdicts import VIETNAM, shown

SUMMARY = "say who signed PDF files, when, and what was changed after"
_COLOURS = {
    Verdict.VALID: "green",
    Verdict.INTACT_CHAIN_UNKNOWN: "yellow",
    Verdict.ALTERED: "red",
    Verdict.INVALID: "red",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="PDF files")
    parser.add_argument(
        "--trust", type=Path, metavar="DIR", help="folder of trusted root certificates; else signing.trust"
    )
    parser.add_argument(
        "--json", action="store_true", help="verdicts as JSON: an object for one file, else a list"
    )
    parser.add_argument("--report", type=Path, metavar="OUT", help="also write a report, .html or .pdf")
    parser.add_argument(
        "--at",
        type=_moment,
        metavar="DATE",
        help="judge as at the end of that day: 2031-12-31, or a time in ISO 8601",
    )
    parser.add_argument("--online", action="store_true", help="ask for certificates' state over the network")


def run(arguments: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    """0 when every file carries a signature and every one is valid."""
    if arguments.report is not None and arguments.report.suffix.lower() not in {".html", ".pdf"}:
        return wrong_use("hoso verify", "--report cần tên .html hoặc .pdf", "--report OUT.html or OUT.pdf")
    if arguments.trust is not None and not arguments.trust.is_dir():
        where = arguments.trust
        return wrong_use("hoso verify", f"Không có thư mục {where} (--trust).", f"--trust: no folder {where}")
    trust = TrustStore.from_folder(arguments.trust or trust_folder_of(settings, data_dir))
    with ExitStack() as stack:
        services = None
        if arguments.online:
            services = stack.enter_context(signing_services_of(settings, data_dir))
        checker = verifier(trust, services=services)
        verdicts = [checker.verify(path, at=arguments.at) for path in arguments.files]
    if arguments.json:
        told = [verdict.to_json() for verdict in verdicts]
        print(json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False, indent=1))
    else:
        console = Console(highlight=False, soft_wrap=True)
        for verdict in verdicts:
            _tell(verdict, console)
    for verdict in verdicts:
        for remark in verdict.remarks:
            print(f"hoso: {verdict.file}: {remark.text}", file=sys.stderr)
    if arguments.report is not None:
        write_report(verdicts, arguments.report)
    return 0 if all(verdict.is_valid for verdict in verdicts) else 1


def _moment(text: str) -> datetime:
    """A date means its end, since a paper of that day exists by then; without a zone Vietnam's is meant."""
    try:
        moment = datetime.fromisoformat(text if "T" in text or " " in text else f"{text}T23:59:59")
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: a date like 2031-12-31") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def _tell(verdict: FileVerdict, console: Console) -> None:
    """What a clerk reads, in colours on a terminal alone."""
    console.print(Text(verdict.file, style="bold"))
    for signature in verdict.signatures:
        console.print(Text(f"  {signature.verdict.in_words}", style=_COLOURS[signature.verdict]))
        for name, value in _lines(signature):
            if value:
                console.print(Text(f"    {name}: {value}"))
        for remark in (signature.reason, *signature.remarks):
            if remark.text:
                console.print(Text(f"    – {remark.text}"))
    for stamp in verdict.timestamps:
        state = "tin cậy" if stamp.is_trusted else "không chứng minh được"
        console.print(Text(f"  Dấu thời gian lưu trữ: {stamp.service}, {shown(stamp.time)} ({state})"))


def _lines(signature: SignatureVerdict) -> list[tuple[str, str]]:
    who = " – ".join(part for part in (signature.signer, signature.agency) if part)
    level = f"PAdES {signature.level.value}" if signature.level else ""
    return [
        ("Ô ký", signature.field),
        ("Người ký", who),
        ("Nơi cấp chứng thư", " ← ".join(signature.chain)),
        ("Giờ ký", f"{shown(signature.time)} ({signature.time_source.in_words})" if signature.time else ""),
        ("Bao trùm", signature.covers),
        ("Thay đổi sau khi ký", signature.changes_after),
        ("Mức", level),
    ]
