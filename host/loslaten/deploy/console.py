# SPDX-License-Identifier: MIT
"""The board on its USB console: runs Python there, restarts it and hears what it prints."""

import ast
import base64
import contextlib
import errno
import io
import math
import os
import struct
import time
from collections.abc import Callable, Iterator
from typing import Any, Final, Self, TypeVar

from loslaten.deploy.errors import ConsoleLostError, DeployError, PortError, extra
from loslaten.deploy.sent_over import ONBOARD, as_sent
from loslaten.language.system_words import reason_of
from loslaten.language.text import Text

_T = TypeVar("_T")

# What fits into a board's memory twice, as text.
_CHUNK_BYTES: Final = 2048
# How long a program may be silent, and how long a soft reset takes at most.
SILENCE_S: Final = 10.0
_SOFT_RESET_S: Final = 5.0
# A board that was restarted is back on USB after a few seconds.
RETURN_S: Final = 15.0
_POLL_S: Final = 0.1
_READ_TIMEOUT_S: Final = 5.0
_ENTER_S: Final = 8.0
# The longest act, a hash of all files, takes a tenth of it.
_ACT_S: Final = 60.0
# How pyserial quotes Windows: error 5, access is denied, is what an open port answers there;
# 2 and 3, no such file or path, a port that is not.
_BUSY: Final = ("exclusively lock", "PermissionError(13", "Access is denied")
_MISSING: Final = ("FileNotFoundError(2", "FileNotFoundError(3", "cannot find the file")
_UNLIKE_A_PORT: Final = ("Could not configure port",)
_TRY_AGAIN: Final = Text("probeer het nog eens", "try again")
_LEAVE_OUT: Final = Text(
    "laat --port weg: loslaten deploy vindt een bord uit zichzelf",
    "leave --port out: loslaten deploy finds a board by itself",
)


class Console:
    """MicroPython at `port`, driven by mpremote. Every call may raise ConsoleLostError.

    Use as a context: the port is closed at the end. return_s: how long to wait for the board when
    it was restarted.
    """

    def __init__(self, port: str, return_s: float = RETURN_S) -> None:
        self.port = port
        self._return_s = return_s
        self._library = extra("mpremote.transport_serial")
        self._transport: Any = None
        self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the port go. May be called twice."""
        if self._transport is not None:
            # pyserial's socket:// leaves its socket open where the other end is gone.
            socket = getattr(self._transport.serial, "_socket", None)
            with contextlib.suppress(OSError):
                self._transport.close()
            with contextlib.suppress(OSError):
                if socket is not None:
                    socket.close()
            self._transport = None

    def interrupt(self, work: Callable[[], _T]) -> _T:
        """Stop the program on the board, do `work`, and return what that returns.

        Done again if the board restarts meanwhile: the firmware's watchdog sees to that a few
        seconds after it was stopped.
        """
        until_s = time.monotonic() + self._return_s
        while True:
            try:
                if self._transport is None:
                    self._open()
                self._guarded(self._enter)
                return work()
            except (ConsoleLostError, PortError):
                self.close()
                if time.monotonic() > until_s:
                    raise
                time.sleep(_POLL_S)

    def run(self, source: str, silence_s: float = SILENCE_S) -> str:
        """Run a piece of Python on the board and return what it prints.

        silence_s: how long it may print nothing.

        Raises:
            DeployError: it raised something there.
        """
        return self._guarded(lambda: self._exec(source, silence_s))

    def forget(self) -> None:
        """Let a board that was interrupted forget what was run on it; what it booted stays off."""
        self._guarded(self._reset_softly)

    def ask(self, call: str) -> Any:
        """Return what a function of `onboard` returns; `call` is such as `hashes("/a")`."""
        return ast.literal_eval(self.run(f"print(repr({call}))"))

    def put(self, path: str, data: bytes) -> None:
        """Write a file."""
        for at in range(0, max(len(data), 1), _CHUNK_BYTES):
            text = base64.b64encode(data[at : at + _CHUNK_BYTES]).decode()
            self.run(f"put({path!r}, {text!r}, {'ab' if at else 'wb'!r})")

    def replace(self, path: str, data: bytes) -> None:
        """Write a small file: whole or not at all, whatever happens."""
        self.run(f"replace({path!r}, {base64.b64encode(data).decode()!r})")

    def restart(self) -> None:
        """Restart the board; its program runs. The port comes back after a moment."""
        self._leave_by("restart()")

    def enter_bootloader(self) -> None:
        """Let a Raspberry Pi chip show the drive that takes a new MicroPython; the port goes."""
        self._leave_by("bootloader()")

    def _leave_by(self, call: str) -> None:
        """Call a function of `onboard` that takes the port away."""
        with contextlib.suppress(ConsoleLostError):
            self._guarded(lambda: self._transport.exec_raw_no_follow(call))
            # The board has the command once it takes the port away.
            self._guarded(lambda: self._transport.read_until(1, b"\x04", timeout=1))
        self.close()

    def lines(self, patience_s: float) -> Iterator[str]:
        """Give what the board prints, line by line, for so long, through restarts."""
        until_s = time.monotonic() + patience_s
        pending = b""
        while time.monotonic() < until_s:
            try:
                if self._transport is None:
                    self._open()
                pending += self._guarded(self._available)
            except (ConsoleLostError, PortError):
                self.close()
                pending = b""
                time.sleep(_POLL_S)
            *whole, pending = pending.split(b"\n")
            for line in whole:
                yield line.decode(errors="replace").strip()

    def _available(self) -> bytes:
        serial = self._transport.serial
        if serial.in_waiting == 0:
            time.sleep(_POLL_S)
            return b""
        return bytes(serial.read(1))

    def _enter(self) -> None:
        self._transport.serial.begin(_ENTER_S)
        self._transport.enter_raw_repl(soft_reset=False, timeout_overall=2)
        self._send_onboard()

    def _send_onboard(self) -> None:
        self._exec(as_sent(ONBOARD))

    def _reset_softly(self) -> None:
        self._transport.enter_raw_repl(timeout_overall=_SOFT_RESET_S)
        self._send_onboard()

    def _exec(self, source: str, silence_s: float = SILENCE_S) -> str:
        said, error = self._transport.exec_raw(source, timeout=silence_s)
        if error:
            lines = error.decode(errors="replace").strip().splitlines()
            raise DeployError(
                Text(f"het bord weigerde: {lines[-1]}", f"the board refused: {lines[-1]}"),
                _TRY_AGAIN,
                tuple(lines[:-1]),
            )
        return str(said.decode())

    def _guarded(self, act: Callable[[], _T]) -> _T:
        """Do something with the port; mpremote's ways to say that it is gone become one."""
        if self._transport is not None:
            self._transport.serial.begin(_ACT_S)
        try:
            # It prints what it did not expect.
            with contextlib.redirect_stdout(io.StringIO()):
                return act()
        except (self._library.TransportError, OSError, struct.error) as error:
            raise ConsoleLostError(
                _told(error, self.port),
                Text(
                    "kijk naar de kabel, druk op de resetknop van het bord en dan opnieuw:"
                    " loslaten deploy; het horloge heeft nog alles wat het had",
                    "see to the cable, press the board's reset button and run loslaten deploy"
                    " again; the watch still has all it had",
                ),
                _quoted(error),
            ) from error

    def _open(self) -> None:
        try:
            self._transport = self._library.SerialTransport(self.port, timeout=_READ_TIMEOUT_S)
            self._transport.serial = _Port(self._transport.serial)
        except (self._library.TransportError, ValueError):
            raise _why_not(self.port) from None


class _NoPauseError(OSError):
    """The board prints on and on, so that it cannot be talked to."""


def _told(error: Exception, port: str) -> Text:
    if isinstance(error, _NoPauseError):
        return Text(
            f"het bord aan {port} meldt zonder ophouden iets",
            f"the board at {port} prints without a pause",
        )
    return Text(f"het bord aan {port} antwoordt niet", f"the board at {port} does not answer")


def _quoted(error: Exception) -> tuple[str, ...]:
    """Return what the system says of it; pyserial and mpremote say in English what was told."""
    return (str(error),) if isinstance(error, OSError) and error.errno is not None else ()


class _Port:
    """A serial port that is listened to for a limited time at each act.

    mpremote waits for a pause in what a board prints: without one it would wait for ever.
    """

    def __init__(self, port: Any) -> None:
        self._port = port
        self._until_s = math.inf

    def __getattr__(self, name: str) -> Any:
        return getattr(self._port, name)

    def begin(self, limit_s: float) -> None:
        """Begin an act that takes so long at most."""
        self._until_s = time.monotonic() + limit_s

    def read(self, size: int = 1) -> bytes:
        """Return what is there, up to `size` bytes; OSError once the act takes too long."""
        if time.monotonic() > self._until_s:
            raise _NoPauseError
        return bytes(self._port.read(size))


def _says(reason: OSError, words: tuple[str, ...]) -> bool:
    """Whether a refusal has one of these in it: pyserial on Windows keeps no error number."""
    return any(part in str(reason) for part in words)


def _why_not(port: str) -> PortError:
    """Return why a port cannot be opened, which mpremote does not tell."""
    try:
        extra("serial").serial_for_url(port, exclusive=True).close()
    except ValueError:
        return _no_port(port)
    except OSError as error:
        reason = error
    else:
        return PortError(Text(f"{port} ging niet open", f"{port} could not be opened"), _TRY_AGAIN)
    if reason.errno == errno.EACCES:
        return PortError(
            Text(f"u mag {port} niet gebruiken", f"you may not use {port}"),
            Text(
                "op Linux: sudo usermod -aG dialout $USER, en meld u af en weer aan",
                "on Linux: sudo usermod -aG dialout $USER, then log out and in again",
            ),
        )
    if reason.errno in (errno.EBUSY, errno.EAGAIN) or _says(reason, _BUSY):
        return PortError(
            Text(
                f"een ander programma heeft {port} in gebruik", f"another program has {port} open"
            ),
            Text(
                "sluit het: een terminal, een editor zoals Thonny, of een andere mpremote",
                "close it: a terminal, an editor such as Thonny, or another mpremote",
            ),
        )
    if reason.errno == errno.ENOENT or _says(reason, _MISSING):
        return PortError(Text(f"er is geen poort {port}", f"there is no port {port}"), _LEAVE_OUT)
    if _says(reason, _UNLIKE_A_PORT):
        return _no_port(port)
    told = Text(f"{port} gaat niet open", f"{port} cannot be opened")
    if reason.errno is not None:
        # Of the number alone: pyserial puts words of its own into those of the system.
        system = OSError(reason.errno, os.strerror(reason.errno))
        told = Text("{}: {}", "{}: {}").format(told, reason_of(system))
    return PortError(told, Text("kijk naar de kabel", "see to the cable"))


def _no_port(port: str) -> PortError:
    return PortError(Text(f"{port} is geen poort", f"{port} is no port"), _LEAVE_OUT)
