# SPDX-License-Identifier: MIT
"""Choice of nights on the command line: the options that commands share, and what they mean.

A log of one person asks nothing. With several no command mixes them: it says how to choose.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from loslaten.cli.printing import hint
from loslaten.errors import LoslatenError
from loslaten.language.text import Text
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.days import Span
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.persons import PersonRow
from loslaten.practice_log.rows import WatchRow

_Command = TypeVar("_Command", bound=Callable[..., Any])
_SEVERAL = Text(
    "in dit logboek staan de nachten van meer dan één persoon",
    "the log holds the nights of several persons",
)
_SAY_WHOSE = Text("zeg van wie: --person NAAM", "say whose: --person NAME")
_NO_WATCH = Text("er is geen horloge {} in het logboek", "there is no watch {} in the log")
_SEVERAL_WATCHES = Text("meer dan één horloge heet {}", "several watches are called {}")
_SAY_WHICH = Text(
    "zeg welk: --watch ID, zie: loslaten devices list",
    "say which: --watch ID, see: loslaten devices list",
)
_UNSURE = Text(
    "van {} is niet zeker van wie: zie loslaten log list --unsure",
    "{}: it is not certain whose; see loslaten log list --unsure",
)


class WhoseError(LoslatenError):
    """It was not said whose nights are meant, or of which watch."""


def whose_options(command: _Command) -> _Command:
    """Give a command `--person` and `--watch`, handed over as `person` and `which`."""
    person = click.option(
        "--person", metavar="NAME", help="Whose nights; not needed while there is one person."
    )
    watch = click.option("--watch", "which", metavar="NAME|ID", help="Nights of this watch only.")
    return person(watch(command))


def chosen(
    log: PracticeLog,
    person: str | None,
    which: str | None,
    days: Span | None = None,
    is_unsure: bool = False,
) -> Choice:
    """Return the nights that the options mean. Raises WhoseError and PersonError."""
    watch = None if which is None else watch_called(log, which)
    return Choice(
        person_id=None if is_unsure else meant(log, person, watch).id,
        watch_id=None if watch is None else watch.id,
        days=days or Span(),
        is_unsure=is_unsure,
    )


def meant(log: PracticeLog, person: str | None, watch: WatchRow | None = None) -> PersonRow:
    """Return the person that is meant: the one named, else the only one, else the watch's."""
    if person is not None:
        return log.person(person)
    every = log.persons()
    if watch is not None:
        held = {one.person_id for one in log.holdings(watch.id)}
        every = [one for one in every if one.id in held] or every
    if len(every) == 1:
        return every[0]
    raise WhoseError(_SEVERAL, _SAY_WHOSE, tuple(one.called() for one in every))


def watch_called(log: PracticeLog, which: str) -> WatchRow:
    """Return the watch of a name, or of an id or its beginning. Raises WhoseError."""
    wanted = which.casefold()
    every = log.watches(everything=True)
    matches = [one for one in every if wanted in (one.name.casefold(), one.serial.hex())]
    matches = matches or [
        one for one in every if len(wanted) >= 8 and one.serial.hex().startswith(wanted)
    ]
    if len(matches) == 1:
        return matches[0]
    told = tuple(f"{one.serial.hex()} {one.name}".rstrip() for one in matches or every)
    raise WhoseError((_SEVERAL_WATCHES if matches else _NO_WATCH).format(which), _SAY_WHICH, told)


def tell_unsure(log: PracticeLog, choice: Choice, lang: str) -> None:
    """Say on the standard error how many nights may be this person's, and may not."""
    if choice.person_id is not None and (count := log.count_unsure(choice.person_id)):
        from loslaten.language.numbers import NIGHTS

        click.echo(hint(_UNSURE.format(NIGHTS.text(count)).say(lang)), err=True)
