# SPDX-License-Identifier: MIT
"""`loslaten watch`: a session while it goes on."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from loslaten.cli.options import (
    data_option,
    json_option,
    lang_option,
    watch_option,
)
from loslaten.cli.reach import with_watch
from loslaten.cli.surroundings import around
from loslaten.language.durations import clock
from loslaten.language.text import Counted, Text
from loslaten.practice_log import moments as when
from loslaten.watches.protocols import chosen
from loslaten_core.link import message
from loslaten_core.practice import event, muscles

if TYPE_CHECKING:
    from rich.live import Live
    from rich.text import Text as Line

    from loslaten.cli.busy import Busy
    from loslaten.link.answers import LiveEvent
    from loslaten.link.client import Client
    from loslaten.watches.live import LiveSession

_NOBODY = Text(
    "er is geen oefening bezig; ik wacht tot de drager er een begint",
    "no session is under way; waiting for the wearer to start one",
)
_LOST = Counted(
    Text("{} gebeurtenis hiervoor ging verloren", "{} event before this one was lost"),
    Text("{} gebeurtenissen hiervoor gingen verloren", "{} events before this one were lost"),
)
_LEFT = Text("nog {}", "{} left")


@click.command()
@json_option
@watch_option
@lang_option
@data_option
@click.pass_context
def watch(
    context: click.Context, as_json: bool, which: str | None, lang: str, data: Path | None
) -> None:
    """Show a session while it goes on, until it is over.

    The wearer opens the radio window before the session, with a very long hold: at night the watch
    is silent otherwise. With --json each event is a line of JSON.

    \b
    Examples:
      loslaten watch
      loslaten watch --json > session.jsonl
    """
    from loslaten.watches.live import LiveSession

    async def work(client: "Client", busy: "Busy") -> None:
        session = LiveSession(lang)
        status = await client.status()
        session.protocol = await chosen(client)
        busy.clear()
        if status.state == message.IDLE:
            click.echo(_NOBODY.say(lang), err=True)
        with Bottom(session, lang) as bottom:
            async with aclosing(client.events()) as events:
                async for happening in events:
                    if happening.event == event.STARTED:
                        session.protocol = await chosen(client)
                    line = session.take(happening)
                    if as_json:
                        bottom.print(_json(happening, around(context).now()[0]))
                    else:
                        for each in _lines(happening, line, around(context).now(), lang):
                            bottom.print(each)
                    bottom.follow()
                    if session.over:
                        return

    with_watch(context, which, data, work)


def _lines(told: "LiveEvent", line: str, now: tuple[int, int], lang: str) -> Iterator[str]:
    if told.lost:
        yield _LOST.say(told.lost, lang)
    yield f"{_local(*now)}  {line}"


def _local(utc_ms: int, zone_min: int) -> str:
    at = datetime.fromtimestamp(utc_ms / 1000, UTC) + timedelta(minutes=zone_min)
    return f"{at:%H:%M:%S}"


def _json(told: "LiveEvent", now_utc_ms: int) -> str:
    from loslaten.watches.live import cue_name, event_name, muscle_of

    number = muscle_of(told)
    muscle = None if number is None else muscles.by_number(number)
    return json.dumps(
        {
            "received_utc": when.iso(now_utc_ms),
            "event": event_name(told.event),
            "muscle": None if muscle is None else muscle.key,
            "repeat": told.repeat or None,
            "cue": cue_name(told.cue) if told.cue else None,
            "lost_before": told.lost,
        }
    )


class Bottom:
    """The last line of a terminal, which tells what goes on and how long still."""

    def __init__(self, session: "LiveSession", lang: str) -> None:
        self._session = session
        self._lang = lang
        self._phase = session.phase
        self._since_s = time.monotonic()
        self._live: Live | None = None

    def __enter__(self) -> Self:
        if sys.stdout.isatty():
            from rich.console import Console
            from rich.live import Live

            self._live = Live(console=Console(), get_renderable=self._shown, transient=True)
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live is not None:
            self._live.stop()

    def print(self, line: str) -> None:
        """Print a line above this one."""
        if self._live is None:
            click.echo(line)
        else:
            self._live.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def follow(self) -> None:
        """Take over what goes on; another phase begins now."""
        if self._session.phase is not self._phase:
            self._phase = self._session.phase
            self._since_s = time.monotonic()

    def _shown(self) -> "Line":
        from rich.text import Text as Line

        phase = self._phase
        if phase is None:
            return Line("")
        passed_ms = round(1000 * (time.monotonic() - self._since_s))
        if phase.length_ms is None:
            return Line(f"{phase.told(self._lang)}  {clock(passed_ms)}")
        left = _LEFT.say(self._lang).format(clock(max(0, phase.length_ms - passed_ms)))
        return Line(f"{phase.told(self._lang)}  {left}")
