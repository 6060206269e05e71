"""Serves the portal in threads of this process; started and stopped by whoever wires."""

from __future__ import annotations

import logging
import threading
from types import TracebackType
from typing import Self

from waitress.server import MultiSocketServer, TcpWSGIServer, create_server
from waitress.trigger import trigger
from waitress.wasyncore import dispatcher

from portal import garbage, making_ready
from portal.configuration import current
from portal.pictures import drawers
from portal.request_bodies import BoundedChannel
from portal.request_size import FORM_BYTES
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
        self._sockets: dict[int, dispatcher] = {}
        self._server: MultiSocketServer | TcpWSGIServer | None = None
        self._thread: threading.Thread | None = None
        self._ready: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port that was taken; 0 while the portal is not served."""
        if self._server is None:
            return 0
        if isinstance(self._server, MultiSocketServer):
            return int(self._server.effective_listen[0][1])
        return int(self._server.effective_port)

    @property
    def address(self) -> str:
        """Where a browser of this machine finds the portal."""
        host = self._wanted[0]
        shown = "localhost" if host in {"0.0.0.0", "::", "127.0.0.1", ""} else host  # noqa: S104  # only shown
        return f"http://{f'[{shown}]' if ':' in shown else shown}:{self.port}/"

    def __enter__(self) -> Self:
        host, port = self._wanted
        try:
            self._server = create_server(
                make_application(),
                map=self._sockets,
                host=host,
                port=port,
                threads=self._threads,
                ident="hoso",
                max_request_body_size=current().largest_file_bytes + FORM_BYTES,
            )
        except (OSError, ValueError) as error:
            raise SettingInvalid(
                f"the portal cannot have {host}:{port} ({error})",
                remedy_vi=f"Không mở được cổng {port}, có lẽ đang được dùng. Hãy chọn cổng khác.",
                remedy_en=f"Port {port} cannot be had. Choose another one with --port.",
            ) from error
        for listener in self._sockets.values():
            if hasattr(listener, "channel_class"):
                listener.channel_class = BoundedChannel
        self._thread = threading.Thread(target=self._server.run, name="portal", daemon=True)
        self._thread.start()
        self._ready = making_ready.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        waker = next((one for one in self._sockets.values() if isinstance(one, trigger)), None)
        if waker is not None:
            # In the server's own thread, for closing a socket under its feet ends its loop by an error.
            waker.pull_trigger(self._close_sockets)
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)
        drawers.stop()
        if self._ready is not None:
            self._ready.join(STOP_SECONDS)
        if self._server is not None:
            self._server.task_dispatcher.shutdown()
            self._server = None
            garbage.spare_nothing()

    def _close_sockets(self) -> None:
        # waitress ends its loop when its map of sockets is empty.
        for socket in list(self._sockets.values()):
            socket.close()
