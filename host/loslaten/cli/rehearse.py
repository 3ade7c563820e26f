"""`loslaten rehearse`: run a protocol on the laptop, with presses, and print what happens."""

import click

from loslaten.cli import protocol_json, timeline
from loslaten.cli.output import json_option, lang_option, print_json
from loslaten.cli.parameter import press
from loslaten.duration import clock, clock_tenths
from loslaten.protocol_file import find
from loslaten.rehearsal import Press, run


@click.command()
@click.argument("name", metavar="NAME|FILE")
@click.option(
    "--press",
    "presses",
    type=press,
    metavar="T[:double|:hold|:long]",
    multiple=True,
    help="Press the button at T (12.5 or 1:02.5); twice, hold it, or very long. Repeatable.",
)
@json_option
@lang_option
def rehearse(name: str, presses: tuple[Press, ...], as_json: bool, lang: str) -> None:
    """Run a protocol on the laptop and see what happens.

    The engine is that of the watch. Times count from the start of the session.

    \b
    Examples:
      loslaten rehearse handout
      loslaten rehearse handout --press 1:20 --press 5:00:hold --press 6:00:hold
      loslaten rehearse onderweg --press 7.5:double --json
    """
    file = find(name)
    rehearsal = run(file.protocol, list(presses))
    for late in rehearsal.unheard:
        moment = clock_tenths(late.at_ms)
        click.echo(f"loslaten: the press at {moment} comes after the end", err=True)
    if as_json:
        print_json(protocol_json.events(rehearsal.events))
        return
    for line in timeline.lines(file, rehearsal.events, lang):
        click.echo(line)
    click.echo(f"{rehearsal.tally.ending_name} after {clock(rehearsal.duration_ms)}")
