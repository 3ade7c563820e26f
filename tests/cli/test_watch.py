# SPDX-License-Identifier: MIT
"""The commands that talk to a watch, on the simulated one: what they print and change."""

import asyncio

import pytest

from loslaten.link.keys import KeyStore, new_key
from loslaten.practice_log.log import PracticeLog
from loslaten.protocols.file import find
from tests.rigs.bedroom import WATCH_ID, Bedroom

WATCH = bytes.fromhex(WATCH_ID)


def name_of(bedroom: Bedroom) -> str:
    """Name of a watch that nobody gave a name."""
    return bedroom.parsed("settings", "list")["name"]


def test_scan_lists_what_is_within_reach(bedroom: Bedroom):
    lines = bedroom.printed("scan", "--timeout", "2").splitlines()
    assert lines[0].split() == ["ID", "NAME", "SIGNAL", "KEY"]
    assert lines[1].split() == ["582f128f", name_of(bedroom), "-50", "dBm", "yes"]
    assert bedroom.parsed("scan", "--timeout", "1") == [
        {
            "id": "582f128f",
            "name": name_of(bedroom),
            "rssi_dbm": -50,
            "wire_version": 3,
            "has_key": True,
        }
    ]


def test_scan_tells_a_watch_without_a_key_here(bedroom: Bedroom):
    bedroom.known = (bytes(8),)
    assert bedroom.parsed("scan", "--timeout", "1")[0]["has_key"] is False


def test_status_tells_how_the_watch_is(bedroom: Bedroom):
    text = bedroom.printed("status")
    for part in (
        f"{name_of(bedroom)} ({WATCH_ID})",
        "idle, up for",
        "99 %, 3.90 V",
        "none chosen",
        "1 waits for a sync",
        "not set",
        "on pico_w",
        "none\n",
        "-> bring the log home",
        "-> give it something to practise",
    ):
        assert part in text
    status = bedroom.parsed("status")
    assert (status["id"], status["name"], status["state"]) == (WATCH_ID, name_of(bedroom), "idle")
    assert (status["chosen_protocol"], status["chosen_protocol_name"]) == (None, None)


def test_status_warns_of_a_low_battery(bedroom: Bedroom):
    bedroom.watch.battery_mv = 3250
    bedroom.practise()  # the battery is read after a session
    assert "-> charge it before the next session" in bedroom.printed("status")


def test_a_night_comes_home_once(bedroom: Bedroom):
    bedroom.practise()
    text = bedroom.printed("sync", "--lang", "nl")
    assert "onderweg: Onderweg" in text
    assert "6 van 6 spiergroepen, 6 herhalingen" in text
    assert "1 nieuwe oefening; " in text
    assert bedroom.printed("sync").startswith("no new session; ")
    again = bedroom.parsed("sync")
    assert (again["new_sessions"], again["sessions_lost"]) == ([], 0)
    assert bedroom.parsed("status")["clock_set"] is True


def test_sync_as_json_has_the_new_nights(bedroom: Bedroom):
    bedroom.practise()
    told = bedroom.parsed("sync")
    assert [one["protocol"]["name"] for one in told["new_sessions"]] == ["onderweg"]
    assert told["new_records"] > 0
    assert told["unreadable_records"] == told["undecoded_records"] == 0


def test_settings_are_listed_and_set(bedroom: Bedroom):
    assert bedroom.parsed("settings", "list") == {
        "name": name_of(bedroom),
        "theme": "standard",
        "strength_pct": 100,
        "clenched_strength_pct": 100,
        "wrist": "protocol",
        "radio_window_s": 180,
        "ratings": "protocol",
        "day_programme": "off",
        "day_taps": 5,
        "day_from": "09:00",
        "day_until": "17:00",
        "reminder": "off",
        "reminder_at": "21:00",
        "zone": "",
        "stage": 0,
        "stages_locked": 0,
    }
    text = bedroom.printed("settings", "set", "theme=soft", "strength-pct=80", "wrist=right")
    assert text == "theme is soft\nstrength_pct is 80\nwrist is right\n"
    listed = bedroom.printed("settings", "list")
    assert [line.split()[:2] for line in listed.splitlines()[2:4]] == [
        ["theme", "soft"],
        ["strength_pct", "80"],
    ]
    assert "radio_window_s" in listed


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("theme=loud", "theme may be standard, soft, strong"),
        ("strength_pct=30", "strength_pct may be 40 to 100"),
        ("strength_pct=strong", "strength_pct may be 40 to 100"),
        ("name=", "name may be 1 to 20 bytes of text"),
        ("colour=red", "the names are name, theme"),
        ("theme", "'theme' is no NAME=VALUE"),
    ],
)
def test_a_setting_that_is_wrong_is_not_sent(bedroom: Bedroom, wish: str, words: str):
    result = bedroom.loslaten("settings", "set", "theme=soft", wish)
    assert result.exit_code == 2
    assert words in result.stderr
    assert bedroom.parsed("settings", "list")["theme"] == "standard"


def test_protocols_are_pushed_chosen_and_deleted(bedroom: Bedroom):
    assert "holds no protocol" in bedroom.printed("protocol", "list", "--on-watch")
    assert bedroom.printed("protocol", "push", "handout") == "handout is on the watch\n"
    assert "and chosen" in bedroom.printed("protocol", "push", "counting", "--choose")
    assert bedroom.parsed("status")["chosen_protocol_name"] == "counting"
    held = bedroom.parsed("protocol", "list", "--on-watch")
    assert [(one["number"], one["name"], one["chosen"]) for one in held] == [
        (1, "handout", False),
        (2, "counting", True),
    ]
    assert bedroom.printed("protocol", "choose", "handout") == "handout is chosen\n"
    listed = bedroom.printed("protocol", "list", "--on-watch", "--lang", "nl")
    assert "De oefening uit de folder" in listed
    assert listed.splitlines()[1].endswith("gekozen")
    content_id = find("counting").content_id
    assert "counting is deleted" in bedroom.printed("protocol", "delete", content_id)
    assert len(bedroom.parsed("protocol", "list", "--on-watch")) == 1


def test_what_is_pushed_is_kept_with_its_texts(bedroom: Bedroom):
    bedroom.printed("protocol", "push", "four")
    file = find("four")
    with PracticeLog.in_folder() as log:
        kept = log.protocol(bytes.fromhex(file.content_id))
    assert kept is not None
    assert kept.packed == file.packed
    assert kept.texts["title"] == file.texts["title"]


def test_a_protocol_that_is_not_there_is_said(bedroom: Bedroom):
    assert "put it there: loslaten protocol push four" in bedroom.fails(
        "protocol", "choose", "four"
    )
    bedroom.printed("protocol", "push", "handout")
    assert "it holds handout" in bedroom.fails("protocol", "delete", "four")
    assert 'no protocol "nonsense"' in bedroom.fails("protocol", "push", "nonsense")


def test_a_session_is_not_disturbed(bedroom: Bedroom):
    bedroom.printed("protocol", "push", "four", "--choose")
    bedroom.run(bedroom.wearer.hold("start"))
    bedroom.run(asyncio.sleep(10))
    assert bedroom.parsed("status")["state"] == "in_session"
    told = bedroom.fails("protocol", "push", "seven")
    assert "a session is under way" in told
    assert "-> wait until the session is over" in told


def test_devices_are_listed_with_their_keys(bedroom: Bedroom):
    assert bedroom.printed("devices", "list").startswith("no watch is known here; connect")
    other = bytes(range(8))
    KeyStore().put(other, new_key())
    bedroom.printed("sync")
    assert [line.split() for line in bedroom.printed("devices", "list").splitlines()[1:]] == [
        [WATCH_ID, name_of(bedroom), "2026-11-20", "21:30", "no"],
        [other.hex(), "never", "yes"],
    ]
    assert bedroom.parsed("devices", "list")[1] == {
        "id": other.hex(),
        "name": None,
        "last_sync_utc": None,
        "has_key": True,
        "person": None,
    }


def test_a_watch_gets_a_name_and_is_found_by_it(bedroom: Bedroom):
    assert "is called Maan now" in bedroom.printed("devices", "name", "Maan")
    bedroom.known = (WATCH, bytes(8))
    assert bedroom.parsed("status", "--watch", "maan")["name"] == "Maan"
    assert bedroom.parsed("status", "--watch", WATCH_ID[:8])["name"] == "Maan"
    assert bedroom.parsed("devices", "list")[0]["name"] == "Maan"
    long = bedroom.loslaten("devices", "name", "x" * 21)
    assert long.exit_code == 2
    assert "1 to 20 bytes" in long.stderr


def test_a_watch_that_is_new_here_is_found_by_the_name_it_advertises(bedroom: Bedroom):
    bedroom.known = (WATCH, bytes(8))
    assert bedroom.parsed("status", "--watch", "wrist")["id"] == WATCH_ID


def test_forgetting_deletes_the_key_and_keeps_the_sessions(bedroom: Bedroom):
    KeyStore().put(WATCH, new_key())
    bedroom.practise()
    bedroom.printed("sync")
    refused = bedroom.loslaten("devices", "forget", line="n\n")
    assert refused.exit_code == 1
    assert KeyStore().watch_ids() == [WATCH]
    assert "is forgotten" in bedroom.printed("devices", "forget", line="y\n")
    assert KeyStore().watch_ids() == []
    assert bedroom.parsed("devices", "list") == []
    with PracticeLog.in_folder() as log:
        assert len(log.sessions()) == 1


def test_forgetting_on_the_watch_too(bedroom: Bedroom):
    bedroom.printed("sync")
    assert "is forgotten" in bedroom.printed("devices", "forget", "--on-watch", "--yes")
    assert "the watch has no key yet" in bedroom.fails("status")


def test_forgetting_says_which_it_cannot_tell(bedroom: Bedroom):
    told = bedroom.fails("devices", "forget", "--yes")
    assert "no watch is known here" in told
    assert "-> connect the watch by USB" in told
    KeyStore().put(bytes(8), new_key())
    KeyStore().put(WATCH, new_key())
    told = bedroom.fails("devices", "forget", "--yes")
    assert "several watches" in told
    assert WATCH_ID in told
    assert "no watch Zon" in bedroom.fails("devices", "forget", "--yes", "--watch", "Zon")
    bedroom.printed("devices", "forget", "--yes", "--watch", WATCH_ID)
    assert KeyStore().watch_ids() == [bytes(8)]


def test_the_only_known_watch_is_meant(bedroom: Bedroom):
    bedroom.known = (WATCH,)
    assert bedroom.parsed("status")["id"] == WATCH_ID
    bedroom.known = (bytes(8),)
    assert "watch 00000000 was not heard" in bedroom.fails("status")
    bedroom.known = (WATCH, bytes(8))
    bedroom.printed("devices", "name", "Maan", "--watch", WATCH_ID)
    told = bedroom.fails("status")
    assert "say which: --watch NAME" in told
    assert f"  {WATCH_ID}  Maan\n" in told
    assert "no watch called Zon" in bedroom.fails("status", "--watch", "Zon")
    bedroom.known = ()
    assert "no watch is known here" in bedroom.fails("status")


@pytest.mark.usefixtures("home")
def test_a_night_on_the_other_board():
    room = Bedroom("xiao_esp32s3")
    room.open_radio()
    room.practise()
    assert room.parsed("sync")["new_sessions"][0]["ending"] == "completed"
    assert room.parsed("status")["board"] == "xiao_esp32s3"
    room.close()
