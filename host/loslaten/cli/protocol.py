"""`loslaten protocol`: list, show, check, plan and make protocols, and put them on the watch."""

from pathlib import Path

import click
import msgspec

from loslaten.cli import protocol_watch, timeline
from loslaten.cli.data import data_option
from loslaten.cli.output import (
    json_option,
    lang_option,
    print_json,
    print_paragraph,
    print_table,
)
from loslaten.cli.parameter import (
    chosen,
    duration_ms,
    end_cue_option,
    mirrored_option,
    protocol_names,
    span,
    words,
)
from loslaten.cli.reach import watch_option
from loslaten.cli.user_file import UserPath, force_option, put
from loslaten.language.durations import clock
from loslaten.protocols import as_json as protocol_json
from loslaten.protocols import new_rules
from loslaten.protocols.altered import altered, told
from loslaten.protocols.file import (
    SHIPPED_NAMES,
    GroupText,
    NoProtocolError,
    ProtocolFile,
    ProtocolFileError,
    called,
    find,
    force,
)
from loslaten.protocols.fit import Change, fit_at_least, fit_within
from loslaten.protocols.plan import plan as plan_of
from loslaten.protocols.writer import render
from loslaten_core.practice.protocol import LEFT_OUT, Group, Problem

_fit_option = click.option(
    "--fit",
    "fit_ms",
    type=duration_ms,
    metavar="DURATION",
    help="At least: find releases and repeats that fill so long without a press: 30m, 1h15m.",
)
_fit_within_option = click.option(
    "--fit-within",
    "within_ms",
    type=duration_ms,
    metavar="DURATION",
    help="At most: find repeats and releases whose longest way fits: 30m, 1h15m, 30:00.",
)


@click.group()
def protocol() -> None:
    """List, show, check, plan and make protocols, and put them on the watch.

    A protocol says what is practised, in which order, and how long.

    NAME is one of those that are shipped (`loslaten protocol list`), FILE a TOML file of your
    own; `loslaten protocol new` makes one to edit.
    """


for _command in (protocol_watch.push, protocol_watch.choose, protocol_watch.delete):
    protocol.add_command(_command)


@protocol.command("list")
@click.option("--on-watch", is_flag=True, help="List those on the watch, as the wearer counts.")
@json_option
@lang_option
@watch_option
@data_option
@click.pass_context
def list_(
    context: click.Context,
    on_watch: bool,
    as_json: bool,
    lang: str,
    which: str | None,
    data: Path | None,
) -> None:
    """List the shipped protocols, from the first practice to the last, or those on the watch.

    \b
    Examples:
      loslaten protocol list
      loslaten protocol list --lang nl
      loslaten protocol list --on-watch
    """
    if on_watch:
        protocol_watch.list_held(context, which, data, as_json, lang)
        return
    files = [(file, plan_of(file.protocol)) for file in map(find, SHIPPED_NAMES)]
    if as_json:
        print_json([protocol_json.summary(file, plan) for file, plan in files])
        return
    print_table(
        ("NAME", "TITLE", "GROUPS", "SHORTEST", "LONGEST"),
        (
            (
                called(file.name, lang),
                file.title.say(lang),
                str(len(file.groups)),
                clock(plan.shortest.duration_ms),
                clock(plan.longest.duration_ms),
            )
            for file, plan in files
        ),
    )


@protocol.command()
@click.argument("name", metavar="NAME|FILE", shell_complete=protocol_names)
@mirrored_option
@json_option
@lang_option
def show(name: str, mirror: bool, as_json: bool, lang: str) -> None:
    """Show a protocol: its muscle groups, their times, and what to do.

    \b
    Examples:
      loslaten protocol show handout
      loslaten protocol show avond.toml --lang nl
      loslaten protocol show handout --mirrored
    """
    file = chosen(name, mirror)
    if as_json:
        print_json(protocol_json.whole(file))
        return
    _show_head(file, lang)
    click.echo()
    print_table(
        ("", "GROUP", "TENSE", "RELEASE", "GAP", "REPEATS", "EFFORT", "CUES"),
        (
            (str(number), text.name.say(lang), *_how(group, lang))
            for number, (group, text) in enumerate(_both(file), 1)
        ),
    )
    click.echo()
    for number, (group, text) in enumerate(_both(file), 1):
        if group.mode != LEFT_OUT:
            click.echo(f"{number:>2}  {text.instruction.say(lang)}")


def _both(file: ProtocolFile) -> list[tuple[Group, GroupText]]:
    return list(zip(file.protocol.groups, file.groups, strict=True))


def _show_head(file: ProtocolFile, lang: str) -> None:
    protocol = file.protocol
    click.echo(f"{file.name}: {file.title.say(lang)}")
    print_paragraph(file.description.say(lang))
    if file.caution is not None:
        print_paragraph(file.caution.say(lang))
    click.echo()
    print_paragraph(f"source: {file.source}")
    if file.from_memory is not None:
        print_paragraph(f"from memory, not checked against the source: {file.from_memory}")
    click.echo(
        f"{protocol_json.posture(file)}, watch on the {protocol_json.wrist(file)} wrist; "
        f"settle-in {clock(protocol.settle_in_ms)}, final rest {clock(protocol.final_rest_ms)}; "
        f"cues fade by {protocol.fade_pct} %; {'an' if protocol.end_cue else 'no'} end cue"
    )
    for problem in new_rules.broken(protocol):
        print_paragraph(f"not to be put on a watch again: {problem}")
    click.echo(f"content id {file.content_id}, {len(file.packed)} bytes on the watch")


def _how(group: Group, lang: str) -> tuple[str, ...]:
    """Return the numbers of a group as `protocol show` prints them."""
    if group.mode == LEFT_OUT:
        return (force(group, lang), "", "", "", "", "")
    return (
        f"{group.tense_ms / 1000:g} s" if group.tenses else "-",
        f"{group.release_ms / 1000:g} s",
        f"{group.ready_gap_ms / 1000:g} s",
        f"{group.repeats_min}-{group.repeats_max}",
        force(group, lang),
        f"{group.strength_pct} %",
    )


@protocol.command()
@click.argument(
    "names", nargs=-1, required=True, metavar="NAME|FILE...", shell_complete=protocol_names
)
@json_option
@click.pass_context
def check(context: click.Context, names: tuple[str, ...], as_json: bool) -> None:
    """Check protocol files and tell everything that is wrong with them.

    \b
    Examples:
      loslaten protocol check avond.toml
      loslaten protocol check *.toml --json
    """
    results = [(name, _problems(name)) for name in names]
    if as_json:
        print_json([protocol_json.checked(name, problems) for name, problems in results])
    else:
        for name, problems in results:
            for line in problems or ("all is well",):
                click.echo(f"{name}: {line}")
    context.exit(1 if any(problems for _, problems in results) else 0)


def _problems(name: str) -> tuple[Problem, ...]:
    try:
        file = find(name)
    except ProtocolFileError as error:
        return error.problems
    except NoProtocolError as error:
        allowed = "the name of a protocol, or a file"
        return (Problem("the file", "not found", allowed, error.message),)
    return new_rules.broken(file.protocol)


@protocol.command()
@click.argument("name", metavar="NAME|FILE", shell_complete=protocol_names)
@_fit_option
@_fit_within_option
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
    file, changes = _fitted(chosen(name, mirror), fit_ms, within_ms)
    plan = plan_of(file.protocol)
    if as_json:
        print_json(protocol_json.planned(file, plan, fit_ms, within_ms, changes))
        return
    click.echo(f"{file.name}: {file.title.say(lang)}")
    click.echo(f"shortest  {clock(plan.shortest.duration_ms):>8}  without a press")
    click.echo(f"longest   {clock(plan.longest.duration_ms):>8}  every group asked for again")
    if fit_ms is not None:
        _tell_changes(file, changes, f"lasts at least {clock(fit_ms)}", name, "--fit", fit_ms)
    if within_ms is not None:
        _tell_changes(
            file, changes, f"fits in {clock(within_ms)}", name, "--fit-within", within_ms
        )
    click.echo()
    for line in timeline.lines(file, (plan.longest if longest else plan.shortest).events, lang):
        click.echo(line)


def _fitted(
    file: ProtocolFile, fit_ms: int | None, within_ms: int | None
) -> tuple[ProtocolFile, list[Change]]:
    if fit_ms is not None and within_ms is not None:
        raise click.UsageError("--fit and --fit-within exclude each other")
    if fit_ms is not None:
        fitted = fit_at_least(file.protocol, fit_ms)
    elif within_ms is not None:
        fitted = fit_within(file.protocol, within_ms)
    else:
        return file, []
    return msgspec.structs.replace(file, protocol=fitted.protocol), fitted.changes


def _tell_changes(
    file: ProtocolFile, changes: list[Change], what: str, name: str, option: str, time_ms: int
) -> None:
    if not changes:
        click.echo(f"{what} as it is: nothing changed")
        return
    click.echo(f"{what} with these changes:")
    groups: dict[tuple[str, str, str], list[str]] = {}
    for change in changes:
        same = (change.field, _changed(change.before), _changed(change.after))
        groups.setdefault(same, []).append(change.group)
    for (field, before, after), names in groups.items():
        where = "every group" if len(names) == len(file.groups) else ", ".join(names)
        click.echo(f"  {field.removesuffix('_ms')} {before} -> {after}: {where}")
    click.echo(f"keep it: loslaten protocol new NAME --from {name} {option} {clock(time_ms)}")


def _changed(value: int | tuple[int, int]) -> str:
    return f"{value[0]}-{value[1]}" if isinstance(value, tuple) else f"{value / 1000:g} s"


@protocol.command()
@click.argument("name")
@click.option(
    "--from",
    "origin",
    default="handout",
    show_default=True,
    metavar="NAME|FILE",
    help="The protocol to copy.",
)
@_fit_option
@_fit_within_option
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
    file = told(original, _fitted(file, fit_ms, within_ms)[0], title)
    path = output or Path(f"{name}.toml")
    if put(path, (render(file, name),), force):
        return
    click.echo(f"wrote {path}; edit it, then: loslaten protocol check {path}")
