# SPDX-License-Identifier: MIT
"""`loslaten protocol`: the group, and what lists, shows and checks protocols."""

from pathlib import Path

import click

from loslaten.cli.group import CommandGroup
from loslaten.cli.options import (
    data_option,
    json_option,
    lang_option,
    mirrored_option,
    watch_option,
)
from loslaten.cli.parameter import chosen, protocol_names
from loslaten.cli.printing import print_json, print_paragraph, print_table
from loslaten.cli.protocol.timeline import seconds
from loslaten.language.durations import clock
from loslaten.language.text import Text
from loslaten.protocols import as_json as protocol_json
from loslaten.protocols import new_rules, problem_words
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
from loslaten.protocols.plan import plan as plan_of
from loslaten_core.practice.checks import Problem
from loslaten_core.practice.limits import LEFT_OUT
from loslaten_core.practice.protocol import Group

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


_LATER = (
    (
        "new",
        "loslaten.cli.protocol.new:new",
        "Write a protocol of your own, changed as you say, or to edit.",
    ),
    (
        "plan",
        "loslaten.cli.protocol.plan:plan",
        "Tell how long a protocol takes, and what happens when.",
    ),
    (
        "push",
        "loslaten.cli.protocol.on_watch:push",
        "Put a protocol on the watch, in place of one of the same name.",
    ),
    (
        "choose",
        "loslaten.cli.protocol.on_watch:choose",
        "Choose what the next session practises, of the protocols on the watch.",
    ),
    (
        "delete",
        "loslaten.cli.protocol.on_watch:delete",
        "Delete a protocol from the watch; the log keeps it.",
    ),
)


@click.group(cls=CommandGroup, later=_LATER)
def protocol() -> None:
    """List, show, check, plan and make protocols, and put them on the watch.

    A protocol says what is practised, in which order, and how long.

    NAME is one of those that are shipped (`loslaten protocol list`), FILE a TOML file of your
    own; `loslaten protocol new` makes one to edit.
    """


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
        from loslaten.cli.protocol.on_watch import list_held

        list_held(context, which, data, as_json, lang)
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
    print_paragraph(_SOURCE.format(file.source).say(lang))
    if file.from_memory is not None:
        print_paragraph(_FROM_MEMORY.format(file.from_memory).say(lang))
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
        seconds(group.tense_ms, lang) if group.tenses else "-",
        seconds(group.release_ms, lang),
        seconds(group.ready_gap_ms, lang),
        f"{group.repeats_min}-{group.repeats_max}",
        force(group, lang),
        f"{group.strength_pct} %",
    )


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
