# SPDX-License-Identifier: MIT
"""Commands in a simulated bedroom: in virtual time, with its watch, its laptop and its wearer."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from click.testing import CliRunner, Result

from loslaten.cli import main
from loslaten.cli.surroundings import Surroundings
from loslaten.link.keys import KeyStore
from loslaten.protocols.file import find
from loslaten.sim import clock
from loslaten.sim.bedroom import EVENING_UTC_MS, KEY, ZONE_MIN, Stage, set_up
from loslaten.sim.body.recogniser import Heard
from loslaten.sim.body.wearer import Wishes
from loslaten.watches.reach import Reach

WATCH_ID = "582f128fdc153c5c"
Ask = Callable[[str], Awaitable[str | None]]


class Bedroom:
    """`loslaten` runs commands; between them the night stands still.

    key: what the laptop holds, unless there are `keys` of several watches. known: the watches it
    says it has keys for. ask: who answers what a command asks. felt: every cue that the wearer has
    felt.
    """

    def __init__(self, board: str = "pico_w") -> None:
        self.key: bytes | None = KEY
        self.keys: KeyStore | None = None
        self.known: tuple[bytes, ...] | None = None
        self.ask: Ask = _nobody
        self.felt: list[Heard] = []
        self._stories: list[asyncio.Task[Any]] = []
        self._runner = clock.Runner()
        self._runner.__enter__()
        self.stage: Stage = self.run(set_up(board, on_cue=self.felt.append))
        self.watch, self.wearer = self.stage.watch, self.stage.wearer

    def close(self) -> None:
        """End the night; what went wrong in a story is raised."""
        told = [story for story in self._stories if story.done() and not story.cancelled()]
        self._runner.__exit__(None, None, None)
        for story in told:
            story.result()

    @property
    def loop(self) -> clock.VirtualLoop:
        return self._runner.loop

    def run(self, story: Coroutine[Any, Any, Any]) -> Any:
        return self._runner.run(story)

    def meanwhile(self, story: Coroutine[Any, Any, Any]) -> None:
        """Let a story go on whenever time passes, that is while commands run."""
        self._stories.append(self.loop.create_task(story))

    def open_radio(self) -> None:
        self.run(self.wearer.hold_long("radio"))
        self.run(asyncio.sleep(3))  # the answer is felt, and over

    def loslaten(self, *arguments: str, line: str | None = None) -> Result:
        """Run a command; `line` is what stands on standard input for a plain confirmation."""
        return CliRunner().invoke(main, arguments, obj=self.surroundings(), input=line)

    def surroundings(self) -> Surroundings:
        """Return what commands reach here."""
        return Surroundings(self.run, self._air, self._now, self._ask)

    def printed(self, *arguments: str, line: str | None = None) -> str:
        result = self.loslaten(*arguments, line=line)
        assert result.exit_code == 0, result.output
        return result.stdout

    def parsed(self, *arguments: str) -> Any:
        return json.loads(self.printed(*arguments, "--json"))

    def fails(self, *arguments: str, code: int = 1) -> str:
        """Run a command that must fail in the way that all should; return what it says."""
        result = self.loslaten(*arguments)
        return failure(result, code)

    def practise(self, name: str = "onderweg") -> None:
        """Push a shipped protocol and let the wearer practise it to its end."""
        self.printed("protocol", "push", name, "--choose")
        file = find(name)

        async def night() -> None:
            await self.stage.until_radio_is_off()
            await self.wearer.practise(len(file.groups), Wishes())
            await asyncio.sleep(file.protocol.final_rest_ms / 1000 + 60)
            await self.wearer.hold_long("radio")

        self.run(night())

    @asynccontextmanager
    async def _air(self, sim: str | None):
        stage, keys = self.stage, self.keys
        yield Reach(
            key_for=(lambda _watch_id: self.key) if keys is None else keys.get,
            keys=keys,
            scanner_backend=stage.scanner_backend,
            client_backend=stage.client_backend,
            known=self.known,
        )

    def _now(self) -> tuple[int, int]:
        return EVENING_UTC_MS + self.loop.now_ms, ZONE_MIN

    async def _ask(self, prompt: str) -> str | None:
        return await self.ask(prompt)


async def _nobody(_prompt: str) -> str | None:
    return None


def failure(result: Result, code: int = 1) -> str:
    """Return what a command that failed has said, once it is seen to be said as it should be."""
    assert result.exit_code == code, (result.exit_code, result.output)
    assert "Traceback" not in result.output
    assert "mistake in loslaten" not in result.output
    _, found, said = result.stderr.partition("loslaten: ")
    assert found, result.stderr
    assert all(line.startswith("  ") for line in said.splitlines()[1:]), result.stderr
    return said
