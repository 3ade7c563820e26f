# SPDX-License-Identifier: MIT
"""The application: which address is answered by what, behind the gate."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from loslaten.errors import LoslatenError
from loslaten.language.text import LANGUAGES
from loslaten.page import (
    assets,
    desk,
    exercise,
    feel,
    measures,
    plan,
    proposal,
    report,
    today,
    together,
    watch,
    wrist,
)
from loslaten.page.admission import COOKIE, Admission
from loslaten.page.gate import Gate
from loslaten.page.live import live
from loslaten.page.rendering import back_to, fields_of, page, speech_for, world_of
from loslaten.page.trouble import trouble_of
from loslaten.page.world import World

_YEAR_S = 365 * 86_400
_CONTENT_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".png": "image/png",
}
Endpoint = Callable[[Request], Awaitable[Response]]


def application(world: World, admission: Admission) -> ASGIApp:
    """Return the whole of the page as an ASGI application."""
    app = Starlette(
        routes=[
            _get("/", _home),
            _get("/enter", _enter),
            _get("/live", live),
            _get("/favicon.ico", _icon),
            _get("/static/{name}", _own_file),
            _get("/htmx/{name}", _htmx_file),
            _post("/language", _language),
            _post("/person", _person),
            _post("/jobs/{number:int}/stop", _stop),
            _post("/jobs/{number:int}/again", _again),
            *_today(),
            *_exercise(),
            *_feel(),
            *_report(),
            *_watch(),
            *_wrist(),
            *_together(),
        ],
        exception_handlers={404: _not_found, Exception: _trouble, LoslatenError: _trouble},
    )
    app.state.world = world
    app.state.admission = admission
    return Gate(app, admission)


def _get(path: str, endpoint: Endpoint) -> Route:
    return Route(path, endpoint, methods=["GET"])


def _post(path: str, endpoint: Endpoint) -> Route:
    return Route(path, endpoint, methods=["POST"])


def _today() -> list[Route]:
    return [
        _get("/today", today.show),
        _post("/today/fetch", today.fetch),
        _get("/nights/{session:int}", today.whole),
        _get("/nights/{session:int}/picture.svg", today.picture),
        _post("/nights/{session:int}/rate", today.rate),
        _post("/nights/{session:int}/note", today.note),
        _post("/proposal", proposal.answer),
        _get("/measures", measures.show),
        _post("/measures/{instrument}", measures.keep),
    ]


def _exercise() -> list[Route]:
    return [
        _get("/exercise", exercise.show),
        _post("/exercise/choose", exercise.choose),
        _post("/exercise/groups/{muscle}", exercise.change_group),
        _post("/exercise/whole", exercise.change_session),
        _post("/exercise/mirror", exercise.mirror),
        _post("/exercise/undo", exercise.undo),
        _post("/exercise/copy", exercise.copy),
        _post("/exercise/delete", exercise.delete),
        _post("/exercise/put", exercise.put),
        _get("/exercise/sheet", exercise.sheet),
        _get("/plan", plan.show),
        _post("/plan", plan.take),
        _post("/plan/put", plan.put),
        _get("/plan/nights.age", plan.nights),
    ]


def _feel() -> list[Route]:
    return [
        _get("/feel", feel.show),
        _post("/feel/play", feel.play),
        _post("/feel/quiz", feel.quiz),
        _post("/feel/calibrate", feel.calibrate),
        _post("/feel/answer", feel.answer),
    ]


def _report() -> list[Route]:
    return [
        _get("/report", report.show),
        _get("/desk", desk.show),
        _get("/report/page", report.frame),
        _get("/report/loslaten.html", report.as_html),
        _get("/report/loslaten.pdf", report.as_pdf),
        _get("/report/export/{kind}", report.export),
    ]


def _watch() -> list[Route]:
    return [
        _get("/watch", watch.show),
        _post("/watch/look", watch.look),
        _post("/watch/check", watch.check),
        _post("/watch/update", watch.update),
        _post("/watch/identify", watch.identify),
        _post("/watch/restart", watch.restart),
        _post("/watch/settings", watch.change),
        _post("/watch/forget", watch.forget),
        _post("/watch/protocols/{content_id}/choose", watch.choose),
        _post("/watch/protocols/{content_id}/delete", watch.delete),
    ]


def _together() -> list[Route]:
    return [
        _get("/together", together.show),
        _post("/together/begin", together.begin),
        _post("/together/heard", together.heard),
    ]


def _wrist() -> list[Route]:
    return [
        _get("/wrist", wrist.show),
        _post("/wrist/begin", wrist.begin),
        _post("/wrist/end", wrist.end),
        _post("/wrist/button", wrist.button),
        _post("/wrist/gesture", wrist.gesture),
        _post("/wrist/speed", wrist.speed),
    ]


async def _home(_request: Request) -> Response:
    return RedirectResponse("/today", status_code=303)


async def _enter(request: Request) -> Response:
    """Exchange a one-time token for the cookie.

    The page that follows is asked for by ours and not by the redirection of a foreign one: only
    then a browser sends along a cookie that is for our own pages alone.
    """
    admission: Admission = request.app.state.admission
    if not admission.take(request.query_params.get("token", "")):
        return HTMLResponse("", 303, {"location": "/"})
    response = HTMLResponse('<!doctype html><meta http-equiv="refresh" content="0; url=/">')
    response.set_cookie(
        COOKIE, admission.cookie, max_age=_YEAR_S, httponly=True, samesite="strict", path="/"
    )
    return response


async def _own_file(request: Request) -> Response:
    name = request.path_params["name"]
    return _file(assets.OWN / name if name in _own_names() else None)


async def _icon(_request: Request) -> Response:
    return _file(assets.OWN / "icon.ico")


async def _htmx_file(request: Request) -> Response:
    return _file(assets.script(request.path_params["name"]))


def _own_names() -> list[str]:
    return [path.name for path in assets.OWN.iterdir()]


def _file(path: Path | None) -> Response:
    if path is None:
        return Response(status_code=404)
    return FileResponse(path, media_type=_CONTENT_TYPES.get(path.suffix))


async def _language(request: Request) -> Response:
    world, fields = world_of(request), await fields_of(request)
    lang = fields.get("lang", "")
    if lang in LANGUAGES:
        world.kept.save("choices", msgspec.structs.replace(world.kept.choices, lang=lang))
    return back_to(_own_path(fields.get("back", "/")))


async def _person(request: Request) -> Response:
    """Show the nights of another person of the log."""
    world, fields = world_of(request), await fields_of(request)
    world.show_person(fields.get("person", ""))
    return back_to(_own_path(fields.get("back", "/")))


async def _stop(request: Request) -> Response:
    return _after(request, world_of(request).radio.stop)


async def _again(request: Request) -> Response:
    return _after(request, world_of(request).radio.again)


def _after(request: Request, act: Callable[[int], None]) -> Response:
    number: int = request.path_params["number"]
    jobs = world_of(request).radio.jobs
    place = next((job.place for job in jobs if job.number == number), "today")
    act(number)
    return back_to(f"/{place}")


def _own_path(path: str) -> str:
    """Return a path of ours to go back to, never an address elsewhere."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


async def _not_found(request: Request, _error: Exception) -> Response:
    speech = speech_for(request)
    return page(
        request,
        "message.html.j2",
        "today",
        status=404,
        heading=speech.say("page.not_found"),
        said=speech.say("page.not_found_told"),
    )


async def _trouble(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return Response(error.detail, error.status_code)
    trouble = trouble_of(error)
    return page(
        request,
        "message.html.j2",
        "today",
        trouble=trouble,
        status=500,
        heading=speech_for(request).say(trouble.message),
        said="" if trouble.advice is None else speech_for(request).say(trouble.advice),
    )
