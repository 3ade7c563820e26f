"""`loslaten power`: what a night takes of the battery, board by board."""

from typing import Any

import click

from loslaten.battery_life import charge
from loslaten.battery_life.simulated_day import simulate
from loslaten.battery_life.supply import supply
from loslaten.cli.busy import Busy
from loslaten.cli.output import json_option, print_json, print_table
from loslaten.firmware import boards
from loslaten.protocols.file import ProtocolFile, find

_WINDOW_S = 180


@click.command()
@click.option(
    "--board",
    type=click.Choice(boards.names()),
    help="This board, and where its charge goes; without it, all of them.",
)
@click.option(
    "--battery",
    "battery_mah",
    type=click.IntRange(10, 20_000),
    metavar="MAH",
    help="Another cell than the one in the board's parts list.",
)
@click.option(
    "--protocol",
    "name",
    default="handout",
    show_default=True,
    metavar="NAME|FILE",
    help="What is practised, once a day.",
)
@json_option
def power(board: str | None, battery_mah: int | None, name: str, as_json: bool) -> None:
    """Tell how long a battery lasts: one session a day, nobody charges.

    The firmware goes through a session and lies idle after it, in simulation; how long it was
    awake, asleep and driving its motor, times the currents in the board's file, is the charge. No
    figure was measured on a watch of ours: docs/power.md says where each comes from.

    \b
    Examples:
      loslaten power
      loslaten power --board xiao_esp32s3
      loslaten power --board pico_w --battery 1200 --protocol onderweg
    """
    file = find(name)
    with Busy("a night on each board" if board is None else "a night"):
        told = [_tell(one, file, battery_mah) for one in ([board] if board else boards.names())]
    if as_json:
        print_json(told)
    elif board is None:
        _print_all(told)
    else:
        _print_one(told[0])


def _tell(board: str, file: ProtocolFile, battery_mah: int | None) -> dict[str, Any]:
    """Return what is known of a board, as `--json` prints it."""
    its = supply(board)
    night = simulate(board, file)
    day = night.day()
    parts = charge.shares(its, day)
    mah = battery_mah or its.battery_mah
    day_mah = charge.total_mah(parts)
    return {
        "board": board,
        "model": its.model,
        "battery_mah": mah,
        "usable_pct": charge.USABLE_PCT,
        "mah_per_night": round(day_mah, 3),
        "session_mah": round(charge.total_mah(charge.shares(its, night.session)), 3),
        "nights_per_charge": round(charge.nights(mah, day_mah), 1),
        "radio_window_mah": round(charge.window_mah(its, _WINDOW_S), 3),
        "wake_ups_in_session": night.session.wake_ups,
        "wake_ups_needed": night.needed_wake_ups,
        "radio_s": day.radio_s,
        "where": [
            {
                "what": part.what,
                "seconds": round(part.seconds, 1),
                "ua": part.ua,
                "basis": part.basis,
                "mah": round(part.mah, 3),
            }
            for part in parts
        ],
    }


def _print_all(told: list[dict[str, Any]]) -> None:
    print_table(
        ("BOARD", "CELL", "A NIGHT AND DAY", "NIGHTS PER CHARGE"),
        (
            (
                one["board"],
                f"{one['battery_mah']} mAh",
                f"{one['mah_per_night']:.1f} mAh",
                f"{one['nights_per_charge']:.0f}",
            )
            for one in told
        ),
    )
    click.echo(f"\nof each cell {charge.USABLE_PCT} % is counted; where it goes: --board NAME")


def _print_one(one: dict[str, Any]) -> None:
    total_mah = one["mah_per_night"]
    print_table(
        ("WHAT", "IN 24 H", "CURRENT", "BASIS", "CHARGE", "SHARE"),
        (
            (
                part["what"],
                _time(part["seconds"]),
                _current(part["ua"]),
                part["basis"],
                f"{part['mah']:.2f} mAh",
                f"{part['mah'] / total_mah:.0%}",
            )
            for part in one["where"]
        ),
    )
    click.echo(
        f"\n{one['model']}: {total_mah:.1f} mAh in a night and the day after it,"
        f" {one['session_mah']:.1f} of it in the session"
        f"\n{one['battery_mah']} mAh, {charge.USABLE_PCT} % of it counted:"
        f" {one['nights_per_charge']:.0f} nights per charge"
        f"\neach radio window of {_WINDOW_S // 60} minutes takes"
        f" {one['radio_window_mah']:.1f} mAh more"
    )


def _time(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.1f} min" if seconds < 6_000 else f"{seconds / 3600:.1f} h"


def _current(ua: int) -> str:
    return f"{ua} µA" if ua < 1_000 else f"{ua / 1000:g} mA"
