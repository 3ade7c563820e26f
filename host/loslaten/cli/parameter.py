# SPDX-License-Identifier: MIT
"""Parameter types: text of the command line, as the commands want it."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.options import spoken
from loslaten.language import clean
from loslaten.language import durations as duration
from loslaten.language.text import Text

if TYPE_CHECKING:
    from loslaten.protocols.file import ProtocolFile
    from loslaten.protocols.rehearsal import RehearsedPress

_NO_DURATION = Text(
    "{!r} is geen duur; schrijf 30m, 1h15m, 90s of 30:00",
    "{!r} is no duration; write 30m, 1h15m, 90s or 30:00",
)
_NO_DAY = Text("{!r} is geen dag; schrijf 2026-09-28", "{!r} is no day; write 2026-09-28")
_NO_PRESS = Text(
    "{!r} is geen druk op de knop; schrijf een tijd zoals 12.5 of 1:02.5, en daarachter niets of "
    "een van {}",
    "{!r} is no press; write a time such as 12.5 or 1:02.5, and after it nothing or one of {}",
)
_NO_SPAN = Text("{!r} is geen bereik; schrijf 2-3", "{!r} is no span; write 2-3")


def duration_ms(value: str) -> int:
    """Return the ms of a duration: "30m", "1h15m", "90s" or "30:00"."""
    try:
        return duration.parse(value)
    except ValueError:
        raise click.BadParameter(_NO_DURATION.format(value).say(spoken())) from None


def day(value: str) -> date:
    """Return a day: "2026-09-28". None before 2000 or after 2199, when no watch has been."""
    try:
        parsed = date.fromisoformat(value)
    except ValueError:
        parsed = date.min
    if not 2000 <= parsed.year < 2200:
        raise click.BadParameter(_NO_DAY.format(value).say(spoken()))
    return parsed


def press(value: str) -> "RehearsedPress":
    """Return a press: "12.5", "1:02.5:double", "5:00:hold"."""
    from loslaten.language.concepts import Gesture
    from loslaten.protocols.rehearsal import GESTURES, RehearsedPress

    moment, _, gesture = value.rpartition(":")
    if gesture not in GESTURES:
        moment, gesture = value, Gesture.PRESS
    try:
        return RehearsedPress(duration.parse_clock(moment), Gesture(gesture))
    except ValueError:
        gestures = ", ".join(f":{name}" for name in GESTURES)
        raise click.BadParameter(_NO_PRESS.format(value, gestures).say(spoken())) from None


def words(value: str) -> str:
    """Return a person's own words, cleaned: also where the terminal passes on no UTF-8."""
    return clean.lines(value).strip()


def span(value: str) -> tuple[int, int]:
    """Return the two whole numbers of "2-3"; one alone is both."""
    low, dash, high = value.partition("-")
    try:
        return int(low), int(high if dash else low)
    except ValueError:
        raise click.BadParameter(_NO_SPAN.format(value).say(spoken())) from None


def chosen(name: str, mirror: bool, end_cue: bool = False) -> "ProtocolFile":
    """Return the protocol of this name, mirrored or with an end cue on request."""
    from loslaten.protocols.altered import mirrored, with_end_cue
    from loslaten.protocols.file import find

    file = find(name)
    if end_cue:
        file = with_end_cue(file)
    return mirrored(file) if mirror else file


def protocol_names(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[str]:
    """Complete the name of a protocol: a shipped one, or a file in this folder."""
    from loslaten.protocols.file import names as shipped_names

    names = [*shipped_names(), *sorted(path.name for path in Path().glob("*.toml"))]
    return [name for name in names if name.startswith(incomplete)]
