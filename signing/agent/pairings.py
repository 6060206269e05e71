"""Which portals may ask this computer's token: let in once, with a code from the agent's terminal.

A pairing is the portal's origin and a key that one browser profile holds; the browser keeps it so that no
script can read it out. The file with the keys is its owner's alone, and so is the one with the code of the
moment, which shows it where the agent runs without a terminal (`hoso sign-agent --show-code`).
"""

from __future__ import annotations

import hmac
import json
import os
import re
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from records.errors import NotPaired, StrangeRequest

PAIRINGS_FILE, CODE_FILE = "pairings.json", "code.txt"
KEY_BYTES = 32
CODE_SECONDS = 300.0
CODE_TRIES = 3
_MOST_CODES = 6
"""Codes in ten minutes: a page that keeps asking neither floods the terminal nor guesses."""
_CODES_SECONDS = 600.0
_MOST_PAIRINGS = 64
_ORIGIN = re.compile(r"https?://[a-z0-9.\-]{1,253}(:\d{1,5})?|https?://\[[0-9a-f:]{2,45}\](:\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Pairing:
    """One browser profile on this computer that may ask for one portal."""

    identifier: str
    origin: str
    key: bytes
    since: str
    """ISO 8601."""

    def __repr__(self) -> str:
        return f"Pairing({self.identifier}, {self.origin})"


@dataclass(slots=True)
class _Code:
    origin: str
    digits: str
    until: float
    tries: int = CODE_TRIES


class Pairings:
    """The pairings of one person on one computer, kept in `folder`."""

    def __init__(
        self, folder: Path, *, tell: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder = folder
        self._tell = tell
        self._clock = clock
        self._guard = threading.Lock()
        self._code: _Code | None = None
        self._codes_at: list[float] = []
        _forget_file(folder / CODE_FILE)

    def listed(self) -> list[Pairing]:
        """All of them, oldest first; a file that cannot be understood holds none."""
        try:
            held = json.loads((self._folder / PAIRINGS_FILE).read_text(encoding="utf-8"))
            return [
                Pairing(one["id"], one["origin"], bytes.fromhex(one["key"]), one["since"]) for one in held
            ]
        except (OSError, ValueError, TypeError, KeyError):
            return []

    def find(self, identifier: str) -> Pairing:
        """Raises `NotPaired`."""
        for one in self.listed():
            if hmac.compare_digest(one.identifier, identifier):
                return one
        raise NotPaired("no such pairing")

    def begin(self, origin: str) -> None:
        """Shows a new code on the agent's terminal; the one before is void. Raises `StrangeRequest`."""
        if not _ORIGIN.fullmatch(origin):
            raise StrangeRequest("no origin of a web page")
        with self._guard:
            now = self._clock()
            self._codes_at = [at for at in self._codes_at if now - at < _CODES_SECONDS]
            if len(self._codes_at) >= _MOST_CODES:
                raise NotPaired(
                    "too many codes were asked for",
                    remedy_vi="Đã xin mã ghép quá nhiều lần. Hãy đợi mười phút rồi thử lại.",
                    remedy_en="Too many pairing codes were asked for. Wait ten minutes, then try again.",
                )
            self._codes_at.append(now)
            self._code = _Code(origin, f"{secrets.randbelow(10**8):08d}", now + CODE_SECONDS)
            shown = f"{self._code.digits[:4]} {self._code.digits[4:]}"
            _write_own(self._folder / CODE_FILE, f"{origin}\n{shown}\n")
        self._tell(
            f"Trang {origin} xin ghép với chương trình ký này. Nếu đúng là quý vị vừa mở trang đó, "
            f"nhập mã ghép: {shown} (trong 5 phút)"
        )

    def finish(self, origin: str, typed: str) -> Pairing:
        """The new pairing; raises `NotPaired` where the code is wrong, old, used up or another page's."""
        digits = "".join(letter for letter in typed if letter.isdigit())
        with self._guard:
            code = self._code
            if code is None or code.origin != origin or self._clock() > code.until:
                raise _code_is_gone()
            code.tries -= 1
            is_right = hmac.compare_digest(code.digits, digits)
            if is_right or not code.tries:
                self._code = None
                _forget_file(self._folder / CODE_FILE)
            if not is_right:
                raise _wrong_code(code.tries) if code.tries else _code_is_gone()
            since = datetime.now(UTC).isoformat(timespec="seconds")
            made = Pairing(secrets.token_hex(8), origin, secrets.token_bytes(KEY_BYTES), since)
            self._keep([*self.listed(), made][-_MOST_PAIRINGS:])
        self._tell(f"Đã ghép với {origin}.")
        return made

    def forget_all(self) -> None:
        """Every page has to be let in anew."""
        with self._guard:
            _forget_file(self._folder / PAIRINGS_FILE)

    def _keep(self, pairings: list[Pairing]) -> None:
        held = [
            {"id": one.identifier, "origin": one.origin, "key": one.key.hex(), "since": one.since}
            for one in pairings
        ]
        _write_own(self._folder / PAIRINGS_FILE, json.dumps(held, indent=1))


def shown_code(folder: Path) -> tuple[str, str] | None:
    """Which page asks to be let in now, and its code; `None` where none does."""
    try:
        path = folder / CODE_FILE
        if time.time() - path.stat().st_mtime > CODE_SECONDS:
            return None
        origin, code = path.read_text(encoding="utf-8").splitlines()[:2]
    except (OSError, ValueError):
        return None
    return origin, code


def _write_own(path: Path, content: str) -> None:
    """Whole or not at all, and readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def _forget_file(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _wrong_code(left: int) -> NotPaired:
    return NotPaired(
        "wrong pairing code",
        remedy_vi=f"Mã ghép không đúng. Còn {left} lần thử; hãy xem lại mã trên chương trình ký.",
        remedy_en=f"Wrong pairing code. {left} tries are left; look at the signing agent's window again.",
    )


def _code_is_gone() -> NotPaired:
    return NotPaired(
        "the pairing code is used up or out of date",
        remedy_vi="Mã ghép đã hết hạn hoặc sai quá số lần. Hãy bấm “Lấy mã mới”.",
        remedy_en="The pairing code is out of date or used up. Ask for a new one.",
    )
