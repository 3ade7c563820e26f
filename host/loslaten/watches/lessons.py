# SPDX-License-Identifier: MIT
"""Lessons on the wrist: cues played to be known or felt, and what their wearer answers.

The commands and the page hold them alike; how somebody is asked is what they differ in.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol as Contract

from loslaten.cues import words
from loslaten.cues.arms import Arm
from loslaten.cues.fitting import Fit, fit, in_practice
from loslaten.cues.quiz import Confusion
from loslaten.cues.staircase import Staircase, Verdict
from loslaten.errors import LoslatenError
from loslaten.language.text import Text
from loslaten.link.client import Client
from loslaten.watches.protocols import chosen
from loslaten_core.practice.protocol import Protocol

# Between a question and its cue: a moment that cannot be foreseen.
PAUSE_S = (0.8, 2.0)
_WHY: dict[Verdict, tuple[Text, Text]] = {
    Verdict.GUESSED: (words.GUESSED, words.TRY_AGAIN),
    Verdict.CONTRADICTING: (words.CONTRADICTING, words.TRY_AGAIN),
    Verdict.NOTHING_FELT: (words.NOTHING_FELT, words.TIGHTER),
}


class NoThresholdError(LoslatenError):
    """A search that found no threshold, and why."""

    def __init__(self, arm: Arm, verdict: Verdict) -> None:
        self.verdict = verdict
        message, advice = _WHY[verdict]
        super().__init__(message.format(arm=words.ARMS[arm.name]), advice)


class Seeker(Contract):
    """Wearer whose strength is sought: asked on a terminal, or in a page."""

    async def ready(self, arm: Arm, trial: int, intro: Text | None) -> None:
        """Wait until the arm is as it has to be; intro: to be told first, at a beginning."""

    async def listening(self, trial: int) -> None:
        """Know that a cue may come."""

    async def felt(self, trial: int) -> bool:
        """Return whether one was felt."""


class Pupil(Contract):
    """Wearer who takes the quiz."""

    async def listening(self, place: int, of: int) -> None:
        """Know that a cue comes."""

    async def which(self, place: int, of: int) -> int | None:
        """Return the cue that it was taken for, None to feel it once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedStrength:
    """Strength that was found for an arm, after so many trials."""

    arm: Arm
    fit: Fit
    trials: int


class Teacher:
    """Plays cues on a watch as its settings say that they are played, each after a pause."""

    def __init__(self, client: Client, settings: dict[str, int | str], seed: int) -> None:
        self.theme, self.strength_pct = in_practice(settings)
        self._client = client
        self._worn = settings["wrist"]
        self._seed = seed
        self._random = Random(seed)

    async def play(self, number: int, strength_pct: int | None = None) -> None:
        """Play a cue after a moment that cannot be foreseen."""
        await self.pause()
        await self._client.play_cue(number, 0, strength_pct or self.strength_pct)

    async def pause(self) -> None:
        """Let that moment pass and play nothing."""
        await self._client.meanwhile(asyncio.sleep(self._random.uniform(*PAUSE_S)))

    async def practised(self) -> Protocol | None:
        """Return the protocol that is practised next, for the wrist that the watch is worn on."""
        protocol = await chosen(self._client)
        if protocol is not None and isinstance(self._worn, int) and self._worn:
            protocol.wrist = self._worn
        return protocol

    async def seek(self, arm: Arm, protocol: Protocol | None, seeker: Seeker) -> FittedStrength:
        """Find the weakest strength that is felt with an arm. Raises NoThresholdError."""
        search = Staircase(self._seed)
        intro: Text | None = arm.intro
        while not search.done:
            trial = search.trials + 1
            if arm.clenched or intro is not None:
                await seeker.ready(arm, trial, intro)
            await seeker.listening(trial)
            strength_pct = search.next()
            if strength_pct is None:
                await self.pause()
            else:
                await self.play(arm.cue, strength_pct)
            restarts = search.restarts
            search.answer(await seeker.felt(trial))
            intro = words.BEGIN_AGAIN if search.restarts > restarts else None
        if search.threshold_pct is None:
            raise NoThresholdError(arm, search.verdict)
        fitted = fit(self.theme, protocol, search.threshold_pct, arm.clenched)
        return FittedStrength(arm=arm, fit=fitted, trials=search.trials)

    async def examine(self, played: Sequence[int], pupil: Pupil) -> Confusion:
        """Play cues and return what each was taken for."""
        confusion = Confusion()
        for place, number in enumerate(played, 1):
            answered = None
            while answered is None:
                await pupil.listening(place, len(played))
                await self.play(number)
                answered = await pupil.which(place, len(played))
            confusion.add(number, answered)
        return confusion
