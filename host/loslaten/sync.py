"""Bringing the practice log home: pull pages, store each, then let the watch reuse the space.

A page is one transaction of the log, and what is confirmed to the watch has been committed here.
So neither a lost link nor a killed process loses or doubles a record: the next sync goes on from
the last record that is safe.
"""

from collections.abc import Callable
from dataclasses import dataclass

from loslaten.link.answers import Status
from loslaten.link.client import Client
from loslaten.store.practice_log import PracticeLog
from loslaten.store.rows import Anchor, Loss, Page, Watch
from loslaten.wallclock import Wallclock

# What a watch is told of how wrong the time may be: a request has long timed out by then.
_SENT_ERROR_MS = 10_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Synced:
    """What a sync brought: `new` records, of which `undecoded` are kept for a later loslaten, and
    `unreadable` ones that were damaged on the watch. `status` is the watch's, before the sync.
    """

    watch: Watch
    status: Status
    new: int
    undecoded: int
    unreadable: int


async def sync(
    client: Client, log: PracticeLog, clock: Wallclock, progress: Progress | None = None
) -> Synced:
    """Pull what is new into `log`, confirm it, and set the watch's clock.

    `progress(done, total)` is told after every page. Raises LinkError and StoreError; what was
    stored until then stays stored.
    """
    status = await client.status()
    name = str((await client.settings()).get("name", ""))
    watch = log.see_watch(client.watch_id, name, clock.utc_ms())
    pages = await _pull(client, log, watch, status, clock, progress)
    last = max((page.last_sequence for page in pages), default=0)
    if last > status.confirmed_record:
        await client.confirm(last)
    await set_clock(client, log, watch, clock)
    log.add_loss(watch.id, Loss(clock.utc_ms(), status.summarised, status.lost))
    return Synced(
        watch,
        status,
        sum(page.new for page in pages),
        sum(page.undecoded for page in pages),
        sum(page.unreadable for page in pages),
    )


async def set_clock(client: Client, log: PracticeLog, watch: Watch, clock: Wallclock) -> None:
    """Tell the watch the time, and keep which moment of its own that was.

    The watch took it somewhere between asking and the answer, so the middle is right within half
    of that.
    """
    before_ms = clock.utc_ms()
    zone_min = clock.zone_min(before_ms)
    moment = await client.set_clock(before_ms, zone_min, _SENT_ERROR_MS)
    half_ms = (clock.utc_ms() - before_ms + 1) // 2
    log.add_anchor(
        watch.id,
        Anchor(moment.boot_id, moment.uptime_ms, before_ms + half_ms, zone_min, half_ms + 1),
    )


async def _pull(
    client: Client,
    log: PracticeLog,
    watch: Watch,
    status: Status,
    clock: Wallclock,
    progress: Progress | None,
) -> list[Page]:
    start = log.resume_from(watch.id, status.next_record, clock.utc_ms())
    pages: list[Page] = []
    done = 0
    pull = client.pull(start)
    async for raws in pull:
        page = log.take_page(watch.id, raws, clock.utc_ms())
        pages.append(page)
        if page.restarted and start > 1:
            # The watch's storage was wiped: what it holds now is all new.
            await pull.aclose()
            return await _pull(client, log, watch, status, clock, progress)
        done += len(raws)
        if progress is not None:
            progress(done, max(status.next_record - start, done))
    return pages
