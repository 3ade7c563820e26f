# SPDX-License-Identifier: MIT
"""`loslaten status`: how the watch is."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from loslaten.cli.options import (
    data_option,
    json_option,
    lang_option,
    watch_option,
)
from loslaten.cli.printing import hint, print_json
from loslaten.cli.reach import with_watch
from loslaten.language import numbers
from loslaten.language.durations import clock
from loslaten.language.text import Counted, Text
from loslaten.link.answers import FULL_STORAGE_PCT, LOW_BATTERY_PCT
from loslaten.watches.protocols import read
from loslaten.watches.zone import wants_time
from loslaten_core.link import message

if TYPE_CHECKING:
    from loslaten.cli.busy import Busy
    from loslaten.link.answers import Status
    from loslaten.link.client import Client

_STATES = {
    message.IDLE: ("idle", Text("in rust", "idle")),
    message.IN_SESSION: ("in_session", Text("in een oefening", "in a session")),
}
_UNKNOWN = ("unknown", Text("in een onbekende toestand", "in an unknown state"))

_WATCH = Text("horloge", "watch")
_STATE = Text("toestand", "state"), Text("{}, al {} aan", "{}, up for {}")
_BATTERY = Text("batterij", "battery"), Text("{}, {} V{}", "{}, {} V{}")
_NOT_MEASURED = Text("nog niet gemeten", "not measured yet")
_CHARGING = Text(", laadt op", ", charging")
_PROTOCOL = Text("protocol", "protocol"), Text("{}; er staan er {} op", "{}; the watch holds {}")
_NONE_CHOSEN = Text("geen gekozen", "none chosen")
_RECORDS = (
    Text("gegevens", "records"),
    Counted(
        Text("{} wacht op sync", "{} waits for a sync"),
        Text("{} wachten op sync", "{} wait for a sync"),
    ),
)
_STORAGE = Text("{}; het geheugen is {} % vol", "{}; the storage is {} % full")
_CLOCK = Text("klok", "clock")
_SET = Text("weet hoe laat het is", "knows the time of day")
_NOT_SET = Text("niet gezet", "not set")
_TOO_WIDE = Text("te lang geleden gezet", "set too long ago")
_FIRMWARE = Text("software", "firmware"), Text("{} op {}", "{} on {}")
_FAULTS = Text("storingen", "faults")
_FAULTS_SINCE = Text("{} sinds de installatie", "{} since it was deployed")
_NO_FAULTS = Text("geen", "none")

_CHARGE = Text("laad het op vóór de volgende oefening", "charge it before the next session")
_LOST = Text(
    "het was vol: van {} alleen de totalen bewaard, {} verloren; lees het vaker uit",
    "it has been full: of {} only the sums are kept, {} lost; sync more often",
)
_LOST_EVENTS = Counted(
    Text(
        "het was vol: {} notitie naast oefeningen is verloren",
        "it has been full: {} note beside sessions is lost",
    ),
    Text(
        "het was vol: {} notities naast oefeningen zijn verloren",
        "it has been full: {} notes beside sessions are lost",
    ),
)
_NEARLY_FULL = Text("het is bijna vol: loslaten sync", "it is nearly full: loslaten sync")
_BRING_HOME = Text("haal het logboek op: loslaten sync", "bring the log home: loslaten sync")
_SILENT = Text(
    "tikken overdag en de herinnering zwijgen tot het weet hoe laat het is: loslaten sync",
    "taps by day and the reminder are silent until it knows the time: loslaten sync",
)
_WHICH_FAULTS = Text(
    "welke storingen het waren, na een sync: loslaten log events --faults",
    "what its faults were, after a sync: loslaten log events --faults",
)
_GIVE_PROTOCOL = Text(
    "geef het iets om te oefenen: loslaten protocol push handout",
    "give it something to practise: loslaten protocol push handout",
)


@dataclass(frozen=True, kw_only=True)
class Told:
    """Status that a watch told; `protocol` is the name of the chosen one, `wants_time` whether
    taps by day or a reminder are on.
    """

    watch_id: bytes
    name: str
    status: "Status"
    protocol: str | None
    wants_time: bool

    @property
    def waiting(self) -> int:
        """Number of records that wait for a sync."""
        return max(0, self.status.next_record - 1 - self.status.confirmed_record)


@click.command()
@json_option
@watch_option
@lang_option
@data_option
@click.pass_context
def status(
    context: click.Context, as_json: bool, which: str | None, lang: str, data: Path | None
) -> None:
    """Tell how the watch is: battery, storage, clock, chosen protocol, firmware, faults.

    \b
    Examples:
      loslaten status
      loslaten status --watch Maan
      loslaten status --lang nl
      loslaten status --json
    """
    reading = with_watch(context, which, data, ask)
    if as_json:
        print_json(_json(reading))
        return
    for label, value in _lines(reading, lang):
        click.echo(f"{label.say(lang):<9} {value}")
    for warning in _warnings(reading):
        click.echo(hint(f"  -> {warning.say(lang)}"))


async def ask(client: "Client", _busy: "Busy") -> Told:
    """Ask a watch how it is."""
    status = await client.status()
    settings = await client.settings()
    name = str(settings.get("name", ""))
    chosen = None
    if status.chosen_protocol is not None:
        protocol = read(await client.get_protocol(status.chosen_protocol))
        chosen = status.chosen_protocol.hex() if protocol is None else protocol.name
    return Told(
        watch_id=client.watch_id,
        name=name,
        status=status,
        protocol=chosen,
        wants_time=wants_time(settings),
    )


def _lines(told: Told, lang: str) -> Iterator[tuple[Text, str]]:
    status = told.status
    yield _WATCH, f"{told.name} ({told.watch_id.hex()})"
    label, text = _STATE
    state = _STATES.get(status.state, _UNKNOWN)[1]
    yield label, text.say(lang).format(state.say(lang), clock(status.uptime_ms))
    label, text = _BATTERY
    pct = status.battery_pct
    charge = _NOT_MEASURED.say(lang) if pct is None else f"{pct} %"
    volts = numbers.fixed(status.battery_mv / 1000, lang, 2)
    yield label, text.say(lang).format(charge, volts, _CHARGING.say(lang) * status.charging)
    label, text = _PROTOCOL
    yield label, text.say(lang).format(told.protocol or _NONE_CHOSEN.say(lang), status.protocols)
    label, waiting = _RECORDS
    yield label, _STORAGE.say(lang).format(waiting.say(told.waiting, lang), status.storage_pct)
    known = _TOO_WIDE if status.clock_too_wide else _SET if status.clock_set else _NOT_SET
    yield _CLOCK, known.say(lang)
    label, text = _FIRMWARE
    yield label, text.say(lang).format(status.firmware, status.board)
    faults = _FAULTS_SINCE if status.faults else _NO_FAULTS
    yield _FAULTS, faults.say(lang).format(status.faults)


def _warnings(told: Told) -> Iterator[Text]:
    status = told.status
    low = status.battery_pct is not None and status.battery_pct < LOW_BATTERY_PCT
    if low and not status.charging:
        yield _CHARGE
    if status.lost or status.summarised:
        yield _LOST.format(numbers.SESSIONS.text(status.summarised), status.lost)
    elif status.lost_events:
        yield _LOST_EVENTS.text(status.lost_events)
    elif status.storage_pct >= FULL_STORAGE_PCT:
        yield _NEARLY_FULL
    elif told.waiting:
        yield _BRING_HOME
    if told.wants_time and not status.knows_time:
        yield _SILENT
    if status.faults:
        yield _WHICH_FAULTS
    if told.protocol is None:
        yield _GIVE_PROTOCOL


def _json(told: Told) -> dict[str, Any]:
    values = asdict(told.status)
    chosen = told.status.chosen_protocol
    values["state"] = _STATES.get(told.status.state, _UNKNOWN)[0]
    values["chosen_protocol"] = None if chosen is None else chosen.hex()
    return {
        "id": told.watch_id.hex(),
        "name": told.name,
        **values,
        "chosen_protocol_name": told.protocol,
    }
