# SPDX-License-Identifier: MIT
"""Errands of the page with the watch: each does what a command does, told as it goes."""

from loslaten.language.text import Text
from loslaten.link.client import Client
from loslaten.page.radio import Job, Work
from loslaten.page.words import every, text
from loslaten.page.world import World
from loslaten.protocols.file import ProtocolFile
from loslaten.watches import protocols
from loslaten.watches.sync import Outcome, sync


def fetch(world: World) -> Work:
    """Return the errand that brings the log home."""

    async def work(client: Client, job: Job) -> Text:
        def progress(done: int, total: int) -> None:
            job.tell(every()["today.records"], done, total)

        with world.log() as log:
            log.check()
            before = log.last_session_id()
            outcome = await sync(client, log, world.now, progress)
            new = len(log.sessions_after(before, outcome.watch_id))
        await world.look_at(client, outcome.status)
        return _came(outcome, new)

    return work


def put(world: World, file: ProtocolFile) -> Work:
    """Return the errand that puts an exercise on the watch and chooses it."""

    async def work(client: Client, job: Job) -> Text:
        del job
        with world.log() as log:
            await protocols.put(client, log, file, world.now()[0], choose=True)
        await world.look_at(client, await client.status())
        return every()["exercise.put_done"].format(title=file.title)

    return work


def look(world: World) -> Work:
    """Return the errand that asks the watch how it is."""

    async def work(client: Client, job: Job) -> Text:
        del job
        await world.look_at(client, await client.status())
        return every()["watch.looked"]

    return work


def change_settings(world: World, values: dict[str, int | str]) -> Work:
    """Return the errand that changes settings of the watch: all of them, or none."""

    async def work(client: Client, job: Job) -> Text:
        del job
        await client.write_settings(values)
        await world.look_at(client, await client.status())
        return every()["watch.changed"]

    return work


def identify() -> Work:
    """Return the errand that lets the watch vibrate."""

    async def work(client: Client, job: Job) -> Text:
        del job
        await client.identify()
        return every()["watch.identified"]

    return work


def restart() -> Work:
    """Return the errand that restarts the watch."""

    async def work(client: Client, job: Job) -> Text:
        del job
        await client.reboot()
        return every()["watch.restarted"]

    return work


def choose(world: World, content_id: bytes) -> Work:
    """Return the errand that chooses what the next session practises."""

    async def work(client: Client, job: Job) -> Text:
        del job
        await client.choose_protocol(content_id)
        await world.look_at(client, await client.status())
        return every()["watch.chosen"]

    return work


def delete(world: World, content_id: bytes) -> Work:
    """Return the errand that takes an exercise off the watch."""

    async def work(client: Client, job: Job) -> Text:
        del job
        await client.delete_protocol(content_id)
        await world.look_at(client, await client.status())
        return every()["watch.deleted"]

    return work


def _came(outcome: Outcome, new: int) -> Text:
    told = [text("today.home", n=new) if new else every()["today.home_none"]]
    if outcome.unreadable:
        told.append(every()["today.damaged"])
    if outcome.status.lost or outcome.status.summarised:
        told.append(every()["today.full"])
    return Text(" ".join(one.nl for one in told), " ".join(one.en for one in told))
