# SPDX-License-Identifier: MIT
"""`loslaten cue calibrate`: the weakest strength that the wearer feels, stored on the watch."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.cue.teacher import Teacher, drawn
from loslaten.cli.options import (
    data_option,
    json_option,
    lang_option,
    seed_option,
    watch_option,
)
from loslaten.cli.printing import hint, print_json
from loslaten.cli.reach import with_watch
from loslaten.cli.surroundings import around
from loslaten.cues import words
from loslaten.cues.arms import ARMS
from loslaten.language.text import Text
from loslaten.watches.lessons import FittedStrength

if TYPE_CHECKING:
    from loslaten.cli.busy import Busy
    from loslaten.link.client import Client

_UNCHANGED = Text("er is niets veranderd", "nothing was changed")
_STORED = Text("op het horloge bewaard", "stored on the watch")
_FELT_FROM = Text(
    "{}: gevoeld vanaf {} % ({} signalen); {} is {}", "{}: felt from {} % on ({} cues); {} is {}"
)
_TOO_WEAK = Text(
    "het zwakste signaal van een oefening wordt {} %, minder dan u voelt: neem het thema strong"
    " (loslaten settings set theme=strong), of een lagere fade_pct in het protocol",
    "the weakest cue of a session will be {} %, less than you feel: take the theme strong"
    " (loslaten settings set theme=strong), or a lower fade_pct in the protocol",
)


@click.command()
@click.option(
    "--only",
    type=click.Choice([arm.name for arm in ARMS]),
    help="Find one of the two strengths and leave the other.",
)
@click.option("--dry-run", is_flag=True, help="Tell what was found; change nothing on the watch.")
@seed_option
@json_option
@watch_option
@lang_option
@data_option
@click.pass_context
def calibrate(
    context: click.Context,
    only: str | None,
    dry_run: bool,
    seed: int | None,
    as_json: bool,
    which: str | None,
    lang: str,
    data: Path | None,
) -> None:
    """Find the weakest strength that you feel, and store it on the watch.

    Separately for a relaxed and for a clenched fist, by a staircase: weaker after three cues that
    were felt, stronger after one that was not (transformed up-down method, Levitt 1971). In some
    trials nothing is played: a yes to that begins it again. The setting is then the weakest with
    which every cue of the chosen protocol is felt, the last and most faded one too. It takes a few
    minutes for each.

    \b
    Examples:
      loslaten cue calibrate
      loslaten cue calibrate --only clenched
      loslaten cue calibrate --dry-run
    """
    arms = [arm for arm in ARMS if only in (None, arm.name)]

    async def work(client: "Client", busy: "Busy") -> list[FittedStrength]:
        chosen = drawn(seed)
        settings = await client.settings()
        teacher = Teacher(client, around(context), settings, chosen, lang)
        protocol = await teacher.practised()
        busy.clear()
        fittings = [await teacher.seek(arm, protocol, teacher) for arm in arms]
        if not dry_run:
            await client.write_settings({one.arm.setting: one.fit.setting_pct for one in fittings})
        return fittings

    fittings = with_watch(context, which, data, work)
    if as_json:
        print_json([_json(one) for one in fittings])
        return
    for one in fittings:
        _show(one, lang)
    click.echo((_UNCHANGED if dry_run else _STORED).say(lang))


def _show(found: FittedStrength, lang: str) -> None:
    setting, fitted = found.arm.setting, found.fit
    arm = words.ARMS[found.arm.name].say(lang)
    click.echo(
        _FELT_FROM.say(lang).format(
            arm, fitted.threshold_pct, found.trials, setting, fitted.setting_pct
        )
    )
    if not fitted.enough:
        click.echo(hint(f"  -> {_TOO_WEAK.say(lang).format(fitted.weakest_pct)}"))


def _json(found: FittedStrength) -> dict[str, object]:
    return {
        "arm": found.arm.name,
        "method": "transformed up-down, 3 down 1 up (Levitt 1971)",
        "cues": found.trials,
        "threshold_pct": found.fit.threshold_pct,
        "setting": found.arm.setting,
        "setting_pct": found.fit.setting_pct,
        "weakest_cue_pct": found.fit.weakest_pct,
        "all_cues_are_felt": found.fit.enough,
    }
