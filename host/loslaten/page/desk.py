# SPDX-License-Identifier: MIT
"""The desk: the persons of this computer side by side, who needs a call first."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from loslaten.desk import words
from loslaten.desk.case import Case
from loslaten.desk.reading import desk
from loslaten.page.rendering import page, speech_for, world_of
from loslaten.page.world import World
from loslaten.practice_log.caseload import CaseloadLog
from loslaten.practice_log.days import day_of

_PLACE = "report"


async def show(request: Request) -> Response:
    """Answer with the desk."""
    world, lang = world_of(request), speech_for(request).lang
    found = await asyncio.to_thread(_cases, world)
    return page(
        request, "desk.html.j2", _PLACE, words=words, cases=[_row(case, lang) for case in found]
    )


def _cases(world: World) -> list[Case]:
    utc_ms, zone_min = world.now()
    with CaseloadLog.in_folder(world.folder, world.leave_out) as log, log.snapshot():
        return desk(log, day_of(utc_ms, zone_min), zone_min)


def _row(case: Case, lang: str) -> dict[str, object]:
    return {
        "name": words.name(case, lang),
        "reasons": words.reasons(case, lang),
        "looks": tuple(words.looks(case, lang)),
        "facts": (
            (words.AGREED, words.agreed(case, lang)),
            (words.INITIATION, words.initiation(case, lang)),
            (words.IMPLEMENTATION, words.implementation(case.adherence, lang)),
            (words.PERSISTENCE, words.persistence(case.adherence, lang)),
            (words.TOLD, words.known_up_to(case, lang)),
        ),
    }
