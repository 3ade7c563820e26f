# SPDX-License-Identifier: MIT
"""The server: one for a data folder, on the loopback address, until nobody looks at it."""

import asyncio
import contextlib
import html
import http.client
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from loslaten import files
from loslaten.errors import LoslatenError
from loslaten.language.text import LANGUAGES, Text
from loslaten.page import assets
from loslaten.page.admission import Admission
from loslaten.page.app import application
from loslaten.page.world import World

# How long the server stays after the last page was closed, and how long without a page that
# tells that it is open (a browser without scripts).
LAST_CLOSED_S = 300.0
LAST_ASKED_S = 3600.0
_LOOK_S = 1.0
# A request this long before the last sign of an open page belongs to that page.
_SAME_PAGE_S = 5.0
_OPENER = "open.html"
# How long the page that is open has to answer before it is taken for one that hangs.
ANSWER_S = 10.0
_TELLER = "trouble.html"
_TOLD = """<!doctype html><html lang="nl"><meta charset="utf-8"><title>Loslaten</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{}">
<main><h1>{}</h1><p>{}</p><h2 lang="en">{}</h2><p lang="en">{}</p></main></html>
"""
_ASK_AGAIN_S = 0.2
_SILENT = Text(
    "Loslaten is al open, maar antwoordt niet", "Loslaten is open already, but does not answer"
)
_WAKE_IT = Text(
    "typ fg in het venster waarin het met Ctrl-Z werd stilgezet, of zet de computer uit en weer "
    "aan; open Loslaten dan opnieuw",
    "type fg in the window in which it was suspended with Ctrl-Z, or switch the computer off and "
    "on; then open Loslaten again",
)


class Idleness:
    """Whether nobody looks at the page any more; all times are in seconds of one clock.

    A page that is open says so, and is closed when it does no longer. A browser without scripts
    says nothing: there only the last request counts, and for longer.
    """

    def __init__(self, now_s: float) -> None:
        self._asked_s = now_s
        self._open_s: float | None = None

    def asked(self, now_s: float) -> None:
        """Note a request."""
        self._asked_s = now_s

    def is_over(self, now_s: float, is_needed: bool) -> bool:
        """Whether the server may end; `is_needed` while a page is open or the watch is at work."""
        if is_needed:
            self._open_s = now_s
            return False
        if self._open_s is not None and self._open_s >= self._asked_s - _SAME_PAGE_S:
            return now_s - max(self._open_s, self._asked_s) >= LAST_CLOSED_S
        return now_s - self._asked_s >= LAST_ASKED_S


class _Uvicorn(uvicorn.Server):
    """Tells that it is asked to end, so that what is told to pages without end stops, too."""

    def __init__(self, config: uvicorn.Config, on_exit: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_exit = on_exit

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal."""
        self._on_exit()
        super().handle_exit(sig, frame)


class Server:
    """Serves `world` until it is told to end or has been idle for long."""

    def __init__(self, world: World, admission: Admission, listening: socket.socket) -> None:
        self._world = world
        self._listening = listening
        self._idleness = Idleness(time.monotonic())
        config = uvicorn.Config(
            self._counted(application(world, admission)),
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=2,
        )
        self._server = _Uvicorn(config, self._tell_end)

    async def run(self, without_watch: bool = False) -> None:
        """Serve. The socket listens already: a page can be asked for before.

        without_watch: begin with a watch that lives in the page.
        """
        if without_watch:
            await self._world.begin_trial()
        radio = asyncio.create_task(self._world.radio.run())
        idle = asyncio.create_task(self._end_when_idle())
        try:
            await self._server.serve(sockets=[self._listening])
        finally:
            self._tell_end()
            for task in (radio, idle):
                task.cancel()
            await asyncio.wait({radio, idle})
            await self._world.close()

    def end(self) -> None:
        """End as soon as the pages have been told."""
        self._tell_end()
        self._server.should_exit = True

    def _tell_end(self) -> None:
        self._world.closing = True
        self._world.feed.changed()

    def _counted(self, app: ASGIApp) -> ASGIApp:
        """Return `app`, with a note of when it was asked last."""

        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            self._idleness.asked(time.monotonic())
            await app(scope, receive, send)

        return counted

    async def _end_when_idle(self) -> None:
        world = self._world
        while not self._idleness.is_over(
            time.monotonic(), bool(world.feed.listeners) or world.radio.is_busy
        ):
            await asyncio.sleep(_LOOK_S)
        self.end()


class SilentPageError(LoslatenError):
    """The page is open already and does not answer: its process was suspended, or hangs."""


def listen_or_meet(admission: Admission) -> socket.socket | None:
    """Return the socket to serve at, None where the server of this data folder runs and answers.

    One that is about to end is waited for. Raises SilentPageError.
    """
    deadline_s = time.monotonic() + ANSWER_S
    while (listening := listen(admission)) is None:
        left_s = deadline_s - time.monotonic()
        if left_s <= 0:
            raise SilentPageError(_SILENT, _WAKE_IT)
        if _answers(admission.port, left_s):
            return None
        time.sleep(_ASK_AGAIN_S)
    return listening


def _answers(port: int, limit_s: float) -> bool:
    """Whether something answers at a port; what it answers is no matter."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=limit_s)
    try:
        connection.request("HEAD", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def listen(admission: Admission) -> socket.socket | None:
    """Return the socket to serve at, None where the server of this data folder runs already.

    The kept port is taken; where another program has it, a free one is taken and kept.
    """
    with admission.alone():
        if not admission.may_serve():
            return None
        if admission.port:
            with contextlib.suppress(OSError):
                return _bound(admission.port)
        fresh = _bound(0)
        admission.keep_port(fresh.getsockname()[1])
        return fresh


def address(admission: Admission) -> str:
    """Return an address that lets in once."""
    return f"http://127.0.0.1:{admission.port}/enter?token={admission.token()}"


def private_file(admission: Admission, folder: Path) -> Path:
    """Write the file that leads a browser in, and return it.

    A browser is opened on the file: an address on its command line could be read by every user of
    the machine.
    """
    path = folder / _OPENER
    leads = f'<!doctype html><meta http-equiv="refresh" content="0; url={address(admission)}">'
    files.write(path, (leads,), replace=True)
    return path


def telling_file(error: LoslatenError, folder: Path) -> Path:
    """Write the file that tells an error in the browser, and return it.

    Who starts Loslaten from the menu sees no terminal.
    """
    path = folder / _TELLER
    style = (assets.OWN / "page.css").as_uri()
    told = _TOLD.format(*map(html.escape, (style, *_in_lines(error))))
    files.write(path, (told,), replace=True)
    return path


def _in_lines(error: LoslatenError) -> Iterator[str]:
    for lang in LANGUAGES:
        told = error.told(lang)
        for line in (told.message, f"{told.advice}." if told.advice else ""):
            yield line[:1].upper() + line[1:]


def _bound(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening
