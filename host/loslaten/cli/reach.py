"""How commands that talk to a watch get to it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from loslaten.air import Reach, air

T = TypeVar("T")


def on_air(context: click.Context, work: Callable[[Reach], Awaitable[T]]) -> T:
    """Run `work` within reach of watches: of the simulator that `--sim` named, else Bluetooth."""

    async def reached() -> T:
        async with air(context.find_root().params["sim"]) as reach:
            return await work(reach)

    return asyncio.run(reached())
