"""`loslaten log events`: what happened to the watch around the practice, and what went wrong."""

from itertools import islice
from pathlib import Path
from typing import Any, Final

import click

from loslaten.cli.data import data_option
from loslaten.cli.output import hint, json_option, newest_options, print_json, print_table
from loslaten.practice_log import moments as when
from loslaten.practice_log.events import EventLog, WatchEvent
from loslaten_core.journal import event, record

_CAUSES: Final = {
    event.POWER_ON: "power came",
    event.RESET_PIN: "reset button",
    event.WATCHDOG: "watchdog, or by itself",
    event.DEEP_SLEEP: "woken from deep sleep",
    event.SOFT_RESET: "by a program on USB",
    event.BROWN_OUT: "the power had dipped",
}
_ACTIONS: Final = {event.PUT: "put", event.CHOSEN: "chosen", event.DELETED: "deleted"}
_FAULTS: Final = {
    event.TASK_FAILED: "a part of the firmware failed, and the watch restarted",
    event.SERVICE_FAILED: "a request of the laptop's failed",
    event.PROTOCOL_DAMAGED: "a protocol on it is damaged",
    event.MOTOR_FAILED: "the motor's driver does not answer",
    event.STORAGE_FAILED: "its flash could not be written",
    event.BATTERY_FAILED: "the battery cannot be read",
    event.START_FAILED: "the firmware did not start, and was started again",
    event.RADIO_FAILED: "the radio failed in a session, and was switched off",
}


@click.command()
@newest_options
@click.option("--faults", "only_faults", is_flag=True, help="Only what went wrong.")
@json_option
@data_option
def events(
    last: int, everything: bool, only_faults: bool, as_json: bool, data: Path | None
) -> None:
    """List what happened around the practice, the newest first.

    Starts of the watch and why, settings of its clock, protocols that were put, chosen or
    deleted, and faults.

    \b
    Examples:
      loslaten log events
      loslaten log events --faults --all --json
    """
    with EventLog.in_folder(data) as log:
        kind = record.FAULT if only_faults else None
        found = log.events(kind)
        told = [(one, _fields(one, log)) for one in (found if everything else islice(found, last))]
        older = 0 if everything else log.count_events(kind) - len(told)
    if as_json:
        print_json([_json(one, fields) for one, fields in told])
        return
    if not told:
        click.echo(
            hint("no fault in the log" if only_faults else "nothing yet; sync: loslaten sync")
        )
        return
    print_table(
        ("RECORD", "WHEN", "WATCH", "WHAT"),
        (
            (str(one.record.sequence), when.about(one.moment), one.watch.name, _said(fields))
            for one, fields in told
        ),
    )
    if older:
        which = " --faults" if only_faults else ""
        click.echo(hint(f"{older} older ones: loslaten log events{which} --all"))


def _fields(one: WatchEvent, log: EventLog) -> dict[str, Any]:
    """Return the content of a record, its numbers as words where they are known."""
    held = one.body
    if isinstance(held, event.Boot):
        return {
            "cause": _CAUSES.get(held.cause, f"cause {held.cause}"),
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
            "action": _ACTIONS.get(held.action, f"action {held.action}"),
            "protocol": {
                "id": held.protocol_id.hex(),
                "name": None if stored is None else stored.name,
            },
        }
    assert isinstance(held, event.Fault)
    return {"fault": _FAULTS.get(held.code, f"fault {held.code}"), "detail": held.detail}


def _json(one: WatchEvent, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "watch": {"serial": one.watch.serial.hex(), "name": one.watch.name},
        "record": one.record.sequence,
        "when": when.as_json(one.moment),
        "kind": one.record.kind_name,
    } | fields


def _said(fields: dict[str, Any]) -> str:
    if "cause" in fields:
        dropped = fields["dropped_bytes"]
        torn = f"; {dropped} bytes of its log were torn" if dropped else ""
        return f"started: {fields['cause']}, firmware {fields['firmware']}{torn}"
    if "error_ms" in fields:
        return f"clock set, to within {fields['error_ms']} ms"
    if "action" in fields:
        protocol = fields["protocol"]
        return f"protocol {protocol['name'] or protocol['id']} {fields['action']}"
    detail = f": {fields['detail']}" if fields["detail"] else ""
    return f"fault: {fields['fault']}{detail}"
