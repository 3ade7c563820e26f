# SPDX-License-Identifier: MIT
"""The queue of the radio: one job at a time, stopped at once, told in the end."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from loslaten.language.text import Text
from loslaten.link.errors import KeyMismatchError, LinkLostError, NotFoundError
from loslaten.page import radio as radio_module
from loslaten.page.feed import Feed
from loslaten.page.radio import Phase, Radio
from loslaten.sim.wrist import Wrist
from loslaten.sim.wrist_client import WristClient
from loslaten.watches.reach import Reach

DOING, DONE = Text("doet", "doing"), Text("klaar", "done")


class NearReach(Reach):
    """A watch that is met after so many failures to; None: never."""

    def __init__(self, wrist, looks, failure):
        super().__init__(key_for=lambda _watch_id: None)
        object.__setattr__(self, "found", [wrist, looks])
        object.__setattr__(self, "failure", failure)

    async def connect(self, wanted=None, timeout_s=10.0):
        await asyncio.sleep(0.01)
        wrist, looks = self.found
        self.found[1] = looks and looks - 1
        if looks is None or looks > 0:
            raise self.failure
        return WristClient(wrist)


def played(story, looks=0, patience_s=60.0, failure=NotFoundError):
    """Run a story with a radio that works off jobs meanwhile."""

    async def run():
        reach = NearReach(Wrist(b"a wrist!", "Pols"), looks, failure)

        @asynccontextmanager
        async def air():
            yield reach

        radio = Radio(air, lambda _reach: None, Feed(), patience_s)
        worker = asyncio.create_task(radio.run())
        try:
            async with asyncio.timeout(120):
                await story(radio)
        finally:
            worker.cancel()
            await asyncio.wait({worker})

    asyncio.run(run())


async def over(job):
    while job.is_active:
        await asyncio.sleep(0.005)


async def quick(_client, _job):
    return DONE


def test_a_job_that_failed_is_done_again_when_it_is_asked_for():
    async def story(radio):
        failed = radio.ask("today", DOING, quick)
        await over(failed)
        assert failed.phase is Phase.FAILED
        radio.again(failed.number)
        job = radio.job_of("today")
        assert (job.doing, job.number) != (failed.doing, failed.number)
        await over(job)
        assert job.phase is Phase.DONE
        radio.again(job.number)
        assert radio.job_of("today") is job

    played(story, looks=1, patience_s=0.0)


@pytest.mark.parametrize("failure", [NotFoundError, LinkLostError], ids=["unheard", "lost"])
def test_it_waits_for_the_watch_and_does_the_job(failure, monkeypatch):
    monkeypatch.setattr(radio_module, "_PAUSE_S", 0.0)

    async def story(radio):
        job = radio.ask("today", DOING, quick)
        await over(job)
        assert (job.phase, job.outcome) == (Phase.DONE, DONE)

    played(story, looks=5, failure=failure)


def test_a_key_that_is_not_the_watchs_is_told_at_once():
    async def story(radio):
        job = radio.ask("today", DOING, quick)
        await over(job)
        assert job.phase == Phase.FAILED
        assert isinstance(job.error, KeyMismatchError)

    played(story, looks=1, failure=KeyMismatchError(DOING))


def test_a_watch_that_never_comes_is_told_after_the_patience():
    async def story(radio):
        job = radio.ask("today", DOING, quick)
        await over(job)
        assert job.phase == Phase.FAILED
        assert isinstance(job.error, NotFoundError)

    played(story, looks=None, patience_s=0.05)


def test_jobs_take_turns():
    order = []

    async def story(radio):
        async def noted(_client, job):
            order.append(("in", job.place))
            await asyncio.sleep(0.02)
            order.append(("out", job.place))
            return DONE

        jobs = [radio.ask(place, DOING, noted) for place in ("today", "watch", "feel")]
        assert radio.ask("today", DOING, noted) is jobs[0]
        for job in jobs:
            await over(job)
        assert [step for step, _ in order] == ["in", "out"] * 3

    played(story)


@pytest.mark.parametrize("looks", [0, None], ids=["at work", "looking"])
def test_a_stopped_job_is_stopped_at_once_and_the_next_one_goes_on(looks):
    async def story(radio):
        async def forever(_client, _job):
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                # What a library does that takes a cancelled wait for an end of its time.
                raise LinkLostError from None

        job = radio.ask("today", DOING, forever)
        await asyncio.sleep(0.05)
        waiting = radio.ask("feel", DOING, quick)
        radio.stop(job.number)
        assert job.phase == Phase.STOPPED
        if looks is None:
            radio.stop(waiting.number)
        await over(waiting)
        assert job.phase == Phase.STOPPED
        assert waiting.phase == (Phase.STOPPED if looks is None else Phase.DONE)

    played(story, looks=looks, patience_s=60.0)


def test_a_failure_is_told_and_the_radio_goes_on():
    async def story(radio):
        async def broken(_client, _job):
            raise ValueError("broken")

        job = radio.ask("today", DOING, broken)
        await over(job)
        assert job.phase == Phase.FAILED
        again = radio.ask("today", DOING, quick)
        await over(again)
        assert again.phase == Phase.DONE
        assert radio.job_of("today") is again

    played(story)


def test_answers_that_nobody_waits_for_are_not_kept_without_an_end():
    async def story(radio):
        job = radio.ask("feel", DOING, None)
        for number in range(1_000):
            job.answer(str(number))
        assert job.answers.qsize() == 20
        assert job.answers.get_nowait() == "0"
        radio.stop(job.number)

    played(story, looks=None)
