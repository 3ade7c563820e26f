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
from loslaten.language import numbers
from loslaten.language.durations import clock
from loslaten.language.text import Text
from loslaten.protocols import as_json as protocol_json
from loslaten.protocols import new_rules, problem_words
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

_HEADINGS = (
    Text("NAAM", "NAME"),
    Text("TITEL", "TITLE"),
    Text("SPIERGROEPEN", "GROUPS"),
    Text("KORTST", "SHORTEST"),
    Text("LANGST", "LONGEST"),
)
_GROUP_HEADINGS = (
    Text("", ""),
    Text("SPIERGROEP", "GROUP"),
    Text("AANSPANNEN", "TENSE"),
    Text("LOSLATEN", "RELEASE"),
    Text("AANLOOP", "GAP"),
    Text("HERHALINGEN", "REPEATS"),
    Text("KRACHT", "EFFORT"),
    Text("SIGNALEN", "CUES"),
)
_SOURCE = Text("bron: {}", "source: {}")
_FROM_MEMORY = Text(
    "uit het geheugen, niet bij de bron nagezien: {}",
    "from memory, not checked against the source: {}",
)
_POSTURES = {"seated": Text("zittend", "seated"), "lying": Text("liggend", "lying")}
_WRISTS = {"left": Text("linkerpols", "left wrist"), "right": Text("rechterpols", "right wrist")}
_HEAD = Text(
    "{}, horloge om de {}; gaan liggen {}, eindrust {}; signalen worden {} % zwakker; {}",
    "{}, watch on the {}; settle-in {}, final rest {}; cues fade by {} %; {}",
)
_END_CUE = Text("met een signaal aan het einde", "an end cue")
_NO_END_CUE = Text("geen signaal aan het einde", "no end cue")
_NOT_AGAIN = Text("mag niet opnieuw op een horloge: {}", "not to be put on a watch again: {}")
_CONTENT = Text("kenmerk {}, {} bytes op het horloge", "content id {}, {} bytes on the watch")
_ALL_WELL = Text("alles is goed", "all is well")
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
_EXCLUDE = Text(
    "--fit en --fit-within gaan niet samen", "--fit and --fit-within exclude each other"
)
_WROTE = Text(
    "{0} is geschreven; pas het aan, en dan: loslaten protocol check {0}",
    "wrote {0}; edit it, then: loslaten protocol check {0}",
)

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
        [heading.say(lang) for heading in _HEADINGS],
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
        [heading.say(lang) for heading in _GROUP_HEADINGS],
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
    print_paragraph(_SOURCE.say(lang).format(file.source))
    if file.from_memory is not None:
        print_paragraph(_FROM_MEMORY.say(lang).format(file.from_memory))
    click.echo(
        _HEAD.say(lang).format(
            _POSTURES[protocol_json.posture(file)].say(lang),
            _WRISTS[protocol_json.wrist(file)].say(lang),
            clock(protocol.settle_in_ms),
            clock(protocol.final_rest_ms),
            protocol.fade_pct,
            (_END_CUE if protocol.end_cue else _NO_END_CUE).say(lang),
        )
    )
    for problem in new_rules.broken(protocol):
        print_paragraph(_NOT_AGAIN.format(problem_words.told(problem)).say(lang))
    click.echo(_CONTENT.say(lang).format(file.content_id, len(file.packed)))


def _how(group: Group, lang: str) -> tuple[str, ...]:
    """Return the numbers of a group as `protocol show` prints them."""
    if group.mode == LEFT_OUT:
        return (force(group, lang), "", "", "", "", "")
    return (
        _seconds(group.tense_ms, lang) if group.tenses else "-",
        _seconds(group.release_ms, lang),
        _seconds(group.ready_gap_ms, lang),
        f"{group.repeats_min}-{group.repeats_max}",
        force(group, lang),
        f"{group.strength_pct} %",
    )


def _seconds(time_ms: int, lang: str) -> str:
    return f"{numbers.decimal(time_ms / 1000, lang)} s"


@protocol.command()
@click.argument(
    "names", nargs=-1, required=True, metavar="NAME|FILE...", shell_complete=protocol_names
)
@json_option
@lang_option
@click.pass_context
def check(context: click.Context, names: tuple[str, ...], as_json: bool, lang: str) -> None:
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
            for line in map(problem_words.told, problems) if problems else (_ALL_WELL,):
                click.echo(f"{name}: {line.say(lang)}")
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
    file, changes = _fitted(chosen(name, mirror), fit_ms, within_ms, lang)
    plan = plan_of(file.protocol)
    if as_json:
        print_json(protocol_json.planned(file, plan, fit_ms, within_ms, changes))
        return
    click.echo(f"{file.name}: {file.title.say(lang)}")
    click.echo(_SHORTEST.say(lang).format(clock(plan.shortest.duration_ms)))
    click.echo(_LONGEST.say(lang).format(clock(plan.longest.duration_ms)))
    if fit_ms is not None:
        what = _LASTS.say(lang).format(clock(fit_ms))
        _tell_changes(file, changes, what, (name, "--fit", clock(fit_ms)), lang)
    if within_ms is not None:
        what = _FITS.say(lang).format(clock(within_ms))
        _tell_changes(file, changes, what, (name, "--fit-within", clock(within_ms)), lang)
    click.echo()
    for line in timeline.lines(file, (plan.longest if longest else plan.shortest).events, lang):
        click.echo(line)


def _fitted(
    file: ProtocolFile, fit_ms: int | None, within_ms: int | None, lang: str
) -> tuple[ProtocolFile, list[Change]]:
    if fit_ms is not None and within_ms is not None:
        raise click.UsageError(_EXCLUDE.say(lang))
    if fit_ms is not None:
        fitted = fit_at_least(file.protocol, fit_ms)
    elif within_ms is not None:
        fitted = fit_within(file.protocol, within_ms)
    else:
        return file, []
    return msgspec.structs.replace(file, protocol=fitted.protocol), fitted.changes


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
        f"{value[0]}-{value[1]}" if isinstance(value, tuple) else _seconds(value, lang)
        for value in (change.before, change.after)
    )
    return before, after


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
    file = told(original, _fitted(file, fit_ms, within_ms, lang)[0], title)
    path = output or Path(f"{name}.toml")
    if put(path, (render(file, name),), force):
        return
    click.echo(_WROTE.say(lang).format(path))
