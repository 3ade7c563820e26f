# SPDX-License-Identifier: MIT
"""`loslaten plan`: what a therapist and a person agreed on, written, taken and shown."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from loslaten.cli.group import CommandGroup
from loslaten.cli.options import (
    data_option,
    json_option,
    lang_option,
    output_option,
    watch_option,
)
from loslaten.cli.parameter import day, protocol_names, words
from loslaten.cli.printing import hint, print_json, print_paragraph
from loslaten.cli.protocol.on_watch import PUT_AND_CHOSEN, SENDING
from loslaten.cli.reach import with_watch
from loslaten.cli.surroundings import around
from loslaten.cli.user_file import UserPath, put, require_free
from loslaten.cli.whose import meant
from loslaten.errors import LoslatenError
from loslaten.exchange import agreement
from loslaten.exchange import plan as plans
from loslaten.exchange.errors import content
from loslaten.exchange.own_keys import OwnKeys
from loslaten.exchange.plan import Plan, SignedPlan
from loslaten.language import dates
from loslaten.language.text import Counted, Text
from loslaten.practice_log.days import day_of
from loslaten.practice_log.log import PracticeLog
from loslaten.watches.protocols import put as put_on_watch

if TYPE_CHECKING:
    from loslaten.cli.busy import Busy
    from loslaten.link.client import Client

_WRITTEN = Text(
    "geschreven; uw getal, dat uw patiënt u kan vragen: {}",
    "written; your number, which your patient may ask you for: {}",
)
_KNOWN = Text("dit plan had u al; er is niets veranderd", "you had this plan already")
_TAKEN = Text("dit is nu uw plan", "this is your plan now")
_FIRST = Text(
    "of het echt van uw therapeut komt weet deze computer niet; vraag eens naar dit getal: {}",
    "this computer cannot know whether it is your therapist's; ask for this number once: {}",
)
_PROVEN = Text(
    "het komt van dezelfde computer als uw vorige plan",
    "it comes from the same computer as your last plan",
)
_PUT_IT = Text(
    "zet de oefening op het horloge: loslaten plan put",
    "put the exercise on the watch: loslaten plan put",
)
_NO_PLAN = Text("er is geen plan", "there is no plan")
_HOW_TO_TAKE = Text(
    "open het bestand van uw therapeut: loslaten plan take BESTAND",
    "open your therapist's file: loslaten plan take FILE",
)
_BY = Text("plan van {writer}, {made}", "plan by {writer}, {made}")
_WHAT = Text("oefening: {title} ({name})", "exercise: {title} ({name})")
_TIMES = Counted(
    Text("{} keer per week", "once a week"), Text("{} keer per week", "{} times a week")
)
_UNTIL = Text("{times}, tot en met {until}", "{times}, up to {until}")
_OVER = Text("de laatste dag van dit plan is voorbij", "the last day of this plan is over")
_LOCKED = Text(
    "uw therapeut houdt deze stap van het programma vast",
    "your therapist keeps this stage of the programme",
)

_person_option = click.option(
    "--person", metavar="NAME", help="Whose plan; not needed while there is one person."
)


class NoPlanError(LoslatenError):
    """There is no plan to be shown or followed."""

    def __init__(self) -> None:
        super().__init__(_NO_PLAN, _HOW_TO_TAKE)


@click.group(cls=CommandGroup)
def plan() -> None:
    """Agreement of a therapist and a person: one small file from the one to the other.

    The file is signed, so that a changed one is refused; it is not sealed, and names nobody but
    who wrote it.
    """


@plan.command()
@click.option("--person", metavar="NAME", help="Whom it is for; not needed while there is one.")
@click.option(
    "--protocol",
    "protocol",
    required=True,
    metavar="NAME|FILE",
    shell_complete=protocol_names,
    help="The exercise: a shipped protocol, or a file of one, which goes along.",
)
@click.option(
    "--times",
    type=click.IntRange(1, plans.TIMES_A_WEEK_MAX),
    required=True,
    metavar="COUNT",
    help=f"How many times a week, 1 to {plans.TIMES_A_WEEK_MAX}.",
)
@click.option("--until", type=day, required=True, metavar="DATE", help="The last day.")
@click.option("--writer", type=words, required=True, metavar="NAME", help="Your name.")
@click.option("--word", type=words, default="", metavar="TEXT", help="A word to go with it.")
@click.option("--lock-stages", is_flag=True, help="Let the programme propose no other stage.")
@output_option
@lang_option
@data_option
@click.pass_context
def write(
    context: click.Context,
    person: str | None,
    protocol: str,
    times: int,
    until: date,
    writer: str,
    word: str,
    lock_stages: bool,
    output: Path,
    force: bool,
    lang: str,
    data: Path | None,
) -> None:
    """Write a plan for a person, to mail or to hand over.

    It is kept here, too, as what was agreed on. Whoever opens it sends nights sealed to this
    computer's key.

    \b
    Examples:
      loslaten plan write --person Anna --protocol handout --times 5 --until 2026-12-31 \
        --writer "M. Jansen" -o anna.plan.json
    """
    from loslaten.protocols.file import find

    require_free(output, force)
    file, keys, now_ms = find(protocol), OwnKeys(), around(context).now()[0]
    seal_to = keys.recipient()
    with PracticeLog.in_folder(data) as log, log.alone():
        whose = meant(log, person)
        made = Plan(
            code=plans.new_code(),
            person=log.identify(whose.id).hex(),
            made_utc_ms=now_ms,
            writer=writer,
            protocol=file.name,
            protocol_file=plans.protocol_text(file),
            times_a_week=times,
            until=until,
            word=word,
            stages_locked=lock_stages,
            seal_to=seal_to,
        )
        text = plans.written(made, keys)
        signed = plans.read(text.encode())
        put(output, (text,), force)
        agreement.keep_written(log, whose, signed)
    click.echo(_WRITTEN.format(signed.fingerprint).say(lang), err=True)


@plan.command()
@click.argument("file", type=UserPath())
@_person_option
@click.option(
    "--new-therapist",
    is_flag=True,
    help="Take it also where the last plan came from another computer: you asked for its number.",
)
@lang_option
@data_option
@click.pass_context
def take(
    context: click.Context,
    file: Path,
    person: str | None,
    new_therapist: bool,
    lang: str,
    data: Path | None,
) -> None:
    """Take the plan in FILE, which your therapist sent.

    A plan for somebody else, a changed one, and one that is older than the one you follow are
    refused, and nothing is changed then.

    \b
    Examples:
      loslaten plan take anna.plan.json
      loslaten plan take anna.plan.json --lang nl
    """
    signed = plans.read(content(file, plans.FILE_BYTES_MAX))
    now_ms, zone_min = around(context).now()
    with PracticeLog.in_folder(data) as log:
        whose = meant(log, person)
        outcome = agreement.take(log, whose, signed, now_ms, new_therapist)
    if outcome is agreement.Taken.KNOWN:
        click.echo(_KNOWN.say(lang))
        return
    _tell(signed, (now_ms, zone_min), lang)
    click.echo(_TAKEN.say(lang))
    if outcome is agreement.Taken.PROVEN:
        click.echo(f"  -> {_PROVEN.say(lang)}")
    else:
        click.echo(f"  -> {_FIRST.format(signed.fingerprint).say(lang)}")
    click.echo(hint(f"  -> {_PUT_IT.say(lang)}"))


@plan.command()
@_person_option
@json_option
@lang_option
@data_option
@click.pass_context
def show(
    context: click.Context, person: str | None, as_json: bool, lang: str, data: Path | None
) -> None:
    """Show the plan that was made last.

    \b
    Examples:
      loslaten plan show
      loslaten plan show --person Anna --json
    """
    with PracticeLog.in_folder(data) as log, log.snapshot():
        signed = agreement.in_force(log, meant(log, person).id)
    if signed is None:
        raise NoPlanError
    if as_json:
        print_json(_json(signed))
        return
    _tell(signed, around(context).now(), lang)


@plan.command("put")
@_person_option
@watch_option
@lang_option
@data_option
@click.pass_context
def put_(
    context: click.Context, person: str | None, which: str | None, lang: str, data: Path | None
) -> None:
    """Put the exercise of your plan on the watch, and choose it.

    \b
    Examples:
      loslaten plan put
    """
    with PracticeLog.in_folder(data) as log:
        signed = agreement.in_force(log, meant(log, person).id)
        if signed is None:
            raise NoPlanError
        file = plans.protocol_of(signed.plan)

        async def work(client: "Client", busy: "Busy") -> None:
            busy.tell(SENDING)
            await put_on_watch(client, log, file, around(context).now()[0], choose=True)

        with_watch(context, which, data, work)
    click.echo(PUT_AND_CHOSEN.say(lang).format(file.title.say(lang)))


def _tell(signed: SignedPlan, now: tuple[int, int], lang: str) -> None:
    """Print a plan as it is told at a moment: Unix time in ms, and the zone in minutes."""
    agreed = signed.plan
    made = dates.day(day_of(agreed.made_utc_ms, now[1]), lang, with_year=True)
    until = dates.day(agreed.until, lang, with_year=True)
    title = plans.protocol_of(agreed).title.say(lang)
    click.echo(_BY.say(lang).format(writer=agreed.writer, made=made))
    click.echo(_WHAT.say(lang).format(title=title, name=agreed.protocol))
    times = _TIMES.say(agreed.times_a_week, lang)
    click.echo(_UNTIL.say(lang).format(times=times, until=until))
    if day_of(*now) > agreed.until:
        click.echo(_OVER.say(lang))
    if agreed.stages_locked:
        click.echo(_LOCKED.say(lang))
    if agreed.word:
        click.echo("")
        print_paragraph(agreed.word)
        click.echo("")


def _json(signed: SignedPlan) -> dict[str, Any]:
    agreed = signed.plan
    return {
        "writer": agreed.writer,
        "made_utc_ms": agreed.made_utc_ms,
        "protocol": agreed.protocol,
        "times_a_week": agreed.times_a_week,
        "until": agreed.until.isoformat(),
        "word": agreed.word,
        "stages_locked": agreed.stages_locked,
        "fingerprint": signed.fingerprint,
    }
