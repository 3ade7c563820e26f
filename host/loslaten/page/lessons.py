# SPDX-License-Identifier: MIT
"""Lessons on the wrist: learning the cues, the quiz, and fitting their strength.

A lesson is a job that keeps the connection while the person feels and answers. What they are shown
meanwhile is its scene.
"""

import asyncio
import itertools
import secrets
from dataclasses import dataclass
from typing import Any

from loslaten.cues.arms import ARMS, Arm
from loslaten.cues.fitting import in_practice
from loslaten.cues.quiz import NOTHING, Confusion, order
from loslaten.cues.staircase import Verdict
from loslaten.errors import LoslatenError
from loslaten.language import vocabulary
from loslaten.language.text import Text
from loslaten.link.client import Client
from loslaten.page.radio import Job, Work
from loslaten.page.words import every, text
from loslaten.page.world import World
from loslaten.practice_log.quizzes import Quiz, QuizLog
from loslaten.watches.lessons import NoThresholdError, Teacher
from loslaten_core.haptics import cue as cues

ROUNDS = 3
# None of them is the name of a cue, which is an answer too.
YES, NO, AGAIN, READY, END = "yes", "no", "again", "ready", "finish"
# Somebody who does not answer for so long has left.
_PATIENCE_S = 600.0


class LessonError(LoslatenError):
    """A lesson that came to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """View of a lesson: `kind` is the lesson, `step` what is wanted now.

    place, of: how far it is. intro: what to do, told at the beginning of a part. number: which
    scene of its job it is.
    """

    kind: str
    step: str
    place: int = 0
    of: int = 0
    intro: Text | None = None
    number: int = 0


def learn() -> Work:
    """Return the lesson in which the watch plays whichever cue is asked for."""

    async def work(client: Client, job: Job) -> Text:
        _, strength_pct = in_practice(await client.settings())
        job.show(Scene(kind="learn", step="ready"))
        while (asked := await _answer(client, job)) != END:
            number = next((one for one in cues.MEANINGS if cues.name(one) == asked), None)
            if number is not None:
                await client.play_cue(number, 0, strength_pct)
        return every()["feel.learnt"]

    return work


def quiz(world: World, seed: int | None = None) -> Work:
    """Return the quiz: the meanings at random, each as often; what came of it is kept."""

    async def work(client: Client, job: Job) -> Text:
        settings = await client.settings()
        chosen = secrets.randbits(32) if seed is None else seed
        teacher = Teacher(client, settings, chosen)
        confusion = await teacher.examine(order(chosen, ROUNDS), _Asked(client, job))
        taken = Quiz(
            taken_utc_ms=world.now()[0],
            theme=teacher.theme.name,
            strength_pct=teacher.strength_pct,
            seed=chosen,
            confusion=confusion,
        )
        with world.log() as log:
            watch = log.see_watch(client.watch_id, str(settings.get("name", "")), world.now()[0])
        with QuizLog.in_folder(world.folder, world.leave_out) as quizzes:
            quizzes.keep(watch.id, taken)
        return text("feel.quiz_done", right=confusion.right, total=confusion.total)

    return work


def calibrate(world: World, seed: int | None = None) -> Work:
    """Return the search for the weakest strength that is felt; it is stored on the watch."""

    async def work(client: Client, job: Job) -> Text:
        chosen = secrets.randbits(32) if seed is None else seed
        teacher = Teacher(client, await client.settings(), chosen)
        protocol = await teacher.practised()
        asked = _Asked(client, job)
        try:
            found = [await teacher.seek(arm, protocol, asked) for arm in ARMS]
        except NoThresholdError as error:
            raise LessonError(_WHY[error.verdict](), every()["feel.fit_nothing"]) from None
        await client.write_settings({one.arm.setting: one.fit.setting_pct for one in found})
        await world.look_at(client, await client.status())
        relaxed, clenched = (one.fit.setting_pct for one in found)
        told = text("feel.fit_done", relaxed=relaxed, clenched=clenched)
        if all(one.fit.enough for one in found):
            return told
        weak = every()["feel.fit_weak"]
        return Text(f"{told.nl} {weak.nl}", f"{told.en} {weak.en}")

    return work


class _Asked:
    """The person in the page: sees scenes, and answers by buttons and keys."""

    def __init__(self, client: Client, job: Job) -> None:
        self._client = client
        self._job = job
        self._scenes = itertools.count(1)

    async def ready(self, arm: Arm, trial: int, intro: Text | None) -> None:
        """Show what to do, and wait until the arm is as it has to be."""
        step = "fist" if arm.clenched else "begin"
        self._show(kind="fit", step=step, place=trial, intro=intro)
        await _answer(self._client, self._job, (READY,))

    async def listening(self, place: int, of: int = 0) -> None:
        """Show that a cue may come."""
        self._show(kind="quiz" if of else "fit", step="playing", place=place, of=of)

    async def felt(self, trial: int) -> bool:
        """Return whether something was felt."""
        self._show(kind="fit", step="felt", place=trial)
        return await _answer(self._client, self._job, (YES, NO)) == YES

    async def which(self, place: int, of: int) -> int | None:
        """Return the cue that it was taken for, None to feel it once more."""
        self._show(kind="quiz", step="which", place=place, of=of)
        return _NAMES.get(await _answer(self._client, self._job, (*_NAMES, AGAIN)))

    def _show(self, **seen: Any) -> None:
        self._job.show(Scene(number=next(self._scenes), **seen))


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
