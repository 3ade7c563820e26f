# SPDX-License-Identifier: MIT
"""The plan: taken from the therapist's file, put on the watch, and the nights sent back."""

import asyncio
from email.parser import BytesParser
from email.policy import HTTP

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from loslaten.errors import LoslatenError
from loslaten.exchange import agreement, delivery
from loslaten.exchange import plan as plans
from loslaten.exchange.own_keys import OwnKeys, fingerprint
from loslaten.exchange.plan import SignedPlan
from loslaten.language import dates
from loslaten.page import errands
from loslaten.page.rendering import back_to, fields_of, page, speech_for, world_of
from loslaten.page.trouble import Trouble, trouble_of
from loslaten.page.words import every, text
from loslaten.page.world import World
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.days import day_of
from loslaten.practice_log.persons import PersonRow

_PLACE = "exercise"


async def show(request: Request) -> Response:
    """Answer with the plan in force, and the form to take one."""
    return _page(request)


async def take(request: Request) -> Response:
    """Take the plan in the file that was chosen; what is wrong with it is told beside the form."""
    world = world_of(request)
    fields = _form(request.headers.get("content-type", ""), await request.body())
    owner = world.meant(fields.get("whose", b"").decode("ascii", "replace"))
    try:
        signed = plans.read(fields.get("plan", b""))
        with world.log() as log:
            is_new = "new_therapist" in fields
            agreement.take(log, owner, signed, world.now()[0], is_new)
    except agreement.OtherWriterError:
        advice = text("plan.compare", number=signed.fingerprint)
        return _page(request, Trouble(message=every()["plan.other_writer"], advice=advice))
    except LoslatenError as error:
        return _page(request, trouble_of(error))
    # The plan may have given them another code.
    world.show_person(str(owner.id))
    return back_to("/plan")


async def put(request: Request) -> Response:
    """Put the exercise of the plan on the watch, and choose it."""
    world = world_of(request)
    signed = _in_force(world, world.meant((await fields_of(request)).get("whose", "")))
    if signed is not None:
        file = plans.protocol_of(signed.plan)
        world.radio.ask(
            _PLACE, text("proposal.putting", title=file.title), errands.put(world, file)
        )
    return back_to("/exercise")


async def nights(request: Request) -> Response:
    """Answer with all nights as one file, sealed to the therapist whose plan is in force."""
    world = world_of(request)
    person = world.meant(request.query_params.get("whose", ""))
    try:
        file = await asyncio.to_thread(_sealed, world, person)
    except LoslatenError as error:
        return _page(request, trouble_of(error))
    headers = {"content-disposition": 'attachment; filename="nights.age"'}
    return Response(file, media_type="application/octet-stream", headers=headers)


def _sealed(world: World, person: PersonRow) -> bytes:
    with WholeLog.in_folder(world.folder, world.leave_out) as log:
        return delivery.sealed(log, person, world.now()[0], OwnKeys())


def _in_force(world: World, person: PersonRow) -> SignedPlan | None:
    with world.log() as log:
        return agreement.in_force(log, person.id)


def _page(request: Request, trouble: Trouble | None = None) -> HTMLResponse:
    world, lang = world_of(request), speech_for(request).lang
    signed = _in_force(world, world.owner)
    shown: dict[str, object] = {"plan": None}
    if signed is not None:
        agreed = signed.plan
        shown = {
            "plan": agreed,
            "title": plans.protocol_of(agreed).title,
            "until": dates.day(agreed.until, lang, with_year=True),
            "made": dates.day(day_of(agreed.made_utc_ms, world.now()[1]), lang, with_year=True),
            "is_over": day_of(*world.now()) > agreed.until,
            "number": signed.fingerprint,
            "own_number": fingerprint(OwnKeys().public()),
        }
    status = 200 if trouble is None else 422
    return page(request, "plan.html.j2", _PLACE, trouble=trouble, status=status, **shown)


def _form(content_type: str, body: bytes) -> dict[str, bytes]:
    """Return the fields of a submitted form that has a file in it."""
    head = f"content-type: {content_type}\r\n\r\n".encode("ascii", "replace")
    form = BytesParser(policy=HTTP).parsebytes(head + body)
    found = {}
    for part in form.iter_parts() if form.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            found[name] = content
    return found
