# SPDX-License-Identifier: MIT
"""Virtual time: one asyncio event loop that everything on the laptop's side of a simulation is on.

The loop owns time together with the simulated watches. When no callback is ready it goes to what
is due next: its own earliest timer, or the earliest deadline of a watch, which it then lets run.
The watches run in processes of their own but only while the loop waits for them, so a run is
deterministic. `run()` is all that most callers need:

    async def night() -> None:
        watch = Watch()
        watch.power_on()
        await asyncio.sleep(3600)

    clock.run(night())

Times are milliseconds since the loop began (`now_ms`); `loop.time()` is the same in seconds.
"""

import asyncio
import contextlib
import math
import selectors
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from typing import Any, Final, Self, TypeVar

from loslaten.language.text import Text
from loslaten.sim.errors import DeadlockError, LimitError, SimulatorError
from loslaten.sim.machine import Machine, deadline_s, whole_ms

T = TypeVar("T")

DAY_S: Final = 86400.0
LIMIT_S: Final = 30 * DAY_S
WALL_LIMIT_S: Final = 300.0
LONGEST_RUN_S: Final = 3600.0  # of a machine on its own, so that it is seen to be alive
_TOO_SLOW: Final = Text(
    "de nabootsing duurde langer dan {} s", "the simulation took more than {} s"
)
_TOO_LONG: Final = Text(
    "de nabootsing ging verder dan {} s van haar eigen tijd",
    "the simulation went beyond {} s of virtual time",
)
_NOTHING_LEFT: Final = Text(
    "er kan niets meer gebeuren: iedereen wacht, en er is geen horloge of verbinding meer",
    "nothing can happen any more: everyone waits, and no timer, watch or connection is left",
)
_NO_LOOP: Final = Text(
    "een gesimuleerd horloge heeft de lus van de simulator nodig: clock.run()",
    "a simulated watch needs the simulator's loop: use clock.run()",
)
Events = list[tuple[selectors.SelectorKey, int]]


class _Selector(selectors.DefaultSelector):
    """Selector of the loop that hands the waiting over to `wait`."""

    wait: "Callable[[float], Events]"

    def select(self, timeout: float | None = None) -> Events:
        if timeout is not None and timeout <= 0:
            return super().select(0)
        return self.wait(math.inf if timeout is None else timeout)

    def really_select(self, timeout_s: float) -> Events:
        return super().select(None if math.isinf(timeout_s) else timeout_s)


class VirtualLoop(asyncio.SelectorEventLoop):
    """An asyncio loop in virtual time.

    `speed` None jumps from one moment to the next; a number paces, so that virtual time passes
    that many times as fast as the wall clock's, and serves sockets meanwhile. `limit_s` bounds
    virtual time, `wall_limit_s` the wall clock's.
    """

    def __init__(
        self,
        *,
        speed: float | None = None,
        limit_s: float = LIMIT_S,
        wall_limit_s: float = WALL_LIMIT_S,
    ) -> None:
        self._virtual_s = 0.0
        self._speed = speed
        self._limit_s = limit_s
        self._wall_limit_s = wall_limit_s
        self._began_s = time.monotonic()
        # Since when, by the wall clock and in virtual time, it goes at its present speed.
        self._paced_since = (self._began_s, 0.0)
        self._machines: list[Machine] = []
        self._threads = 0
        self._watched: asyncio.Task[Any] | None = None
        self.failure: Exception | None = None
        self._waiter = _Selector()
        self._waiter.wait = self._wait
        super().__init__(self._waiter)
        self._own_files = len(self._waiter.get_map())

    def time(self) -> float:
        """Return virtual time in seconds."""
        return self._virtual_s

    @property
    def now_ms(self) -> int:
        """Virtual time in whole milliseconds."""
        return whole_ms(self._virtual_s)

    def pace(self, speed: float) -> None:
        """Go on at another speed; for a loop that has one."""
        self._paced_since = (time.monotonic(), self._virtual_s)
        self._speed = speed

    async def skip(self, seconds: float) -> None:
        """Let so much time pass as fast as it can, however fast it goes before and after."""
        wall_s, virtual_s = self._paced_since
        self._paced_since = (wall_s, virtual_s + seconds)
        await asyncio.sleep(seconds)

    def add_machine(self, machine: Machine) -> None:
        """Let a machine live in this loop's time."""
        self._machines.append(machine)

    def remove_machine(self, machine: Machine) -> None:
        """Forget a machine; an unknown one is ignored."""
        with contextlib.suppress(ValueError):
            self._machines.remove(machine)

    async def watch_over(self, main: Coroutine[Any, Any, T]) -> T:
        """Run `main`; it is cancelled when the simulation cannot go on (see `failure`)."""
        self._watched = asyncio.current_task()
        return await main

    # Work in threads takes no virtual time: the clock waits for it.

    def run_in_executor(  # type: ignore[override]  # typeshed wants TypeVarTuple syntax
        self, executor: Executor | None, func: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        """Run a function in a thread, while virtual time stands still."""
        future = super().run_in_executor(executor, func, *args)
        self._threads += 1
        future.add_done_callback(self._thread_done)
        return future

    def _thread_done(self, _future: asyncio.Future[Any]) -> None:
        self._threads -= 1

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:  # noqa: ARG002 - asyncio passes it
        """Wait for the threads by the wall clock; a virtual timeout would be over at once."""
        executor: Executor | None = self._default_executor  # type: ignore[attr-defined]
        if executor is not None:
            executor.shutdown(wait=True)

    def close(self) -> None:
        """Close the loop and the machines in it."""
        for machine in list(self._machines):
            machine.close()
        super().close()

    # Waiting

    def _wait(self, timeout_s: float) -> Events:
        """Nothing is ready: let time pass until something is, at most `timeout_s`."""
        ready = self._waiter.really_select(0)
        if ready:
            return ready
        if self._threads:
            return self._waiter.really_select(self._wall_left_s())
        due_s = self._virtual_s + timeout_s
        machine = self._next_machine()
        machine_s = math.inf if machine is None else deadline_s(machine)
        failure = self._reason_to_stop(min(due_s, machine_s))
        if failure is not None:
            return self._fail(failure)
        if self._speed is not None or math.isinf(min(due_s, machine_s)):
            ready = self._pace(min(due_s, machine_s))
            if ready or self._virtual_s < min(due_s, machine_s):
                return ready
        if machine is not None and machine_s <= due_s:
            self._run_machine(machine, due_s)
        else:
            self._virtual_s = due_s
        return []

    def _next_machine(self) -> Machine | None:
        waiting = [machine for machine in self._machines if machine.deadline_ms is not None]
        return min(waiting, key=deadline_s, default=None)

    def _run_machine(self, machine: Machine, due_s: float) -> None:
        now_ms = max(self.now_ms, whole_ms(deadline_s(machine)))
        until_ms = now_ms
        if self._speed is None:
            others = [deadline_s(m) for m in self._machines if m is not machine]
            free_s = min(due_s, self._limit_s, now_ms / 1000 + LONGEST_RUN_S, *others)
            until_ms = max(now_ms, whole_ms(free_s))
        reached_ms = machine.advance(now_ms, until_ms)
        self._virtual_s = max(self._virtual_s, reached_ms / 1000)

    def _pace(self, target_s: float) -> Events:
        """Wait by the wall clock until it is `target_s`, or until a socket is ready."""
        speed = self._speed or 1.0
        wait_s = (target_s - self._virtual_by_wall_s()) / speed
        ready: Events = []
        if wait_s > 0:
            ready = self._waiter.really_select(min(wait_s, self._wall_left_s()))
        if self._speed is not None:
            passed_s = min(target_s, self._virtual_by_wall_s())
            self._virtual_s = max(self._virtual_s, passed_s if ready else target_s)
        return ready

    def _virtual_by_wall_s(self) -> float:
        since_s, virtual_s = self._paced_since
        return virtual_s + (time.monotonic() - since_s) * (self._speed or 1.0)

    def _wall_left_s(self) -> float:
        return max(0.0, self._began_s + self._wall_limit_s - time.monotonic())

    # Stopping

    def _reason_to_stop(self, next_s: float) -> SimulatorError | None:
        if self._wall_left_s() <= 0:
            return LimitError(_TOO_SLOW.format(f"{self._wall_limit_s:.0f}"))
        if math.isinf(next_s):
            if len(self._waiter.get_map()) > self._own_files:
                return None
            return DeadlockError(_NOTHING_LEFT)
        if next_s > self._limit_s:
            return LimitError(_TOO_LONG.format(f"{self._limit_s:.0f}"))
        return None

    def end_by(self, error: Exception) -> None:
        """End the simulation by what failed in a callback, which asyncio would only report."""
        if self.failure is None:  # what fails while all ends follows from the first
            self._fail(error)

    def _fail(self, failure: Exception) -> Events:
        """Cancel what runs, once; raise if it cannot end even so."""
        if self.failure is not None or self._watched is None:
            raise failure
        self.failure = failure
        self._limit_s = math.inf
        self._wall_limit_s += 10
        self._watched.cancel()
        return []


def current() -> VirtualLoop:
    """Return the running virtual loop.

    Raises:
        SimulatorError: the running loop is an ordinary one.
    """
    loop = asyncio.get_running_loop()
    if not isinstance(loop, VirtualLoop):
        raise SimulatorError(_NO_LOOP)
    return loop


class Runner:
    """Runs coroutines one after another on one virtual clock, as `asyncio.Runner` in real time.

    What goes on in between, watches and tasks, stands still. For the arguments see `run`.
    """

    def __init__(
        self,
        *,
        speed: float | None = None,
        limit_s: float = LIMIT_S,
        wall_limit_s: float | None = None,
    ) -> None:
        if wall_limit_s is None:
            wall_limit_s = WALL_LIMIT_S if speed is None else math.inf
        self._loop = VirtualLoop(speed=speed, limit_s=limit_s, wall_limit_s=wall_limit_s)
        self._runner = asyncio.Runner(loop_factory=lambda: self._loop)

    def __enter__(self) -> Self:
        self._runner.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.close()

    @property
    def loop(self) -> VirtualLoop:
        """The loop that everything is on."""
        return self._loop

    def run(self, main: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end.

        Raises what the coroutine raises, what the simulation was ended by, and:
            DeadlockError: nothing can happen any more.
            LimitError: a bound was exceeded.
        """
        try:
            result = self._runner.run(self._loop.watch_over(main))
        except asyncio.CancelledError:
            if self._loop.failure is None:
                raise
            raise self._loop.failure from None
        if self._loop.failure is not None:
            raise self._loop.failure
        return result


def run(
    main: Coroutine[Any, Any, T],
    *,
    speed: float | None = None,
    limit_s: float = LIMIT_S,
    wall_limit_s: float | None = None,
) -> T:
    """Run a coroutine in virtual time, as `asyncio.run()` does in real time.

    `speed` None jumps; a number N plays N times as fast as the wall clock and serves sockets.
    `limit_s` bounds virtual seconds; `wall_limit_s` wall seconds (default: 300, none if paced).

    Raises:
        DeadlockError: nothing can happen any more.
        LimitError: a bound was exceeded.
    """
    with Runner(speed=speed, limit_s=limit_s, wall_limit_s=wall_limit_s) as runner:
        return runner.run(main)
