# SPDX-License-Identifier: MIT
"""`loslaten watch`, `doctor` and `completion`."""

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.firmware import version as firmware
from loslaten.link.answers import LiveEvent
from loslaten.link.keys import KeyStore, new_key
from loslaten.protocols.altered import altered
from loslaten.protocols.file import find
from loslaten.sim.body.wearer import Wishes
from loslaten.watches.live import LiveSession
from loslaten_core.haptics import cue as cues
from loslaten_core.practice import event, muscles
from tests.rigs.bedroom import WATCH_ID, Bedroom

ONDERWEG = find("seated-tense").protocol


def begin_practising(bedroom: Bedroom, wishes: Wishes) -> None:
    bedroom.printed("protocol", "push", "seated-tense", "--choose")

    async def practise() -> None:
        await asyncio.sleep(5)
        await bedroom.wearer.practise(len(ONDERWEG.groups), wishes)

    bedroom.meanwhile(practise())


def test_watch_shows_a_session_until_it_is_over(bedroom: Bedroom):
    begin_practising(bedroom, Wishes(cut_s={2: 2.0}))
    result = bedroom.loslaten("watch")
    assert result.exit_code == 0
    assert "waiting for the wearer" in result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].split()[1:] == ["started", "(started)"]
    assert [line.split()[1] for line in lines[6:11]] == [
        "ready",
        "tense",
        "cut",
        "release",
        "tense",
    ]
    assert "both thighs" in lines[6]
    assert lines[-1].split()[1:] == ["over", "(end)"]
    assert all(line.startswith("22:3") for line in lines)


def test_watch_as_lines_of_json(bedroom: Bedroom):
    begin_practising(bedroom, Wishes(skip=frozenset({3})))
    told = [json.loads(line) for line in bedroom.printed("watch", "--json").splitlines()]
    assert told[0]["event"] == "started"
    assert [one["muscle"] for one in told if one["event"] == "skipped"] == ["abdomen"]
    assert told[-1]["event"] == "over"
    assert told[-1]["muscle"] is None
    assert told[0]["received_utc"].startswith("2026-11-20T21:3")


def test_watch_ends_with_the_watch(bedroom: Bedroom):
    begin_practising(bedroom, Wishes())

    async def vanish() -> None:
        await asyncio.sleep(30)
        bedroom.watch.power_off()

    task = bedroom.loop.create_task(vanish())
    assert "the connection to the watch was lost" in bedroom.fails("watch")
    assert task.done()


def live(what: int, muscle: str | None = None, repeat: int = 0, cue: int = 0) -> LiveEvent:
    found = muscles.by_key(muscle) if muscle else None
    return LiveEvent(
        at_ms=0, event=what, group=found.number if found else None, repeat=repeat, cue=cue, lost=0
    )


@pytest.mark.parametrize(
    ("told", "phase", "length_ms"),
    [
        (live(event.STARTED), "settle in", 5_000),
        (live(event.READY, "abdomen", 1), "get ready  abdomen, 3 of 6, repeat 1", 3_000),
        (live(event.TENSE, "both-feet", 2), "tense  both feet, 1 of 6, repeat 2", 2_500),
        (live(event.RELEASE, "jaw", 1), "release  jaw and lower cheeks, 6 of 6, repeat 1", 12_000),
        (live(event.RELEASE, "nose", 1), "release  nose and upper cheeks, repeat 1", None),
        (live(event.PAUSED, "jaw"), "pause  jaw and lower cheeks, 6 of 6", None),
        (live(event.REST, "jaw"), "final rest", 30_000),
    ],
)
def test_the_phase_under_way(told: LiveEvent, phase: str, length_ms: int | None):
    session = LiveSession("en", ONDERWEG)
    session.take(told)
    assert session.phase is not None
    assert (session.phase.told("en"), session.phase.length_ms) == (phase, length_ms)


def test_groups_that_are_left_out_are_not_counted():
    left_out = altered(
        find("seated-tense"),
        leave_out=("both-feet",),
        release_only=(),
        repeats=None,
        tense_ms=None,
        release_ms=None,
    )
    session = LiveSession("en", left_out.protocol)
    session.take(live(event.READY, "abdomen", 1))
    assert session.phase is not None
    assert session.phase.told("en") == "get ready  abdomen, 2 of 5, repeat 1"


def test_what_happens_within_a_phase_leaves_it():
    session = LiveSession("nl")
    session.take(live(event.RELEASE, "jaw", 2, cues.RELEASE))
    line = session.take(live(event.AGAIN, "jaw", 2, cues.ACK))
    assert line.split()[:4] == ["nog", "een", "keer", "kaken"]
    assert line.split()[-2:] == ["2", "(gemerkt)"]
    assert session.phase.told("nl").startswith("loslaten  kaken en onderste deel van")
    assert not session.over


def test_what_a_newer_watch_tells_is_a_number():
    line = LiveSession("en").take(
        LiveEvent(at_ms=0, event=99, group=250, repeat=0, cue=98, lost=0)
    )
    assert line.split() == ["event", "99", "muscle", "group", "250", "(cue", "98)"]


def checks(bedroom: Bedroom, code: int = 0) -> dict[str, dict[str, str]]:
    result = bedroom.loslaten("doctor", "--json")
    assert result.exit_code == code, result.output
    return {check["about"]: check for check in json.loads(result.stdout)}


def test_doctor_finds_everything_well(bedroom: Bedroom):
    bedroom.printed("sync")
    found = checks(bedroom)
    verdicts = {about: check["verdict"] for about, check in found.items()}
    assert verdicts == {
        "versions": "ok",
        "practice log": "ok",
        "persons": "ok",
        "keys": "note",
        "Bluetooth": "ok",
        "watch": "ok",
        "simulator": "ok",
    }
    assert found["watch"]["told"].endswith(f"firmware {firmware.version()} on pico_w")
    text = bedroom.printed("doctor")
    assert "note   keys" in text
    assert "\n                     -> connect the watch by USB" in text


def test_doctor_tells_a_foreign_watch_and_a_wrong_key(bedroom: Bedroom):
    bedroom.known = ()
    assert checks(bedroom)["watch"]["verdict"] == "note"
    bedroom.known = (bytes.fromhex(WATCH_ID),)
    bedroom.key = new_key()
    wrong = checks(bedroom, 1)["watch"]
    assert "does not accept this computer's key" in wrong["told"]
    assert "deploy" in wrong["advice"]


def test_doctor_tells_keys_that_others_can_read(bedroom: Bedroom):
    store = KeyStore()
    store.put(bytes.fromhex(WATCH_ID), new_key())
    assert checks(bedroom)["keys"]["verdict"] == "ok"
    store.path.chmod(0o644)
    wrong = checks(bedroom, 1)["keys"]
    assert wrong["advice"] == f"chmod 600 {store.path}"
    store.path.write_text("nonsense")
    assert "cannot be read" in checks(bedroom, 1)["keys"]["told"]


def test_doctor_tells_a_log_that_cannot_be_used(bedroom: Bedroom, home: Path):
    bedroom.printed("sync")
    (home / "data" / "practice.db").write_bytes(b"something else entirely" * 100)
    wrong = checks(bedroom, 1)["practice log"]
    assert "not a practice log" in wrong["told"]
    assert "move it away" in wrong["advice"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_the_shells(shell: str):
    result = CliRunner().invoke(main, ["completion", shell])
    assert result.exit_code == 0
    assert f"_LOSLATEN_COMPLETE={shell}_complete" in result.stdout


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("loslaten st", "status"),
        ("loslaten protocol pu", "push"),
        ("loslaten settings set th", "theme="),
        ("loslaten settings set theme=", "theme=soft"),
        ("loslaten protocol push han", "handout"),
        ("loslaten status --wat", "--watch"),
    ],
)
def test_what_is_typed_is_completed(typed: str, offered: str):
    env = {
        "_LOSLATEN_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split()) - 1),
    }
    result = CliRunner().invoke(main, prog_name="loslaten", env=env)
    assert offered in [line.partition(",")[2] for line in result.stdout.splitlines()]
