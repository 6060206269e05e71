"""`hoso up`: one machine, everything."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from hoso.office import Office
from hoso.settings import Settings

SUMMARY = "one machine, everything: watcher, workers, portal; stops cleanly on Ctrl-C"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=None, metavar="N", help="the portal's port; 0 takes any")


def run(arguments: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    """0 when it was told to stop; 1 when the worker ended by a fault."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with Office(settings, data_dir, port=arguments.port) as office:
        print(f"Thả tệp quét vào: {office.inbox}")
        print(f"Cổng tra cứu:     {office.address}", flush=True)
        _say_if_nobody_can_sign_in()
        while not stop.wait(0.5):
            if office.failed.is_set():
                print(
                    "hoso: bộ xử lý đã dừng vì lỗi, xem nhật ký. The worker ended, see the log.",
                    file=sys.stderr,
                )
                return 1
        print("Đang dừng…", flush=True)
    return 0


def _say_if_nobody_can_sign_in() -> None:
    from portal.people import has_accounts

    if not has_accounts():
        print("Chưa có tài khoản nào. Hãy chạy: hoso account TÊN", flush=True)
