# SPDX-License-Identifier: MIT
"""The watch on its cable: new firmware for it, told as it goes."""

import asyncio

from loslaten.deploy import deployment, image, ports
from loslaten.deploy.console import Console
from loslaten.deploy.deployment import Outcome, Tell, Wishes
from loslaten.errors import LoslatenError
from loslaten.language.text import Text
from loslaten.link.keys import KeyStore, system_keyring
from loslaten.page.radio import Job, WorkHere
from loslaten.page.words import every, text
from loslaten.page.world import World


class StoppedError(LoslatenError):
    """Somebody stopped it; the watch runs what it ran."""


def update(world: World) -> WorkHere:
    """Return the errand that puts the firmware of this program on the watch on the cable."""

    async def work(job: Job) -> Text:
        loop = asyncio.get_running_loop()

        def tell(told: Text, done: int, total: int) -> None:
            if not job.is_active:
                raise StoppedError(every()["page.stopped"])
            loop.call_soon_threadsafe(job.tell, told, done, total)

        thread = asyncio.create_task(asyncio.to_thread(_install, tell))
        try:
            outcome = await asyncio.shield(thread)
        except asyncio.CancelledError:
            # It ends at its next step; until then the port is taken.
            await asyncio.wait({thread})
            thread.exception()
            raise
        world.changed()
        return text("watch.updated" if outcome.is_new else "watch.is_newest", v=outcome.version)

    return work


def _install(tell: Tell) -> Outcome:
    tell(deployment.TALKING, 0, 0)
    with Console(ports.find_port(None)) as console:
        about, kind = deployment.meet(console, None)
        tell(deployment.COMPILING, 0, 0)
        firmware = image.build(image.board_named(kind))
        keys = KeyStore(keyring=system_keyring())
        return deployment.install(console, about, firmware, keys, Wishes(), tell)
