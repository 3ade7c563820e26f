# SPDX-License-Identifier: MIT
"""Measures: the questions of once a week, a card for each instrument, and what was answered."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from loslaten.measures.instruments import INSTRUMENTS, WEEK
from loslaten.measures.question import AnswerError
from loslaten.page.rendering import back_to, fields_of, page, speech_for, world_of
from loslaten.page.trouble import Trouble, trouble_of
from loslaten.page.world import World
from loslaten.practice_log.agreements import MeasureRow
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.days import day_of
from loslaten.practice_log.log import PracticeLog
from loslaten.report.page.measured import main_value

_PLACE = "today"
_WEEK = timedelta(days=7)
# A page shows so many of what was answered.
_SHOWN = 12


async def show(request: Request) -> Response:
    """Answer with the questions and what was answered."""
    return _page(request)


async def keep(request: Request) -> Response:
    """Keep the answers to an instrument; what is blank was not answered."""
    instrument = INSTRUMENTS.get(request.path_params["instrument"])
    if instrument is None:
        return Response(status_code=404)
    fields = await fields_of(request)
    typed = {question.key: fields.get(question.key, "") for question in instrument.questions}
    try:
        answers = instrument.parse(typed)
    except AnswerError as error:
        told = trouble_of(error)
        field = f"{instrument.key}-{error.key}"
        trouble = Trouble(message=told.message, advice=told.advice, field=field)
        return _page(request, trouble, {instrument.key: typed}, 422)
    world = world_of(request)
    utc_ms, zone_min = world.now()
    row = MeasureRow(
        instrument=instrument.key,
        day=day_of(utc_ms, zone_min),
        answers=answers,
        written_utc_ms=utc_ms,
    )
    person = world.meant(fields.get("whose", ""))
    with world.log() as log:
        log.add_measure(person.id, row)
    return back_to("/measures")


def is_due(world: World, log: PracticeLog, choice: Choice) -> bool:
    """Whether the week's questions were last answered a week ago, or longer."""
    today = day_of(*world.now())
    answered = [one.day for one in log.measures_of(choice) if one.instrument == WEEK.key]
    return not answered or answered[-1] <= today - _WEEK


def _page(
    request: Request,
    trouble: Trouble | None = None,
    typed: dict[str, dict[str, str]] | None = None,
    status: int = 200,
) -> HTMLResponse:
    world, speech = world_of(request), speech_for(request)
    with world.log() as log, log.snapshot():
        found = log.measures_of(world.choice(log))
    told = [
        (one.day, INSTRUMENTS[one.instrument], main_value(INSTRUMENTS[one.instrument], one))
        for one in found[-_SHOWN:][::-1]
    ]
    return page(
        request,
        "measures.html.j2",
        _PLACE,
        trouble=trouble,
        status=status,
        instruments=tuple(INSTRUMENTS.values()),
        typed=typed or {},
        answered=[
            (day.isoformat(), one.name.say(speech.lang), "" if value is None else f"{value:g}")
            for day, one, value in told
        ],
    )
