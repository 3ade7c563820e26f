"""`loslaten cue calibrate`: the weakest strength that the wearer feels, stored on the watch."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.data import data_option
from loslaten.cli.output import json_option, lang_option, print_json
from loslaten.cli.protocol_watch import read
from loslaten.cli.reach import watch_option, with_watch
from loslaten.cli.surroundings import around
from loslaten.cli.teacher import Teacher, drawn, seed_option
from loslaten.cues import words
from loslaten.cues.fitting import Fit, fit
from loslaten.cues.staircase import HIGHEST_STRENGTH_PCT, Staircase
from loslaten.errors import LoslatenError
from loslaten.language.text import Text
from loslaten_core.haptics import cue as cues
from loslaten_core.practice.protocol import Protocol

if TYPE_CHECKING:
    from loslaten.cli.busy import Busy
    from loslaten.link.client import Client

_YES = ("y", "yes", "j", "ja")
_NO = ("n", "no", "nee")


@dataclass(frozen=True)
class Arm:
    """A state of the arm that wears the watch, and the cue and the setting that belong to it."""

    name: str
    clenched: bool
    cue: int
    setting: str
    intro: Text


# The two short pulses are the least that a relaxed arm has to notice; through tension the release
# has to come.
_ARMS = (
    Arm("relaxed", False, cues.TENSE, "strength_pct", words.RELAXED),
    Arm("clenched", True, cues.RELEASE, "clenched_strength_pct", words.CLENCHED),
)


class GuessedError(LoslatenError):
    """The wearer felt too often what was not played."""

    def __init__(self, arm: Arm) -> None:
        super().__init__(
            f"{arm.name}: something was felt too often when nothing was played",
            "nothing was changed; take it again when it is quiet: loslaten cue calibrate",
        )


@dataclass(frozen=True)
class FittedStrength:
    """What was found for an arm; `fit` is None if not even the strongest cue was felt."""

    arm: Arm
    fit: Fit | None
    trials: int

    @property
    def setting_pct(self) -> int:
        """What is stored on the watch."""
        return HIGHEST_STRENGTH_PCT if self.fit is None else self.fit.setting_pct


@click.command()
@click.option(
    "--only",
    type=click.Choice([arm.name for arm in _ARMS]),
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
    were felt, stronger after one that was not (transformed up-down method, Levitt 1971). The
    setting is then the weakest with which every cue of the chosen protocol is felt, the last and
    most faded one too. It takes a few minutes for each.

    \b
    Examples:
      loslaten cue calibrate
      loslaten cue calibrate --only clenched
      loslaten cue calibrate --dry-run
    """
    arms = [arm for arm in _ARMS if only in (None, arm.name)]

    async def work(client: "Client", busy: "Busy") -> list[FittedStrength]:
        chosen = drawn(seed)
        settings = await client.settings()
        teacher = Teacher(client, around(context), settings, chosen)
        protocol = await _chosen(client, settings["wrist"])
        busy.clear()
        found = [await _search(teacher, arm, protocol, chosen, lang) for arm in arms]
        if not dry_run:
            await client.write_settings({one.arm.setting: one.setting_pct for one in found})
        return found

    found = with_watch(context, which, data, work)
    if as_json:
        print_json([_json(one) for one in found])
        return
    for one in found:
        _show(one)
    click.echo("nothing was changed" if dry_run else "stored on the watch")


async def _chosen(client: "Client", worn: int | str) -> Protocol | None:
    """Return the protocol that is practised next, for the wrist that the watch is worn on."""
    chosen = (await client.status()).chosen_protocol
    protocol = None if chosen is None else read(await client.get_protocol(chosen))
    if protocol is not None and isinstance(worn, int) and worn:
        protocol.wrist = worn
    return protocol


async def _search(
    teacher: Teacher, arm: Arm, protocol: Protocol | None, seed: int, lang: str
) -> FittedStrength:
    click.echo(click.wrap_text(arm.intro.say(lang)), err=True)
    search = Staircase(seed)
    while not search.done:
        if arm.clenched:
            await teacher.ask(words.FIST.say(lang))
        strength_pct = search.next()
        if strength_pct is None:
            await teacher.pause()
        else:
            await teacher.play(arm.cue, strength_pct)
        search.answer(await _felt(teacher, lang))
    if not search.reliable:
        raise GuessedError(arm)
    threshold_pct = search.threshold_pct
    if threshold_pct is None:
        return FittedStrength(arm, None, search.trials)
    return FittedStrength(
        arm, fit(teacher.theme, protocol, threshold_pct, arm.clenched), search.trials
    )


async def _felt(teacher: Teacher, lang: str) -> bool:
    while (answer := await teacher.ask(words.FELT.say(lang))) not in _YES + _NO:
        pass
    return answer in _YES


def _show(found: FittedStrength) -> None:
    name, setting, fitted = found.arm.name, found.arm.setting, found.fit
    if fitted is None:
        click.echo(f"{name}: not even the strongest cue was felt")
        click.echo(
            "  -> wear the watch tighter, and see that it plays at all: loslaten cue play end"
        )
        return
    click.echo(
        f"{name}: felt from {fitted.threshold_pct} % on ({found.trials} cues);"
        f" {setting} is {fitted.setting_pct}"
    )
    if not fitted.enough:
        click.echo(
            f"  -> the weakest cue of a session will be {fitted.weakest_pct} %, less than you"
            " feel: take the theme strong (loslaten settings set theme=strong), or a lower"
            " fade_pct in the protocol"
        )


def _json(found: FittedStrength) -> dict[str, object]:
    return {
        "arm": found.arm.name,
        "method": "transformed up-down, 3 down 1 up (Levitt 1971)",
        "cues": found.trials,
        "threshold_pct": None if found.fit is None else found.fit.threshold_pct,
        "setting": found.arm.setting,
        "setting_pct": found.setting_pct,
        "weakest_cue_pct": None if found.fit is None else found.fit.weakest_pct,
        "all_cues_are_felt": found.fit is not None and found.fit.enough,
    }
