# SPDX-License-Identifier: MIT
"""Today: bring the night home, see it, say how it was."""

from datetime import UTC, date, datetime, timedelta

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from loslaten.language import dates
from loslaten.language.text import Text
from loslaten.page import errands, measures, nights, proposal
from loslaten.page.rendering import back_to, fields_of, page, speech_for, world_of
from loslaten.page.trouble import Trouble
from loslaten.page.words import every, text
from loslaten.page.world import World
from loslaten.practice_log.days import day_of
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.ratings import ratings
from loslaten.practice_log.rows import NOTE_CHARS, TENSION_MAX, Note
from loslaten.practice_log.sessions import Night, night
from loslaten.report.page import words as report_words

_PLACE = "today"
_CALMER = {"yes": True, "no": False}
_MORNING_H, _AFTERNOON_H, _EVENING_H = 4, 12, 18


async def show(request: Request) -> Response:
    """Answer with the page of today."""
    return _page(request)


async def fetch(request: Request) -> Response:
    """Let the watch bring the night home."""
    world = world_of(request)
    world.radio.ask(_PLACE, every()["today.fetching"], errands.fetch(world))
    return back_to("/today")


async def rate(request: Request) -> Response:
    """Keep how a night was, as far as the answer is new."""
    fields = await fields_of(request)
    try:
        before, after = (_tension(fields.get(name, "")) for name in ("before", "after"))
    except ValueError:
        return _refused(request, every()["today.tension_wrong"], "before")
    world = world_of(request)
    with world.log() as log, log.alone():
        found = _found(world, log, request)
        if found is not None:
            known = ratings(found.session, found.notes)
            calmer = _CALMER.get(fields.get("calmer", ""))
            new = Note(
                written_utc_ms=world.now()[0],
                tension_before=before if before != known.before else None,
                tension_after=after if after != known.after else None,
                text="",
                calmer=calmer if calmer != known.calmer else None,
            )
            if (new.tension_before, new.tension_after, new.calmer) != (None, None, None):
                log.add_note(found.id, new)
    if found is None:
        return _refused(request, every()["today.no_night"], "before")
    return back_to("/today")


async def note(request: Request) -> Response:
    """Keep what the wearer writes about a night."""
    said = (await fields_of(request)).get("text", "").replace("\r\n", "\n").strip()
    if len(said) > NOTE_CHARS:
        told = text("today.note_long", max=NOTE_CHARS, n=len(said))
        return _refused(request, told, "text", typed=said)
    world = world_of(request)
    with world.log() as log, log.alone():
        found = _found(world, log, request)
        if found is not None and said:
            log.add_note(
                found.id,
                Note(
                    written_utc_ms=world.now()[0],
                    tension_before=None,
                    tension_after=None,
                    text=said,
                ),
            )
    if found is None:
        return _refused(request, every()["today.no_night"], "text", typed=said)
    return back_to("/today")


async def whole(request: Request) -> Response:
    """Answer with one night whole: its picture, and its muscle groups."""
    world, speech = world_of(request), speech_for(request)
    with world.log() as log, log.snapshot():
        found = _found(world, log, request)
    if found is None:
        return _refused(request, every()["today.no_night"], "")
    return page(
        request,
        "night.html.j2",
        _PLACE,
        night=found,
        heading=nights.heading(found, _today(world), speech),
        told=world.last_told,
        sentences=nights.sentences(found, speech),
        sideways=report_words.SIDEWAYS,
    )


async def picture(request: Request) -> Response:
    """Answer with the picture of a night, as SVG with styles of its own."""
    from loslaten.pictures.night import logged
    from loslaten.pictures.night.picture import draw

    world = world_of(request)
    with world.log() as log, log.snapshot():
        found = _found(world, log, request)
    if found is None:
        return Response(status_code=404)
    drawn = draw(logged.picture(found, speech_for(request).lang))
    policy = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return Response(drawn, media_type="image/svg+xml", headers=policy)


def _page(
    request: Request, trouble: Trouble | None = None, typed: str = "", status: int = 200
) -> HTMLResponse:
    world, speech = world_of(request), speech_for(request)
    today, state = _today(world), world.log_state()
    with world.log() as log, log.snapshot():
        choice = world.choice(log)
        found = nights.recent(log, choice, today)
        told = log.told_days(choice)
        is_known = bool(log.watches()) or bool(found)
        programme = proposal.todays(world, log, state)
        is_due = measures.is_due(world, log, choice)
    last = found[-1] if found else None
    days = nights.weeks(found, None if told is None else told[1], today)
    known = [day for day in days if day.kind not in ("ahead", "unknown")]
    return page(
        request,
        "today.html.j2",
        _PLACE,
        trouble=trouble,
        status=status,
        greeting=_greeting(world),
        is_known=is_known or world.is_connected,
        night=last,
        offer=programme.offer,
        programme=programme.so_far,
        said_day=lambda at: dates.day(at, speech.lang, with_year=True),
        is_due=is_due,
        heading="" if last is None else nights.heading_of_last(last, today, speech),
        sentences="" if last is None else nights.sentences(last, speech),
        strip=None if last is None else nights.strip(last, speech),
        ratings=None if last is None else ratings(last.session, last.notes),
        tensions=range(TENSION_MAX + 1),
        typed=typed,
        note_chars=NOTE_CHARS,
        days=days,
        practised=sum(day.kind in ("done", "early") for day in known),
        known_days=len(known),
    )


def _refused(request: Request, told: Text, field: str, typed: str = "") -> HTMLResponse:
    return _page(request, Trouble(message=told, field=field), typed, 422)


def _found(world: World, log: PracticeLog, request: Request) -> Night | None:
    """Return the night that is asked for, None where it is not there or somebody else's."""
    session_id: int = request.path_params["session"]
    # Larger than any number that SQLite has.
    found = night(log, session_id) if session_id < 1 << 62 else None
    if found is None or world.choice(log).person_id in (None, found.session.person_id):
        return found
    return None


def _tension(said: str) -> int | None:
    if not said:
        return None
    if not said.isascii() or not said.isdigit() or int(said) > TENSION_MAX:
        raise ValueError("no tension")
    return int(said)


def _today(world: World) -> date:
    return day_of(*world.now())


def _greeting(world: World) -> str:
    utc_ms, zone_min = world.now()
    hour = (datetime.fromtimestamp(utc_ms / 1000, UTC) + timedelta(minutes=zone_min)).hour
    if _MORNING_H <= hour < _AFTERNOON_H:
        return "today.morning"
    return "today.afternoon" if _AFTERNOON_H <= hour < _EVENING_H else "today.evening"
