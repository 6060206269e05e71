"""SoftHSM behind a library of ours that fails by plan and counts the calls that reach the token.

Needs a C compiler; tests that use it are marked `needs("softhsm2-util", "gcc")`.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pkcs11

from tests.signing.softhsm import softhsm_library

DEVICE_ERROR, DEVICE_REMOVED, PIN_LOCKED = 0x30, 0x32, 0xA4
SESSION_HANDLE_INVALID, TOKEN_NOT_PRESENT, GENERAL_ERROR = 0xB3, 0xE0, 0x05
PIN_INCORRECT, PIN_EXPIRED, PIN_NOT_INITIALIZED = 0xA0, 0xA3, 0x102
LONGEST_SECONDS, LOOK_SECONDS = 40.0, 0.05
FUNCTION_CANCELED, ALREADY_LOGGED_IN = 0x50, 0x100


@dataclass(frozen=True, slots=True)
class FaultyLibrary:
    """What a test sees of it."""

    path: Path
    folder: Path

    def plan(self, **words: int) -> None:
        """What fails from now on; `cryptoki.c` lists the words."""
        text = "".join(f"{word} {number}\n" for word, number in words.items())
        fresh = self.folder / "plan.new"
        fresh.write_text(text)
        fresh.replace(self.folder / "plan")  # at once: a half-written plan would open the gate

    def counted(self, letter: str) -> int:
        """How often C_Login (L), C_SignInit (I) or C_Sign (S) was called."""
        counted = self.folder / "counted"
        return counted.read_text().count(letter) if counted.exists() else 0

    @contextmanager
    def held_at(self, signature: int) -> Iterator[None]:
        """The key stands still at its `signature`-th, from the next login on, until the block is left."""
        self.plan(sign_gate=signature)
        try:
            yield
        finally:
            self.plan()

    def wait_until_held(self, signature: int) -> None:
        """Returns once the key was asked for its `signature`-th; raises `TimeoutError` if it never is."""
        until = time.monotonic() + LONGEST_SECONDS
        while self.counted("S") < signature:
            if time.monotonic() > until:
                raise TimeoutError(f"the key was asked for {self.counted('S')} signatures only")
            time.sleep(LOOK_SECONDS)


@contextmanager
def faulty_library(folder: Path) -> Iterator[FaultyLibrary]:
    """Compiled in `folder` once; the process's own SoftHSM rests meanwhile, since both share its memory."""
    path = folder / "libfaulty.so"
    source = Path(__file__).with_suffix(".c")
    if not path.exists():
        subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", path, source], check=True)
    for left_over in ("plan", "counted"):
        (folder / left_over).unlink(missing_ok=True)
    variables = {
        "FAULTY_PKCS11": softhsm_library(),
        "FAULTY_PKCS11_PLAN": str(folder / "plan"),
        "FAULTY_PKCS11_COUNT": str(folder / "counted"),
    }
    os.environ.update(variables)
    pkcs11.lib(softhsm_library()).finalize()
    try:
        yield FaultyLibrary(path, folder)
    finally:
        pkcs11.lib(str(path)).finalize()
        for variable in variables:
            del os.environ[variable]
