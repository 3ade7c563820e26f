# SPDX-License-Identifier: MIT
"""The watch: how it is, what is on it, how it is set, and what to do where something is wrong."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from loslaten.language.dates import long_day
from loslaten.language.text import Text
from loslaten.link.addresses import Addresses
from loslaten.link.answers import FULL_STORAGE_PCT, LOW_BATTERY_PCT
from loslaten.link.keys import KeyStore, system_keyring
from loslaten.page import cable, checkup, errands, settings
from loslaten.page.board import model, nights_left
from loslaten.page.kept import LastTold
from loslaten.page.radio import Work
from loslaten.page.rendering import back_to, fields_of, page, speech_for, world_of
from loslaten.page.trouble import Trouble
from loslaten.page.words import Speech, every, text
from loslaten.page.world import World
from loslaten.practice_log.rows import ProtocolRow
from loslaten.practice_log.sessions import title_of
from loslaten.protocols.file import SHIPPED_NAMES, find
from loslaten.watches.zone import wants_time

_PLACE = "watch"
_CONTENT_ID_HEX = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class OnWatch:
    """An exercise on the watch."""

    content_id: str
    title: str
    chosen: bool


async def show(request: Request) -> Response:
    """Answer with the watch as it was when it was met last."""
    return _page(request)


async def look(request: Request) -> Response:
    """Ask the watch how it is."""
    return _ask(request, "watch.looking", errands.look(world_of(request)))


async def identify(request: Request) -> Response:
    """Let the watch vibrate."""
    return _ask(request, "watch.identifying", errands.identify())


async def restart(request: Request) -> Response:
    """Restart the watch."""
    return _ask(request, "watch.restarting", errands.restart())


async def choose(request: Request) -> Response:
    """Choose what the next session practises."""
    content_id = _content_id(request)
    return _ask(request, "watch.choosing", errands.choose(world_of(request), content_id))


async def delete(request: Request) -> Response:
    """Take an exercise off the watch."""
    content_id = _content_id(request)
    return _ask(request, "watch.deleting", errands.delete(world_of(request), content_id))


async def change(request: Request) -> Response:
    """Change how the watch is set."""
    world, fields = world_of(request), await fields_of(request)
    try:
        values = settings.read(fields, world.last_told.settings)
    except settings.SettingError as error:
        refused = Trouble(message=error.told, advice=every()["watch.unchanged"], field=error.field)
        return _page(request, refused, fields)
    if not values:
        return back_to("/watch")
    return _ask(request, "watch.changing", errands.change_settings(world, values))


async def forget(request: Request) -> Response:
    """Forget the watch: its key is deleted here, what it recorded stays."""
    world = world_of(request)
    if (await fields_of(request)).get("sure") != "yes":
        return _page(request, Trouble(message=every()["watch.not_sure"], field="forget"))
    keys = KeyStore(keyring=system_keyring())
    for row in world.own_watches()[:1]:
        keys.forget(row.serial)
        Addresses.beside(keys.path).forget(row.serial)
        with world.log() as log:
            log.forget_watch(row.id)
    world.keep_told(LastTold())
    world.changed()
    return back_to("/watch")


async def update(request: Request) -> Response:
    """Put the firmware of this program on the watch on the cable."""
    world = world_of(request)
    world.radio.ask_here(_PLACE, every()["watch.updating"], cable.update(world))
    return back_to("/watch")


async def check(request: Request) -> Response:
    """Look at all that has to be right."""
    world = world_of(request)
    world.radio.ask_here(_PLACE, every()["watch.checking"], checkup.check_all(world))
    return back_to("/watch")


def _ask(request: Request, doing: str, work: Work) -> Response:
    world_of(request).radio.ask(_PLACE, every()[doing], work)
    return back_to("/watch")


def _content_id(request: Request) -> bytes:
    content_id: str = request.path_params["content_id"]
    try:
        return bytes.fromhex(content_id[:_CONTENT_ID_HEX])
    except ValueError:
        return bytes(_CONTENT_ID_HEX // 2)


def _page(
    request: Request, trouble: Trouble | None = None, typed: dict[str, str] | None = None
) -> HTMLResponse:
    world, speech = world_of(request), speech_for(request)
    told = world.last_told
    return page(
        request,
        "watch.html.j2",
        _PLACE,
        trouble=trouble,
        status=200 if trouble is None else 422,
        is_connected=world.is_connected,
        met=bool(told.at_utc_ms),
        when=_when(told, world, speech),
        lines=list(_lines(told, speech)),
        advice=list(_advice(told)),
        findings=checkup.findings(world.checked, speech),
        held=_held(world, told, speech),
        values=settings.shown(told.settings) | (typed or {}),
        choices=settings.CHOICES,
        strengths=settings.STRENGTHS,
        limits=settings.limits,
        clock=settings.clock,
    )


def _when(told: LastTold, world: World, speech: Speech) -> str:
    if not told.at_utc_ms:
        return ""
    at = datetime.fromtimestamp(told.at_utc_ms / 1000, UTC) + timedelta(minutes=world.now()[1])
    day = long_day(at.date(), speech.lang)
    return speech.say("watch.when", day=day, time=f"{at:%H:%M}")


def _lines(told: LastTold, speech: Speech) -> list[tuple[str, str]]:
    """Return what is told of the watch: (what, how)."""
    battery = _battery(told, speech)
    if told.charging:
        battery += speech.say("watch.battery_charging")
    return [
        (speech.say("watch.called"), told.name),
        (speech.say("watch.battery"), battery),
        (speech.say("watch.room"), speech.say("watch.room_pct", pct=100 - told.storage_pct)),
        (speech.say("watch.firmware"), f"{told.firmware} ({model(told.board)})"),
    ]


def _battery(told: LastTold, speech: Speech) -> str:
    if told.battery_pct is None:
        return speech.say("watch.battery_unknown")
    nights = nights_left(told)
    if nights is None:
        return speech.say("watch.battery_pct", pct=told.battery_pct)
    return speech.say("watch.battery_nights", n=nights, pct=told.battery_pct)


def _advice(told: LastTold) -> list[Text]:
    """Return what to do, where something is not well."""
    found: list[Text] = []
    if not told.at_utc_ms:
        return found
    if told.battery_pct is not None and told.battery_pct < LOW_BATTERY_PCT and not told.charging:
        found.append(every()["watch.charge"])
    if told.storage_pct >= FULL_STORAGE_PCT:
        found.append(every()["watch.fetch"])
    if not told.protocols:
        found.append(every()["watch.no_exercise"])
    if told.faults:
        found.append(text("watch.faults", n=told.faults))
    if not told.knows_time and wants_time(told.settings):
        found.append(every()["watch.silent"])
    return found


def _held(world: World, told: LastTold, speech: Speech) -> list[OnWatch]:
    with world.log() as log:
        return [
            OnWatch(
                content_id=one.content_id,
                title=_titled(log.protocol(bytes.fromhex(one.content_id)), one.name, speech),
                chosen=one.chosen,
            )
            for one in told.protocols
        ]


def _titled(stored: ProtocolRow | None, name: str, speech: Speech) -> str:
    """Return what an exercise is called: here, or as a shipped one, or on the watch."""
    if stored is not None:
        return title_of(stored, speech.lang) or name
    return speech.say(find(name).title) if name in SHIPPED_NAMES else name
