# SPDX-License-Identifier: MIT
"""Without a watch: a wrist on the page that pulses as felt, and its button."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from loslaten.language import vocabulary
from loslaten.language.concepts import PhaseKind
from loslaten.language.muscle_texts import muscle_name
from loslaten.page.rendering import back_to, fields_of, page, speech_for, world_of
from loslaten.page.trial import SPEEDS, Trial
from loslaten.page.words import Speech
from loslaten.protocols.rehearsal import GESTURES
from loslaten_core.practice import course

_PLACE = "watch"
_IN_GROUP = (PhaseKind.READY, PhaseKind.TENSE, PhaseKind.RELEASE)


async def show(request: Request) -> Response:
    """Answer with the wrist, or with the way to it."""
    trial, speech = world_of(request).trial, speech_for(request)
    return page(
        request,
        "wrist.html.j2",
        _PLACE,
        live_place="wrist",
        gestures=tuple(GESTURES),
        speeds=SPEEDS,
        speed=1 if trial is None else trial.wrist.speed,
        doing="" if trial is None else _doing(trial, speech),
        radio_open=trial is not None and trial.wrist.is_radio_open,
    )


async def begin(request: Request) -> Response:
    """Put a watch on the wrist of the page."""
    await world_of(request).begin_trial()
    return back_to("/wrist")


async def end(request: Request) -> Response:
    """Take it off again."""
    await world_of(request).end_trial()
    return back_to("/today")


async def button(request: Request) -> Response:
    """Press the button or let it go, as the finger on the page does."""
    trial = world_of(request).trial
    if trial is not None:
        trial.wrist.press((await fields_of(request)).get("down") == "1")
    return Response(status_code=204)


async def gesture(request: Request) -> Response:
    """Make a whole gesture, for whoever cannot press and hold."""
    trial = world_of(request).trial
    edges = GESTURES.get((await fields_of(request)).get("gesture", ""), ())
    if trial is not None and edges:
        began_ms = 0
        for at_ms, down in edges:
            await asyncio.sleep((at_ms - began_ms) / 1000 / trial.wrist.speed)
            began_ms = at_ms
            trial.wrist.press(down)
    return back_to("/wrist")


async def speed(request: Request) -> Response:
    """Let time pass faster."""
    world = world_of(request)
    wanted = (await fields_of(request)).get("speed", "")
    if world.trial is not None and wanted in map(str, SPEEDS):
        world.trial.wrist.speed = float(wanted)
        world.changed()
    return back_to("/wrist")


def _doing(trial: Trial, speech: Speech) -> str:
    """Return what the session is at, "" while none goes on."""
    practice = trial.wrist.practice
    if practice.session is None or practice.tally is None:
        return ""
    name = course.PHASES[practice.session.phase]
    if name not in set(PhaseKind):
        return ""
    phase = PhaseKind(name)
    told = vocabulary.PHASES[phase].say(speech.lang)
    if phase not in _IN_GROUP:
        return told
    muscle = practice.tally.groups[practice.session.index].muscle
    return f"{muscle_name(muscle, speech.lang)}: {told}"
