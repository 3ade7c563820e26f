# SPDX-License-Identifier: MIT
"""The teacher: plays cues to the wearer and asks about them."""

import asyncio
import secrets
from random import Random
from typing import TYPE_CHECKING

from loslaten.cli.surroundings import Surroundings
from loslaten.cues.fitting import in_practice
from loslaten.cues.places import Place
from loslaten.errors import LoslatenError
from loslaten.language.text import Text
from loslaten_core.haptics import cue as cues

if TYPE_CHECKING:
    from loslaten.link.client import Client

_PAUSE_S = (0.8, 2.0)
# Longer than either number of a place is felt, and the pause after it.
_PLACE_S = 4.5
_STOP = ("q", "quit", "stop")
AGAIN = ("r", "again")


class StoppedError(LoslatenError):
    """The wearer stopped before the end, or nobody answers."""

    def __init__(self) -> None:
        super().__init__(
            Text("gestopt voor het einde", "stopped before the end"),
            Text(
                "er is niets bewaard; begin opnieuw wanneer u wilt",
                "nothing was kept; begin again when you like",
            ),
        )


class Teacher:
    """Plays cues on a watch and asks the wearer about them, as `settings` say they are played."""

    def __init__(
        self, client: "Client", around: Surroundings, settings: dict[str, int | str], seed: int
    ) -> None:
        self.theme, self.strength_pct = in_practice(settings)
        self._client = client
        self._around = around
        self._random = Random(seed)

    async def play(self, number: int, strength_pct: int | None = None) -> None:
        """Play a cue after a moment that cannot be foreseen."""
        await self.pause()
        await self._client.play_cue(number, 0, strength_pct or self.strength_pct)

    async def play_place(self, place: Place) -> None:
        """Play where a muscle group is, as a press in a pause tells it."""
        await self.pause()
        for count in (place.part, place.number):
            await self._client.play_cue(cues.POSITION, count, self.strength_pct)
            await asyncio.sleep(_PLACE_S)

    async def pause(self) -> None:
        """Let that moment pass and play nothing."""
        await asyncio.sleep(self._random.uniform(*_PAUSE_S))

    async def ask(self, prompt: str) -> str:
        """Return what the wearer types, in lower case. Raises StoppedError."""
        line = await self._client.meanwhile(self._around.ask(prompt))
        if line is None or line.strip().lower() in _STOP:
            raise StoppedError
        return line.strip().lower()


def drawn(seed: int | None) -> int:
    """Return the seed, or a fresh one where none is given."""
    return secrets.randbits(32) if seed is None else seed
