"""`loslaten sync`: bring the practice log home."""

import click

from loslaten.air import Reach
from loslaten.cli.reach import on_air
from loslaten.link import sync as link_sync
from loslaten.store.practice_log import PracticeLog
from loslaten.wallclock import now


@click.command()
@click.pass_context
def sync(context: click.Context) -> None:
    """Pull the practice log off the watch, store it, and set the watch's clock.

    The watch is told to reuse space only after everything is safely stored; run it as often as you
    like, nothing is lost and nothing doubled.

    \b
    Examples:
      loslaten sync
      loslaten --sim 127.0.0.1:7701 sync
    """

    async def work(reach: Reach) -> link_sync.Outcome:
        with PracticeLog.in_folder() as log:
            async with await reach.connect() as client:
                return await link_sync.sync(client, log, now)

    outcome = on_air(context, work)
    click.echo(f"{outcome.new} new records; {outcome.unreadable} unreadable")
