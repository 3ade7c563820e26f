# SPDX-License-Identifier: MIT
"""The loop that owns virtual time."""

import asyncio
import time

import pytest

from loslaten.sim import clock
from loslaten.sim.errors import DeadlockError, LimitError, SimulatorError


class Ticker:
    """A machine that wants to run every `period_ms` and calls `tell` each time."""

    def __init__(self, period_ms, tell=None):
        self.period_ms = self.deadline_ms = period_ms
        self.tell = tell
        self.ran_ms = []
        self.closed = 0

    def advance(self, now_ms, until_ms):
        assert self.deadline_ms <= now_ms <= until_ms
        while self.deadline_ms <= until_ms:
            self.ran_ms.append(self.deadline_ms)
            reached_ms = self.deadline_ms
            self.deadline_ms += self.period_ms
            if self.tell is not None:
                self.tell(reached_ms)
                return reached_ms
        return until_ms

    def close(self):
        self.closed += 1


def test_a_sleep_passes_virtual_time():
    async def main():
        loop = asyncio.get_running_loop()
        began_s = loop.time()
        await asyncio.sleep(7 * 86400)
        return loop.time() - began_s

    assert clock.run(main()) == 7 * 86400


def test_timeouts_are_virtual():
    async def main():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(3600):
                await asyncio.sleep(7200)
        return clock.current().now_ms

    assert clock.run(main()) == 3_600_000


def test_timers_and_machines_take_turns_in_the_order_of_time():
    seen = []

    async def main():
        loop = clock.current()
        loop.add_machine(Ticker(250, lambda t_ms: seen.append(("machine", t_ms, loop.now_ms))))
        for _ in range(3):
            await asyncio.sleep(0.3)
            seen.append(("timer", loop.now_ms))

    clock.run(main())
    assert seen == [
        ("machine", 250, 0),
        ("timer", 300),
        ("machine", 500, 300),
        ("timer", 600),
        ("machine", 750, 600),
        ("timer", 900),
    ]


def test_a_silent_machine_runs_on_to_the_next_event():
    async def main():
        silent, other = Ticker(10), Ticker(1000, lambda t_ms: None)
        clock.current().add_machine(silent)
        clock.current().add_machine(other)
        await asyncio.sleep(2.5)
        return silent

    silent = clock.run(main())
    assert silent.ran_ms == list(range(10, 2501, 10))
    assert silent.closed == 1


def test_a_machine_can_wake_a_task():
    async def main():
        event = asyncio.Event()
        clock.current().add_machine(Ticker(400, lambda _: event.set()))
        await asyncio.wait_for(event.wait(), timeout=10)
        return clock.current().now_ms

    assert clock.run(main()) == 400


def test_waiting_for_nothing_is_an_error_and_lets_cleanup_run():
    cleaned = []

    async def main():
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(5)
            cleaned.append(clock.current().now_ms)

    with pytest.raises(DeadlockError, match="nothing can happen any more"):
        clock.run(main())
    assert cleaned == [5000]


def test_a_callback_that_failed_ends_the_run_and_lets_cleanup_run():
    cleaned = []

    async def main():
        loop = clock.current()
        for seconds in (3, 4):
            loop.call_later(seconds, loop.end_by, BrokenPipeError(seconds))
        try:
            await asyncio.sleep(100)
        finally:
            await asyncio.sleep(5)
            cleaned.append(clock.current().now_ms)

    with pytest.raises(BrokenPipeError, match="3"):
        clock.run(main())
    assert cleaned == [8000]


def test_waiting_for_nothing_in_the_cleanup_is_an_error_too():
    async def main():
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.Event().wait()

    with pytest.raises(DeadlockError):
        clock.run(main())


def test_virtual_time_is_bounded():
    async def main():
        while True:
            await asyncio.sleep(60)

    with pytest.raises(LimitError, match="beyond 3600 s"):
        clock.run(main(), limit_s=3600)


def test_wall_time_is_bounded():
    async def main():
        while True:
            await asyncio.sleep(60)

    with pytest.raises(LimitError, match="more than 0 s"):
        clock.run(main(), wall_limit_s=0.05, limit_s=float("inf"))


def test_time_stands_still_while_a_thread_works():
    async def main():
        ticker = asyncio.create_task(asyncio.sleep(3600))
        answer = await asyncio.to_thread(lambda: time.sleep(0.02) or "done")
        ticker.cancel()
        return answer, clock.current().now_ms

    assert clock.run(main()) == ("done", 0)


def test_exceptions_come_out():
    async def main():
        await asyncio.sleep(1)
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        clock.run(main())


def test_what_a_machine_raises_comes_out():
    def fail(_):
        raise LookupError("machine")

    async def main():
        clock.current().add_machine(Ticker(100, fail))
        await asyncio.sleep(1)

    with pytest.raises(LookupError, match="machine"):
        clock.run(main())


def test_an_ordinary_loop_is_refused():
    async def main():
        clock.current()

    with pytest.raises(SimulatorError, match=r"clock\.run"):
        asyncio.run(main())


def test_a_paced_clock_keeps_to_the_wall_clock():
    seen = []

    async def main():
        loop = clock.current()
        loop.add_machine(Ticker(1000, lambda t_ms: seen.append(t_ms)))
        await asyncio.sleep(10)
        return loop.time()

    before_s = time.monotonic()
    assert clock.run(main(), speed=100) == pytest.approx(10)
    assert time.monotonic() - before_s > 0.09
    assert seen == list(range(1000, 10001, 1000))


def test_a_paced_clock_skips_and_keeps_to_the_wall_clock_again():
    async def main():
        loop = clock.current()
        await loop.skip(3600)
        skipped_ms = loop.now_ms
        await asyncio.sleep(0.1)
        return skipped_ms, loop.now_ms

    before_s = time.monotonic()
    assert clock.run(main(), speed=1, wall_limit_s=60) == (3_600_000, 3_600_100)
    assert time.monotonic() - before_s > 0.09


def test_a_paced_clock_serves_sockets():
    async def main():
        async def echo(reader, writer):
            writer.write((await reader.readline()).upper())
            writer.close()
            await writer.wait_closed()

        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"hello\n")
            answer = await reader.readline()
            writer.close()
            await writer.wait_closed()
        return answer, clock.current().now_ms

    answer, now_ms = clock.run(main(), speed=50, wall_limit_s=20)
    assert answer == b"HELLO\n"
    assert now_ms < 20 * 50 * 1000


def test_a_runner_goes_on_where_it_stopped():
    async def sleep(seconds):
        await asyncio.sleep(seconds)
        return clock.current().now_ms

    with clock.Runner() as runner:
        assert runner.run(sleep(2)) == 2_000
        assert runner.loop.now_ms == 2_000
        assert runner.run(sleep(3)) == 5_000
