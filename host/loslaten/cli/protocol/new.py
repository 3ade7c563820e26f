# SPDX-License-Identifier: MIT
"""`loslaten protocol new`: a protocol of one's own, to edit."""

from pathlib import Path

import click

from loslaten.cli.options import (
    end_cue_option,
    force_option,
    lang_option,
    mirrored_option,
)
from loslaten.cli.parameter import chosen, duration_ms, span, words
from loslaten.cli.protocol.fitting import fit_option, fit_within_option, fitted
from loslaten.cli.user_file import UserPath, put
from loslaten.language.text import Text
from loslaten.protocols.altered import altered, told
from loslaten.protocols.file import find
from loslaten.protocols.writer import render

_WROTE = Text(
    "{0} is geschreven; pas het aan, en dan: loslaten protocol check {0}",
    "wrote {0}; edit it, then: loslaten protocol check {0}",
)


@click.command()
@click.argument("name")
@click.option(
    "--from",
    "origin",
    default="handout",
    show_default=True,
    metavar="NAME|FILE",
    help="The protocol to copy.",
)
@fit_option
@fit_within_option
@mirrored_option
@end_cue_option
@click.option(
    "--leave-out", "left_out", multiple=True, metavar="MUSCLE", help="Leave it out. Repeatable."
)
@click.option(
    "--release-only",
    "released",
    multiple=True,
    metavar="MUSCLE",
    help="Only release it, where tensing hurts. Repeatable.",
)
@click.option("--repeats", type=span, metavar="FEWEST-MOST", help="Of every group: 2-3.")
@click.option(
    "--tense", "tense_ms", type=duration_ms, metavar="DURATION", help="Of all but the feet: 5s."
)
@click.option(
    "--release", "release_ms", type=duration_ms, metavar="DURATION", help="Of every group: 25s."
)
@click.option(
    "--title", type=words, metavar="TEXT", help="What it is called, in place of a changed title."
)
@click.option(
    "-o",
    "--output",
    type=UserPath(),
    help="Where to write it; NAME.toml in this folder otherwise, standard output for -.",
)
@force_option
@lang_option
def new(
    name: str,
    origin: str,
    fit_ms: int | None,
    within_ms: int | None,
    mirror: bool,
    end_cue: bool,
    left_out: tuple[str, ...],
    released: tuple[str, ...],
    repeats: tuple[int, int] | None,
    tense_ms: int | None,
    release_ms: int | None,
    title: str | None,
    output: Path | None,
    force: bool,
    lang: str,
) -> None:
    """Write a protocol of your own, changed as you say, or to edit.

    The meaning and the limits of every field are beside it. Title, description and source say
    what was changed.

    \b
    Examples:
      loslaten protocol new avond
      loslaten protocol new avond --leave-out neck --repeats 2-3 --tense 5s
      loslaten protocol new avond --from sixteen --fit-within 45m --title "Mijn avond"
    """
    original = find(origin)
    file = altered(
        chosen(origin, mirror, end_cue),
        leave_out=left_out,
        release_only=released,
        repeats=repeats,
        tense_ms=tense_ms,
        release_ms=release_ms,
    )
    file = told(original, fitted(file, fit_ms, within_ms, lang)[0], title)
    path = output or Path(f"{name}.toml")
    if put(path, (render(file, name, lang),), force):
        return
    click.echo(_WROTE.say(lang).format(path))
