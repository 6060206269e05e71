"""`hoso sign`: one PDF or a folder of them, signed with one token under one PIN."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from hoso.commands.tokens import otp_hint
from hoso.settings import Settings
from hoso.signing_files import SigningWish, image_for, named_token, orders_for, pairs_of
from hoso.wiring import signing_services_of
from hoso.wrong_use import wrong_use
from records.errors import HosoError, PinWrong, SettingInvalid
from signing.appearance.text_block import DEFAULT_COPY
from signing.batch import NotSigned, Outcome, sign_batch
from signing.orders import FieldPlace, Level, Role, Signed
from signing.session import open_session
from signing.tokens import NamedToken, Pin, look_at, token_kinds

SUMMARY = "sign PDF files (PAdES) with a token, as a person or as the agency"
SCHEMA = 1
LONGEST_PIN = 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="IN", help="a PDF, or a folder with its sub-folders")
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        type=Path,
        metavar="OUT",
        help="a file, or a folder; no file is overwritten",
    )
    parser.add_argument(
        "--role",
        required=True,
        choices=[role.value for role in Role],
        help="who signs: the competent person; the agency's seal, after the person; "
        "the agency on an appendix or on a copy",
    )
    parser.add_argument(
        "--token",
        required=True,
        metavar="NAME",
        help="[signing.tokens.NAME] of hoso.toml, or a kind of token",
    )
    parser.add_argument("--level", choices=[level.value for level in Level], help="else signing.level")
    parser.add_argument(
        "--field", default="", metavar="NAME", help="signature field to fill; else the role's"
    )
    parser.add_argument("--image", type=Path, metavar="PNG", help="signature or seal; else the token's")
    parser.add_argument("--page", type=int, metavar="N", help="with --box: the page, from 1")
    parser.add_argument(
        "--box", type=_box, metavar="L,B,R,T", help="place by hand: points from the page's lower left corner"
    )
    parser.add_argument(
        "--form",
        default="",
        metavar="TEXT",
        help="with --role copy: SAO Y (the default), SAO LỤC or TRÍCH SAO",
    )
    parser.add_argument(
        "--number", default="", metavar="TEXT", help="with --role appendix: number and symbol of its document"
    )
    parser.add_argument(
        "--pin-file",
        type=Path,
        metavar="FILE",
        help="its first line; else the PIN is asked for, or read from standard input",
    )
    parser.add_argument("--json", action="store_true", help="outcomes as JSON")


def run(arguments: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    """1 when a file was not signed; the others are signed all the same."""
    if (arguments.page is None) != (arguments.box is None):
        return wrong_use(
            "hoso sign", "--page và --box phải đi cùng nhau.", "--page and --box belong together"
        )
    token = named_token(settings, arguments.token)
    pairs = pairs_of(arguments.source, arguments.output)
    if not pairs:
        print(f"{arguments.source}: không có tệp PDF nào. No PDF there.", file=sys.stderr)
        return 0
    report = _Report(as_json=arguments.json)
    with ExitStack() as stack:
        services = stack.enter_context(signing_services_of(settings, data_dir))
        session = stack.enter_context(
            open_session(
                token,
                _pin(token, arguments.pin_file),
                services=services,
                largest_bytes=settings.signing.max_bytes,
                seal_mm=settings.signing.seal_mm,
            )
        )
        orders = orders_for(pairs, _wish(arguments, settings, session.signer_name))
        progress = stack.enter_context(_progress())
        bar = progress.add_task(f"Ký – {session.signer_name}", total=len(pairs))

        def tell(outcome: Outcome) -> None:
            progress.advance(bar)
            report.tell(outcome)

        outcomes = sign_batch(orders, session, on_outcome=tell)
    report.close(outcomes)
    return 1 if any(isinstance(outcome, NotSigned) for outcome in outcomes) else 0


def _wish(arguments: argparse.Namespace, settings: Settings, agency: str) -> SigningWish:
    role = Role(arguments.role)
    place = FieldPlace(arguments.page, arguments.box) if arguments.box else None
    return SigningWish(
        role=role,
        level=Level(arguments.level or settings.signing.level),
        field=arguments.field,
        place=place,
        image=arguments.image or image_for(settings, arguments.token, role),
        text=_text(role, arguments, agency),
    )


def _text(role: Role, arguments: argparse.Namespace, agency: str) -> tuple[str, ...]:
    """The text block's own lines; the signing time joins them when it is known."""
    if role is Role.COPY:
        return (arguments.form or DEFAULT_COPY, agency)
    if role is Role.APPENDIX and arguments.number:
        return (arguments.number,)
    return ()


def _pin(token: NamedToken, file: Path | None) -> Pin | None:
    """The PIN from a file, the terminal or standard input; never from the command line or a variable.

    Raises `PinWrong` for an empty one, which is not tried, and `SettingInvalid` for a file that is not there.
    """
    kind = token_kinds().get(token.kind)
    if kind is None or not kind.needs_pin:
        return None
    if file is None and not _asks_pin(token):
        return None
    if file is not None:
        digits = _first_line(file)
    elif sys.stdin.isatty():
        digits = getpass.getpass(f"Mã PIN của {token.name}: ")
    else:
        digits = sys.stdin.readline(LONGEST_PIN)
    digits = digits.rstrip("\r\n")
    if not digits:
        raise PinWrong(
            "no PIN was given",
            remedy_vi="Chưa nhập mã PIN nên chưa ký. Hãy chạy lại lệnh và nhập mã PIN.",
            remedy_en="No PIN was given, so nothing was signed. Run the command again and enter it.",
        )
    return Pin(digits)


def _asks_pin(token: NamedToken) -> bool:
    """Whether a PIN is to be typed here: not on a token with a keypad, nor where a service asks the person.

    Says first what the token says of earlier wrong PINs. Raises `TokenAbsent` before anybody has typed one.
    """
    sight = look_at(token)
    if sight.remark_vi:
        print(f"{token.name}: {sight.remark_vi}", file=sys.stderr)
    if sight.sends_otp:
        print(f"{token.name}: {otp_hint(token.name)}", file=sys.stderr)
    return sight.asks_pin


def _first_line(file: Path) -> str:
    try:
        with file.open(encoding="utf-8") as stream:
            return stream.readline(LONGEST_PIN)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingInvalid(
            f"--pin-file {file}: cannot be read: {type(error).__name__}",
            remedy_vi=f"Không đọc được mã PIN trong tệp {file}. Hãy kiểm tra tên tệp và quyền đọc tệp.",
            remedy_en=f"The PIN cannot be read from {file}. Check the file's name and that it may be read.",
        ) from error


def _progress() -> Progress:
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        redirect_stdout=sys.stdout.isatty(),  # else lines meant for a file would go to the terminal
    )


class _Report:
    """Says what became of each file: lines as they come, or one JSON at the end."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json

    def tell(self, outcome: Outcome) -> None:
        if isinstance(outcome, NotSigned):
            if not outcome.is_untried:
                print(f"{outcome.order.source}: {_reason(outcome.error)}", file=sys.stderr, flush=True)
        elif not self._as_json:
            print(_line(outcome), flush=True)

    def close(self, outcomes: tuple[Outcome, ...]) -> None:
        untried = [outcome for outcome in outcomes if isinstance(outcome, NotSigned) and outcome.is_untried]
        if untried:
            names = ", ".join(str(outcome.order.source) for outcome in untried)
            print(f"Chưa ký, còn nguyên / untouched: {names}", file=sys.stderr)
        if self._as_json:
            print(json.dumps(_as_json(outcomes), ensure_ascii=False, indent=1))


def _line(signed: Signed) -> str:
    state = f"đã ký {signed.level.value}"
    if signed.is_delayed:
        state += f", chờ nâng lên {signed.order.level.value} ({signed.delayed_by})"
    if signed.is_trial:
        state += f", CHỮ KÝ DÙNG THỬ{' (không nâng mức được)' if signed.delayed_by else ''}"
    return f"{signed.order.source.name}: {state}, {signed.signer} → {signed.order.target}"


def _reason(error: HosoError) -> str:
    detail = f" ({error.detail})" if error.detail else ""
    return f"{error.remedy_vi} {error.remedy_en}{detail}"


def _as_json(outcomes: tuple[Outcome, ...]) -> dict[str, Any]:
    return {"schema": SCHEMA, "files": [_file_as_json(outcome) for outcome in outcomes]}


def _file_as_json(outcome: Outcome) -> dict[str, Any]:
    order = outcome.order
    named = {"source": str(order.source), "target": str(order.target), "role": order.role.value}
    if isinstance(outcome, Signed):
        return {
            **named,
            "state": "signed",
            "field": outcome.field,
            "level": outcome.level.value,
            "wanted_level": order.level.value,
            "delayed_by": outcome.delayed_by,
            "signer": outcome.signer,
            "time": outcome.at.isoformat(),
            "is_trial": outcome.is_trial,
        }
    error = outcome.error
    return {
        **named,
        "state": "untouched" if outcome.is_untried else "refused",
        "code": error.code,
        "reason_vi": error.remedy_vi,
        "reason_en": error.remedy_en,
        "detail": error.detail,
    }


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        left, bottom, right, top = (float(part) for part in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError("four numbers with commas: left,bottom,right,top") from error
    if not (left < right and bottom < top):
        raise argparse.ArgumentTypeError("left has to be under right, and bottom under top")
    return left, bottom, right, top
