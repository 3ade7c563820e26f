# SPDX-License-Identifier: MIT
"""One sync: the time to the watch, its records to the practice log, and only then the confirm.

It can be cut anywhere and run again: records come once more and change nothing, and the watch
gives no record up before the laptop has said that it is on its disk.
"""

from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field

from loslaten.language.text import Text
from loslaten.link.answers import Status
from loslaten.link.client import Client
from loslaten.link.errors import BadPeerError
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.rows import AnchorRow, IntakeCount, LossRow
from loslaten.watches.zone import rule_of, wants_time
from loslaten_core.day import local_time
from loslaten_core.journal import record
from loslaten_core.journal.event import UTC_MS_MAX, UTC_MS_MIN

# (UTC in milliseconds, offset of the local zone in minutes), of the laptop's clock.
Clock = Callable[[], tuple[int, int]]
# Called with (records so far, records in all as far as known).
Progress = Callable[[int, int], None]

_WITHOUT_END = Text("er komt geen einde aan", "it sends records without end")
_FIRST_RECORD = 1
# No answer takes longer; where it seems to, the clock was set meanwhile, as after a laptop wakes.
_ANSWER_MS = 15_000
_CLOCK_ATTEMPTS = 2
# A watch that sends this many times what it has room for does not come to an end.
_STORAGES = 2


@dataclass(kw_only=True)
class Outcome:
    """Outcome of a sync: `status` from before it; `pages` in the order of their coming.

    watch_id: the log's number of the watch. wrong_utc_ms: what the laptop's clock said, if that
    cannot be: then the watch was told no time.
    """

    status: Status
    watch_id: int = 0
    wrong_utc_ms: int | None = None
    pages: list[IntakeCount] = field(default_factory=list)

    @property
    def new(self) -> int:
        """Records that were not known before."""
        return sum(page.new for page in self.pages)

    @property
    def unreadable(self) -> int:
        """Bytes that came and are no record; kept as they are."""
        return sum(page.unreadable for page in self.pages)

    @property
    def undecoded(self) -> int:
        """Records that a newer laptop tool may understand."""
        return sum(page.undecoded for page in self.pages)


async def sync(
    client: Client, log: PracticeLog, clock: Clock, progress: Progress | None = None
) -> Outcome:
    """Bring the practice log up to date with the watch.

    Raises a LinkError as `Client` does, or a StoreError; what was taken until then is safe, and
    the next sync goes on from there.
    """
    began_ms, _ = clock()
    outcome = Outcome(status=await client.status())
    round_trip_ms = min(max(0, clock()[0] - began_ms), _ANSWER_MS)
    settings = await client.settings()
    name = str(settings.get("name", ""))
    watch = log.see_watch(client.watch_id, name, clock()[0])
    outcome.watch_id = watch.id
    log.settle_hand_over(watch.id, client.proved, clock()[0])
    anchor = await _set_clock(client, clock, round_trip_ms, outcome)
    if outcome.wrong_utc_ms is None:
        await _tell_zone(client, settings, *clock())
    last = await pull_records(client, log, watch.id, outcome, clock, progress)
    if anchor is not None:
        log.add_anchor(watch.id, anchor)
    status = outcome.status
    loss = LossRow(
        told_utc_ms=clock()[0],
        summarised=status.summarised,
        lost=status.lost,
        lost_events=status.lost_events,
    )
    log.add_loss(watch.id, loss)
    if last:
        await client.confirm(last)
    return outcome


async def _set_clock(
    client: Client, clock: Clock, round_trip_ms: int, outcome: Outcome
) -> AnchorRow | None:
    """Tell the watch the time, and return what that moment was by the laptop's clock.

    None where the laptop's clock is wrong, which the outcome is told and the watch is not, or is
    being set just then.
    """
    for _ in range(_CLOCK_ATTEMPTS):
        sent_ms, offset_min = clock()
        if not UTC_MS_MIN <= sent_ms <= UTC_MS_MAX - _ANSWER_MS:
            outcome.wrong_utc_ms = sent_ms
            return None
        # The watch takes the time somewhere between question and answer: half of the way there
        # and back is the best guess, and the other half how wrong it may be. What the watch is
        # told has to be guessed from an earlier way there and back.
        half_ms = max(1, round_trip_ms // 2)
        answer = await client.set_clock(sent_ms + half_ms, offset_min, min(2 * half_ms, 0xFFFF))
        round_trip_ms = clock()[0] - sent_ms
        if 0 <= round_trip_ms <= _ANSWER_MS:
            half_ms = max(1, (round_trip_ms + 1) // 2)
            return AnchorRow(
                boot=answer.boot_id,
                uptime_ms=answer.uptime_ms,
                utc_ms=sent_ms + half_ms,
                zone_min=offset_min,
                error_ms=half_ms,
            )
        round_trip_ms = _ANSWER_MS
    return None


async def _tell_zone(
    client: Client, settings: dict[str, int | str], utc_ms: int, offset_min: int
) -> None:
    """Tell the rule of this laptop's time zone to a watch that needs the time of day."""
    if not wants_time(settings):
        return
    rule = rule_of(None, utc_ms // 1000)
    if local_time.offset_min(local_time.rule(rule), utc_ms) != offset_min:
        rule = str(offset_min)
    if settings.get("zone") != rule:
        await client.write_settings({"zone": rule})


async def pull_records(
    client: Client,
    log: PracticeLog,
    watch: int,
    outcome: Outcome,
    clock: Clock,
    progress: Progress | None = None,
) -> int:
    """Take all records that are missing, a transaction a page; return the last one's number."""
    next_record = outcome.status.next_record
    start = log.resume_from(watch, next_record, clock()[0])
    last = 0
    while start:
        total = max(0, next_record - max(start, outcome.status.first_record))
        received, taken_bytes, again = 0, 0, False
        async with aclosing(client.pull(start)) as pages:
            async for raws in pages:
                if not received and _lacks(start, raws[0], outcome.status):
                    again = True
                    break
                taken_bytes += sum(map(len, raws))
                if taken_bytes > _STORAGES * outcome.status.storage_bytes:
                    raise BadPeerError(_WITHOUT_END)
                page = log.take_page(watch, raws, clock()[0])
                outcome.pages.append(page)
                again = again or page.restarted
                last = max(page.last_sequence, 0 if page.restarted else last)
                received += len(raws)
                if progress:
                    progress(received, max(total, received))
        start = _FIRST_RECORD if again and start != _FIRST_RECORD else 0
    return last


def _lacks(known: int, first_sent: bytes, status: Status) -> bool:
    """Whether a watch has not the last record known, though it has given up none so young.

    It may count anew, and have skipped so many numbers for damage that none of them met a known
    one: only its first records tell then.
    """
    if known <= status.first_record or not record.is_record(first_sent):
        return False
    return record.decode(first_sent).sequence != known
