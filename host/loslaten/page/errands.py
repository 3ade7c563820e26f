"""What the page lets the watch do: each errand is what a command does, told as it goes."""

from collections.abc import Callable

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
            before = len(log.sessions())
            outcome = await sync(client, log, world.now, progress)
            new = len(log.sessions()) - before
        await world.look_at(client, outcome.status)
        return _came(outcome, new)

    return work


def put(world: World, file: ProtocolFile) -> Work:
    """Return the errand that puts an exercise on the watch and chooses it."""

    async def work(client: Client, job: Job) -> Text:
        job.tell(every()["exercise.putting"])
        with world.log() as log:
            await protocols.put(client, log, file, world.now()[0], choose=True)
        await world.look_at(client, await client.status())
        return every()["exercise.put_done"].format(title=file.title)

    return work


def _came(outcome: Outcome, new: int) -> Text:
    told = [text(f"today.home_{new if new < 2 else 'n'}", n=new)]
    if outcome.unreadable:
        told.append(every()["today.damaged"])
    if outcome.status.lost or outcome.status.summarised:
        told.append(every()["today.full"])
    return Text(" ".join(one.nl for one in told), " ".join(one.en for one in told))


Errand = Callable[[World], Work]
