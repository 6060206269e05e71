"""`hoso tokens`: the keys to sign with, what can be seen of them without a PIN, and how to name one."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hoso.settings import Settings
from hoso.signing_files import named_token
from hoso.wrong_use import wrong_use
from records.errors import HosoError, SigningRefused
from signing.fitness import VIETNAM, require_fit
from signing.tokens import NamedToken, SeenCertificate, Sight, look_at, token_kinds
from signing.tokens.csc import send_otp
from signing.tokens.pkcs11 import explore

SUMMARY = "list the tokens to sign with: kind, whether it is there, certificate, valid until"
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Line:
    """What is shown of one token."""

    name: str
    kind: str
    sight: Sight | None
    error: HosoError | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--library",
        metavar="FILE",
        help="instead: what this PKCS#11 library sees, with the options that name each token",
    )
    parser.add_argument(
        "--send-otp", metavar="NAME", help="instead: have a remote key's service send its one-time password"
    )
    parser.add_argument("--json", action="store_true", help="the list as JSON")


def run(arguments: argparse.Namespace, settings: Settings, _data_dir: Path) -> int:
    """1 when a token is not there or its settings are wrong; nothing is logged in to."""
    if arguments.send_otp:
        return _send_otp(named_token(settings, arguments.send_otp))
    if arguments.library:
        try:
            lines = [Line("", "pkcs11", sight) for sight in explore(arguments.library)]
        except SigningRefused as error:
            lines = [Line("", "pkcs11", None, error)]
    else:
        named = [NamedToken(name, one.kind, one.options) for name, one in settings.signing.tokens.items()]
        lines = [_line(token) for token in named]
    (_print_json if arguments.json else _print)(lines)
    return 1 if any(line.error for line in lines) else 0


def _send_otp(token: NamedToken) -> int:
    if token.kind != "csc":
        return wrong_use(
            "hoso tokens",
            f"{token.name} không phải khóa từ xa (csc), không có mã OTP để gửi.",
            f"{token.name} is no remote key (csc): there is no one-time password to send",
        )
    if send_otp(token.options):
        print(f"{token.name}: dịch vụ đã gửi mã OTP cho người ký.")
        return 0
    print(f"{token.name}: mã OTP lấy trên thiết bị hoặc ứng dụng của người ký.")
    return 0


def _line(token: NamedToken) -> Line:
    try:
        return Line(token.name, token.kind, look_at(token))
    except HosoError as error:
        return Line(token.name, token.kind, None, error)


def _print(lines: list[Line]) -> None:
    if not lines:
        kinds = ", ".join(token_kinds())
        print(f"Chưa khai báo thiết bị ký nào trong hoso.toml ([signing.tokens.TÊN], kind = {kinds}).")
    for line in lines:
        print(f"{line.name or line.kind} ({line.kind})" if line.name else line.kind)
        if line.sight is not None:
            _print_sight(line.sight, line.name)
        if line.error is not None:
            detail = f" ({line.error.detail})" if line.error.detail else ""
            print(f"  {line.error.remedy_vi}{detail}", file=sys.stderr)


def _print_sight(sight: Sight, name: str) -> None:
    for option, content in sight.choice:
        print(f'  {option} = "{content}"')
    for seen in sight.certificates:
        print(f"  {_name(seen)}: {_state_vi(seen)}")
        for option, content in seen.choice:
            print(f'    {option} = "{content}"')
    if sight.asks_pin and not sight.certificates:
        print("  Có; phải nhập PIN hoặc mật khẩu mới xem được chứng thư.")
    if sight.remark_vi:
        print(f"  {sight.remark_vi}")
    if sight.sends_otp and name:
        print(f"  {otp_hint(name)}")


def otp_hint(name: str) -> str:
    """How a remote key's one-time password is asked for."""
    return f"Lấy mã OTP bằng: hoso tokens --send-otp {name}"


def _name(seen: SeenCertificate) -> str:
    subject = seen.certificate.subject.native
    names = [str(subject[part]) for part in ("common_name", "organization_name") if subject.get(part)]
    return ", ".join(dict.fromkeys(names))


def _state_vi(seen: SeenCertificate) -> str:
    until = seen.certificate.not_valid_after.astimezone(VIETNAM)
    return _unfit(seen, lambda error: error.remedy_vi) or f"dùng được đến {until:%d/%m/%Y}"


def _unfit(seen: SeenCertificate, say: Callable[[SigningRefused], str]) -> str:
    try:
        require_fit(seen.certificate, at=datetime.now(UTC))
    except SigningRefused as error:
        return say(error)
    return ""


def _print_json(lines: list[Line]) -> None:
    print(json.dumps({"schema": SCHEMA, "tokens": [_as_json(line) for line in lines]}, ensure_ascii=False))


def _as_json(line: Line) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": line.name, "kind": line.kind, "present": line.sight is not None}
    if line.error is not None:
        shown |= {"code": line.error.code, "reason_vi": line.error.remedy_vi, "detail": line.error.detail}
    if line.sight is not None:
        shown |= {
            "options": dict(line.sight.choice),
            "asks_pin": line.sight.asks_pin,
            "remark_vi": line.sight.remark_vi,
            "certificates": [_certificate_as_json(seen) for seen in line.sight.certificates],
        }
    return shown


def _certificate_as_json(seen: SeenCertificate) -> dict[str, Any]:
    return {
        "subject": _name(seen),
        "valid_until": seen.certificate.not_valid_after.astimezone(VIETNAM).isoformat(),
        "serial": f"{seen.certificate.serial_number:x}",
        "unfit": _unfit(seen, lambda error: error.detail),
        "options": dict(seen.choice),
    }
