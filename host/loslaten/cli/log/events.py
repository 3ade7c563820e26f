# SPDX-License-Identifier: MIT
"""`loslaten log events`: what happened to the watch around the practice, and what went wrong."""

from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

import click

from loslaten.cli.options import (
    data_option,
    json_option,
    lang_option,
    newest_options,
)
from loslaten.cli.printing import hint, print_json, print_table
from loslaten.language.text import Counted, Text
from loslaten.practice_log import moments as when
from loslaten.practice_log.events import EventLog, WatchEvent
from loslaten_core.journal import event, record

_CAUSES: Final = {
    event.POWER_ON: Text("stroom kwam", "power came"),
    event.RESET_PIN: Text("resetknop", "reset button"),
    event.WATCHDOG: Text("waakhond, of vanzelf", "watchdog, or by itself"),
    event.DEEP_SLEEP: Text("gewekt uit diepe slaap", "woken from deep sleep"),
    event.SOFT_RESET: Text("door een programma via USB", "by a program on USB"),
    event.BROWN_OUT: Text("de spanning zakte weg", "the power had dipped"),
}
_ACTIONS: Final = {
    event.PUT: Text("erop gezet", "put"),
    event.CHOSEN: Text("gekozen", "chosen"),
    event.DELETED: Text("verwijderd", "deleted"),
}
_FAULTS: Final = {
    event.TASK_FAILED: Text(
        "een deel van de software faalde, en het horloge herstartte",
        "a part of the firmware failed, and the watch restarted",
    ),
    event.SERVICE_FAILED: Text(
        "een vraag van de laptop mislukte", "a request of the laptop's failed"
    ),
    event.PROTOCOL_DAMAGED: Text("een protocol erop is beschadigd", "a protocol on it is damaged"),
    event.MOTOR_FAILED: Text(
        "de aansturing van de motor antwoordt niet", "the motor's driver does not answer"
    ),
    event.STORAGE_FAILED: Text(
        "de opslag was niet te schrijven", "its flash could not be written"
    ),
    event.BATTERY_FAILED: Text("de batterij is niet te meten", "the battery cannot be read"),
    event.START_FAILED: Text(
        "de software startte niet, en werd opnieuw gestart",
        "the firmware did not start, and was started again",
    ),
    event.RADIO_FAILED: Text(
        "de radio faalde in een oefening, en werd uitgezet",
        "the radio failed in a session, and was switched off",
    ),
}

_STARTED = Text("gestart: {}, software {}{}", "started: {}, firmware {}{}")
_TORN = Counted(
    Text("; {} byte van het logboek was afgescheurd", "; {} byte of its log was torn"),
    Text("; {} bytes van het logboek waren afgescheurd", "; {} bytes of its log were torn"),
)
_CLOCK_SET = Text("klok gezet, op {} ms nauwkeurig", "clock set, to within {} ms")
_PROTOCOL = Text("protocol {} {}", "protocol {} {}")
_FAULT = Text("storing: {}{}", "fault: {}{}")
_TAPS = Counted(
    Text("{} tik overdag", "{} tap by day"), Text("{} tikken overdag", "{} taps by day")
)
_ANSWERED = Text("{}: {}, {} beantwoord", "{}: {}, {} answered")
_SILENCED = Text("stilgezet", "silenced")
_REMINDED = Text("herinnerd aan oefenen", "reminded to practise")
_NO_FAULT = Text("geen storing in het logboek", "no fault in the log")
_NOTHING = Text(
    "nog niets; lees het horloge uit: loslaten sync", "nothing yet; sync: loslaten sync"
)
_HEADINGS = (
    Text("NUMMER", "RECORD"),
    Text("WANNEER", "WHEN"),
    Text("HORLOGE", "WATCH"),
    Text("GEBEURTENIS", "WHAT"),
)
_OLDER = Text(
    "{} oudere: loslaten log events{} --all", "{} older ones: loslaten log events{} --all"
)


@click.command()
@newest_options
@click.option("--faults", "only_faults", is_flag=True, help="Only what went wrong.")
@json_option
@lang_option
@data_option
def events(
    last: int,
    everything: bool,
    only_faults: bool,
    as_json: bool,
    lang: str,
    data: Path | None,
) -> None:
    """List what happened around the practice, the newest first.

    Starts of the watch and why, settings of its clock, protocols that were put, chosen or
    deleted, taps by day as counts, and faults.

    \b
    Examples:
      loslaten log events
      loslaten log events --faults --all --json
    """
    with EventLog.in_folder(data) as log, log.snapshot():
        kind = record.FAULT if only_faults else None
        found = log.events(kind)
        newest = found if everything else islice(found, last)
        lines = [(one, _fields(one, log), _said(one, log, lang)) for one in newest]
        older = 0 if everything else log.count_events(kind) - len(lines)
    if as_json:
        print_json([_json(one, fields) for one, fields, _ in lines])
        return
    if not lines:
        click.echo(hint((_NO_FAULT if only_faults else _NOTHING).say(lang)))
        return
    print_table(
        [heading.say(lang) for heading in _HEADINGS],
        (
            (str(one.record.sequence), when.about(one.moment, lang), one.watch.name, said)
            for one, _, said in lines
        ),
    )
    if older:
        which = " --faults" if only_faults else ""
        click.echo(hint(_OLDER.say(lang).format(older, which)))


def _fields(one: WatchEvent, log: EventLog) -> dict[str, Any]:
    """Return the content of a record, its numbers as words where they are known."""
    held = one.body
    if isinstance(held, event.Boot):
        return {
            "cause": _named(_CAUSES, held.cause, "cause", "en"),
            "firmware": held.firmware,
            "dropped_bytes": held.dropped_bytes,
        }
    if isinstance(held, event.Clock):
        return {
            "utc": when.iso(held.utc_ms),
            "zone_offset_min": held.zone_min,
            "error_ms": held.error_ms,
        }
    if isinstance(held, event.ProtocolChange):
        stored = log.protocol(held.protocol_id)
        return {
            "action": _named(_ACTIONS, held.action, "action", "en"),
            "protocol": {
                "id": held.protocol_id.hex(),
                "name": None if stored is None else stored.name,
            },
        }
    if isinstance(held, event.Day):
        return {
            "day": _date(held).isoformat(),
            "taps": held.taps,
            "noticed": held.noticed,
            "silenced": held.silenced,
            "reminded": held.reminded,
        }
    assert isinstance(held, event.Fault)
    return {"fault": _named(_FAULTS, held.code, "fault", "en"), "detail": held.detail}


def _json(one: WatchEvent, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "watch": {"serial": one.watch.serial.hex(), "name": one.watch.name},
        "record": one.record.sequence,
        "when": when.as_json(one.moment),
        "kind": one.record.kind_name,
    } | fields


def _said(one: WatchEvent, log: EventLog, lang: str) -> str:
    held = one.body
    if isinstance(held, event.Boot):
        torn = _TORN.say(held.dropped_bytes, lang) if held.dropped_bytes else ""
        cause = _named(_CAUSES, held.cause, "cause", lang)
        return _STARTED.say(lang).format(cause, held.firmware, torn)
    if isinstance(held, event.Clock):
        return _CLOCK_SET.say(lang).format(held.error_ms)
    if isinstance(held, event.ProtocolChange):
        stored = log.protocol(held.protocol_id)
        called = held.protocol_id.hex() if stored is None else stored.name
        return _PROTOCOL.say(lang).format(called, _named(_ACTIONS, held.action, "action", lang))
    if isinstance(held, event.Day):
        day = _date(held)
        marks = ((held.silenced, _SILENCED), (held.reminded, _REMINDED))
        told = [text.say(lang) for is_so, text in marks if is_so]
        taps = _TAPS.say(held.taps, lang)
        answered = _ANSWERED.say(lang).format(f"{day:%Y-%m-%d}", taps, held.noticed)
        return ", ".join([answered, *told])
    assert isinstance(held, event.Fault)
    detail = f": {held.detail}" if held.detail else ""
    return _FAULT.say(lang).format(_named(_FAULTS, held.code, "fault", lang), detail)


def _date(day: event.Day) -> date:
    return date(1970, 1, 1) + timedelta(days=day.day)


def _named(names: dict[int, Text], number: int, kind: str, lang: str) -> str:
    """Return what a number stands for; one of a newer watch keeps its number."""
    dutch = {"cause": "oorzaak", "action": "handeling", "fault": "storing"}[kind]
    return names.get(number, Text(f"{dutch} {number}", f"{kind} {number}")).say(lang)
