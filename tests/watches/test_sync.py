# SPDX-License-Identifier: MIT
"""One sync: what it brings, what it says, and that it confirms only what is safe."""

from contextlib import closing

import pytest

from loslaten.link.client import connect, key_digest
from loslaten.link.errors import BadPeerError
from loslaten.practice_log.log import PracticeLog
from loslaten.sim import clock
from loslaten.watches.sync import sync
from loslaten_core.journal import event, record
from tests.link.wrist import KEY, OTHER_KEY, Memory, Wrist
from tests.rigs.raw_records import DAY_MS, PROTOCOL_ID, records_of_nights, session_of_night
from tests.watches.synced import NIGHTS, NOW_MS, ask, bring, wall


def stored(path):
    return [row[0] for row in ask(path, "SELECT raw FROM record ORDER BY journal_id, sequence")]


def test_a_second_sync_brings_only_what_is_new(path):
    async def twice():
        wrist = Wrist(Memory(NIGHTS[:6]))
        first = await bring(wrist, path)
        again = await bring(wrist, path)
        wrist.services.stored = NIGHTS
        third = await bring(wrist, path)
        wrist.services.stored = records_of_nights(200)
        pages = await bring(wrist, path)
        return [counts(one) for one in (first, again, third, pages)], wrist.services.confirmed

    def counts(outcome):
        return outcome.new, sum(page.known for page in outcome.pages)

    # The last one known comes once more, see `PracticeLog.resume_from`, and nothing before it.
    assert clock.run(twice()) == ([(6, 0), (0, 1), (4, 1), (191, 1)], 201)
    assert stored(path) == records_of_nights(200)


def test_progress_goes_up_to_the_end(path):
    told = []

    async def once():
        wrist = Wrist(Memory(records_of_nights(200)))
        await bring(wrist, path, lambda done, total: told.append((done, total)))

    clock.run(once())
    assert [done for done, _ in told] == [64, 128, 192, 201]
    assert {total for _, total in told} == {201}


def test_nothing_to_bring(path):
    async def once():
        wrist = Wrist(Memory())
        outcome = await bring(wrist, path)
        return outcome.new, outcome.pages, wrist.services.confirmed

    assert clock.run(once()) == (0, [], 0)


def test_what_is_no_record_is_kept_raw_and_said(path):
    damaged = NIGHTS[4][:-1] + bytes((NIGHTS[4][-1] ^ 1,))

    async def once():
        wrist = Wrist(Memory([*NIGHTS[:4], damaged, *NIGHTS[5:]]))
        outcome = await bring(wrist, path)
        return outcome.new, outcome.unreadable, wrist.services.confirmed

    assert clock.run(once()) == (9, 1, 10)
    assert [row[0] for row in ask(path, "SELECT raw FROM unreadable")] == [damaged]
    assert stored(path) == NIGHTS[:4] + NIGHTS[5:]


def test_a_record_of_a_kind_to_come_is_kept_and_said(path):
    later = record.encode(record.Record(11, 1, 11 * DAY_MS, 30, 1, b"from the future"))

    async def once():
        wrist = Wrist(Memory([*NIGHTS, later]))
        outcome = await bring(wrist, path)
        return outcome.new, outcome.undecoded, wrist.services.confirmed

    assert clock.run(once()) == (11, 1, 11)
    assert stored(path)[-1] == later


def test_a_watch_that_was_wiped_counts_anew_and_nothing_old_is_lost(path):
    """A wiped watch uses numbers again; one of them meets an old record with another content."""
    bodies = [event.Boot(event.POWER_ON, "0.2")] + [
        session_of_night(night) for night in range(50, 62)
    ]
    fresh = [
        record.encode(record.of(body, sequence, 1, sequence * DAY_MS + 77))
        for sequence, body in enumerate(bodies, 1)
    ]

    async def twice():
        wrist = Wrist(Memory(NIGHTS))
        await bring(wrist, path)
        wrist.services.stored, wrist.services.confirmed = fresh, 0
        await bring(wrist, path)
        return wrist.services.confirmed

    assert clock.run(twice()) == len(fresh)
    assert stored(path) == NIGHTS + fresh


class Skipping(Memory):
    """A memory in which numbers are missing, as where records were damaged."""

    def records(self, sequence):
        return (raw for raw in self.stored if record.decode(raw).sequence >= sequence)

    def status(self):
        values, *rest = super().status()
        return values | {"next_record": self._last + 1}, *rest

    def confirm(self, sequence):
        assert sequence <= self._last
        self.confirmed = max(self.confirmed, sequence)

    @property
    def _last(self):
        return record.decode(self.stored[-1]).sequence


def test_a_watch_that_was_wiped_and_skipped_numbers_counts_anew(path):
    """Damage uses up numbers: none that is asked for from the last known one on was known."""
    numbers = (1, 2, *range(73, 80))
    fresh = [
        record.encode(record.of(session_of_night(number), number, 1, number * DAY_MS + 77))
        for number in numbers
    ]

    async def twice():
        wrist = Wrist(Skipping(NIGHTS))
        await bring(wrist, path)
        wrist.services.stored, wrist.services.confirmed = fresh, 0
        await bring(wrist, path)
        return wrist.services.confirmed

    assert clock.run(twice()) == numbers[-1]
    assert stored(path) == NIGHTS + fresh
    with closing(PracticeLog(path)) as log:
        assert len({one.journal_id for one in log.sessions()}) == 2


def test_a_last_record_that_the_watch_has_lost_is_kept_and_nothing_doubled(path):
    async def twice():
        wrist = Wrist(Skipping(NIGHTS[:6]))
        await bring(wrist, path)
        wrist.services.stored = [*NIGHTS[:5], *NIGHTS[6:]]
        outcome = await bring(wrist, path)
        return outcome.new, wrist.services.confirmed

    assert clock.run(twice()) == (4, 10)
    assert stored(path) == NIGHTS


def test_what_the_watch_had_to_give_up_is_kept(path):
    class Full(Memory):
        def status(self):
            values, *rest = super().status()
            return values | {"summarised": 3, "lost": 2, "lost_events": 1}, *rest

    async def once():
        await bring(Wrist(Full(NIGHTS)), path)

    clock.run(once())
    with closing(PracticeLog(path)) as log:
        (watch,) = log.watches()
        (loss,) = log.losses(watch.id)
    assert loss.told_utc_ms >= watch.seen_utc_ms >= NOW_MS
    assert (loss.summarised, loss.lost, loss.lost_events) == (3, 2, 1)


@pytest.mark.parametrize(
    ("key", "holder"), [(KEY, "Bert"), (OTHER_KEY, "")], ids=["cleared", "not cleared"]
)
def test_a_watch_that_has_the_next_wearers_key_is_the_next_wearers(path, key, holder):
    async def twice():
        wrist = Wrist(Memory(NIGHTS))
        await bring(wrist, path)
        with closing(PracticeLog(path)) as log:
            bert = log.add_person("Bert", NOW_MS)
            log.begin_hand_over(log.watches()[0].id, bert.id, key_digest(key))
        await bring(wrist, path)

    clock.run(twice())
    with closing(PracticeLog(path)) as log:
        held_by = log.holder(log.watches()[0].id)
    # The one without a name is who wore it before there was anybody else.
    assert held_by.name == holder


def test_a_log_that_fails_confirms_nothing(path):
    async def once():
        wrist = Wrist(Memory(records_of_nights(200)))
        with closing(PracticeLog(path)) as log:
            take, calls = log.take_page, []

            def fail(*args):
                calls.append(args)
                if len(calls) == 3:
                    raise OSError(28, "No space left on device")
                return take(*args)

            log.take_page = fail
            async with await connect(wrist.device, KEY, wrist.backend()) as client:
                with pytest.raises(OSError, match="No space left"):
                    await sync(client, log, wall)
        assert wrist.services.confirmed == 0
        assert len(stored(path)) == 128
        await bring(wrist, path)
        return wrist.services.confirmed

    assert clock.run(once()) == 201
    assert stored(path) == records_of_nights(200)


def test_a_watch_whose_records_never_end_is_left_and_not_confirmed(path):
    """One record over and over, as a firmware gone wrong might send it."""

    class Endless(Memory):
        def records(self, sequence):
            while True:
                yield self.stored[-1]

    async def once():
        wrist = Wrist(Endless(NIGHTS))
        with pytest.raises(BadPeerError, match="without end"):
            await bring(wrist, path)
        return wrist.services.confirmed

    assert clock.run(once()) == 0
    assert stored(path) == NIGHTS[-1:]


def test_sessions_are_decoded_beside_the_raw_records(path):
    async def once():
        await bring(Wrist(Memory(NIGHTS)), path)

    clock.run(once())
    with closing(PracticeLog(path)) as log:
        sessions = log.sessions()
    assert len(sessions) == 9
    assert {one.protocol_id for one in sessions} == {PROTOCOL_ID}


def test_only_what_came_is_confirmed_not_what_the_watch_says_it_has(path):
    """The last record comes damaged: it may come whole the next time."""
    damaged = NIGHTS[9][:-1] + bytes((NIGHTS[9][-1] ^ 1,))

    async def once():
        wrist = Wrist(Memory([*NIGHTS[:9], damaged]))
        outcome = await bring(wrist, path)
        return outcome.status.next_record, wrist.services.confirmed

    assert clock.run(once()) == (11, 9)


def test_records_that_the_watch_made_meanwhile_are_confirmed_too(path):
    class Practised(Memory):
        def set_clock(self, *told):
            self.stored = NIGHTS
            return super().set_clock(*told)

    async def once():
        wrist = Wrist(Practised(NIGHTS[:6]))
        outcome = await bring(wrist, path)
        return outcome.status.next_record, wrist.services.confirmed

    assert clock.run(once()) == (7, 10)


def test_a_watch_that_counts_anew_while_it_is_read_confirms_its_new_numbers(path):
    old = records_of_nights(80)
    fresh = [
        record.encode(record.of(session_of_night(60 + number), number, 1, number * DAY_MS + 77))
        for number in range(1, 14)
    ]

    class Wiped(Memory):
        pulls = 0

        def records(self, sequence):
            self.pulls += 1
            if self.pulls == 1:
                yield from old[sequence - 1 : sequence - 1 + 64]
            yield from fresh

    async def twice():
        await bring(Wrist(Memory(old[:10])), path)
        wrist = Wrist(Wiped(fresh))
        await bring(wrist, path)
        return wrist.services.confirmed

    assert clock.run(twice()) == len(fresh)
