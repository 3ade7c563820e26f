"""`loslaten status`: how the watch is."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from loslaten.cli.data import data_option
from loslaten.cli.output import hint, json_option, print_json
from loslaten.cli.reach import watch_option, with_watch
from loslaten.language.durations import clock
from loslaten.watches.protocols import read
from loslaten_core.link import message

if TYPE_CHECKING:
    from loslaten.cli.busy import Busy
    from loslaten.link.answers import Status
    from loslaten.link.client import Client

_STATES = {
    message.IDLE: ("idle", "idle"),
    message.IN_SESSION: ("in_session", "in a session"),
    message.SAFE_MODE: ("safe_mode", "in safe mode"),
}
_UNKNOWN = ("unknown", "in an unknown state")
_LOW_BATTERY_PCT = 20
_FULL_STORAGE_PCT = 80


@dataclass(frozen=True)
class Told:
    """Status that a watch told; `protocol` is the name of the chosen one."""

    watch_id: bytes
    name: str
    status: "Status"
    protocol: str | None

    @property
    def waiting(self) -> int:
        """Number of records that wait for a sync."""
        return max(0, self.status.next_record - 1 - self.status.confirmed_record)

    @property
    def storage_pct(self) -> int:
        """Fill level of the storage."""
        return self.status.storage_used * 100 // max(self.status.storage_bytes, 1)


@click.command()
@json_option
@watch_option
@data_option
@click.pass_context
def status(context: click.Context, as_json: bool, which: str | None, data: Path | None) -> None:
    """Tell how the watch is: battery, storage, clock, chosen protocol, firmware, faults.

    \b
    Examples:
      loslaten status
      loslaten status --watch Maan
      loslaten status --json
    """
    told = with_watch(context, which, data, ask)
    if as_json:
        print_json(_json(told))
        return
    for label, value in _lines(told):
        click.echo(f"{label:<9} {value}")
    for warning in _warnings(told):
        click.echo(hint(f"  -> {warning}"))


async def ask(client: "Client", _busy: "Busy") -> Told:
    """Ask a watch how it is."""
    status = await client.status()
    name = str((await client.settings()).get("name", ""))
    chosen = None
    if status.chosen_protocol is not None:
        protocol = read(await client.get_protocol(status.chosen_protocol))
        chosen = status.chosen_protocol.hex() if protocol is None else protocol.name
    return Told(client.watch_id, name, status, chosen)


def _lines(told: Told) -> Iterator[tuple[str, str]]:
    status = told.status
    battery = "not measured yet" if status.battery_pct is None else f"{status.battery_pct} %"
    charging = ", charging" if status.charging else ""
    yield "watch", f"{told.name} ({told.watch_id.hex()})"
    state = _STATES.get(status.state, _UNKNOWN)[1]
    yield "state", f"{state}, up for {clock(status.uptime_ms)}"
    yield "battery", f"{battery}, {status.battery_mv / 1000:.2f} V{charging}"
    yield "protocol", f"{told.protocol or 'none chosen'}; the watch holds {status.protocols}"
    yield "records", f"{told.waiting} wait for a sync; the storage is {told.storage_pct} % full"
    yield "clock", "set since it was switched on" if status.clock_set else "not set"
    yield "firmware", f"{status.firmware} on {status.board}"
    yield "faults", f"{status.faults} since it was deployed" if status.faults else "none"


def _warnings(told: Told) -> Iterator[str]:
    status = told.status
    low = status.battery_pct is not None and status.battery_pct < _LOW_BATTERY_PCT
    if low and not status.charging:
        yield "charge it before the next session"
    if status.lost or status.summarised:
        yield (
            f"it has been full: of {status.summarised} sessions only the sums are kept,"
            f" {status.lost} are lost; sync more often"
        )
    elif status.lost_events:
        yield f"it has been full: {status.lost_events} notes beside sessions are lost"
    elif told.storage_pct >= _FULL_STORAGE_PCT:
        yield "it is nearly full: loslaten sync"
    elif told.waiting:
        yield "bring the log home: loslaten sync"
    if status.faults:
        yield "what its faults were, after a sync: loslaten log events --faults"
    if told.protocol is None:
        yield "give it something to practise: loslaten protocol push handout"
    if status.state == message.SAFE_MODE:
        yield "it started in safe mode, without practice; restart it, or: loslaten deploy"


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
