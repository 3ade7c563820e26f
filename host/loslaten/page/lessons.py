# SPDX-License-Identifier: MIT
"""Lessons on the wrist: learning the cues, the quiz, and fitting their strength.

A lesson is a job that keeps the connection while the person feels and answers. What they are shown
meanwhile is its scene.
"""

import asyncio
import secrets
from dataclasses import dataclass
from random import Random

from loslaten.cues.arms import ARMS, Arm
from loslaten.cues.fitting import Fit, fit, in_practice
from loslaten.cues.quiz import ANSWERS, NOTHING, Confusion, order
from loslaten.cues.staircase import Staircase, Verdict
from loslaten.errors import LoslatenError
from loslaten.language import vocabulary
from loslaten.language.text import Text
from loslaten.link.client import Client
from loslaten.page.radio import Job, Work
from loslaten.page.words import every, text
from loslaten.page.world import World
from loslaten.practice_log.quizzes import Quiz, QuizLog
from loslaten.watches import protocols
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics.theme import Theme
from loslaten_core.practice.protocol import Protocol

ROUNDS = 3
# None of them is the name of a cue, which is an answer too.
YES, NO, AGAIN, READY, END = "yes", "no", "again", "ready", "finish"
# Somebody who does not answer for so long has left.
_PATIENCE_S = 600.0
_PAUSE_S = (0.8, 2.0)


class LessonError(LoslatenError):
    """A lesson that came to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """View of a lesson: `kind` is the lesson, `step` what is wanted now.

    place, of: how far it is. intro: what to do, told at the beginning of a part.
    """

    kind: str
    step: str
    place: int = 0
    of: int = 0
    intro: Text | None = None


def learn(world: World) -> Work:
    """Return the lesson in which the watch plays whichever cue is asked for."""

    async def work(client: Client, job: Job) -> Text:
        _, strength_pct = in_practice(await client.settings())
        job.show(Scene(kind="learn", step="ready"))
        while (asked := await _answer(client, job)) != END:
            number = next((one for one in cues.MEANINGS if cues.name(one) == asked), None)
            if number is not None:
                await client.play_cue(number, 0, strength_pct)
        return every()["feel.learnt"]

    del world
    return work


def quiz(world: World, seed: int | None = None) -> Work:
    """Return the quiz: the meanings at random, each as often; what came of it is kept."""

    async def work(client: Client, job: Job) -> Text:
        settings = await client.settings()
        theme, strength_pct = in_practice(settings)
        chosen = secrets.randbits(32) if seed is None else seed
        random = Random(chosen)
        confusion = Confusion()
        played = order(chosen, ROUNDS)
        for place, number in enumerate(played, 1):
            answered = AGAIN
            while answered == AGAIN:
                job.show(Scene(kind="quiz", step="playing", place=place, of=len(played)))
                await asyncio.sleep(random.uniform(*_PAUSE_S))
                await client.play_cue(number, 0, strength_pct)
                job.show(Scene(kind="quiz", step="which", place=place, of=len(played)))
                answered = await _answer(client, job, (*_NAMES, AGAIN))
            confusion.add(number, _NAMES[answered])
        taken = Quiz(
            taken_utc_ms=world.now()[0],
            theme=theme.name,
            strength_pct=strength_pct,
            seed=chosen,
            confusion=confusion,
        )
        with world.log() as log:
            watch = log.see_watch(client.watch_id, str(settings.get("name", "")), world.now()[0])
        with QuizLog.in_folder(world.folder) as quizzes:
            quizzes.keep(watch.id, taken)
        return text("feel.quiz_done", right=confusion.right, total=confusion.total)

    return work


def calibrate(world: World, seed: int | None = None) -> Work:
    """Return the search for the weakest strength that is felt; it is stored on the watch."""

    async def work(client: Client, job: Job) -> Text:
        chosen = secrets.randbits(32) if seed is None else seed
        settings = await client.settings()
        theme, _ = in_practice(settings)
        protocol = await protocols.chosen(client)
        if protocol is not None and settings["wrist"]:
            protocol.wrist = int(settings["wrist"])
        found = {
            arm.setting: await _search(client, job, arm, chosen, theme, protocol) for arm in ARMS
        }
        await client.write_settings({name: one.setting_pct for name, one in found.items()})
        await world.look_at(client, await client.status())
        relaxed, clenched = (one.setting_pct for one in found.values())
        told = text("feel.fit_done", relaxed=relaxed, clenched=clenched)
        if all(one.enough for one in found.values()):
            return told
        weak = every()["feel.fit_weak"]
        return Text(f"{told.nl} {weak.nl}", f"{told.en} {weak.en}")

    return work


async def _search(
    client: Client, job: Job, arm: Arm, seed: int, theme: Theme, protocol: Protocol | None
) -> Fit:
    search, random = Staircase(seed), Random(seed)
    intro: Text | None = arm.intro
    while not search.done:
        place = search.trials + 1
        if arm.clenched or intro is not None:
            step = "fist" if arm.clenched else "begin"
            job.show(Scene(kind="fit", step=step, place=place, intro=intro))
            await _answer(client, job, (READY,))
        intro = None
        job.show(Scene(kind="fit", step="playing", place=place))
        await asyncio.sleep(random.uniform(*_PAUSE_S))
        strength_pct = search.next()
        if strength_pct is not None:
            await client.play_cue(arm.cue, 0, strength_pct)
        job.show(Scene(kind="fit", step="felt", place=place))
        restarts = search.restarts
        search.answer(await _answer(client, job, (YES, NO)) == YES)
        if search.restarts > restarts:
            intro = every()["feel.fit_again"]
    if search.threshold_pct is None:
        raise LessonError(_WHY[search.verdict](), every()["feel.fit_nothing"])
    return fit(theme, protocol, search.threshold_pct, arm.clenched)


_WHY = {
    Verdict.GUESSED: lambda: every()["feel.fit_guessed"],
    Verdict.CONTRADICTING: lambda: every()["feel.fit_contradicting"],
    Verdict.NOTHING_FELT: lambda: every()["feel.fit_not_felt"],
}
_NAMES = {cues.name(one): one for one in cues.MEANINGS} | {"nothing": NOTHING}


async def _answer(client: Client, job: Job, allowed: tuple[str, ...] = ()) -> str:
    """Return the next answer that is allowed; raise LessonError when nobody answers any more."""
    try:
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                said = await client.meanwhile(job.answers.get())
                if not allowed or said in allowed:
                    return said
    except TimeoutError:
        raise LessonError(every()["feel.nobody"]) from None


def advice(confusion: Confusion) -> list[Text]:
    """Return what follows from a quiz, the most important first."""
    told = [
        text("feel.mixed", one=_called(one), other=_called(other), n=times)
        for one, other, times in confusion.confused()
    ]
    if confusion.missed:
        told.insert(0, text("feel.missed", n=confusion.missed, of=confusion.total))
    return told or [every()["feel.all_known"]]


def _called(number: int) -> Text:
    return vocabulary.CUES[cues.name(number)]


__all__ = ["ANSWERS", "advice", "calibrate", "learn", "quiz"]
