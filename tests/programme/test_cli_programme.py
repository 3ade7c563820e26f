# SPDX-License-Identifier: MIT
"""`loslaten programme`: what the log leads to, and what the watch practises after a yes."""

import asyncio
import json

import pytest

from loslaten.practice_log import rows
from loslaten.practice_log.log import PracticeLog
from loslaten.programme import rules
from loslaten.protocols.file import find
from loslaten.sim.bedroom import EVENING_UTC_MS, ZONE_MIN
from loslaten_core.journal.session import SessionRecord
from loslaten_core.practice import protocol as practised
from loslaten_core.practice.event import COMPLETED
from loslaten_core.practice.tally import GroupTally
from tests.rigs.bedroom import Bedroom
from tests.rigs.raw_records import raw

DAY_MS = 24 * 3_600_000
SERIAL = bytes.fromhex("582f128fdc153c5c")
JAW = 15


def night(number: int, asked: tuple[int, ...]) -> bytes:
    """Return the record of a completed night of the leaflet, so many days ago."""
    file = find("handout")
    groups = [GroupTally(group.muscle, False) for group in file.protocol.groups]
    for group in groups:
        group.done, group.tense_ms, group.release_ms = 2, 12_000, 60_000
        group.asked = int(group.muscle in asked)
    one = SessionRecord(bytes.fromhex(file.content_id), groups)
    one.ending, one.duration_ms, one.final_rest_ms = COMPLETED, 1_640_000, 300_000
    return raw(number, one, uptime_ms=number * DAY_MS)


@pytest.fixture
def bedroom(tmp_path, monkeypatch):
    monkeypatch.setenv("LOSLATEN_DATA", str(tmp_path))
    room = Bedroom()
    yield room
    room.close()


def practise(nights: int, asked: tuple[int, ...] = (), *, is_known: bool = True) -> None:
    """Let the log hold so many nights, the last one yesterday, and their protocol if known."""
    file = find("handout")
    with PracticeLog.in_folder() as log:
        if is_known:
            log.keep_protocol(file.packed, file.texts, EVENING_UTC_MS)
        watch = log.see_watch(SERIAL, "Wrist", EVENING_UTC_MS).id
        log.take_page(
            watch, [night(number, asked) for number in range(1, nights + 1)], EVENING_UTC_MS
        )
        log.add_anchor(
            watch,
            rows.AnchorRow(
                boot=1,
                uptime_ms=(nights + 1) * DAY_MS,
                utc_ms=EVENING_UTC_MS,
                zone_min=ZONE_MIN,
                error_ms=100,
            ),
        )


def test_without_a_night_there_is_nothing_to_say_yes_to(bedroom):
    assert "begins with the first night" in bedroom.printed("programme", "show")
    assert "no proposal" in bedroom.fails("programme", "accept")


def test_nights_of_protocols_that_are_not_known_are_not_no_nights(bedroom):
    practise(3, is_known=False)
    told = bedroom.printed("programme", "show")
    assert told == (
        "the protocols of your nights are not known here; the programme begins with the first"
        " night of one that was put on the watch from here\n"
        "  -> loslaten protocol push NAME --choose\n"
    )
    dutch = bedroom.printed("programme", "show", "--lang", "nl")
    assert dutch.startswith("de protocollen van uw nachten zijn hier niet bekend; ")
    assert bedroom.parsed("programme", "show")["nights"] == 0


def test_a_stage_that_works_leads_to_the_next_and_the_watch_has_it_after_a_yes(bedroom):
    practise(rules.STAGE_DAYS)
    told = bedroom.printed("programme", "show", "--lang", "nl")
    assert "nu: alle spiergroepen, sinds 6 nov 2026" in told
    assert "Verder naar zeven spiergroepen?" in told
    assert "7 van de laatste 7 nachten gingen goed." in told
    assert bedroom.parsed("programme", "show")["proposal"]["protocol"] == "seven-feet-first"
    bedroom.open_radio()
    assert "seven" in bedroom.printed("programme", "accept").lower()
    chosen = [one for one in bedroom.parsed("protocol", "list", "--on-watch") if one["chosen"]]
    assert [one["name"] for one in chosen] == ["seven-feet-first"]
    assert bedroom.parsed("programme", "show")["proposal"] is None


def test_a_group_that_is_asked_for_again_is_released_longer_on_the_wrist(bedroom):
    practise(rules.ASKED_NIGHTS, asked=(JAW,))
    found = bedroom.parsed("programme", "show")["proposal"]
    assert (found["change"], found["muscle"]) == ("lengthen", JAW)
    bedroom.open_radio()
    bedroom.printed("programme", "accept")
    (chosen,) = [one for one in bedroom.parsed("protocol", "list", "--on-watch") if one["chosen"]]
    assert chosen["name"] == "own-handout"
    with PracticeLog.in_folder() as log:
        stored = log.protocol(bytes.fromhex(chosen["content_id"]))
    protocol = practised.unpack(stored.packed)
    before = find("handout").protocol
    for group, old in zip(protocol.groups, before.groups, strict=True):
        more_ms = rules.RELEASE_STEP_MS if group.muscle == JAW else 0
        assert group.release_ms - old.release_ms == more_ms

    async def practises() -> None:
        await bedroom.stage.until_radio_is_off()
        await bedroom.wearer.hold("start")
        await asyncio.sleep(120)

    bedroom.run(practises())
    assert bedroom.felt


def test_a_watch_out_of_reach_leaves_the_proposal_open(bedroom):
    practise(rules.STAGE_DAYS)
    bedroom.fails("programme", "accept")
    assert bedroom.parsed("programme", "show")["proposal"]["change"] == "move-on"


def test_not_now_is_kept(bedroom):
    practise(rules.STAGE_DAYS)
    assert bedroom.printed("programme", "later", "--lang", "nl") == "goed, nu niet\n"
    assert bedroom.parsed("programme", "show")["proposal"] is None
    with PracticeLog.in_folder() as log:
        (kept,) = log.decisions(1)
    assert (kept.kind, kept.decision) == ("move-on", "later")
    assert json.loads(json.dumps(kept.content))["nights"]
