# SPDX-License-Identifier: MIT
"""Lines from the keyboard while an asyncio loop goes on.

A thread reads, because a terminal, a pipe and a file cannot all be waited for by one means on all
systems. It reads the file descriptor itself: a thread that hangs in Python's own buffered stdin
would hold its lock and stop the interpreter from ending.
"""

import asyncio
import os
import threading

import click

_STDIN = 0
_CHUNK_BYTES = 4096
# Lines read ahead: an input that never ends, as that of `yes`, is left in its pipe.
_AHEAD = 64
# As many bytes as a terminal takes for one line; what brings more without an end is no keyboard.
_LINE_BYTES_MAX = 4096
# More questions than any command has, for whoever answers some of them twice.
_QUESTIONS_MAX = 1000


class Keyboard:
    """Standard input, line by line; the reading begins with the first line wanted."""

    def __init__(self) -> None:
        self._lines: asyncio.Queue[str | None] | None = None
        self._room = threading.Semaphore(_AHEAD)
        self._ended = False
        self._asked = 0

    async def ask(self, prompt: str) -> str | None:
        """Show a prompt and return the line that is typed, None at the end of the input.

        None also to one of very many: what does not answer them will never do.
        """
        self._asked += 1
        if self._asked > _QUESTIONS_MAX:
            return None
        click.echo(prompt, nl=False, err=True)
        return await self.line()

    async def line(self) -> str | None:
        """Return the next line without its end, None at the end of the input."""
        if self._lines is None:
            self._lines = asyncio.Queue()
            loop = asyncio.get_running_loop()
            threading.Thread(target=self._read, args=(loop, self._lines), daemon=True).start()
        if self._ended:
            return None
        line = await self._lines.get()
        self._room.release()
        self._ended = line is None
        return line

    def _read(self, loop: asyncio.AbstractEventLoop, lines: "asyncio.Queue[str | None]") -> None:
        pending = b""
        try:
            while chunk := _chunk():
                *whole, pending = (pending + chunk).split(b"\n")
                for line in whole:
                    self._hand_on(loop, lines, line.decode(errors="replace"))
                if len(pending) > _LINE_BYTES_MAX:
                    pending = b""
                    break
            if pending:
                self._hand_on(loop, lines, pending.decode(errors="replace"))
            self._hand_on(loop, lines, None)
        except RuntimeError:
            return  # the loop is closed: nobody wants a line any more

    def _hand_on(
        self, loop: asyncio.AbstractEventLoop, lines: "asyncio.Queue[str | None]", line: str | None
    ) -> None:
        self._room.acquire()
        loop.call_soon_threadsafe(lines.put_nowait, line)


def _chunk() -> bytes:
    """Return what is there to read, b"" at the end or where there is no input at all."""
    try:
        return os.read(_STDIN, _CHUNK_BYTES)
    except OSError:
        return b""
