# SPDX-License-Identifier: MIT
"""The exercise: what is practised, group by group, how long it takes, and on the watch with it."""

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from loslaten.language.numbers import decimal
from loslaten.language.text import Text
from loslaten.page import body, errands, strip
from loslaten.page.group_form import HOWS, group_values
from loslaten.page.group_rows import Row, rows_of
from loslaten.page.own_exercises import ExerciseError, OwnExercises
from loslaten.page.rendering import back_to, fields_of, page, speech_for, world_of
from loslaten.page.sliders import of_group, of_session
from loslaten.page.trouble import Trouble
from loslaten.page.words import Speech, every, text
from loslaten.pictures.night import events
from loslaten.protocols import edited
from loslaten.protocols.file import SHIPPED_NAMES, ProtocolFile, ProtocolFileError
from loslaten.protocols.plan import Plan, plan
from loslaten.protocols.problem_words import words
from loslaten_core.practice.checks import Problem
from loslaten_core.practice.limits import COUNT

_PLACE = "exercise"
_MINUTE_MS = 60_000
# The sheet carries its own styles and loads nothing.
_SHEET_POLICY = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
}
# Fields of a protocol, as their sliders are called.
_FIELDS = {
    "tense": "exercise.tense",
    "release": "exercise.release",
    "repeats": "exercise.repeats",
    "final_rest": "exercise.rest",
    "settle_in": "exercise.settle",
}


async def show(request: Request) -> Response:
    """Answer with the exercise that is shown."""
    return _page(request)


async def choose(request: Request) -> Response:
    """Show another exercise."""
    fields = await fields_of(request)
    # Not before: another window may have changed one meanwhile.
    _exercises(request).show(fields.get("name", ""))
    return back_to("/exercise")


async def change_group(request: Request) -> Response:
    """Change how a muscle group is practised."""
    muscle = request.path_params["muscle"]
    fields, exercises = await fields_of(request), _exercises(request)
    here = f"/exercise?group={muscle}"
    try:
        wanted = group_values(fields, exercises.file(), muscle)
        exercises.change(edited.with_group(exercises.fields(), muscle, **wanted))
    except ProtocolFileError as error:
        return _page(request, _refused(error.problems), muscle, 422)
    except ValueError:
        refused = Trouble(message=every()["exercise.refused_all_out"], field="group")
        return _page(request, refused, muscle, 422)
    return back_to(here)


async def change_session(request: Request) -> Response:
    """Change the exercise as a whole: lying down, the rest, its end."""
    fields, exercises = await fields_of(request), _exercises(request)
    try:
        wanted: dict[str, Any] = {"end_cue": fields.get("end_cue") == "yes"}
        for name, factor in (("settle_in", 1), ("final_rest", 60)):
            if name in fields:
                wanted[name] = float(fields[name]) * factor
        exercises.change(edited.with_session(exercises.fields(), **wanted))
    except ProtocolFileError as error:
        return _page(request, _refused(error.problems), status=422)
    except ValueError:
        return _page(request, _refused(()), status=422)
    return back_to("/exercise")


async def mirror(request: Request) -> Response:
    """Exchange the sides."""
    exercises = _exercises(request)
    exercises.change(edited.mirrored(exercises.fields()))
    return back_to("/exercise")


async def undo(request: Request) -> Response:
    """Take back the last step."""
    _exercises(request).undo()
    return back_to("/exercise")


async def copy(request: Request) -> Response:
    """Copy the exercise under a name of its own."""
    title = (await fields_of(request)).get("title", "").strip()
    try:
        _exercises(request).copy(Text(title, title))
    except ExerciseError as error:
        refused = Trouble(message=error.in_both().message, field=error.field)
        return _page(request, refused, status=422, typed=title)
    return back_to("/exercise")


async def delete(request: Request) -> Response:
    """Throw an exercise of one's own away."""
    _exercises(request).delete()
    return back_to("/exercise")


async def sheet(request: Request) -> Response:
    """Answer with the sheet for beside the bed: one page to print, with styles of its own."""
    from loslaten.sheet.html import html

    world = world_of(request)
    file = _exercises(request).file()
    worn = world.last_told.settings.get("wrist", 0)
    wrist = worn if isinstance(worn, int) and worn else file.protocol.wrist
    return HTMLResponse(html(file, wrist, speech_for(request).lang), headers=_SHEET_POLICY)


async def put(request: Request) -> Response:
    """Put the exercise on the watch, and choose it."""
    world = world_of(request)
    work = errands.put(world, _exercises(request).file())
    world.radio.ask(_PLACE, every()["exercise.putting"], work)
    return back_to("/exercise")


def _exercises(request: Request) -> OwnExercises:
    return OwnExercises(world_of(request).kept)


def _page(
    request: Request,
    trouble: Trouble | None = None,
    selected: str = "",
    status: int = 200,
    typed: str = "",
) -> HTMLResponse:
    world, speech = world_of(request), speech_for(request)
    exercises = OwnExercises(world.kept)
    file = exercises.file()
    keys = tuple(group.muscle for group in file.groups)
    selected = selected or request.query_params.get("group", "")
    if selected not in keys:
        selected = keys[0]
    index = keys.index(selected)
    rows = rows_of(file, speech)
    planned = plan(file.protocol)
    return page(
        request,
        "exercise.html.j2",
        _PLACE,
        trouble=trouble,
        status=status,
        title=file.title.say(speech.lang),
        about=_about(exercises, file, rows, speech),
        file=file,
        shown=exercises.shown,
        is_own=exercises.shown in exercises.own,
        shipped=[(name, exercises.file(name).title.say(speech.lang)) for name in SHIPPED_NAMES],
        own=[(name, exercises.file(name).title.say(speech.lang)) for name in exercises.own],
        can_undo=exercises.can_undo,
        is_mirrored=file.protocol.mirrored,
        rows=rows,
        selected=rows[index],
        instruction=file.groups[index].instruction.say(speech.lang),
        hows=HOWS if file.protocol.groups[index].mode != COUNT else (),
        sliders=of_group(file.protocol.groups[index], selected, speech),
        whole=of_session(file, speech),
        views=[(name, _drawn(shapes, keys)) for name, shapes in _VIEWS],
        size=(body.WIDTH, body.HEIGHT),
        takes=_takes(planned, speech),
        rest=_rest(file, speech),
        strip=_strip(file, planned),
        minutes=_minutes(planned.shortest.duration_ms),
        typed=typed,
        can_put=world.is_connected,
    )


_VIEWS = (("front", body.front()), ("back", body.back()))


def _drawn(shapes: tuple[body.Shape, ...], keys: tuple[str, ...]) -> list[tuple[body.Shape, str]]:
    return [(shape, body.group_at(shape.part, keys)) for shape in shapes]


def _about(exercises: OwnExercises, file: ProtocolFile, rows: list[Row], speech: Speech) -> str:
    """Return what is told of an exercise under its name."""
    if exercises.shown not in exercises.own:
        return file.description.say(speech.lang)
    origin = exercises.origin.title.say(speech.lang)
    left_out = [row.name for row in rows if row.how == "out"]
    if not left_out:
        return speech.say("exercise.after", title=origin)
    return speech.say("exercise.without", title=origin, groups=", ".join(left_out))


def _refused(problems: tuple[Problem, ...]) -> Trouble:
    """Return in words why values make no exercise."""
    for problem in problems:
        keys = [_FIELDS[word] for word in re.findall(r"\w+", problem.field) if word in _FIELDS]
        named = every()[keys[0]] if keys else words(problem.field)
        told = text(
            "exercise.refused_plain",
            field=named,
            allowed=words(problem.allowed),
            why=words(problem.why),
        )
        return Trouble(message=told, field="group")
    return Trouble(message=every()["exercise.refused_all_out"], field="group")


def _minutes(time_ms: int) -> int:
    return round(time_ms / _MINUTE_MS)


def _takes(planned: Plan, speech: Speech) -> str:
    low, high = _minutes(planned.shortest.duration_ms), _minutes(planned.longest.duration_ms)
    return speech.say(
        "exercise.exactly" if low == high else "exercise.between", low=low, high=high
    )


def _rest(file: ProtocolFile, speech: Speech) -> str:
    minutes = file.protocol.final_rest_ms / _MINUTE_MS
    if not minutes:
        return ""
    return speech.say("exercise.of_rest", n=decimal(minutes, speech.lang))


def _strip(file: ProtocolFile, planned: Plan) -> tuple[strip.Mark, ...]:
    """Return the timeline of the shortest way."""
    happened = events.of_rehearsal(planned.shortest.events, file.protocol)
    return strip.marks(events.phases_of(happened), planned.shortest.duration_ms)
