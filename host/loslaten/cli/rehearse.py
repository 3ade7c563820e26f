# SPDX-License-Identifier: MIT
"""`loslaten rehearse`: run a protocol on the laptop, with presses, and print what happens."""

from pathlib import Path

import click

from loslaten.cli.options import (
    json_option,
    lang_option,
    mirrored_option,
    picture_option,
)
from loslaten.cli.parameter import chosen, press, protocol_names
from loslaten.cli.printing import print_json
from loslaten.cli.protocol import timeline
from loslaten.cli.user_file import put, require_free
from loslaten.language import vocabulary
from loslaten.language.durations import clock, clock_tenths
from loslaten.language.text import Text
from loslaten.protocols import as_json as protocol_json
from loslaten.protocols.file import ProtocolFile
from loslaten.protocols.rehearsal import Rehearsal, RehearsedPress, run

_UNHEARD = Text("de druk op {} komt na het einde", "the press at {} comes after the end")
_OVER = Text("{} na {}", "{} after {}")


@click.command()
@click.argument("name", metavar="NAME|FILE", shell_complete=protocol_names)
@click.option(
    "--press",
    "presses",
    type=press,
    metavar="T[:double|:hold|:long]",
    multiple=True,
    help="Press the button at T (12.5 or 1:02.5); twice, hold it, or very long. Repeatable.",
)
@mirrored_option
@picture_option
@json_option
@lang_option
def rehearse(
    name: str,
    presses: tuple[RehearsedPress, ...],
    mirror: bool,
    svg: Path | None,
    force: bool,
    as_json: bool,
    lang: str,
) -> None:
    """Run a protocol on the laptop and see what happens.

    The engine is that of the watch. Times count from the start of the session.

    \b
    Examples:
      loslaten rehearse handout
      loslaten rehearse handout --press 1:20 --press 5:00:hold --press 6:00:hold
      loslaten rehearse onderweg --press 7.5:double --json
      loslaten rehearse four --press 1:50 --svg night.svg
    """
    require_free(svg, force)
    file = chosen(name, mirror)
    rehearsal = run(file.protocol, list(presses))
    for late in rehearsal.unheard:
        moment = clock_tenths(late.at_ms)
        click.echo(f"loslaten: {_UNHEARD.say(lang).format(moment)}", err=True)
    if svg is not None and put(svg, (_drawn(file, rehearsal, lang),), force):
        return
    if as_json:
        print_json(protocol_json.events(rehearsal.events))
        return
    for line in timeline.lines(file, rehearsal.events, lang):
        click.echo(line)
    ending = vocabulary.ending(rehearsal.tally.ending_name, lang)
    click.echo(_OVER.say(lang).format(ending, clock(rehearsal.duration_ms)))


def _drawn(file: ProtocolFile, rehearsal: Rehearsal, lang: str) -> str:
    from loslaten.pictures.night import picture as night
    from loslaten.pictures.night import rehearsed

    return night.draw(rehearsed.picture(file, rehearsal, lang))
