# SPDX-License-Identifier: MIT
"""`cue calibrate`: who feels less gets more, and who guesses is not believed."""

import asyncio
from dataclasses import replace
from pathlib import Path

from loslaten.cues.motor_model import ERM, felt_pulses
from loslaten.protocols.file import find
from loslaten.sim.body.recogniser import Heard
from loslaten.sim.body.skin import Skin
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics.motor import COIN_ERM
from loslaten_core.haptics.player import Player
from loslaten_core.haptics.theme import STANDARD
from tests.protocols.test_file import GOOD, written
from tests.rigs.bedroom import Bedroom, failure


def numb(bedroom: Bedroom, felt: float) -> list[Heard]:
    """Answers of somebody whose skin needs more motion than is usual."""
    heard: list[Heard] = []

    async def wear() -> None:
        Skin(bedroom.watch, replace(ERM, felt=felt), STANDARD, heard.append)

    bedroom.run(wear())
    return heard


def weakest(cue: int, felt: float) -> int:
    """The weakest strength at which such skin feels anything of a cue."""
    for strength_pct in range(40, 101):
        player = Player(STANDARD, COIN_ERM)
        player.play(1_000, cue, 0, strength_pct)
        drive = []
        while (due_ms := player.deadline_ms) is not None:
            now_ms = max(due_ms, 1_000)
            drive.append((now_ms, player.advance(now_ms)))
        if felt_pulses(drive, replace(ERM, felt=felt)):
            return strength_pct
    raise AssertionError("it is never felt")


class Numb:
    """A wearer who answers whether the numb skin felt anything, more so with a fist."""

    def __init__(self, bedroom: Bedroom, relaxed: float, clenched: float) -> None:
        self._relaxed, self._clenched = numb(bedroom, relaxed), numb(bedroom, clenched)
        self._fist = False
        self._known = (0, 0)

    async def ask(self, prompt: str) -> str:
        if "fist" in prompt:
            self._fist = True
            self._known = (len(self._relaxed), len(self._clenched))
            return ""
        await asyncio.sleep(2)
        now = (len(self._relaxed), len(self._clenched))
        felt = now[self._fist] > self._known[self._fist]
        self._known = now
        return "y" if felt else "n"


def test_calibrate_finds_both_strengths_and_stores_them(bedroom: Bedroom):
    bedroom.ask = Numb(bedroom, 0.55, 0.8).ask
    relaxed, clenched = bedroom.parsed("cue", "calibrate", "--seed", "1", "--lang", "en")
    assert abs(relaxed["threshold_pct"] - weakest(cues.TENSE, 0.55)) <= 4
    assert abs(clenched["threshold_pct"] - weakest(cues.RELEASE, 0.8)) <= 4
    assert relaxed["all_cues_are_felt"]
    assert relaxed["weakest_cue_pct"] >= relaxed["threshold_pct"]
    settings = bedroom.parsed("settings", "list")
    assert settings["strength_pct"] == relaxed["setting_pct"]
    assert settings["clenched_strength_pct"] == clenched["setting_pct"]
    assert settings["strength_pct"] < 100


def test_calibrate_makes_the_faded_cues_strong_enough(bedroom: Bedroom):
    bedroom.ask = Numb(bedroom, 0.55, 0.8).ask
    plain = bedroom.parsed("cue", "calibrate", "--seed", "1", "--only", "relaxed", "--dry-run")[0]
    assert bedroom.parsed("settings", "list")["strength_pct"] == 100
    bedroom.printed("protocol", "push", "handout", "--choose")
    faded = bedroom.parsed("cue", "calibrate", "--seed", "1", "--only", "relaxed")[0]
    assert faded["threshold_pct"] == plain["threshold_pct"]
    assert faded["setting_pct"] > plain["setting_pct"]
    assert find("handout").protocol.fade_pct > 0


FISTS = (
    GOOD.partition("groups =")[0]
    + """fade_pct = 50
groups = [{ muscle = "right-forearm" }, { muscle = "jaw" }, { muscle = "left-forearm" }]
"""
)


def test_calibrate_makes_the_fist_that_wears_the_watch_count(bedroom: Bedroom, tmp_path: Path):
    bedroom.ask = Numb(bedroom, 0.55, 0.8).ask
    bedroom.printed("protocol", "push", str(written(tmp_path, FISTS)), "--choose")
    found = {}
    for wrist in ("protocol", "left", "right"):
        bedroom.printed("settings", "set", f"wrist={wrist}")
        arguments = ("--seed", "1", "--only", "clenched", "--dry-run")
        (found[wrist],) = bedroom.parsed("cue", "calibrate", *arguments)
    # Until the left fist, the last one, cues have faded by half; at the right one not at all.
    assert found["left"] == found["protocol"]
    assert found["left"]["setting_pct"] > found["right"]["setting_pct"]


def test_calibrate_tells_what_cannot_be_felt(bedroom: Bedroom):
    bedroom.ask = Numb(bedroom, 0.999, 0.999).ask
    told = bedroom.fails("cue", "calibrate", "--seed", "1", "--only", "relaxed", "--lang", "en")
    assert "relaxed: not even the strongest cue was felt" in told
    assert "nothing was changed; wear the watch tighter" in told


def test_calibrate_does_not_believe_who_guesses(bedroom: Bedroom):
    bedroom.printed("settings", "set", "strength_pct=80")

    async def nearly_always(_prompt: str) -> str:
        await asyncio.sleep(0.5)
        guesses.append(None)
        return "n" if len(guesses) % 9 == 0 else "j"

    guesses: list[None] = []
    bedroom.ask = nearly_always
    result = bedroom.loslaten("cue", "calibrate", "--seed", "4", "--only", "relaxed")
    assert " ".join(result.stderr.split()).count("we begin again") == 3
    assert "felt too often when nothing was played" in failure(result)
    assert bedroom.parsed("settings", "list")["strength_pct"] == 80


def test_calibrate_that_is_broken_off_changes_nothing(bedroom: Bedroom):
    async def stop(_prompt: str) -> str:
        return "q"

    bedroom.ask = stop
    assert "nothing was kept" in bedroom.fails("cue", "calibrate")
    assert bedroom.parsed("settings", "list")["strength_pct"] == 100
