# SPDX-License-Identifier: MIT
"""Forgetting a person whose watch somebody else has now: nothing of their time is left."""

import pytest

from loslaten.practice_log import rows
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.choice import Choice
from loslaten_core.journal import event
from tests.practice_log.test_backup import exported, imported
from tests.rigs.raw_records import DAY_MS, NOW_MS, SERIAL, practised, raw

HOUR_MS = 3_600_000
BEGUN_MS = NOW_MS - 100 * DAY_MS
HANDED_OVER_DAY = 20


def at(day: float) -> int:
    """Uptime of a day since the watch was first started."""
    return round(day * DAY_MS)


def clock(sequence: int, day: float, boot: int = 1) -> bytes:
    told = event.Clock(BEGUN_MS + at(day), 60, 40)
    return raw(sequence, told, boot, at(day) - (0 if boot == 1 else at(10)))


ANNAS = [
    raw(1, event.Boot(event.POWER_ON, "annas-start"), 1, 10),
    clock(2, 1),
    raw(3, practised(3), 1, at(2)),
    raw(4, event.Fault(event.TASK_FAILED, "annas-fault"), 1, at(3)),
    raw(5, event.ProtocolChange(event.CHOSEN, b"annas-"), 1, at(4)),
    clock(6, 19),
]
BERTS_WITHOUT_CLOCK = [raw(7, practised(4), 1, at(25)), raw(8, practised(5), 1, at(26))]
BERTS_CLOCK = [
    raw(9, event.Fault(event.TASK_FAILED, "berts-fault"), 1, at(27)),
    clock(10, 30),
]


@pytest.fixture
def log(home):
    with WholeLog.in_folder() as log:
        yield log


def handed_over(log, records):
    """Anna has the watch for twenty days, then Bert; all of it is fetched."""
    watch = log.see_watch(SERIAL, "nightstand", NOW_MS).id
    log.rename_person(1, "Anna")
    bert = log.add_person("Bert", NOW_MS)
    log.take_page(watch, records, NOW_MS)
    log.hand_over(watch, bert.id, BEGUN_MS + at(HANDED_OVER_DAY))
    return bert.id


def bytes_of(log):
    return b"".join(path.read_bytes() for path in sorted(log.path.parent.iterdir()))


def berts(log, bert):
    return [(one.groups_done, one.began.utc_ms) for one in log.sessions(Choice(person_id=bert))]


@pytest.mark.parametrize("fetched", [BERTS_WITHOUT_CLOCK, BERTS_WITHOUT_CLOCK + BERTS_CLOCK])
def test_events_and_times_of_the_stretch_go_and_the_next_nights_stay_placed(log, fetched):
    bert = handed_over(log, ANNAS + fetched)
    before = berts(log, bert)
    assert [utc_ms for _, utc_ms in before] == [BEGUN_MS + at(25), BEGUN_MS + at(26)]
    assert all(one in bytes_of(log) for one in ANNAS)
    log.forget_person(1)
    left = bytes_of(log)
    assert [one for one in ANNAS if one in left] == []
    assert not any(word in left for word in (b"annas-", b"Anna"))
    assert all(one in left for one in fetched)
    assert berts(log, bert) == before
    told = [(one.boot, one.uptime_ms) for one in log.anchors(1)]
    assert all(uptime_ms >= at(HANDED_OVER_DAY) for _, uptime_ms in told)


def test_neither_the_next_sync_nor_an_old_backup_brings_it_back(log):
    bert = handed_over(log, ANNAS + BERTS_WITHOUT_CLOCK + BERTS_CLOCK)
    backup = exported(log)
    log.forget_person(1)
    after = berts(log, bert)
    page = log.take_page(1, ANNAS + BERTS_WITHOUT_CLOCK + BERTS_CLOCK, NOW_MS + DAY_MS)
    assert (page.new, page.restarted) == (0, False)
    imported(log, backup)
    assert [one for one in ANNAS if one in bytes_of(log)] == []
    assert berts(log, bert) == after
    assert all(one.uptime_ms >= at(HANDED_OVER_DAY) for one in log.anchors(1))


def test_what_the_laptop_told_by_its_own_clock_goes_too(log):
    handed_over(log, ANNAS)
    log.take_page(1, [b"\xff annas damaged bytes"], BEGUN_MS + at(5))
    log.take_page(1, [b"\xff berts damaged bytes"], BEGUN_MS + at(40))
    log.add_loss(
        1, rows.LossRow(told_utc_ms=BEGUN_MS + at(5), summarised=3, lost=0, lost_events=0)
    )
    log.add_loss(
        1, rows.LossRow(told_utc_ms=BEGUN_MS + at(40), summarised=4, lost=0, lost_events=0)
    )
    log.forget_person(1)
    assert [raw_bytes for raw_bytes, _ in log.unreadable(1)] == [b"\xff berts damaged bytes"]
    assert [one.summarised for one in log.losses(1)] == [4]


def test_a_time_that_the_next_nights_cannot_do_without_stays(log):
    """Between the two is a start without a clock: that it was after Anna's is known from hers."""
    later = [raw(7, event.Boot(event.POWER_ON, "berts-start"), 2, 10)]
    later += [raw(8, practised(4), 2, HOUR_MS)]
    watch = log.see_watch(SERIAL, "nightstand", NOW_MS).id
    log.rename_person(1, "Anna")
    bert = log.add_person("Bert", NOW_MS)
    log.take_page(watch, [*ANNAS, *later], NOW_MS)
    log.hand_over(watch, bert.id, BEGUN_MS + at(19.5))
    log.forget_person(1)
    # It may have been Anna's: nobody's, and so it stays.
    assert len(log.sessions(Choice(is_unsure=True))) == 1
    assert b"annas-fault" not in bytes_of(log)
