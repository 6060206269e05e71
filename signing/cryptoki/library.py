"""Loads a token maker's library and finds the one token that settings mean.

A library belongs to the whole process: its state is shared by everybody who signs here, and logging out of a
token logs out everybody. So a token serves one batch at a time, and a library is started anew, where a token
was pulled out or is not seen, only while no batch uses it. All of this runs in the library's own thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pkcs11

from records.errors import TokenAbsent

_in_use: set[tuple[str, int]] = set()
"""Library and slot of every open batch; each library's entries are touched by its own thread alone."""
_stale: set[str] = set()
"""Libraries whose token went away or refused a login since they were started."""


@dataclass(frozen=True, slots=True)
class TokenChoice:
    """Which token is meant: all that is given must fit."""

    library: str
    """Path, or a name that the system's loader finds."""
    label: str = ""
    serial: str = ""
    slot: int | None = None
    """The slot's identifier, as `pkcs11-tool --list-slots` shows it in brackets."""

    def means(self, token: Any) -> bool:  # python-pkcs11's extension types are not known to mypy
        """Whether a token that is plugged in fits."""
        return (
            self.label in {"", token.label.strip()}
            and self.serial in {"", serial_of(token)}
            and self.slot in {None, token.slot.slot_id}
        )


def canonical(library: str) -> str:
    """One name for one file: a library refuses to be initialised again under a second name."""
    return str(Path(library).resolve()) if "/" in library else library


def serial_of(token: Any) -> str:
    """The serial number as it is printed on tokens and by `pkcs11-tool`."""
    serial: bytes = token.serial
    return serial.decode("ascii", "replace").strip()


@contextmanager
def reserved_token(choice: TokenChoice) -> Iterator[Any]:
    """The token, kept for one batch; raises `TokenAbsent` when it is not there or another batch has it."""
    token = find_token(choice)
    place = (choice.library, token.slot.slot_id)
    if place in _in_use:
        raise TokenAbsent(
            "the token is in use by another batch",
            remedy_vi="Thiết bị ký đang được dùng cho một lượt ký khác. Hãy đợi lượt đó xong rồi ký tiếp.",
            remedy_en="The token is in use by another batch. Wait until that is done.",
        )
    _in_use.add(place)
    try:
        yield token
    finally:
        _in_use.discard(place)


def restart_before_next_use(library: str) -> None:
    """For when its view of its tokens is no longer true; a batch that still uses it is not disturbed."""
    _stale.add(library)


def find_tokens(choice: TokenChoice) -> list[Any]:
    """Every token that fits; looks a second time with the library started anew. Raises `TokenAbsent`."""
    library = _load(choice.library)
    if choice.library in _stale:
        _restart(library, choice.library)
    found = [token for token in _present_tokens(library) if choice.means(token)]
    if not found and _restart(library, choice.library):
        found = [token for token in _present_tokens(library) if choice.means(token)]
    if not found:
        raise TokenAbsent("no token that fits the settings is plugged in")
    return found


def find_token(choice: TokenChoice) -> Any:
    """The one token that is meant; raises `TokenAbsent` for a missing library, no token, or several."""
    found = find_tokens(choice)
    if len(found) > 1:
        listed = "; ".join(f"{token.label.strip()} (serial {serial_of(token)})" for token in found)
        raise TokenAbsent(
            "several tokens are plugged in",
            remedy_vi=f"Có nhiều thiết bị ký đang cắm: {listed}. Hãy rút bớt, hoặc ghi serial của thiết bị "
            "cần dùng vào hoso.toml.",
            remedy_en=f"Several tokens are plugged in: {listed}. Name one by its serial in hoso.toml.",
        )
    return found[0]


def no_answer(library: str) -> TokenAbsent:
    """What staff and operators are told of a library that hangs."""
    return TokenAbsent(
        f"the library {library} does not answer",
        remedy_vi="Thiết bị ký không trả lời. Hãy rút thiết bị, cắm lại rồi thử lại; "
        "nếu vẫn vậy, hãy khởi động lại máy.",
        remedy_en="The token does not answer. Plug it in anew; if that does not help, restart the computer.",
    )


def _present_tokens(library: Any) -> list[Any]:
    """Tokens in their slots; empty slots and tokens that were never set up are passed over."""
    tokens = []
    try:
        slots = library.get_slots(token_present=True)
    except pkcs11.PKCS11Error as error:
        raise TokenAbsent(f"the token library cannot list its slots: {type(error).__name__}") from error
    for slot in slots:
        try:
            token = slot.get_token()
        except pkcs11.PKCS11Error:
            continue
        if token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED:
            tokens.append(token)
    return tokens


def _load(library: str) -> Any:
    if "/" in library and not Path(library).is_file():
        raise _no_library(f"there is no library {library}")
    try:
        return pkcs11.lib(library)
    except (pkcs11.PKCS11Error, OSError) as error:
        raise _no_library(f"the library {library} cannot be loaded: {error}") from error


def _restart(library: Any, name: str) -> bool:
    """Starts it anew unless a batch uses it, which that would end."""
    if any(place[0] == name for place in _in_use):
        return False
    try:
        library.reinitialize()
    except pkcs11.PKCS11Error as error:
        raise _no_library(f"the library {name} cannot be started anew: {type(error).__name__}") from error
    _stale.discard(name)
    return True


def _no_library(detail: str) -> TokenAbsent:
    return TokenAbsent(
        detail,
        remedy_vi="Chưa cài phần mềm (thư viện PKCS#11) của thiết bị ký, hoặc đường dẫn library trong "
        "hoso.toml không đúng. Hãy cài phần mềm của nhà cung cấp rồi sửa đường dẫn.",
        remedy_en="The token's PKCS#11 library is not installed, or its path in hoso.toml is wrong.",
    )
