# SPDX-License-Identifier: MIT
"""The last night as the page tells it: its day in the heading, how well it is known below."""

from datetime import UTC, date, datetime, timedelta

import pytest

from loslaten.page.nights import heading, heading_of_last, sentences
from loslaten.page.words import Speech
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.rows import AnchorRow
from loslaten.practice_log.sessions import Night, night
from loslaten_core.journal.session import SessionRecord
from loslaten_core.practice.event import COMPLETED
from loslaten_core.practice.tally import GroupTally
from tests.rigs.raw_records import NOW_MS, PROTOCOL_ID, SERIAL, raw

MINUTE_MS = 60_000
EVENING = date(2026, 11, 27)
LATER = EVENING + timedelta(days=3)
UTC_MS = round(datetime(2026, 11, 27, 19, 29, tzinfo=UTC).timestamp() * 1000)
DID = {"nl": " U deed 1 spiergroep.", "en": " You did 1 muscle group."}


def practised(folder, error_ms: int | None, later_min: int = 0) -> Night:
    """Return a night of 27 minutes, whose time is known as well as that."""
    one = SessionRecord(PROTOCOL_ID, [GroupTally(1, False)])
    one.groups[0].done = 1
    one.ending, one.duration_ms = COMPLETED, 27 * MINUTE_MS
    with PracticeLog.in_folder(folder) as log:
        watch_id = log.see_watch(SERIAL, "Maan", NOW_MS).id
        log.take_page(watch_id, [raw(1, one, uptime_ms=MINUTE_MS)], NOW_MS)
        if error_ms is not None:
            anchor = AnchorRow(
                boot=1,
                uptime_ms=MINUTE_MS,
                utc_ms=UTC_MS + later_min * MINUTE_MS,
                zone_min=60,
                error_ms=error_ms,
            )
            log.add_anchor(watch_id, anchor)
        last = night(log, log.last_session_id())
    assert last is not None
    return last


def told(folder, lang: str, error_ms: int | None, later_min: int = 0) -> tuple[str, str]:
    """Return how the last night is told three days later."""
    last, speech = practised(folder, error_ms, later_min), Speech(lang)
    return heading_of_last(last, LATER, speech), sentences(last, speech)


@pytest.mark.parametrize(
    ("lang", "title", "times"),
    [
        ("nl", "De laatste keer: vrijdag 27 november 2026", "Van 20:29 tot 20:56."),
        ("en", "The last time: Friday 27 November 2026", "From 20:29 to 20:56."),
    ],
)
def test_a_night_of_a_known_time(tmp_path, lang, title, times):
    assert told(tmp_path, lang, 200) == (title, times + DID[lang])


@pytest.mark.parametrize(
    ("lang", "title", "times"),
    [
        (
            "nl",
            "De laatste keer: vrijdag 27 november 2026",
            "Van ongeveer 20:29 tot 20:56, op 1 min na.",
        ),
        (
            "en",
            "The last time: Friday 27 November 2026",
            "From about 20:29 to 20:56, give or take 1 min.",
        ),
    ],
)
def test_a_night_whose_minute_is_not_sure_has_its_day_in_the_heading(tmp_path, lang, title, times):
    assert told(tmp_path, lang, 40_000) == (title, times + DID[lang])


@pytest.mark.parametrize(
    ("lang", "title", "times"),
    [
        ("nl", "De laatste keer", "2026-11-27 23:54 ± 20 min. Het duurde 27 minuten."),
        ("en", "The last time", "2026-11-27 23:54 ± 20 min. It took 27 minutes."),
    ],
)
def test_a_night_of_one_of_two_days_has_no_day_in_the_heading(tmp_path, lang, title, times):
    assert told(tmp_path, lang, 20 * MINUTE_MS, 205) == (title, times + DID[lang])


@pytest.mark.parametrize(
    ("lang", "title", "times"),
    [
        ("nl", "De laatste keer", "Het duurde 27 minuten."),
        ("en", "The last time", "It took 27 minutes."),
    ],
)
def test_a_night_of_an_unknown_time(tmp_path, lang, title, times):
    assert told(tmp_path, lang, None) == (title, times + DID[lang])


@pytest.mark.parametrize(
    ("error_ms", "today", "nl", "en"),
    [
        (200, LATER, "Vrijdag 27 november 2026", "Friday 27 November 2026"),
        (200, EVENING + timedelta(days=1), "Afgelopen nacht", "Last night"),
        (None, LATER, "Een nacht", "A night"),
    ],
)
def test_a_night_that_is_looked_at_alone_may_be_any(tmp_path, error_ms, today, nl, en):
    one = practised(tmp_path, error_ms)
    assert [heading(one, today, Speech(lang)) for lang in ("nl", "en")] == [nl, en]
