"""A key in a PKCS#12 file whose token fails when the test says so."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from records.errors import PinWrong, SettingInvalid, SigningRefused, TokenAbsent, TokenLocked, TokenRemoved
from signing.mechanisms import TokenSigner
from signing.tokens import OpenToken, Pin, Sight
from signing.tokens.pkcs12 import kind as pkcs12

_AT_OPENING: dict[str, type[SigningRefused]] = {
    "locked": TokenLocked,
    "absent": TokenAbsent,
    "pin_wrong": PinWrong,
}
_AT_SIGNING = frozenset({"removed", "hangs", "lies"})
_LONGEST_HANG_SECONDS = 60


class Faulty:
    """Options: `file` as for PKCS#12, `fault`, and `after`: how many signatures go well before it."""

    name = "faulty"
    needs_pin = True

    def __init__(self) -> None:
        self.openings = 0
        """How often a PIN was tried, for tests that count them."""
        self.signatures = 0
        """How many signatures were asked for since the token was last opened."""
        self._released = threading.Event()

    def let_go(self) -> None:
        """Ends every hanging signature."""
        self._released.set()
        self._released = threading.Event()

    def check(self, options: Mapping[str, str]) -> None:
        if options.get("fault") not in {*_AT_OPENING, *_AT_SIGNING}:
            raise SettingInvalid(f"fault: acceptable: {sorted({*_AT_OPENING, *_AT_SIGNING})}")
        if not options.get("file") or not options.get("after", "0").isdigit():
            raise SettingInvalid("file: a PKCS#12 file; after: a number")

    def look(self, options: Mapping[str, str]) -> Sight:
        return pkcs12.look({"file": options["file"]})

    @contextmanager
    def open(self, options: Mapping[str, str], pin: Pin | None) -> Iterator[OpenToken]:
        self.openings += 1
        self.signatures = 0
        fault = options["fault"]
        if fault in _AT_OPENING:
            raise _AT_OPENING[fault](f"faulty token: {fault}")
        with pkcs12.open({"file": options["file"]}, pin) as sound:
            signer = _FaultySigner(self, sound, fault=fault, after=int(options.get("after", "0")))
            yield OpenToken(signer, sound.certificate, sound.chain)

    async def hang(self) -> None:
        """Blocks as a library does that waits for a token: in a thread that nobody can stop."""
        await asyncio.to_thread(self._released.wait, _LONGEST_HANG_SECONDS)


class _FaultySigner(TokenSigner):
    def __init__(self, kind: Faulty, sound: OpenToken, *, fault: str, after: int) -> None:
        super().__init__(sound.certificate, sound.chain)
        self._kind = kind
        self._sound = sound
        self._fault = fault
        self._after = after

    async def make_signature(self, message: bytes, digest: str) -> bytes:
        self._kind.signatures += 1
        signature: bytes = await self._sound.signer.make_signature(message, digest)
        if self._kind.signatures <= self._after:
            return signature
        if self._fault == "hangs":
            await self._kind.hang()
        if self._fault == "lies":
            return signature[:-1] + bytes([signature[-1] ^ 1])
        raise TokenRemoved("faulty token: removed")


kind = Faulty()
