"""Serves the portal in threads of this process; started and stopped by whoever wires."""

from __future__ import annotations

import logging
import threading
from types import TracebackType
from typing import Self

from waitress.server import create_server

from portal.wsgi import make_application
from records.errors import SettingInvalid

log = logging.getLogger(__name__)

THREADS = 6
STOP_SECONDS = 10.0


class PortalServer:
    """The portal at `host`:`port` while it is entered; port 0 takes any free one.

    Raises `SettingInvalid` on entering when the address cannot be had.
    """

    def __init__(self, host: str, port: int, *, threads: int = THREADS) -> None:
        self._wanted = (host, port)
        self._threads = threads
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """Where a browser of this machine finds the portal."""
        host = self._wanted[0]
        shown = "localhost" if host in {"0.0.0.0", "::", "127.0.0.1", ""} else host  # noqa: S104  # only shown
        return f"http://{f'[{shown}]' if ':' in shown else shown}:{self._server.effective_port}/"

    def __enter__(self) -> Self:
        host, port = self._wanted
        try:
            self._server = create_server(
                make_application(), host=host, port=port, threads=self._threads, ident="hoso"
            )
        except OSError as error:
            raise SettingInvalid(
                f"the portal cannot have {host}:{port} ({error.strerror or error})",
                remedy_vi=f"Cổng {port} đang được chương trình khác dùng. Hãy chọn cổng khác bằng --port.",
                remedy_en=f"Port {port} cannot be had. Choose another one with --port.",
            ) from error
        self._thread = threading.Thread(target=self._server.run, name="portal", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # waitress ends its loop once its map of sockets is empty and its tasks are done.
        self._server.close()
        self._server.task_dispatcher.shutdown()
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)
