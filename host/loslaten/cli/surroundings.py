# SPDX-License-Identifier: MIT
"""Surroundings of a command: the air with its watches, the time, the keyboard.

A command takes it from click's context. Who invokes the commands can put another one there, as
click's `obj`: that is how they run within a simulated bedroom, in its time, with its wearer at
the keyboard.
"""

from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import click

from loslaten.watches import wallclock

if TYPE_CHECKING:
    from loslaten.cli.keyboard import Keyboard
    from loslaten.watches.reach import Reach


# What only commands need that wait is imported when they do: the others start sooner.


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    import asyncio

    return asyncio.run(work)


@cache
def _keyboard() -> "Keyboard":
    from loslaten.cli.keyboard import Keyboard

    return Keyboard()


async def _ask(prompt: str) -> str | None:
    return await _keyboard().ask(prompt)


def _air(sim: str | None) -> "AbstractAsyncContextManager[Reach]":
    from loslaten.watches.reach import air

    return air(sim)


@dataclass(frozen=True)
class Surroundings:
    """The world of a command.

    run: runs a coroutine to its end, as `asyncio.run`. air: where watches are heard, given the
    `--sim` option. now: Unix time in ms and the zone in minutes. ask: prompts the person for a
    line and returns it, None when there is nobody (any more).
    """

    run: Callable[[Coroutine[Any, Any, Any]], Any] = _run
    air: "Callable[[str | None], AbstractAsyncContextManager[Reach]]" = _air
    now: Callable[[], tuple[int, int]] = wallclock.now
    ask: Callable[[str], Awaitable[str | None]] = _ask


def around(context: click.Context) -> Surroundings:
    """Return the surroundings of a command."""
    return context.find_object(Surroundings) or Surroundings()
