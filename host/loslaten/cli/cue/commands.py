# SPDX-License-Identifier: MIT
"""`loslaten cue`: what the watch says to the wrist; listed, drawn and played."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from loslaten.cli.group import CommandGroup
from loslaten.cli.options import (
    data_option,
    json_option,
    lang_option,
    picture_option,
    watch_option,
)
from loslaten.cli.printing import print_json, print_table
from loslaten.cli.reach import with_watch
from loslaten.cli.user_file import put, require_free
from loslaten.cues import terminal_drawing as drawing
from loslaten.cues import words
from loslaten.cues.felt import MOTORS, FeltCue, felt_cue
from loslaten.cues.fitting import in_practice
from loslaten.language import vocabulary
from loslaten.language.text import Text
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics.theme import STANDARD, THEMES, Theme, by_name

if TYPE_CHECKING:
    from loslaten.cli.busy import Busy
    from loslaten.link.client import Client

_NAMES = tuple(cues.name(number) for number in cues.CUES)
_COIN_ERM = next(iter(MOTORS))

_theme_option = click.option(
    "--theme",
    type=click.Choice([theme.name for theme in THEMES]),
    default=STANDARD.name,
    show_default=True,
    help="How the cues feel.",
)
_motor_option = click.option(
    "--motor",
    type=click.Choice(list(MOTORS)),
    default=_COIN_ERM,
    show_default=True,
    help="The motor that is felt.",
)
_count_option = click.option(
    "--count",
    type=click.IntRange(0, 24),
    default=3,
    show_default=True,
    help="What is counted, of position and battery.",
)
_strength = click.IntRange(cues.LOWEST_STRENGTH_PCT, 100)


_LATER = (
    (
        "learn",
        "loslaten.cli.cue.learn:learn",
        (
            'Go through the five meanings and "where am I", '
            "each told and played as often as you like."
        ),
    ),
    ("quiz", "loslaten.cli.cue.learn:quiz", "Find out how well you tell the five meanings apart."),
    (
        "calibrate",
        "loslaten.cli.cue.calibrate:calibrate",
        "Find the weakest strength that you feel, and store it on the watch.",
    ),
)


@click.group(cls=CommandGroup, later=_LATER)
def cue() -> None:
    """Cues: list, draw, play and learn them, and fit their strength.

    Five cues carry a meaning; the others answer what the finger has done.
    """


_HEADINGS = (Text("NAAM", "NAME"), Text("VOELT ALS", "FEELS"), Text("BETEKENT", "MEANS"))
_PLAYED_AT = Text("{}, {}, gespeeld op {} %", "{}, {}, played at {} %")
_FELT = Text("\n{} keer gevoeld, {} lang; voorbij na {} ms", "\n{} felt, for {}; over after {} ms")
_AT = Text("{} op {} %: {}", "{} at {} %: {}")


@cue.command("list")
@_theme_option
@json_option
@lang_option
def list_(theme: str, as_json: bool, lang: str) -> None:
    """List the cues: how they feel and what they mean.

    \b
    Examples:
      loslaten cue list
      loslaten cue list --theme soft --lang nl
    """
    cue_theme = by_name(theme)
    if as_json:
        print_json([_listed(cue_theme, number) for number in cues.CUES])
        return
    print_table(
        [heading.say(lang) for heading in _HEADINGS],
        (
            (
                cues.name(number),
                words.feels(cue_theme.text(number), lang),
                vocabulary.CUES_TOLD[cues.name(number)].say(lang),
            )
            for number in cues.CUES
        ),
    )


@cue.command()
@click.argument("name", type=click.Choice(_NAMES), metavar="NAME")
@_theme_option
@_motor_option
@click.option(
    "--strength",
    "strength_pct",
    type=_strength,
    default=100,
    show_default=True,
    metavar="PERCENT",
    help="What the wearer has chosen.",
)
@_count_option
@click.option("--firm", is_flag=True, help="The form that comes through tension.")
@picture_option
@json_option
@lang_option
def show(
    name: str,
    theme: str,
    motor: str,
    strength_pct: int,
    count: int,
    firm: bool,
    svg: Path | None,
    force: bool,
    as_json: bool,
    lang: str,
) -> None:
    """Draw a cue: how the motor is driven, and what of it is felt.

    \b
    Examples:
      loslaten cue show tense
      loslaten cue show release --firm --motor driven-lra
      loslaten cue show ready --svg ready.svg
    """
    require_free(svg, force)
    number = cues.by_name(name)
    cue_theme = by_name(theme)
    felt = felt_cue(cue_theme, MOTORS[motor], number, count, strength_pct, firm)
    how = _PLAYED_AT.say(lang).format(theme, motor, felt.strength_pct)
    if svg is not None:
        from loslaten.pictures import cue as picture

        title = f"{name}: {vocabulary.CUES_TOLD[cues.name(number)].say(lang)}"
        if put(svg, (picture.draw(felt, title, how, lang),), force):
            return
    if as_json:
        print_json({**_listed(cue_theme, number), "theme": theme, "motor": motor, **_felt(felt)})
        return
    click.echo(f"{name}: {words.feels(cue_theme.text(number, firm), lang)}")
    click.echo(f"{vocabulary.CUES_TOLD[cues.name(number)].say(lang)}\n({how})\n")
    for line in drawing.lines(felt, lang=lang):
        click.echo(line)
    lengths = ", ".join(f"{pulse.length_ms} ms" for pulse in felt.pulses)
    click.echo(_FELT.say(lang).format(len(felt.pulses), lengths, felt.felt_ms))


@cue.command()
@click.argument("name", type=click.Choice(_NAMES), metavar="NAME")
@click.option(
    "--strength",
    "strength_pct",
    type=_strength,
    metavar="PERCENT",
    help="How strong; as in a practice otherwise.",
)
@_count_option
@watch_option
@lang_option
@data_option
@click.pass_context
def play(
    context: click.Context,
    name: str,
    strength_pct: int | None,
    count: int,
    which: str | None,
    lang: str,
    data: Path | None,
) -> None:
    """Let the watch play a cue now.

    \b
    Examples:
      loslaten cue play tense
      loslaten cue play position --count 5
      loslaten cue play release --strength 60
    """
    number = cues.by_name(name)

    async def work(client: "Client", _busy: "Busy") -> int:
        played_pct = strength_pct or in_practice(await client.settings())[1]
        await client.play_cue(number, cues.kept_count(number, count), played_pct)
        return played_pct

    played_pct = with_watch(context, which, data, work)
    click.echo(_AT.say(lang).format(name, played_pct, words.feels(STANDARD.text(number), lang)))


def _listed(theme: Theme, number: int) -> dict[str, Any]:
    meaning = vocabulary.CUES_TOLD[cues.name(number)]
    return {
        "name": cues.name(number),
        "notation": theme.text(number),
        "is_answer": number in cues.ANSWERS,
        "meaning": {"nl": meaning.nl, "en": meaning.en},
    }


def _felt(felt: FeltCue) -> dict[str, Any]:
    return {
        "strength_pct": felt.strength_pct,
        "drive": [{"t_ms": at_ms, "level_pct": level} for at_ms, level in felt.drive],
        "felt": [
            {"t_ms": pulse.onset_ms, "length_ms": pulse.length_ms, "peak": round(pulse.peak, 3)}
            for pulse in felt.pulses
        ],
    }
