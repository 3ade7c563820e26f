# SPDX-License-Identifier: MIT
"""`loslaten open`: the page in the browser."""

import asyncio
import contextlib
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.busy import Busy
from loslaten.cli.options import data_option, lang_option
from loslaten.cli.surroundings import around
from loslaten.errors import LoslatenError
from loslaten.language.text import Text

if TYPE_CHECKING:
    from loslaten.page.admission import Admission
    from loslaten.watches.reach import Reach

_IN_MENU = Text("Loslaten staat in het menu: {}", "Loslaten is in the menu: {}")
_IS_OPEN = Text(
    "de pagina is open in de browser, op http://127.0.0.1:{}/",
    "the page is open in the browser, at http://127.0.0.1:{}/",
)
_NO_BROWSER = Text(
    "hier ging geen browser open; open er een op dit adres, dat één keer binnenlaat:",
    "no browser opened here; open one at this address, which lets in once:",
)
_ASKING = Text(
    "de pagina die al open is, antwoordt nog niet", "the page that is open does not answer yet"
)
_ENDS = Text(
    "het stopt vanzelf als ze dicht is, of met Ctrl-C",
    "it ends by itself when it is closed, or with Ctrl-C",
)


@click.command("open")
@click.option(
    "--no-browser", is_flag=True, help="Print the address, which lets in once; open nothing."
)
@click.option(
    "--without-watch", is_flag=True, help="Begin with the wrist that the page draws, to try it."
)
@click.option("--add-to-menu", is_flag=True, help="Add it to the system's menu; open nothing.")
@lang_option
@data_option
@click.pass_context
def open_(
    context: click.Context,
    no_browser: bool,
    without_watch: bool,
    add_to_menu: bool,
    lang: str,
    data: Path | None,
) -> None:
    """Open the page: everything of every day in the browser, in Dutch or English.

    The page is served by this computer and to nobody else, and loads nothing from elsewhere. It
    ends five minutes after the last page was closed, or with Ctrl-C. A second `loslaten open`
    shows the page that is there.

    \b
    Examples:
      loslaten open
      loslaten open --no-browser
      loslaten open --without-watch
      loslaten open --add-to-menu
      loslaten --sim 127.0.0.1:7701 open --data /tmp/try
    """
    if add_to_menu:
        from loslaten.page import menu

        click.echo(_IN_MENU.say(lang).format(menu.add()))
        return
    from loslaten.page import admission as admissions
    from loslaten.page import serving
    from loslaten.page.world import World

    surroundings, sim = around(context), context.find_root().params["sim"]

    @asynccontextmanager
    async def air() -> "AsyncIterator[Reach]":
        async with surroundings.air(sim) as reach:
            yield reach

    world = World(data, air, surroundings.now, any_watch=sim is not None)
    try:
        admission = admissions.Admission(world.private)
        with Busy(_ASKING, lang):
            listening = serving.listen_or_meet(admission)
    except LoslatenError as error:
        if not no_browser:
            # Where nothing can be written, it is told here alone.
            with contextlib.suppress(LoslatenError):
                webbrowser.open(serving.telling_file(error, world.private).as_uri())
        raise
    _show(admission, world.private, no_browser, lang)
    if listening is None:
        return
    if not no_browser:
        click.echo(_ENDS.say(lang))
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serving.Server(world, admission, listening).run(without_watch))


def _show(admission: "Admission", folder: Path, no_browser: bool, lang: str) -> None:
    """Open the browser on the page, or print the address where none is to open or does."""
    from loslaten.page import serving

    if no_browser:
        click.echo(serving.address(admission))
    elif webbrowser.open(serving.private_file(admission, folder).as_uri()):
        click.echo(_IS_OPEN.say(lang).format(admission.port))
    else:
        click.echo(_NO_BROWSER.say(lang), err=True)
        click.echo(serving.address(admission))
