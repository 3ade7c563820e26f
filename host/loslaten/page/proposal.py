# SPDX-License-Identifier: MIT
"""The proposal on the page of today: one at most, with "not now" as large as yes."""

from starlette.requests import Request
from starlette.responses import Response

from loslaten.language.text import Text
from loslaten.link.client import Client
from loslaten.page.radio import Job, Work
from loslaten.page.rendering import back_to, fields_of, world_of
from loslaten.page.words import text
from loslaten.page.world import World
from loslaten.practice_log.days import day_of
from loslaten.practice_log.log import PracticeLog
from loslaten.programme import reading
from loslaten.programme.offer import Offer
from loslaten.programme.proposals import Answer
from loslaten.programme.today import ProgrammeToday, programme_today
from loslaten.watches import protocols

_PLACE = "today"


def todays(world: World, log: PracticeLog, log_state: object) -> ProgrammeToday:
    """Return the programme today of the person whose page this is.

    It takes the reading of hundreds of nights, so it is remembered until the log changes.
    `log_state` is the one before anything was read: what others write later is in another.
    """
    now = world.now()
    day = day_of(*now)
    person_id = world.owner_in(log).id
    state = (log_state, person_id, day)
    if world.programme is None or world.programme[0] != state:
        world.programme = (state, programme_today(log, person_id, day, now[1]))
    return world.programme[1]


async def answer(request: Request) -> Response:
    """Take the answer: "not now" is kept at once, a yes when the watch has the protocol.

    One to another proposal than is made now, or to another person, is none.
    """
    world = world_of(request)
    fields = await fields_of(request)
    is_yes = fields.get("answer") == "yes"
    whose = world.meant(fields.get("whose", ""))
    with world.log() as log, log.alone():
        if whose.id != world.owner_in(log).id:
            return back_to("/today")
        found = todays(world, log, world.log_state()).offer
        if found is not None and found.file.content_id != fields.get("offer"):
            found = None
        if found is not None and not is_yes:
            reading.keep(log, whose.id, found.proposal, Answer.LATER, world.now()[0])
    if found is not None and is_yes:
        told = text("proposal.putting", title=found.file.title)
        world.radio.ask(_PLACE, told, _accept(world, found, whose.id))
    return back_to("/today")


def _accept(world: World, found: Offer, person_id: int) -> Work:
    """Return the errand that puts the protocol on the watch and keeps the yes."""

    async def work(client: Client, job: Job) -> Text:
        del job
        with world.log() as log:
            now_utc_ms = world.now()[0]
            await protocols.put(client, log, found.file, now_utc_ms, choose=True)
            reading.keep(log, person_id, found.proposal, Answer.ACCEPTED, now_utc_ms)
        await world.look_at(client, await client.status())
        return text("proposal.done", title=found.file.title)

    return work
