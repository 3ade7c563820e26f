"""`loslaten deploy`: the firmware onto a watch, over USB."""

from pathlib import Path

import click

from loslaten.cli.busy import Busy
from loslaten.cli.data import data_option
from loslaten.cli.surroundings import around
from loslaten.deploy import deployment, identity, image, ports
from loslaten.firmware import boards
from loslaten.link.keys import KeyStore, system_keyring
from loslaten.practice_log.log import PracticeLog

_KEYS = {
    "kept": "the key is the one it had",
    "fetched": "the key it had is now known here too",
    "restored": "the key known here is on the watch again",
    "new": "watch and computer share a new key",
}


@click.command()
@click.option(
    "--board",
    required=True,
    type=click.Choice(boards.names()),
    help="What kind of board the watch has.",
)
@click.option("--port", help="Its serial port; not needed with one board on USB.")
@click.option("--name", help="What the watch is called from now on; at most 20 bytes.")
@click.option(
    "--new-key", is_flag=True, help="Make a new key: other computers cannot use it any more."
)
@data_option
@click.pass_context
def deploy(
    context: click.Context,
    board: str,
    port: str | None,
    name: str | None,
    new_key: bool,
    data: Path | None,
) -> None:
    """Put the firmware on a watch that is connected by USB.

    Also what a new watch needs: its name, and the key that it shares with this computer. The
    recorded practice, the protocols and the settings stay. It may be interrupted: the watch then
    starts the firmware it had, and the next deployment goes on from there.

    \b
    Examples:
      loslaten deploy --board pico_w --name Maan
      loslaten deploy --board pico_w --port /dev/ttyACM0
    """
    if name is not None:
        identity.check_name(name)
    with Busy("compiling") as busy:
        firmware = image.build(image.board_named(board))
        done = deployment.deploy(
            ports.find_port(port),
            firmware,
            KeyStore(keyring=system_keyring()),
            deployment.Wishes(name, new_key),
            busy.tell,
        )
    if name is not None:
        with PracticeLog.in_folder(data) as log:
            log.see_watch(done.watch_id, name, around(context).now()[0])
    click.echo(f"board     {done.about}")
    click.echo(f"watch     {done.watch_id.hex()}{'' if name is None else f', called {name}'}")
    click.echo(f"key       {_KEYS[done.key]}")
    if done.is_new:
        click.echo(f"files     {done.total}, all verified; {done.sent} of them were new")
        click.echo(f"firmware  {done.version} in /{done.slot} says that it is well")
    else:
        click.echo(f"firmware  {done.version} in /{done.slot} was there already")
