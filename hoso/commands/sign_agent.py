"""`hoso sign-agent`: on the signer's own computer, lets the portal's pages use the token plugged in there."""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
import threading
from datetime import datetime
from pathlib import Path

from hoso.settings import Settings
from hoso.signing_files import named_token
from records.errors import SigningRefused
from signing.agent.calls import Calls
from signing.agent.key import AgentKey, name_of
from signing.agent.libraries import usual_libraries
from signing.agent.pairings import Pairings, shown_code
from signing.agent.server import PORT, AgentServer
from signing.fitness import VIETNAM
from signing.tokens import NamedToken

SUMMARY = "on the signer's own computer: lets the portal use the USB token plugged in there"
_LOOK_SECONDS = 5.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    key = parser.add_mutually_exclusive_group()
    key.add_argument(
        "--library",
        metavar="FILE",
        help="the token maker's PKCS#11 library (else found where it usually lies)",
    )
    key.add_argument("--pfx", metavar="FILE", help="instead of a token: a key in a .p12 or .pfx file")
    key.add_argument("--token", metavar="NAME", help="instead: a token that hoso.toml names")
    parser.add_argument(
        "--pkcs1",
        action="store_true",
        help="for old tokens that know no RSA-PSS, where the office accepts that",
    )
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help=f"on 127.0.0.1 (default {PORT})")
    parser.add_argument(
        "--config", type=Path, metavar="DIR", help="where the pairings are kept (else the user's own folder)"
    )
    parser.add_argument(
        "--show-code",
        action="store_true",
        help="only print the pairing code that the running agent shows now",
    )
    parser.add_argument("--forget", action="store_true", help="only forget all pairings")


def run(arguments: argparse.Namespace, settings: Settings, _data_dir: Path) -> int:
    """Runs until it is stopped; 1 where no code is shown with `--show-code`."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a log file on Windows may not know Vietnamese letters
    folder = arguments.config or own_folder()
    if arguments.show_code:
        return _show_code(folder)
    pairings = Pairings(folder, tell=_tell)
    if arguments.forget:
        pairings.forget_all()
        print("Đã bỏ mọi trang đã ghép.")
        return 0
    key = _key(arguments, settings)
    stopped = threading.Event()
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), lambda *_: stopped.set())
    with AgentServer(Calls(pairings, key), port=arguments.port) as server:
        _tell(f"Chương trình ký chạy tại {server.address}, chỉ trên máy này. Dừng: Ctrl+C.")
        _tell_tokens(key)
        while not stopped.wait(_LOOK_SECONDS):
            key.close_if_idle()
        key.shut()
    return 0


def own_folder() -> Path:
    """Where this person's programs keep their settings (XDG Base Directory; %APPDATA% on Windows)."""
    base = os.environ.get("APPDATA") if sys.platform == "win32" else os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "hoso" / "sign-agent"


def _key(arguments: argparse.Namespace, settings: Settings) -> AgentKey:
    padding = {"padding": "pkcs1"} if arguments.pkcs1 else {}
    if arguments.token:
        return AgentKey([named_token(settings, arguments.token)], tell=_tell)
    if arguments.pfx:
        file = NamedToken("tep_khoa", "pkcs12", {"file": str(Path(arguments.pfx).absolute())})
        return AgentKey([file], tell=_tell)
    named = arguments.library
    return AgentKey([], (lambda: [named]) if named else usual_libraries, more=padding, tell=_tell)


def _tell_tokens(key: AgentKey) -> None:
    try:
        seen = key.look()
    except SigningRefused as error:
        _tell(error.remedy_vi)
        return
    for one in seen:
        names = [name_of(held.certificate) for held in one.sight.certificates]
        _tell("Thấy thiết bị: " + (", ".join(names) or "chứng thư hiện ra sau khi nhập PIN"))
        if one.sight.remark_vi:
            _tell(one.sight.remark_vi)


def _show_code(folder: Path) -> int:
    shown = shown_code(folder)
    if shown is None:
        print("Hiện không có trang nào xin ghép. Hãy bấm Ký trên trang Hoso trước.", file=sys.stderr)
        return 1
    print(f"{shown[0]}: {shown[1]}")
    return 0


def _tell(line: str) -> None:
    if sys.stdout is not None:  # a program without a console, such as pythonw, has none
        print(f"{datetime.now(VIETNAM):%H:%M:%S} {line}", flush=True)
