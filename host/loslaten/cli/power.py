# SPDX-License-Identifier: MIT
"""`loslaten power`: what a night takes of the battery, board by board."""

from typing import Any

import click

from loslaten.battery_life import charge
from loslaten.battery_life.simulated_day import simulate, simulate_by_day
from loslaten.battery_life.supply import supply
from loslaten.cli.busy import Busy
from loslaten.cli.options import json_option, lang_option
from loslaten.cli.printing import print_json, print_table
from loslaten.firmware import boards
from loslaten.language import numbers
from loslaten.language.text import Text
from loslaten.protocols.file import ProtocolFile, find

_WINDOW_S = 180

_EACH_BOARD = Text("een nacht op elk bord", "a night on each board")
_ONE_NIGHT = Text("een nacht", "a night")
_BOARD_HEADINGS = (
    Text("BORD", "BOARD"),
    Text("BATTERIJ", "CELL"),
    Text("EEN NACHT EN DAG", "A NIGHT AND DAY"),
    Text("NACHTEN PER LADING", "NIGHTS PER CHARGE"),
)
_PART_HEADINGS = (
    Text("ONDERDEEL", "WHAT"),
    Text("IN 24 UUR", "IN 24 H"),
    Text("STROOM", "CURRENT"),
    Text("GRONDSLAG", "BASIS"),
    Text("LADING", "CHARGE"),
    Text("AANDEEL", "SHARE"),
)
_NAMES = {
    "awake": Text("wakker", "awake"),
    "light sleep": Text("lichte slaap", "light sleep"),
    "deep sleep": Text("diepe slaap", "deep sleep"),
    "radio": Text("radio", "radio"),
    "motor": Text("motor", "motor"),
    "measured": Text("gemeten", "measured"),
    "data sheet": Text("datablad", "data sheet"),
    "assumed": Text("aangenomen", "assumed"),
}
_HOURS = Text("u", "h")
_COUNTED = Text(
    "\nvan elke batterij telt {} % mee; waar het heen gaat: --board NAAM",
    "\nof each cell {} % is counted; where it goes: --board NAME",
)
_SUM = Text(
    "\n{model}: {total} mAh in een nacht en de dag erna, {session} ervan in de oefening"
    "\n{cell} mAh, waarvan {pct} % meetelt: {nights} nachten per lading"
    "\nelke keer dat de radio {minutes} minuten aan is, kost {window} mAh meer"
    "\nvijf tikken overdag en een herinnering kosten per dag {by_day} mAh meer",
    "\n{model}: {total} mAh in a night and the day after it, {session} of it in the session"
    "\n{cell} mAh, {pct} % of it counted: {nights} nights per charge"
    "\neach radio window of {minutes} minutes takes {window} mAh more"
    "\nfive taps by day and a reminder take {by_day} mAh more a day",
)


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
@lang_option
def power(board: str | None, battery_mah: int | None, name: str, as_json: bool, lang: str) -> None:
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
    with Busy(_EACH_BOARD if board is None else _ONE_NIGHT, lang):
        if board is None:
            results = [_tell(one, file, battery_mah) for one in boards.names()]
        else:
            results = [_tell(board, file, battery_mah) | _by_day(board)]
    if as_json:
        print_json(results)
    elif board is None:
        _print_all(results, lang)
    else:
        _print_one(results[0], lang)


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
        "nights_per_charge": round(charge.nights(mah, day_mah), 3),
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


def _by_day(board: str) -> dict[str, Any]:
    """Return what taps by day and the reminder take more."""
    its, day = supply(board), simulate_by_day(board)
    without, with_taps = day.wake_ups
    return {
        "day_programme": {
            "mah": round(day.more(lambda hour: charge.total_mah(charge.shares(its, hour))), 3),
            "wake_ups_without": without,
            "wake_ups_with": with_taps,
        }
    }


def _print_all(told: list[dict[str, Any]], lang: str) -> None:
    print_table(
        [heading.say(lang) for heading in _BOARD_HEADINGS],
        (
            (
                one["board"],
                f"{one['battery_mah']} mAh",
                f"{numbers.fixed(one['mah_per_night'], lang, 1)} mAh",
                f"{one['nights_per_charge']:.0f}",
            )
            for one in told
        ),
    )
    click.echo(_COUNTED.say(lang).format(charge.USABLE_PCT))


def _print_one(one: dict[str, Any], lang: str) -> None:
    total_mah = one["mah_per_night"]
    print_table(
        [heading.say(lang) for heading in _PART_HEADINGS],
        (
            (
                _named(part["what"], lang),
                _time(part["seconds"], lang),
                _current(part["ua"], lang),
                _named(part["basis"], lang),
                f"{numbers.fixed(part['mah'], lang, 2)} mAh",
                f"{100 * part['mah'] / total_mah:.0f} %",
            )
            for part in one["where"]
        ),
    )
    click.echo(
        _SUM.say(lang).format(
            model=one["model"],
            total=numbers.fixed(total_mah, lang, 1),
            session=numbers.fixed(one["session_mah"], lang, 1),
            cell=one["battery_mah"],
            pct=charge.USABLE_PCT,
            nights=f"{one['nights_per_charge']:.0f}",
            minutes=_WINDOW_S // 60,
            window=numbers.fixed(one["radio_window_mah"], lang, 1),
            by_day=numbers.fixed(max(one["day_programme"]["mah"], 0.0), lang, 1),
        )
    )


def _named(name: str, lang: str) -> str:
    return _NAMES[name].say(lang) if name in _NAMES else name


def _time(seconds: float, lang: str) -> str:
    if seconds < 100:
        return f"{numbers.fixed(seconds, lang, 1)} s"
    if seconds < 6_000:
        return f"{numbers.fixed(seconds / 60, lang, 1)} min"
    return f"{numbers.fixed(seconds / 3600, lang, 1)} {_HOURS.say(lang)}"


def _current(ua: int, lang: str) -> str:
    return f"{ua} µA" if ua < 1_000 else f"{numbers.decimal(ua / 1000, lang, 3)} mA"
