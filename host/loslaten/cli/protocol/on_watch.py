# SPDX-License-Identifier: MIT
"""The commands of `loslaten protocol` that talk to the watch: push, choose, delete, what is there.

On the watch a protocol has a name and a content id; its texts are in the practice log, which keeps
every protocol that was ever pushed from here.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.options import (
    data_option,
    end_cue_option,
    lang_option,
    mirrored_option,
    watch_option,
)
from loslaten.cli.parameter import chosen, protocol_names
from loslaten.cli.printing import hint, print_json, print_table
from loslaten.cli.reach import with_watch
from loslaten.cli.surroundings import around
from loslaten.errors import LoslatenError
from loslaten.language.text import Text
from loslaten.practice_log.log import PracticeLog
from loslaten.protocols import new_rules
from loslaten.protocols.file import shipped_name
from loslaten.watches.protocols import Held, held_by, put

if TYPE_CHECKING:
    from loslaten.cli.busy import Busy
    from loslaten.link.client import Client


SENDING = Text("het protocol wordt verstuurd", "sending the protocol")
_PUT = Text("{} staat op het horloge", "{} is on the watch")
PUT_AND_CHOSEN = Text("{} staat op het horloge en is gekozen", "{} is on the watch and chosen")
_IS_CHOSEN = Text("{} is gekozen", "{} is chosen")
_DELETED = Text("{} is van het horloge verwijderd", "{} is deleted from the watch")
_HOLDS_NONE = Text(
    "op het horloge staat geen protocol; loslaten protocol push handout --choose",
    "the watch holds no protocol; loslaten protocol push handout --choose",
)
_HEADINGS = (
    Text("", ""),
    Text("NAAM", "NAME"),
    Text("TITEL", "TITLE"),
    Text("SPIERGROEPEN", "GROUPS"),
    Text("ID", "ID"),
    Text("GEKOZEN", "CHOSEN"),
)
_NEWER = Text("voor een nieuwere loslaten", "for a newer loslaten")
_CHOSEN = Text("gekozen", "chosen")
_NOT_ON_WATCH = Text(
    "er staat geen protocol {} op het horloge", "there is no protocol {} on the watch"
)
_THERE = Text("er staan op: {}", "it holds {}")
_PUSH_IT = Text(
    "zet het erop: loslaten protocol push {0}", "put it there: loslaten protocol push {0}"
)


class NotOnWatchError(LoslatenError):
    """The watch has no protocol of that name or id."""


@click.command()
@click.argument("name", metavar="NAME|FILE", shell_complete=protocol_names)
@mirrored_option
@end_cue_option
@click.option("--choose", "choosing", is_flag=True, help="Choose it for the next session, too.")
@watch_option
@lang_option
@data_option
@click.pass_context
def push(
    context: click.Context,
    name: str,
    mirror: bool,
    end_cue: bool,
    choosing: bool,
    which: str | None,
    lang: str,
    data: Path | None,
) -> None:
    """Put a protocol on the watch, in place of one of the same name.

    It arrives whole or not at all. Its texts stay here, in the practice log.

    \b
    Examples:
      loslaten protocol push handout --choose
      loslaten protocol push avond.toml
      loslaten protocol push handout --mirrored
    """
    file = chosen(name, mirror, end_cue)
    new_rules.require(file)
    with PracticeLog.in_folder(data) as log:

        async def work(client: "Client", busy: "Busy") -> None:
            busy.tell(SENDING)
            await put(client, log, file, around(context).now()[0], choose=choosing)

        with_watch(context, which, data, work)
    click.echo((PUT_AND_CHOSEN if choosing else _PUT).say(lang).format(file.name))


@click.command()
@click.argument("name", metavar="NAME|ID", shell_complete=protocol_names)
@watch_option
@lang_option
@data_option
@click.pass_context
def choose(
    context: click.Context, name: str, which: str | None, lang: str, data: Path | None
) -> None:
    """Choose what the next session practises, of the protocols on the watch.

    \b
    Examples:
      loslaten protocol choose handout
    """
    held = _with_held(context, name, which, data, lambda client, one: client.choose_protocol(one))
    click.echo(_IS_CHOSEN.say(lang).format(held.called))


@click.command()
@click.argument("name", metavar="NAME|ID")
@watch_option
@lang_option
@data_option
@click.pass_context
def delete(
    context: click.Context, name: str, which: str | None, lang: str, data: Path | None
) -> None:
    """Delete a protocol from the watch; the log keeps it.

    \b
    Examples:
      loslaten protocol delete counting
    """
    held = _with_held(context, name, which, data, lambda client, one: client.delete_protocol(one))
    click.echo(_DELETED.say(lang).format(held.called))


def _with_held(
    context: click.Context,
    name: str,
    which: str | None,
    data: Path | None,
    act: "Callable[[Client, bytes], Awaitable[None]]",
) -> Held:
    """Do something with a protocol on the watch, given by its content id, and return it."""

    async def work(client: "Client", _busy: "Busy") -> Held:
        held = _meant(await held_by(client), name)
        await act(client, held.content_id)
        return held

    return with_watch(context, which, data, work)


def list_held(
    context: click.Context, which: str | None, data: Path | None, as_json: bool, lang: str
) -> None:
    """Print the protocols on the watch: `protocol list --on-watch`."""

    async def work(client: "Client", _busy: "Busy") -> list[Held]:
        return await held_by(client)

    held = with_watch(context, which, data, work)
    if as_json:
        print_json([_json(one) for one in held])
        return
    if not held:
        click.echo(hint(_HOLDS_NONE.say(lang)))
        return
    with PracticeLog.in_folder(data) as log:
        print_table(
            [heading.say(lang) for heading in _HEADINGS],
            (
                (
                    str(one.number),
                    one.name or _NEWER.say(lang),
                    _title(log, one.content_id, lang),
                    str(one.groups or ""),
                    one.content_id.hex(),
                    _CHOSEN.say(lang) if one.chosen else "",
                )
                for one in held
            ),
        )


def _meant(held: list[Held], name: str) -> Held:
    for one in held:
        if shipped_name(name) == one.name or name == one.content_id.hex():
            return one
    there = ", ".join(one.called for one in held)
    raise NotOnWatchError(
        _NOT_ON_WATCH.format(name), _THERE.format(there) if there else _PUSH_IT.format(name)
    )


def _title(log: PracticeLog, content_id: bytes, lang: str) -> str:
    stored = log.protocol(content_id)
    title = stored.texts.get("title") if stored is not None else None
    return str(title.get(lang, "")) if isinstance(title, dict) else ""


def _json(held: Held) -> dict[str, object]:
    return {
        "number": held.number,
        "name": held.name,
        "content_id": held.content_id.hex(),
        "groups": held.groups,
        "chosen": held.chosen,
    }
