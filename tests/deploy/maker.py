# SPDX-License-Identifier: MIT
"""A maker at the keyboard, with a simulated board on the cable and a finger on its button."""

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from click.testing import CliRunner, Result

from loslaten.cli import main
from loslaten.cli.surroundings import Surroundings
from loslaten.deploy import first_light_words as words
from loslaten.deploy.first_light import FirstLight
from loslaten.link.errors import BluetoothError
from loslaten.sim.micropython.repl import ReplBoard
from loslaten_core.link import gatt

WATCH_ID = bytes.fromhex("582f128fdc153c5c")
# Virtual ms that the button is down.
PRESS_MS, HOLD_MS = 150, 1_500
_LOOK_S = 0.05
# In the board's time, which may go several times as fast as ours.
_PATIENCE_S, _IN_VAIN_S = 120.0, 3.0
_QUESTIONS_MAX = 12


@dataclass(kw_only=True)
class Maker:
    """Answers of a maker: `answers` by the beginning of a question, each used in turn; the
    last one again and again. presses: how long the button is held, in the order it is asked for.

    unplug_at: the beginning of a question before whose answer the cable comes out. lang: the
    language of the questions.
    """

    board: ReplBoard
    answers: dict[str, list[str | None]] = field(default_factory=dict)
    presses: list[int] = field(default_factory=lambda: [PRESS_MS, HOLD_MS])
    hears: bool = True
    has_radio: bool = True
    unplug_at: str = ""
    lang: str = "en"
    asked: list[str] = field(default_factory=list)

    async def ask(self, question: str) -> str | None:
        self.asked.append(question)
        assert len(self.asked) <= _QUESTIONS_MAX, self.asked
        if self.unplug_at and question.startswith(self.unplug_at):
            self.board.power_off()
        for beginning, answers in self.answers.items():
            if question.startswith(beginning):
                return answers.pop(0) if len(answers) > 1 else answers[0]
        usual = {words.WRIST: "r", words.FELT: "y", words.AGAIN: "s"}
        return next(said for text, said in usual.items() if question == text.say(self.lang))

    @contextmanager
    def pressing(self) -> Iterator[int]:
        """Press the button, if anybody does; give how long to wait for it, in s."""
        held_ms = self.presses.pop(0) if self.presses else 0
        if not held_ms:
            yield _IN_VAIN_S
            return
        is_over = threading.Event()
        finger = threading.Thread(target=self._press, args=(held_ms, is_over))
        finger.start()
        try:
            yield _PATIENCE_S
        finally:
            is_over.set()
            finger.join()

    def _press(self, held_ms: int, is_over: threading.Event) -> None:
        """Press as soon as the watch listens: a busy computer may take its time until then."""
        while not self.board.is_busy:
            if is_over.wait(_LOOK_S):
                return
        self.board.press(held_ms)

    @asynccontextmanager
    async def air(self, sim: str | None) -> AsyncIterator[Any]:
        """The radio, of which only is told whether it works and the watch is heard."""
        if not self.has_radio:
            raise BluetoothError(RuntimeError("broken"))
        heard = SimpleNamespace(short_id=gatt.short_id(WATCH_ID), rssi_dbm=-50)

        async def scan(timeout_s: float) -> list[Any]:
            return [heard] if self.hears else []

        yield SimpleNamespace(scan=scan)


@contextmanager
def finger_of(maker: Maker, monkeypatch: Any) -> Iterator[None]:
    """Let the maker's finger press whenever the watch waits for it."""
    wait: Callable[..., Any] = FirstLight.pressed

    def pressed(light: FirstLight) -> Any:
        with maker.pressing() as patience_s:
            return wait(light, patience_s)

    with monkeypatch.context() as patched:
        patched.setattr(FirstLight, "pressed", pressed)
        yield


def deploy(maker: Maker, home: Path, monkeypatch: Any, *options: str) -> Result:
    """Run `loslaten deploy` as this maker."""
    monkeypatch.setattr("loslaten.link.keys.user_state_path", lambda _: home)
    line = [
        "deploy",
        "--port",
        maker.board.port,
        "--lang",
        maker.lang,
        "--data",
        str(home),
        *options,
    ]
    around = Surroundings(ask=maker.ask, air=maker.air)
    with finger_of(maker, monkeypatch):
        return CliRunner().invoke(main, line, obj=around)
