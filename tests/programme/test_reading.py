# SPDX-License-Identifier: MIT
"""Facts that proposals rest on, read from the practice log."""

from datetime import date

from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.rows import Note
from loslaten.programme.reading import standing
from loslaten.protocols.file import find
from loslaten.sim.bedroom import EVENING_UTC_MS
from loslaten_core.journal.session import SessionRecord
from loslaten_core.practice.event import STOPPED
from tests.rigs.raw_records import SERIAL, raw

PERSON = 1


def test_a_tension_pressed_on_the_watch_counts_before_and_after(tmp_path):
    file = find("handout")
    rated = SessionRecord(bytes.fromhex(file.content_id), [])
    rated.ending, rated.duration_ms = STOPPED, 600_000
    rated.tension_before, rated.tension_after = 4, 7
    with PracticeLog.in_folder(tmp_path) as log:
        log.keep_protocol(file.packed, file.texts, EVENING_UTC_MS)
        watch = log.see_watch(SERIAL, "Wrist", EVENING_UTC_MS)
        log.take_page(watch.id, [raw(1, rated)], EVENING_UTC_MS)
        (pressed,) = _nights(log)
        assert (pressed.before, pressed.after, pressed.change) == (4, 7, 3)
        assert pressed.is_rated
        log.add_note(
            pressed.session,
            Note(written_utc_ms=EVENING_UTC_MS, tension_before=None, tension_after=3, text=""),
        )
        (said,) = _nights(log)
        assert (said.before, said.after) == (4, 3)


def _nights(log):
    found = standing(log, PERSON, date(2026, 11, 20))
    assert found is not None
    return found.nights
