# SPDX-License-Identifier: MIT
"""The live line of an open page: what changes is told as it happens, as server-sent events."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from loslaten.page.feed import Listener
from loslaten.page.rendering import part, speech_for, world_of
from loslaten.page.state import state_of
from loslaten.page.trouble import trouble_of
from loslaten.page.words import Speech
from loslaten.page.world import World

# Now and then a sign of life, so that a page that is gone is noticed.
_BEAT_S = 10.0


async def live(request: Request) -> Response:
    """Answer with the news for the page of a place, until it is closed."""
    place = request.query_params.get("place", "")
    seen = request.query_params.get("state", "")
    stream = _stream(world_of(request), place, speech_for(request), seen)
    return StreamingResponse(stream, media_type="text/event-stream")


async def _stream(world: World, place: str, speech: Speech, seen: str) -> AsyncIterator[str]:
    with world.feed.listening() as listener:
        yield ": welcome\n\n"
        listener.awake.set()
        while not world.closing:
            await _wait(listener)
            for event, data in list(listener.news):
                yield _event(data, event)
            listener.news.clear()
            now = state_of(world, place)
            if now != seen:
                seen = now
                yield _event(now, "refresh")
            elif world.radio.is_busy:
                yield _event(_job(world, place, speech))
            else:
                yield ": still here\n\n"


async def _wait(listener: Listener) -> None:
    try:
        await asyncio.wait_for(listener.awake.wait(), _BEAT_S)
    except TimeoutError:
        return
    listener.awake.clear()


def _job(world: World, place: str, speech: Speech) -> str:
    job = world.radio.job_of(place)
    if job is None:
        return ""
    trouble = None if job.error is None else trouble_of(job.error)
    told = part(speech, "job.html.j2", job=job, job_trouble=trouble, scripts=("htmx.js",))
    return f'<hx-partial hx-target="#job" hx-swap="outerMorph">{told}</hx-partial>'


def _event(data: str, event: str = "") -> str:
    head = f"event: {event}\n" if event else ""
    return head + "".join(f"data: {line}\n" for line in data.splitlines() or [""]) + "\n"
