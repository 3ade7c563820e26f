# SPDX-License-Identifier: MIT
"""The terminal of a lesson: how its wearer is asked, and where they may stop."""

import asyncio
import secrets
from typing import TYPE_CHECKING

import click

from loslaten.cli.surroundings import Surroundings
from loslaten.cues import words
from loslaten.cues.arms import Arm
from loslaten.cues.places import Place
from loslaten.cues.quiz import NOTHING
from loslaten.errors import LoslatenError
from loslaten.language import vocabulary
from loslaten.language.text import Text
from loslaten.watches import lessons
from loslaten_core.haptics import cue as cues

if TYPE_CHECKING:
    from loslaten.link.client import Client

# Longer than either number of a place is felt, and the pause after it.
_PLACE_S = 4.5
_STOP = ("q", "quit", "stop")
AGAIN = ("r", "again")
_YES = ("y", "yes", "j", "ja")
_NO = ("n", "no", "nee")


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


class Teacher(lessons.Teacher):
    """Teaches at a terminal, in `lang`: plays cues on a watch and asks the wearer about them."""

    def __init__(
        self,
        client: "Client",
        around: Surroundings,
        settings: dict[str, int | str],
        seed: int,
        lang: str,
    ) -> None:
        super().__init__(client, settings, seed)
        self._around = around
        self._lang = lang

    async def play_place(self, place: Place) -> None:
        """Play where a muscle group is, as a press in a pause tells it."""
        await self.pause()
        for count in (place.part, place.number):
            await self._client.play_cue(cues.POSITION, count, self.strength_pct)
            await self._client.meanwhile(asyncio.sleep(_PLACE_S))

    async def ask(self, prompt: str) -> str:
        """Return what the wearer types, in lower case. Raises StoppedError."""
        line = await self._client.meanwhile(self._around.ask(prompt))
        if line is None or line.strip().lower() in _STOP:
            raise StoppedError
        return line.strip().lower()

    async def ready(self, arm: Arm, _trial: int, intro: Text | None) -> None:
        """Tell what to do, and wait for the fist where there has to be one."""
        if intro is not None:
            click.echo(click.wrap_text(intro.say(self._lang)), err=True)
        if arm.clenched:
            await self.ask(words.FIST.say(self._lang))

    async def listening(self, _place: int, _of: int = 0) -> None:
        """Show nothing: on a terminal the next question tells that the cue was there."""

    async def felt(self, _trial: int) -> bool:
        """Return whether the wearer says that something was felt."""
        while (answer := await self.ask(words.FELT.say(self._lang))) not in _YES + _NO:
            pass
        return answer in _YES

    async def which(self, place: int, of: int) -> int | None:
        """Return which cue the wearer took it for, None to feel it once more."""
        while (answered := await self.ask(f"{place}/{of}: ")) not in _answers():
            if answered in AGAIN:
                return None
        return _answers()[answered]


def _answers() -> dict[str, int]:
    """Return the possible answers, each with the cue that it means."""
    found = {str(place): one for place, one in enumerate(cues.MEANINGS, 1)}
    found |= {cues.name(one): one for one in cues.MEANINGS}
    found |= {vocabulary.cue(cues.name(one), "nl"): one for one in cues.MEANINGS}
    return found | {"0": NOTHING, "nothing": NOTHING, "niets": NOTHING}


def drawn(seed: int | None) -> int:
    """Return the seed, or a fresh one where none is given."""
    return secrets.randbits(32) if seed is None else seed
