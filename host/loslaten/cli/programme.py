# SPDX-License-Identifier: MIT
"""`loslaten programme`: where one is, what is proposed, and what one says to it."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from loslaten.cli.group import CommandGroup
from loslaten.cli.options import (
    data_option,
    json_option,
    lang_option,
    watch_option,
)
from loslaten.cli.printing import hint, print_json, print_paragraph
from loslaten.cli.protocol.on_watch import PUT_AND_CHOSEN, SENDING
from loslaten.cli.reach import with_watch
from loslaten.cli.surroundings import around
from loslaten.cli.whose import meant
from loslaten.errors import LoslatenError
from loslaten.language.text import Text
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.days import day_of
from loslaten.practice_log.log import PracticeLog
from loslaten.programme import reading
from loslaten.programme.history import where
from loslaten.programme.offer import Offer, Place, offer, place
from loslaten.programme.proposals import Answer
from loslaten.watches.protocols import put

if TYPE_CHECKING:
    from loslaten.cli.busy import Busy
    from loslaten.link.client import Client

_NOT_BEGUN = Text(
    "het programma begint met de eerste nacht", "the programme begins with the first night"
)
_UNKNOWN = Text(
    "de protocollen van uw nachten zijn hier niet bekend; het programma begint met de eerste "
    "nacht van een dat vanaf hier op het horloge is gezet",
    "the protocols of your nights are not known here; the programme begins with the first night "
    "of one that was put on the watch from here",
)
_PUT_ONE = Text(
    "  -> loslaten protocol push NAAM --choose", "  -> loslaten protocol push NAME --choose"
)
_HERE = Text("nu: {}", "now: {}")
_NOTHING = Text("er is nu geen voorstel", "there is no proposal now")
_SOURCE = Text("bron: {}", "source: {}")
_HOW = Text(
    "loslaten programme accept, of: loslaten programme later",
    "loslaten programme accept, or: loslaten programme later",
)
_LATER = Text("goed, nu niet", "all right, not now")

person_option = click.option("--person", metavar="NAME", help="Whose programme.")


class NothingProposedError(LoslatenError):
    """There is nothing to say yes or no to."""

    def __init__(self) -> None:
        super().__init__(
            _NOTHING,
            Text(
                "loslaten programme show zegt waar u bent",
                "loslaten programme show tells where you are",
            ),
        )


@click.group(cls=CommandGroup)
def programme() -> None:
    """From many muscle groups to letting go at a word: what is proposed, and your answer.

    Nothing changes by itself. docs/programme.md has the rules and their sources.
    """


@programme.command()
@person_option
@json_option
@lang_option
@data_option
@click.pass_context
def show(
    context: click.Context, person: str | None, as_json: bool, lang: str, data: Path | None
) -> None:
    """Tell where you are in the programme, and what is proposed.

    \b
    Examples:
      loslaten programme show
      loslaten programme show --lang nl
    """
    with PracticeLog.in_folder(data) as log, log.snapshot():
        whose = meant(log, person).id
        standing = reading.standing(log, whose, _today(context))
        here = place(standing)
        has_nights = log.count_sessions(Choice(person_id=whose), most=1) > 0
        offered = offer(log, whose, standing)
    if as_json:
        print_json(_json(here, offered))
        return
    if here is None:
        click.echo((_UNKNOWN if has_nights else _NOT_BEGUN).say(lang))
        if has_nights:
            click.echo(hint(_PUT_ONE.say(lang)))
        return
    click.echo(_HERE.say(lang).format(where(here).say(lang)))
    if offered is None:
        click.echo(_NOTHING.say(lang))
        return
    click.echo("")
    for text in (
        offered.words.question,
        offered.words.why,
        offered.words.changes,
        offered.words.says,
    ):
        print_paragraph(text.say(lang))
    print_paragraph(_SOURCE.format(offered.words.source).say(lang))
    click.echo(hint(_HOW.say(lang)))


@programme.command()
@person_option
@watch_option
@lang_option
@data_option
@click.pass_context
def accept(
    context: click.Context, person: str | None, which: str | None, lang: str, data: Path | None
) -> None:
    """Say yes: the changed protocol is put on the watch and chosen.

    The answer is kept only when the watch has the protocol.

    \b
    Examples:
      loslaten programme accept
    """
    with PracticeLog.in_folder(data) as log:
        with log.snapshot():
            whose = meant(log, person).id
            offered = _proposed(context, log, whose)

        async def work(client: "Client", busy: "Busy") -> None:
            busy.tell(SENDING)
            await put(client, log, offered.file, around(context).now()[0], choose=True)

        with_watch(context, which, data, work)
        reading.keep(log, whose, offered.proposal, Answer.ACCEPTED, around(context).now()[0])
    click.echo(PUT_AND_CHOSEN.say(lang).format(offered.file.title.say(lang)))


@programme.command()
@person_option
@lang_option
@data_option
@click.pass_context
def later(context: click.Context, person: str | None, lang: str, data: Path | None) -> None:
    """Say "not now": the same is not proposed for two weeks of nights.

    \b
    Examples:
      loslaten programme later
    """
    with PracticeLog.in_folder(data) as log, log.alone():
        whose = meant(log, person).id
        found = _proposed(context, log, whose)
        reading.keep(log, whose, found.proposal, Answer.LATER, around(context).now()[0])
    click.echo(_LATER.say(lang))


def _today(context: click.Context) -> date:
    return day_of(*around(context).now())


def _proposed(context: click.Context, log: PracticeLog, person_id: int) -> Offer:
    found = offer(log, person_id, reading.standing(log, person_id, _today(context)))
    if found is None:
        raise NothingProposedError
    return found


def _json(here: Place | None, found: Offer | None) -> dict[str, Any]:
    return {
        "stage": None if here is None or here.stage is None else here.stage.kind,
        "since": None if here is None or here.since is None else here.since.isoformat(),
        "nights": 0 if here is None else here.nights,
        "locked": here is not None and here.is_locked,
        "proposal": None
        if found is None
        else {
            "change": found.proposal.change,
            "muscle": found.proposal.muscle,
            "nights": list(found.proposal.nights),
            "count": found.proposal.count,
            "protocol": found.file.name,
            "question": {"nl": found.words.question.nl, "en": found.words.question.en},
            "source": found.words.source.en,
            "source_texts": {"nl": found.words.source.nl, "en": found.words.source.en},
        },
    }
