# SPDX-License-Identifier: MIT
"""The report: the therapist's page in a frame of its own, to print, to keep, to send."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from loslaten.errors import LoslatenError
from loslaten.page.rendering import page, speech_for, world_of
from loslaten.page.trouble import Trouble, trouble_of
from loslaten.page.words import every
from loslaten.page.world import World
from loslaten.practice_log.choice import EVERYTHING
from loslaten.practice_log.days import Period, Span, day_of

_PLACE = "report"
# The page carries its own styles and loads nothing; it may stand in a frame of ours only.
_POLICY = {
    "content-security-policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
    )
}
_AGREED_MAX = 50
NAME_CHARS = 80
_BACKUP = "backup"
KINDS = {
    "csv": ("text/csv", "csv"),
    "ical": ("text/calendar", "ics"),
    "fhir": ("application/fhir+json", "json"),
    "jsonl": ("application/jsonl", "jsonl"),
    _BACKUP: ("application/jsonl", "backup.jsonl"),
}


class _Wish:
    """Request of a reader: a period, how much was agreed on, whom it is about."""

    def __init__(self, request: Request) -> None:
        asked = request.query_params
        self.since = _day(asked.get("since", ""))
        self.until = _day(asked.get("until", ""))
        if self.since and self.until and self.since > self.until:
            raise ValueError("it ends before it begins")
        agreed = asked.get("agreed", "")
        self.agreed = int(agreed) if agreed else None
        if self.agreed is not None and not 1 <= self.agreed <= _AGREED_MAX:
            raise ValueError("agreed on too much")
        self.name = "".join(char for char in asked.get("name", "") if char.isprintable())
        self.name = self.name[:NAME_CHARS]

    @property
    def query(self) -> str:
        """The same wish, as part of an address."""
        values = {
            "since": self.since or "",
            "until": self.until or "",
            "agreed": self.agreed or "",
            "name": self.name,
        }
        return urlencode(values)


async def show(request: Request) -> Response:
    """Answer with the report in its frame, and what can be done with it."""
    world = world_of(request)
    trouble = None
    query = ""
    try:
        query = _Wish(request).query
    except ValueError:
        trouble = Trouble(message=every()["report.period_wrong"], field="period")
    with world.log() as log, log.snapshot():
        there_is = bool(log.count_sessions(world.choice(log), most=1))
        has_several = len(log.persons()) > 1
    asked = request.query_params
    return page(
        request,
        "report.html.j2",
        _PLACE,
        trouble=trouble,
        status=200 if trouble is None else 422,
        there_is=there_is,
        has_several=has_several,
        query=query,
        asked={name: asked.get(name, "") for name in ("since", "until", "agreed", "name")},
        kinds=_kinds(has_several),
        agreed_max=_AGREED_MAX,
        name_chars=NAME_CHARS,
    )


async def frame(request: Request) -> Response:
    """Answer with the report itself."""
    made = await _made(request)
    return made if isinstance(made, Response) else HTMLResponse(made, headers=_POLICY)


async def as_html(request: Request) -> Response:
    """Answer with the report as a file to send."""
    made = await _made(request)
    return made if isinstance(made, Response) else _file(made, "text/html", "html")


async def as_pdf(request: Request) -> Response:
    """Answer with the report as PDF, printed by a browser of this machine."""
    from loslaten.report.page import pdf

    world = world_of(request)
    made = await _made(request)
    if isinstance(made, Response):
        return made
    try:
        printed = await asyncio.to_thread(pdf.printed, made, world.folder)
    except LoslatenError as error:
        speech = speech_for(request)
        return page(
            request,
            "message.html.j2",
            _PLACE,
            trouble=trouble_of(error),
            status=500,
            heading=speech.say("report.no_pdf"),
            said=speech.say("report.no_pdf_told"),
        )
    return _file(printed, "application/pdf", "pdf")


async def export(request: Request) -> Response:
    """Answer with the log for another program."""
    kind = request.path_params["kind"]
    if kind not in KINDS:
        return Response(status_code=404)
    media, suffix = KINDS[kind]
    world, lang = world_of(request), speech_for(request).lang
    made = await asyncio.to_thread(lambda: "".join(_exported(world, kind, lang)))
    return _file(made, media, suffix)


async def _made(request: Request) -> str | Response:
    """Return the report as HTML, or why there is none."""
    world, lang = world_of(request), speech_for(request).lang
    try:
        wish = _Wish(request)
    except ValueError:
        return Response(status_code=422)
    return await asyncio.to_thread(_report, world, wish, lang)


def _report(world: World, wish: _Wish, lang: str) -> str:
    from dataclasses import replace

    from loslaten.desk.agreement import agreed_a_week
    from loslaten.programme.in_report import in_report
    from loslaten.report import figures, reading
    from loslaten.report.page import html
    from loslaten.report.period import period_of

    utc_ms, zone_min = world.now()
    with world.log() as log, log.snapshot():
        choice, owner = world.choice(log), world.owner_in(log)
        today = day_of(utc_ms, zone_min)
        period: Period = period_of(log, choice, wish.since, wish.until, today)
        agreed = wish.agreed or agreed_a_week(log, choice, period.last, zone_min)
        nights = reading.taken(log, replace(choice, days=Span(period.first, period.last)))
        found = figures.compute(nights, period, log.group_sums, agreed)
        programme = in_report(log, owner.id, period.first, period.last, today, zone_min)
    made = datetime.fromtimestamp(utc_ms / 1000, UTC) + timedelta(minutes=zone_min)
    return html.html(
        found, html.Page(lang=lang, made=made.date(), wearer=wish.name, programme=programme)
    )


def _exported(world: World, kind: str, lang: str) -> Iterator[str]:
    from loslaten.export import csv, fhir, icalendar
    from loslaten.practice_log.backup import write as json_lines
    from loslaten.practice_log.backup.exported import entries
    from loslaten.practice_log.backup.whole_log import WholeLog

    with WholeLog.in_folder(world.folder, world.leave_out) as log:
        if kind == "fhir":
            # In the snapshot nobody can be given a code.
            fhir.subject_of(log, world.choice(log))
        with log.snapshot():
            choice = EVERYTHING if kind == _BACKUP else world.choice(log)
            if kind in ("jsonl", _BACKUP):
                yield from json_lines.write(log, choice)
            elif kind == "ical":
                yield from icalendar.write(entries(log, choice), 0, lang)
            elif kind == "fhir":
                subject, measures = fhir.subject_of(log, choice), log.measures_of(choice)
                yield from fhir.write(entries(log, choice), lang, subject, measures)
            else:
                yield from csv.sessions(entries(log, choice), lang)


def _kinds(has_several: bool) -> list[tuple[str, str]]:
    """Return the kinds of export there are, each with its word; a backup is of everybody."""
    words = {kind: f"report.kind_{kind}" for kind in KINDS}
    if has_several:
        words[_BACKUP] = "report.kind_backup_of_all"
    else:
        del words["jsonl"]
    return list(words.items())


def _file(content: str | bytes, media: str, suffix: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="loslaten.{suffix}"', **_POLICY}
    return Response(content, media_type=media, headers=headers)


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None
