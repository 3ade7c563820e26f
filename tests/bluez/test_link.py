# SPDX-License-Identifier: MIT
"""The link on a real BlueZ: found, proven, and what is asked and told over it."""

import json

SHORT = """
name = "short"
title.nl = "Kort"
title.en = "Short"
description.nl = "Kort."
description.en = "Short."
source = "A test."
posture = "seated"
settle_in = 5
final_rest = 5
fade_pct = 0
defaults.tense = 5
defaults.release = 10
defaults.ready_gap = 2
defaults.repeats = [2, 2]
groups = [{ muscle = "both-hands" }]
"""
HOLD_S = 1.2
VERY_LONG_S = 3.4


def test_the_adapter_is_there_for_bluez(machine):
    shown = machine.run("bluetoothctl", "show").out
    assert "Powered: yes" in shown


def test_a_scan_finds_the_watches(laptop):
    heard = json.loads(laptop.told("scan", "--json"))
    assert laptop.watch_id[:8] in {one["id"][:8] for one in heard}


def test_status_comes_after_the_key_is_proven(laptop):
    status = json.loads(laptop.told("status", "--json"))
    assert status["board"] == laptop.board
    assert status["id"] == laptop.watch_id


def test_a_wrong_key_is_told_with_what_to_do(laptop):
    laptop.take_key(bytes(32))
    done = laptop.run("status")
    assert done.code == 1
    assert "does not accept this computer's key" in done.err
    assert "loslaten deploy" in done.err


def test_a_session_is_pushed_watched_live_and_synced(laptop):
    file = laptop.put("short.toml", SHORT)
    laptop.told("protocol", "push", file, "--choose")
    listed = json.loads(laptop.told("protocol", "list", "--watch", laptop.watch_id, "--json"))
    assert "short" in json.dumps(listed)
    # The window is the wearer's own, so that the start of the session does not close it.
    laptop.wearer("hold", seconds=VERY_LONG_S)
    watching = laptop.start("watch", "--json")
    watching.until("no session is under way")
    laptop.wearer("hold", seconds=HOLD_S)
    done = watching.wait()
    assert done.code == 0, done
    events = [json.loads(line)["event"] for line in done.out.splitlines()]
    for one in ("started", "tense", "release", "rest", "over"):
        assert one in events, events
    laptop.told("sync")
    (night,) = json.loads(laptop.told("log", "list", "--json"))
    assert night["ending"] == "completed"


def test_the_cues_of_a_quiz_are_felt_and_answered(laptop):
    laptop.wearer("felt")
    quiz = laptop.start("cue", "quiz", "--rounds", "1", "--seed", "7", "--json")
    for place in range(1, 6):
        quiz.until(rf"{place}/5: ")
        quiz.type(laptop.feels())
    done = quiz.wait()
    assert done.code == 0, done
    taken = json.loads(done.out)
    assert (taken["right"], taken["total"]) == (5, 5), taken


def test_settings_are_written_and_read(laptop):
    laptop.told("settings", "set", "strength_pct=80")
    assert json.loads(laptop.told("settings", "list", "--json"))["strength_pct"] == 80
    laptop.told("settings", "set", "strength_pct=100")
