# SPDX-License-Identifier: MIT
"""A scripted wearer: feels what the motor does and presses the button, as a person in bed would.

It knows nothing but what reaches its wrist. That it finds its way through a night is the proof
that the cues can be told apart and that the button does what it should.
"""

import asyncio
from dataclasses import dataclass, field

from loslaten.language.concepts import Gesture
from loslaten.sim import clock
from loslaten.sim.body.recogniser import Heard
from loslaten.sim.body.skin import Skin
from loslaten.sim.watch import SimulatedWatch
from loslaten_core.haptics import cue as cues

PRESS_S = 0.12
BETWEEN_PRESSES_S = 0.15
HOLD_S = 1.0
VERY_LONG_S = 3.4
ANSWER_MS = 4_000
# How long into a release this wearer makes up its mind.
THINKING_S = 4.0


class LostError(Exception):
    """The wearer felt something that a session does not say."""


@dataclass(frozen=True)
class PressPlan:
    """Gesture at `at_ms`, and what the wearer means by it."""

    at_ms: int
    kind: Gesture
    meaning: str


@dataclass(frozen=True)
class Wishes:
    """Wishes of a wearer, by the number of the muscle group, from 1.

    again: to do it once more after the second repeat. cut: to let go this many seconds into the
    first tense phase. skip: to leave the group in its first tense phase.
    """

    again: frozenset[int] = frozenset()
    cut_s: dict[int, float] = field(default_factory=dict)
    skip: frozenset[int] = frozenset()


class Wearer:
    """Somebody who wears `watch` and feels it through `skin`; `presses` is what the finger did."""

    def __init__(self, watch: SimulatedWatch, skin: Skin) -> None:
        self.presses: list[PressPlan] = []
        self._watch = watch
        self._skin = skin

    async def press(self, meaning: str) -> None:
        """Press the button."""
        self._note(Gesture.PRESS, meaning)
        await self._down(PRESS_S)

    async def press_twice(self, meaning: str) -> None:
        """Press the button twice in a row."""
        self._note(Gesture.DOUBLE, meaning)
        await self._down(PRESS_S)
        await asyncio.sleep(BETWEEN_PRESSES_S)
        await self._down(PRESS_S)

    async def hold(self, meaning: str) -> None:
        """Hold the button until its tick has been felt."""
        self._note(Gesture.HOLD, meaning)
        await self._down(HOLD_S)

    async def hold_long(self, meaning: str) -> None:
        """Hold the button until its second tick has been felt."""
        self._note(Gesture.LONG, meaning)
        await self._down(VERY_LONG_S)

    async def practise(self, groups: int, wishes: Wishes) -> None:
        """Do a whole session of so many muscle groups by feel, and fall asleep in the rest.

        Raises LostError when the wrist says something else than a session does.
        """
        await self.hold("start")
        group = repeat = 0
        while True:
            heard = await self._skin.next_cue()
            felt = heard.cue
            if felt in (cues.READY, cues.LANDMARK):
                group, repeat = group + 1, 0
                if group > groups:
                    return
            elif felt == cues.TENSE:
                repeat += 1
                await self._tense(group, repeat, wishes)
            elif felt == cues.RELEASE:
                await self._release(group, repeat, wishes)
            elif felt not in cues.ANSWERS and not self._is_answer(heard):
                raise LostError(f"felt {heard.rhythm}, which means nothing, in group {group}")

    async def _tense(self, group: int, repeat: int, wishes: Wishes) -> None:
        if repeat == 1 and group in wishes.cut_s:
            await asyncio.sleep(wishes.cut_s[group])
            await self.press("let go now")
        elif repeat == 1 and group in wishes.skip:
            await asyncio.sleep(1.0)
            await self.press_twice("skip this group")

    async def _release(self, group: int, repeat: int, wishes: Wishes) -> None:
        if repeat == 2 and group in wishes.again:
            await asyncio.sleep(THINKING_S)
            await self.press("this group again")

    def _is_answer(self, heard: Heard) -> bool:
        """Whether it came right after a movement of the wearer's own finger.

        What follows a press may be the answers to a press and to the hold that it became.
        """
        return heard.onset_ms - self.presses[-1].at_ms <= ANSWER_MS

    def _note(self, kind: Gesture, meaning: str) -> None:
        self.presses.append(PressPlan(clock.current().now_ms, kind, meaning))

    async def _down(self, seconds: float) -> None:
        self._watch.button_down()
        await asyncio.sleep(seconds)
        self._watch.button_up()
