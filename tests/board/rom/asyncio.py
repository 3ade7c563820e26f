# SPDX-License-Identifier: MIT
"""asyncio's Python half, as far as the firmware uses it, on the `_asyncio` in C that boards have.

On a board its code lies in flash and its objects on the heap, as here. It follows MicroPython's
own closely, since what a wait costs is what is measured.
"""

import sys
import time
from _asyncio import Task, TaskQueue

from machine import has_news, wait

# On a board this is a part of a package, by this name.
core = sys.modules[__name__]
_now = time.ticks_ms
_add = time.ticks_add
_diff = time.ticks_diff

# Task looks for these two names in the globals that it is given.
_task_queue = TaskQueue()
cur_task = None


class CancelledError(BaseException):
    """Raised in a task that is cancelled."""


class TimeoutError(Exception):
    """Raised by `wait_for_ms` when the time is over."""


class _Sleep:
    """Awaited by one task at a time, so that one serves all."""

    def __init__(self):
        self.until = None

    def __iter__(self):
        return self

    def __next__(self):
        until = self.until
        if until is None:
            raise StopIteration
        self.until = None
        _task_queue.push(cur_task, until)


_sleep = _Sleep()


def sleep_ms(ms):
    """Go on after so many milliseconds."""
    _sleep.until = _add(_now(), max(0, ms))
    return _sleep


def sleep(seconds):
    """Go on after so many seconds."""
    return sleep_ms(int(seconds * 1_000))


def create_task(coroutine):
    """Let a coroutine run beside the others."""
    task = Task(coroutine, globals())
    _task_queue.push(task)
    return task


def current_task():
    """Return the task that runs."""
    return cur_task


class Event:
    """Something that tasks wait for."""

    def __init__(self):
        self.state = False
        self.waiting = TaskQueue()

    def is_set(self):
        """Whether it has happened."""
        return self.state

    def set(self):
        """Let all who wait go on."""
        while self.waiting.peek():
            _task_queue.push(self.waiting.pop())
        self.state = True

    def clear(self):
        """Let those who come wait again."""
        self.state = False

    def wait(self):
        """Wait until it has happened; a generator, which is what `await` takes."""
        if not self.state:
            self.waiting.push(cur_task)
            cur_task.data = self.waiting
            yield
        return True


class ThreadSafeFlag(Event):
    """An event that an interrupt sets and one task takes."""

    def wait(self):
        """Wait until it is set, and clear it."""
        if not self.state:
            self.waiting.push(cur_task)
            cur_task.data = self.waiting
            yield
        self.state = False


class _EndedError(CancelledError):
    """Wakes the task that waits for another: (whether that went well, its result)."""


async def _watch(waiter, task):
    """Wake `waiter` when `task` comes to its end."""
    try:
        ended = _EndedError(True, await task)
    except BaseException as error:
        ended = _EndedError(False, error)
    if waiter.data is None:
        waiter.cancel()
        waiter.data = ended


async def wait_for_ms(awaitable, timeout_ms):
    """Return what comes of it; TimeoutError after so many milliseconds."""
    task = awaitable if isinstance(awaitable, Task) else create_task(awaitable)
    watcher = create_task(_watch(cur_task, task))
    try:
        await sleep_ms(timeout_ms)
    except _EndedError as ended:
        if ended.args[0]:
            return ended.args[1]
        raise ended.args[1]
    except CancelledError:
        watcher.cancel()
        task.cancel()
        raise
    watcher.cancel()
    await watcher
    raise TimeoutError


def wait_for(awaitable, timeout):
    """Return what comes of it; TimeoutError after so many seconds."""
    return wait_for_ms(awaitable, int(timeout * 1_000))


def _finish(task, error):
    """Keep how a task ended and wake who waits for it."""
    waiting = task.state
    task.data = error
    if waiting is True:
        task.state = None
        if not isinstance(error, (StopIteration, CancelledError)):
            print("Task exception wasn't retrieved")
            sys.print_exception(error)
        return
    while waiting.peek():
        _task_queue.push(waiting.pop())
    task.state = False


def run(coroutine):
    """Run until this coroutine ends, and return its result."""
    global cur_task
    main = create_task(coroutine)
    while True:
        # Interrupts, each of which would have cut in when it came.
        while has_news():
            wait(0)
        task = _task_queue.peek()
        if task is None:
            wait(-1)
            continue
        left_ms = _diff(task.ph_key, _now())
        if left_ms > 0:
            wait(left_ms)
            continue
        task = cur_task = _task_queue.pop()
        try:
            error = task.data
            task.data = None
            if error:
                # A task that is cancelled has the class there.
                task.coro.throw(error)
            else:
                task.coro.send(None)
        except (Exception, CancelledError) as error:
            if task is not main:
                _finish(task, error)
            elif isinstance(error, StopIteration):
                return error.value
            else:
                raise
