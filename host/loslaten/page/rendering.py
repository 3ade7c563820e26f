# SPDX-License-Identifier: MIT
"""Pages from templates: who reads, in which language, and what every page shows."""

from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from loslaten.language import left_out
from loslaten.language.text import LANGUAGES, other_language
from loslaten.language.vocabulary import CUES_TOLD
from loslaten.page import assets
from loslaten.page.board import nights_left
from loslaten.page.state import state_of
from loslaten.page.trouble import Trouble, trouble_of
from loslaten.page.words import Speech
from loslaten.page.world import World

PLACES = ("today", "exercise", "feel", "report", "watch")
# Where nights are shown.
_OF_NIGHTS = ("today", "report")


def world_of(request: Request) -> World:
    """Return the world that a request is about."""
    world: World = request.app.state.world
    return world


def speech_for(request: Request) -> Speech:
    """Return the language of who asks: chosen here, else the browser's first that we speak."""
    chosen = world_of(request).kept.choices.lang
    wanted = [chosen] if chosen else _accepted(request)
    return Speech(next((lang for lang in wanted if lang in LANGUAGES), LANGUAGES[-1]))


def _accepted(request: Request) -> list[str]:
    """Return the languages that a browser asks for, the best first."""
    found = []
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            found.append((-float(weight or 1), tag.lower().partition("-")[0]))
        except ValueError:
            continue
    return [lang for _, lang in sorted(found, key=lambda one: one[0])]


async def fields_of(request: Request) -> dict[str, str]:
    """Return the fields of a submitted form; of several with one name the last."""
    body = (await request.body()).decode("utf-8", "replace")
    return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=200))


def back_to(path: str) -> Response:
    """Return the answer to a form that was taken: go and see."""
    return RedirectResponse(path, status_code=303)


def page(
    request: Request,
    template: str,
    place: str,
    *,
    trouble: Trouble | None = None,
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    """Return a page. `trouble` is what went wrong with what was asked for, told beside it."""
    world, speech = world_of(request), speech_for(request)
    job = world.radio.job_of(place)
    told: dict[str, Any] = {
        "place": place,
        "live_place": place,
        "places": PLACES,
        "lang": speech.lang,
        "other_lang": other_language(speech.lang),
        "say": speech.say,
        "rich": speech.rich,
        "scripts": assets.scripts(),
        "job": job,
        "job_trouble": None if job is None or job.error is None else trouble_of(job.error),
        "elsewhere": _elsewhere(world, place),
        "told": world.last_told,
        "nights": nights_left(world.last_told),
        "trying": world.trying,
        "person": world.person,
        "persons": world.persons if world.person is not None else [],
        "cue_words": {name: told.say(speech.lang) for name, told in CUES_TOLD.items()},
        "trouble": trouble,
        "left_out": _left_out(world, place, speech.lang),
        "path": request.url.path,
    }
    told |= values
    told["state"] = state_of(world, told["live_place"])
    return HTMLResponse(environment().get_template(template).render(told), status)


def _left_out(world: World, place: str, lang: str) -> str:
    """Return what of the log could not be read, where nights are shown; "" for nothing."""
    counts = world.left_out if place in _OF_NIGHTS else {}
    return left_out.sentence(counts, lang) if counts else ""


def part(speech: Speech, template: str, **values: Any) -> str:
    """Return a part of a page, for the pages that are open."""
    told = {"lang": speech.lang, "say": speech.say, "rich": speech.rich}
    return environment().get_template(template).render(told | values)


def _elsewhere(world: World, place: str) -> Any:
    """Return the job that goes on for another place, None without one."""
    job = world.radio.active()
    return None if job is None or job.place == place else job


@cache
def environment() -> jinja2.Environment:
    """Return the templates."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("loslaten.page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
