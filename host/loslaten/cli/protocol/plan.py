# SPDX-License-Identifier: MIT
"""`loslaten protocol plan`: how long a protocol takes, and what happens when."""

import click

from loslaten.cli.options import (
    json_option,
    lang_option,
    mirrored_option,
)
from loslaten.cli.parameter import chosen, protocol_names
from loslaten.cli.printing import print_json
from loslaten.cli.protocol import timeline
from loslaten.cli.protocol.fitting import fit_option, fit_within_option, fitted
from loslaten.cli.protocol.timeline import seconds
from loslaten.language.durations import clock
from loslaten.language.text import Text
from loslaten.protocols import as_json as protocol_json
from loslaten.protocols.file import ProtocolFile
from loslaten.protocols.fit import Change
from loslaten.protocols.plan import plan as plan_of

_SHORTEST = Text("kortst    {:>8}  zonder te drukken", "shortest  {:>8}  without a press")
_LONGEST = Text(
    "langst    {:>8}  elke spiergroep steeds nog een keer",
    "longest   {:>8}  every group asked for again",
)
_LASTS = Text("duurt minstens {}", "lasts at least {}")
_FITS = Text("past in {}", "fits in {}")
_AS_IT_IS = Text("{} zoals het is: niets veranderd", "{} as it is: nothing changed")
_WITH_CHANGES = Text("{} met deze veranderingen:", "{} with these changes:")
_FIELDS = {
    "repeats": Text("herhalingen", "repeats"),
    "release_ms": Text("loslaten", "release"),
}
_EVERY_GROUP = Text("elke spiergroep", "every group")
_KEEP_IT = Text(
    "bewaar het: loslaten protocol new NAAM --from {} {} {}",
    "keep it: loslaten protocol new NAME --from {} {} {}",
)


@click.command()
@click.argument("name", metavar="NAME|FILE", shell_complete=protocol_names)
@fit_option
@fit_within_option
@mirrored_option
@click.option("--longest", is_flag=True, help="Print the timeline of the longest way.")
@json_option
@lang_option
def plan(
    name: str,
    fit_ms: int | None,
    within_ms: int | None,
    mirror: bool,
    longest: bool,
    as_json: bool,
    lang: str,
) -> None:
    """Tell how long a protocol takes, and what happens when.

    The shortest way is the one without a press; the longest asks for every group again in its
    release, as often as the protocol allows. Pauses come on top.

    \b
    Examples:
      loslaten protocol plan handout
      loslaten protocol plan handout --fit 30m
      loslaten protocol plan handout --fit-within 45m
      loslaten protocol plan avond.toml --longest --lang nl
    """
    file, changes = fitted(chosen(name, mirror), fit_ms, within_ms, lang)
    plan = plan_of(file.protocol)
    if as_json:
        print_json(protocol_json.planned(file, plan, fit_ms, within_ms, changes))
        return
    click.echo(f"{file.name}: {file.title.say(lang)}")
    click.echo(_SHORTEST.say(lang).format(clock(plan.shortest.duration_ms)))
    click.echo(_LONGEST.say(lang).format(clock(plan.longest.duration_ms)))
    if fit_ms is not None:
        heading = _LASTS.say(lang).format(clock(fit_ms))
        _tell_changes(file, changes, heading, (name, "--fit", clock(fit_ms)), lang)
    if within_ms is not None:
        heading = _FITS.say(lang).format(clock(within_ms))
        _tell_changes(file, changes, heading, (name, "--fit-within", clock(within_ms)), lang)
    click.echo()
    for line in timeline.lines(file, (plan.longest if longest else plan.shortest).events, lang):
        click.echo(line)


def _tell_changes(
    file: ProtocolFile, changes: list[Change], what: str, typed: tuple[str, str, str], lang: str
) -> None:
    if not changes:
        click.echo(_AS_IT_IS.say(lang).format(what))
        return
    click.echo(_WITH_CHANGES.say(lang).format(what))
    called = {text.muscle: Text(text.name.nl, text.muscle).say(lang) for text in file.groups}
    groups: dict[tuple[str, str, str], list[str]] = {}
    for change in changes:
        same = (change.field, *_changed(change, lang))
        groups.setdefault(same, []).append(called[change.group])
    for (field, before, after), names in groups.items():
        is_every = len(names) == len(file.groups)
        where = _EVERY_GROUP.say(lang) if is_every else ", ".join(names)
        click.echo(f"  {_FIELDS[field].say(lang)} {before} -> {after}: {where}")
    click.echo(_KEEP_IT.say(lang).format(*typed))


def _changed(change: Change, lang: str) -> tuple[str, str]:
    before, after = (
        f"{value[0]}-{value[1]}" if isinstance(value, tuple) else seconds(value, lang)
        for value in (change.before, change.after)
    )
    return before, after
