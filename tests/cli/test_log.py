# SPDX-License-Identifier: MIT
"""`loslaten log`: what is printed, as text and as JSON, and what is said when it cannot be."""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from loslaten import cli
from loslaten.language import vocabulary
from loslaten.practice_log import rows
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.sessions import night
from loslaten_core.journal.session import from_tally
from loslaten_core.practice.event import ENDINGS, POWER_LOST
from tests.rigs.played import Played
from tests.rigs.raw_records import NOW_MS, SERIAL, practised, raw, summarised

HOUR_MS = 3_600_000


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with three sessions: one whole, one cut short, one summary."""
    monkeypatch.setenv("LOSLATEN_DATA", str(tmp_path / "data"))
    cut_short = practised(2)
    cut_short.ending = POWER_LOST
    with PracticeLog.in_folder() as log:
        log.see_watch(SERIAL, "nightstand", NOW_MS)
        log.take_page(1, [raw(1, practised(), uptime_ms=8 * HOUR_MS)], NOW_MS)
        log.take_page(1, [raw(2, cut_short, 2, HOUR_MS), raw(3, summarised(), 3)], NOW_MS)
        log.add_anchor(
            1,
            rows.AnchorRow(
                boot=1, uptime_ms=18 * HOUR_MS, utc_ms=NOW_MS, zone_min=60, error_ms=40
            ),
        )
    return tmp_path / "data"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["log", *arguments])


def output(*arguments: str) -> str:
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_list_tells_each_session_on_a_line_the_newest_first():
    lines = output("list").splitlines()
    assert [line.split()[0] for line in lines] == ["ID", "3", "2", "1"]
    assert "2026-11-22 10:30" in lines[3]
    assert lines[2].endswith("power lost")
    assert "after 2026-11-22" in lines[1]


def test_list_stops_at_the_newest_and_says_so():
    lines = output("list", "--last", "1").splitlines()
    assert len(lines) == 3
    assert lines[2] == "2 older ones: loslaten log list --all"
    assert len(output("list", "--last", "1", "--all").splitlines()) == 4
    assert len(json.loads(output("list", "--last", "2", "--json"))) == 2


def test_a_log_without_sessions_says_what_to_do(tmp_path):
    empty = str(tmp_path / "empty")
    assert "loslaten sync" in output("list", "--data", empty)
    assert output("list", "--json", "--data", empty) == "[]\n"
    done = run("show", "--data", empty)
    assert done.exit_code == 1
    assert done.stderr == (
        "loslaten: there is no session yet\n  -> practise, then: loslaten sync\n"
    )


def test_show_tells_a_night_in_80_columns():
    told = output("show", "1")
    lines = told.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == "Session 1  2026-11-22 10:30 to 11:01  (31:40)"
    assert "done      17 of 17 muscle groups, 34 repeats\n" in told
    assert "wearer    1 asked for, 1 cut short, 1 skipped, 1 pause\n" in told
    assert "17  forehead" in told
    for remark in ("1 asked for", "cut short: 2nd", "skipped", "3.90 V before", "12 ms late"):
        assert remark in told


def test_show_takes_the_newest_and_names_in_dutch():
    assert output("show").startswith("Session 3")
    assert "these sums only" in output("show")
    assert "rechteronderbeen" in output("show", "2", "--lang", "nl")
    assert not re.search(r"\d\.\d s", output("show", "2", "--lang", "nl"))
    assert re.search(r"\d,\d s", output("show", "2", "--lang", "nl"))
    assert "power lost" in output("show", "2")


def test_show_as_json_has_sensed_and_self_reported_apart():
    output("note", "1", "--before", "7", "--text", "the jaw, [bold]again[/bold]")
    told = json.loads(output("show", "1", "--json"))
    assert told["began"]["utc"] == "2026-11-22T09:30:00.000Z"
    assert told["began"]["quality"] == "exact"
    assert told["duration_ms"] == 1_900_000
    assert len(told["groups"]) == 17
    assert told["groups"][1]["cut_repeats"] == [2]
    (note,) = told["self_reported"]
    assert (note["tension_before"], note["tension_after"]) == (7, None)
    assert json.loads(output("show", "3", "--json"))["settle_in_ms"] is None
    # What the wearer writes is text, whatever it looks like.
    assert '"the jaw, [bold]again[/bold]"' in output("show", "1")


def test_show_draws_a_picture(tmp_path):
    output("show", "1", "--svg", str(tmp_path / "night.svg"), "--lang", "nl")
    assert ET.parse(tmp_path / "night.svg").getroot().get("class") == "night"


def test_a_note_says_for_which_session_it_is():
    assert output("note", "--after", "0").startswith("noted for session 3, after 2026-11-22")
    assert "tension after 0/10" in output("show")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("note",), "say something"),
        (("note", "--text", "  "), "say something"),
        (("note", "--before", "11"), "0<=x<=10"),
        (("note", "--after", "-1"), "0<=x<=10"),
        (("note", "--text", "x" * 2001), "2000 characters"),
        (("list", "--last", "0"), "1<=x<=1000000"),
        (("show", "first"), "not a valid integer"),
    ],
)
def test_what_cannot_be_is_refused(arguments, said):
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_session_that_is_not_there_is_said():
    for command in (("show", "9"), ("note", "9", "--after", "3")):
        done = run(*command)
        assert done.exit_code == 1
        assert done.stderr == "loslaten: there is no session 9\n  -> see: loslaten log list\n"


def test_a_damaged_log_is_one_line_and_advice(data):
    (data / "practice.db").write_bytes(b"not a database at all" * 300)
    for command in (("list",), ("show",), ("note", "--after", "3")):
        done = run(*command)
        assert done.exit_code == 1
        first, second = done.stderr.splitlines()
        assert first.endswith("is not a practice log, or its beginning is damaged")
        assert second.startswith("  -> ")


def test_every_ending_has_words(data):
    with PracticeLog.in_folder() as log:
        found = night(log, 2)
    for number in range(1, len(ENDINGS)):
        object.__setattr__(found.session, "ending", number)
        assert vocabulary.ending_told(found.ending, "en")
    object.__setattr__(found.session, "ending", 7)
    assert vocabulary.ending_told(found.ending, "en") == "ending 7"


def test_a_note_in_another_coding_than_utf_8_is_kept_as_far_as_it_can_be_read():
    """A terminal in Latin-1 hands over a byte that is no UTF-8."""
    line = [sys.executable, "-c", "from loslaten.cli import main; main()", "log", "note", "1"]
    done = subprocess.run([*line, "--text", b"caf\xe9 au lait"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(output("show", "1", "--json"))["self_reported"][-1]["text"]
    assert told == "caf\ufffd au lait"


def test_a_group_that_was_interrupted_is_so_called_in_the_table_and_in_the_picture(tmp_path):
    """A hold in the tension of the left foot, then a very long hold."""
    played = Played("handout", [(286_000, "hold"), (300_000, "long")])
    tally = played.session.tally
    with PracticeLog.in_folder(tmp_path / "held") as log:
        log.see_watch(SERIAL, "nightstand", NOW_MS)
        tally.protocol_id = log.keep_protocol(played.file.packed, played.file.texts, NOW_MS)
        log.take_page(1, [raw(1, from_tally(tally, tally.ending), uptime_ms=HOUR_MS)], NOW_MS)
    told = output("show", "--data", str(tmp_path / "held"))
    (left_foot,) = (line for line in told.splitlines() if "left foot" in line)
    assert left_foot.endswith("interrupted")
    drawn = ET.fromstring(output("show", "--svg", "-", "--data", str(tmp_path / "held")))
    words = ["".join(text.itertext()) for text in drawn.iter() if text.tag.endswith("text")]
    assert "interrupted" in words[words.index("left foot") :][:3]
    assert not any("0 times" in text or "0 repeats" in text for text in words)
