# SPDX-License-Identifier: MIT
"""`loslaten deploy`: a board on the cable becomes a watch, and is tried out."""

from pathlib import Path

import click

from loslaten.cli.busy import Busy
from loslaten.cli.first_light import FirstLightTalk
from loslaten.cli.options import (
    data_option,
    lang_option,
)
from loslaten.cli.surroundings import around
from loslaten.deploy import deployment, identity, image, ports
from loslaten.deploy.console import Console
from loslaten.deploy.first_light import FirstLight, Step
from loslaten.firmware import boards
from loslaten.language.text import Text
from loslaten.link.keys import KeyStore, system_keyring
from loslaten.practice_log.log import PracticeLog

_KEYS = {
    "kept": Text("de sleutel is die het al had", "the key is the one it had"),
    "fetched": Text(
        "de sleutel die het had is nu ook hier bekend", "the key it had is now known here too"
    ),
    "restored": Text(
        "de sleutel die hier bekend is staat weer op het horloge",
        "the key known here is on the watch again",
    ),
    "new": Text(
        "horloge en computer delen een nieuwe sleutel", "watch and computer share a new key"
    ),
}
_BOARD = Text("bord      {}", "board     {}")
_WATCH = Text("horloge   {}", "watch     {}")
_CALLED = Text(", heet {}", ", called {}")
_KEY = Text("sleutel   {}", "key       {}")
_FILES = Text(
    "bestanden {}, alle nagekeken; nieuw: {}",
    "files     {}, all verified; new: {}",
)
_IS_WELL = Text(
    "software  {} in /{} zegt dat het goed gaat", "firmware  {} in /{} says that it is well"
)
_THERE_ALREADY = Text("software  {} in /{} stond er al", "firmware  {} in /{} was there already")


@click.command()
@click.option(
    "--board",
    type=click.Choice(boards.names()),
    help="What kind of board it is; without, that is found out.",
)
@click.option("--port", help="Its serial port; not needed with one board on USB.")
@click.option("--name", help="What the watch is called from now on; at most 20 bytes.")
@click.option(
    "--new-key", is_flag=True, help="Make a new key: other computers cannot use it any more."
)
@click.option("--yes", "is_alone", is_flag=True, help="Ask nothing: for scripts.")
@click.option("--again", is_flag=True, help="Try all of first light again, whatever went well.")
@lang_option
@data_option
@click.pass_context
def deploy(
    context: click.Context,
    board: str | None,
    port: str | None,
    name: str | None,
    new_key: bool,
    is_alone: bool,
    again: bool,
    lang: str,
    data: Path | None,
) -> None:
    """Make a watch of a board that is connected by USB, or update one, and try it out.

    Finds the board and what kind it is, says which MicroPython it wants if that is missing or
    wrong, puts the firmware on it, makes the key that it shares with this computer, and gives a
    new watch the protocol of the leaflet. Then comes first light: motor, button, supply, clock and
    radio, with what to check where one fails. Recorded practice, protocols and settings stay. It
    may be interrupted anywhere; the next deployment goes on from there.

    \b
    Examples:
      loslaten deploy --name Maan
      loslaten deploy --board pico_w --port /dev/ttyACM0
      loslaten deploy --yes
    """
    if name is not None:
        identity.check_name(name)
    surroundings = around(context)
    with Console(ports.find_port(port)) as console:
        with Busy(deployment.TALKING, lang) as busy:
            about, kind = deployment.meet(console, board)
            light = FirstLight(console, kind)
            passed = set() if again else light.passed()
            is_new = light.wrist is None
            busy.tell(deployment.COMPILING)
            firmware = image.build(image.board_named(kind))
            wishes = deployment.Wishes(name=name, new_key=new_key)
            keys = KeyStore(keyring=system_keyring())
            done = deployment.install(console, about, firmware, keys, wishes, busy.tell)
        if name is not None:
            with PracticeLog.in_folder(data) as log:
                log.see_watch(done.watch_id, name, surroundings.now()[0])
        _tell(done, kind, name, lang)
        if passed >= set(Step) and not is_new:
            return
        talk = FirstLightTalk(surroundings, kind, passed, lang=lang, is_alone=is_alone)

        async def first_light() -> None:
            deployment.meet(console, kind)
            light = FirstLight(console, kind)
            try:
                await talk.on_cable(light)
            finally:
                light.end()
            before = set(talk.passed)
            await talk.on_air(done.watch_id, context.find_root().params["sim"])
            if talk.passed != before:
                light.keep_while_running(talk.passed)

        surroundings.run(first_light())
    talk.sum_up()


def _tell(done: deployment.Outcome, kind: str, name: str | None, lang: str) -> None:
    board = f"{boards.constants(kind)['MODEL']} ({kind}): {done.about}"
    called = "" if name is None else _CALLED.say(lang).format(name)
    click.echo(_BOARD.say(lang).format(board))
    click.echo(_WATCH.say(lang).format(f"{done.watch_id.hex()}{called}"))
    click.echo(_KEY.say(lang).format(_KEYS[done.key].say(lang)))
    if done.is_new:
        click.echo(_FILES.say(lang).format(done.total, done.sent))
        click.echo(_IS_WELL.say(lang).format(done.version, done.slot))
    else:
        click.echo(_THERE_ALREADY.say(lang).format(done.version, done.slot))
