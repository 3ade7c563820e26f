# SPDX-License-Identifier: MIT
"""`loslaten log events`: what happened around the practice."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from loslaten import cli
from loslaten.cli.log.events import _ACTIONS, _CAUSES, _FAULTS
from loslaten.practice_log.log import PracticeLog
from loslaten.protocols import file as protocol_file
from loslaten.sim.watch import SimulatedWatch
from loslaten_core.journal import event
from loslaten_core.practice.protocol import content_id
from tests.rigs.bedroom import Bedroom
from tests.rigs.raw_records import NOW_MS, SERIAL, practised, raw

HANDOUT = protocol_file.find("handout")
HANDOUT_ID = content_id(HANDOUT.packed)


def torn() -> event.Boot:
    one = event.Boot(event.WATCHDOG, "0.1.0")
    one.dropped_bytes = 37
    return one


HAPPENED = (
    event.Boot(event.POWER_ON, "0.1.0"),
    event.Clock(NOW_MS, 60, 40),
    event.ProtocolChange(event.CHOSEN, HANDOUT_ID),
    event.ProtocolChange(event.DELETED, b"nobody"),
    practised(),
    event.Fault(event.TASK_FAILED, "haptics: OSError(5)"),
    torn(),
    event.Boot(99, "9.9"),
    event.ProtocolChange(99, HANDOUT_ID),
    event.Fault(99, ""),
)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOSLATEN_DATA", str(tmp_path))
    with PracticeLog.in_folder() as log:
        log.see_watch(SERIAL, "Maan", NOW_MS)
        raws = [raw(at, one, 1, at * 60_000) for at, one in enumerate(HAPPENED, 1)]
        log.take_page(1, raws[:4], NOW_MS)
        log.take_page(1, raws[4:], NOW_MS + 1)
        log.keep_protocol(HANDOUT.packed, {}, NOW_MS)
    return tmp_path


def told(*arguments: str) -> str:
    done = CliRunner().invoke(cli.main, ["log", "events", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_each_is_on_a_line_the_newest_first_and_sessions_are_not(data: Path):
    lines = told().splitlines()
    assert [line.split()[:4] for line in lines[1:3]] == [
        ["10", "2026-11-22", "20:38", "Maan"],
        ["9", "2026-11-22", "20:37", "Maan"],
    ]
    assert [line.partition("Maan")[2].strip() for line in lines[1:]] == [
        "fault: fault 99",
        "protocol handout action 99",
        "started: cause 99, firmware 9.9",
        "started: watchdog, or by itself, firmware 0.1.0; 37 bytes of its log were torn",
        "fault: a part of the firmware failed, and the watch restarted: haptics: OSError(5)",
        "protocol 6e6f626f6479 deleted",
        "protocol handout chosen",
        "clock set, to within 40 ms",
        "started: power came, firmware 0.1.0",
    ]


def test_the_newest_or_only_what_went_wrong(data: Path):
    assert told("--last", "2").splitlines()[-1] == "7 older ones: loslaten log events --all"
    assert len(told("--last", "2", "--all").splitlines()) == 10
    faults = told("--faults", "--last", "1").splitlines()
    assert len(faults) == 3
    assert "older ones: loslaten log events --faults --all" in faults[-1]


def test_json_has_the_same_and_when(data: Path):
    fault, start = json.loads(told("--json"))[4], json.loads(told("--json"))[-1]
    assert fault["watch"] == {"serial": SERIAL.hex(), "name": "Maan"}
    assert (fault["record"], fault["kind"], fault["detail"]) == (6, "fault", "haptics: OSError(5)")
    assert (start["cause"], start["firmware"], start["dropped_bytes"]) == (
        "power came",
        "0.1.0",
        0,
    )
    assert start["when"]["utc"] == "2026-11-22T19:29:00.000Z"
    assert json.loads(told("--json"))[6]["protocol"] == {"id": HANDOUT_ID.hex(), "name": "handout"}


def test_an_empty_log_says_what_to_do(tmp_path: Path):
    assert "loslaten sync" in told("--data", str(tmp_path))
    assert told("--faults", "--data", str(tmp_path)) == "no fault in the log\n"


def test_every_number_has_words():
    codes = {
        name: value
        for name, value in vars(event).items()
        if name.endswith(("_FAILED", "_DAMAGED"))
    }
    assert set(codes.values()) == set(_FAULTS)
    assert set(_CAUSES) == set(range(event.POWER_ON, event.BROWN_OUT + 1))
    assert set(_ACTIONS) == {event.PUT, event.CHOSEN, event.DELETED}


def test_a_watch_tells_of_its_start_its_clock_and_its_protocols(bedroom: Bedroom):
    bedroom.printed("protocol", "push", "onderweg", "--choose")
    bedroom.printed("sync")
    kinds = [one["kind"] for one in bedroom.parsed("log", "events", "--all")]
    assert {"boot", "clock", "protocol"} <= set(kinds)


@pytest.fixture
def crisp(home: Path) -> Iterator[Bedroom]:
    """A bedroom with a watch whose motor has a driver chip."""
    room = Bedroom("pico_w_drv2605l")
    room.open_radio()
    yield room
    room.close()


async def unfelt_session(watch: SimulatedWatch) -> None:
    watch.send("i2c_fault", 0, 100_000, False)
    watch.button_down()
    await asyncio.sleep(1)
    watch.button_up()
    await asyncio.sleep(600)
    watch.send("i2c_fault", 0, 0, False)


def test_status_counts_faults_and_says_where_they_are_told(crisp: Bedroom):
    assert "log events" not in crisp.printed("status")
    crisp.printed("protocol", "push", "onderweg", "--choose")
    crisp.run(unfelt_session(crisp.watch))
    crisp.open_radio()
    assert "-> what its faults were, after a sync: loslaten log events" in crisp.printed("status")
    crisp.printed("sync")
    assert "the motor's driver does not answer" in crisp.printed("log", "events", "--faults")


def test_days_with_taps_are_told_as_counts(data: Path):
    day = event.Day(20_780)
    day.taps, day.noticed, day.silenced, day.reminded = 5, 3, True, True
    with PracticeLog.in_folder() as log:
        log.take_page(1, [raw(len(HAPPENED) + 1, day, 1, 3_600_000)], NOW_MS + 2)
    said = "2026-11-23: 5 taps by day, 3 answered, silenced, reminded to practise"
    assert said in told("--last", "1")
    assert "2026-11-23: 5 tikken overdag, 3 beantwoord" in told("--last", "1", "--lang", "nl")
    (one,) = json.loads(told("--last", "1", "--json"))
    kept = {name: one[name] for name in ("day", "taps", "noticed", "silenced", "reminded")}
    assert kept == {
        "day": "2026-11-23",
        "taps": 5,
        "noticed": 3,
        "silenced": True,
        "reminded": True,
    }
