# SPDX-License-Identifier: MIT
"""Troubles and their remedies: the checks of `loslaten doctor`, in the words of the page."""

import asyncio
from dataclasses import dataclass

from loslaten.doctor import air, computer
from loslaten.doctor.check import Check, failed
from loslaten.language.text import Text, either
from loslaten.page.radio import Job, WorkHere
from loslaten.page.words import Speech, every, text
from loslaten.page.world import World

# A command that advice names, and what to do in the page instead.
_INSTEAD = {
    "loslaten deploy": "watch.do_cable",
    "loslaten sync": "watch.do_fetch",
    "loslaten devices": "watch.do_forget",
    "loslaten log restore": "watch.do_keep",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A check as the page tells it: `verdict` is "ok", "note" or "wrong"."""

    verdict: str
    about: str
    told: str
    advice: str


def check_all(world: World) -> WorkHere:
    """Return the errand that looks at this computer, its radio and the watches in the air."""

    async def work(job: Job) -> Text:
        found = await asyncio.to_thread(lambda: list(computer.checks(world.folder)))
        job.tell(every()["watch.listening"])
        try:
            async with world.within_reach() as reach:
                found += await air.checks(reach)
        except Exception as error:
            found.append(failed("Bluetooth", error))
        world.checked = found
        count = sum(check.verdict != "ok" for check in found)
        if not count:
            return every()["watch.checked_well"]
        return text("watch.checked", n=count)

    return work


def findings(checks: list[Check], speech: Speech) -> list[Finding]:
    """Return what was found, the worst first."""
    order = ("wrong", "note", "ok")
    return [
        Finding(
            verdict=check.verdict,
            about=either(check.about, speech.lang),
            told=either(check.told, speech.lang),
            advice=_advice(check, speech),
        )
        for check in sorted(checks, key=lambda one: order.index(one.verdict))
    ]


def _advice(check: Check, speech: Speech) -> str:
    if check.advice is None:
        return ""
    advice = either(check.advice, speech.lang)
    instead = [key for command, key in _INSTEAD.items() if command in advice]
    return speech.say(instead[0]) if instead else advice
