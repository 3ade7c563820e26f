# SPDX-License-Identifier: MIT
"""The one owner of the radio: jobs for the watch, one after another, each seen and stoppable.

A job waits for its turn, then for the watch, whose radio the wearer opens; it works with the watch
and hangs up. Where a job came to stays to be told where it was asked for.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from enum import StrEnum
from typing import Any

from loslaten.errors import LoslatenError
from loslaten.language.text import Text
from loslaten.link.client import Client
from loslaten.link.errors import (
    LinkLostError,
    LinkTimeoutError,
    NoConnectionError,
    NotFoundError,
)
from loslaten.page.feed import Feed
from loslaten.watches.reach import Reach

# How long a job waits for the button of the watch to be held.
PATIENCE_S = 120.0
# A connection fails now and then, and the next one comes about.
_PASSING = (NoConnectionError, LinkLostError, LinkTimeoutError)
_PAUSE_S = 0.5
# What is remembered of jobs that are over.
_OVER_MAX = 20
# Answers ahead of the question, such as cues asked for while one is played.
_ANSWERS_MAX = 20

_log = logging.getLogger(__name__)

Air = Callable[[], AbstractAsyncContextManager[Reach]]
Work = Callable[[Client, "Job"], Awaitable[Text]]
# What a job does that meets no watch by radio.
WorkHere = Callable[["Job"], Awaitable[Text]]


class Phase(StrEnum):
    """Phases of a job."""

    QUEUED = "queued"
    LOOKING = "looking"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


ACTIVE = (Phase.QUEUED, Phase.LOOKING, Phase.WORKING)


class Job:
    """Something to do with the watch, asked for in `place`.

    doing: what it is, while it goes on. told: what happens right now; done, total: how much of
    it, 0 where that is not known. until_s: until when it looks for the watch, on the monotonic
    clock. scene: what the person is asked or shown meanwhile, answers: what they say to it.
    outcome: what came of it; error: why nothing did. is_here: it meets no watch by radio.
    """

    def __init__(
        self,
        number: int,
        place: str,
        doing: Text,
        work: Work | WorkHere,
        feed: Feed,
        *,
        is_here: bool,
    ) -> None:
        self.number = number
        self.place = place
        self.doing = doing
        self.work: Any = work
        self.is_here = is_here
        self.phase = Phase.QUEUED
        self.told = doing
        self.done = self.total = 0
        self.until_s = 0.0
        self.scene: object = None
        self.outcome: Text | None = None
        self.error: Exception | None = None
        self.answers: asyncio.Queue[str] = asyncio.Queue(_ANSWERS_MAX)
        self.task: asyncio.Task[None] | None = None
        self._feed = feed

    @property
    def is_active(self) -> bool:
        """Whether it is still to come to something."""
        return self.phase in ACTIVE

    @property
    def left_s(self) -> int:
        """Seconds for which it goes on looking for the watch."""
        return max(0, round(self.until_s - time.monotonic()))

    def tell(self, told: Text, done: int = 0, total: int = 0) -> None:
        """Say what happens now, and how much of it is done."""
        self.told, self.done, self.total = told, done, total
        self._feed.changed()

    def show(self, scene: object) -> None:
        """Show what the person is asked or shown now, in the middle of a job."""
        self.scene = scene
        self._feed.changed()

    def answer(self, said: str) -> None:
        """Take what the person says; what comes faster than anybody means it is left out."""
        if not self.answers.full():
            self.answers.put_nowait(said)

    def end(self, phase: Phase) -> None:
        """Come to an end; one that was stopped stays stopped."""
        if self.is_active:
            self.go_to(phase)

    def go_to(self, phase: Phase) -> None:
        """Enter a phase."""
        self.phase = phase
        self._feed.changed()


class Radio:
    """The queue of jobs; `run` works them off.

    air: within reach of watches. meant: the watch to connect to, None for whichever is heard.
    """

    def __init__(
        self, air: Air, meant: Callable[[Reach], bytes | None], feed: Feed, patience_s: float
    ) -> None:
        self.jobs: list[Job] = []
        self._air = air
        self._meant = meant
        self._feed = feed
        self._patience_s = patience_s
        self._queue: asyncio.Queue[Job] = asyncio.Queue()
        self._last = 0

    @property
    def is_busy(self) -> bool:
        """Whether a job waits or goes on."""
        return any(job.is_active for job in self.jobs)

    def job_of(self, place: str) -> Job | None:
        """Return the newest job of a place, None before the first."""
        return next((job for job in reversed(self.jobs) if job.place == place), None)

    def active(self) -> Job | None:
        """Return the job that goes on or is next, None without one."""
        return next((job for job in self.jobs if job.is_active), None)

    def ask(self, place: str, doing: Text, work: Work) -> Job:
        """Put a job into the queue, or return the one of this place that is active already."""
        return self._ask(place, doing, work, is_here=False)

    def ask_here(self, place: str, doing: Text, work: WorkHere) -> Job:
        """Put a job into the queue that finds what it needs by itself, such as a cable."""
        return self._ask(place, doing, work, is_here=True)

    def _ask(self, place: str, doing: Text, work: Work | WorkHere, *, is_here: bool) -> Job:
        known = self.job_of(place)
        if known is not None and known.is_active:
            return known
        self._last += 1
        job = Job(self._last, place, doing, work, self._feed, is_here=is_here)
        self.jobs = [one for one in self.jobs if one.place != place or one.is_active]
        self.jobs = [*self.jobs[-_OVER_MAX:], job]
        self._queue.put_nowait(job)
        self._feed.changed()
        return job

    def stop(self, number: int) -> None:
        """Stop a job: one that waits is forgotten, one that goes on hangs up."""
        for job in self.jobs:
            if job.number != number or not job.is_active:
                continue
            if job.task is not None:
                job.task.cancel()
            # The next job still waits until this one has hung up.
            job.go_to(Phase.STOPPED)

    async def stop_all(self) -> None:
        """Stop whatever waits or goes on, and forget what was."""
        active = [job for job in self.jobs if job.is_active]
        for job in active:
            self.stop(job.number)
        tasks = [job.task for job in active if job.task is not None]
        if tasks:
            await asyncio.wait(tasks)
        self.jobs = []

    def again(self, number: int) -> None:
        """Put a job that failed into the queue once more."""
        for job in self.jobs:
            if job.number == number and job.phase is Phase.FAILED:
                self._ask(job.place, job.doing, job.work, is_here=job.is_here)
                return

    async def run(self) -> None:
        """Work off jobs until cancelled; the job that goes on then is stopped."""
        while True:
            job = await self._queue.get()
            if not job.is_active:
                continue
            job.task = asyncio.create_task(self._do(job))
            try:
                await asyncio.wait({job.task})
            except asyncio.CancelledError:
                job.task.cancel()
                await asyncio.wait({job.task})
                raise

    async def _do(self, job: Job) -> None:
        try:
            if job.is_here:
                job.go_to(Phase.WORKING)
                job.outcome = await job.work(job)
                job.end(Phase.DONE)
                return
            job.until_s = time.monotonic() + self._patience_s
            job.go_to(Phase.LOOKING)
            async with self._air() as reach, await self._met(reach, job) as client:
                if not job.is_active:
                    return
                job.go_to(Phase.WORKING)
                job.outcome = await job.work(client, job)
            job.end(Phase.DONE)
        except asyncio.CancelledError:
            job.end(Phase.STOPPED)
        except Exception as error:
            if not isinstance(error, LoslatenError):
                _log.exception("a job failed")
            job.error = error
            job.end(Phase.FAILED)

    async def _met(self, reach: Reach, job: Job) -> Client:
        """Connect to the watch as soon as it is heard, or raise what was in the way in the end."""
        wanted = self._meant(reach)
        while True:
            try:
                return await reach.connect(wanted)
            except (NotFoundError, *_PASSING) as error:
                if time.monotonic() >= job.until_s or not job.is_active:
                    raise
                if isinstance(error, _PASSING):
                    await asyncio.sleep(_PAUSE_S)
