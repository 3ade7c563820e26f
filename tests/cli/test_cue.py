# SPDX-License-Identifier: MIT
"""`loslaten cue`: drawn on the laptop, played on the simulated watch, answered by its wearer."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.practice_log.quizzes import QuizLog
from loslaten.sim.body.recogniser import Heard
from loslaten_core.haptics import cue as cues
from tests.rigs.bedroom import Bedroom


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["cue", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_list_tells_every_cue():
    lines = printed("list", "--lang", "en").splitlines()
    assert [line.split()[0] for line in lines[1:]] == [cues.name(number) for number in cues.CUES]
    assert "two short" in lines[2]
    assert "laat los" in printed("list", "--lang", "nl", "--theme", "soft")
    told = json.loads(printed("list", "--json"))
    assert told[0] == {
        "name": "ready",
        "notation": ".-",
        "is_answer": False,
        "meaning": {
            "nl": "maak u klaar: de volgende spiergroep",
            "en": "get ready: the next muscle group",
        },
    }


def test_show_draws_drive_and_felt():
    text = printed("show", "tense", "--lang", "en")
    assert text.startswith("tense: two short\n")
    assert "(standard, coin-erm, played at 75 %)" in text
    assert "\ndrive " in text
    assert "\nfelt  " in text
    assert "2 felt, for " in text
    firm = json.loads(printed("show", "release", "--firm", "--motor", "driven-lra", "--json"))
    assert firm["strength_pct"] == 100
    assert [one["length_ms"] > 850 for one in firm["felt"]] == [True]
    weak = json.loads(printed("show", "release", "--strength", "40", "--theme", "soft", "--json"))
    assert weak["strength_pct"] == 40
    counted = json.loads(printed("show", "position", "--count", "5", "--json"))
    assert len(counted["felt"]) == 6


def test_show_draws_a_picture(tmp_path: Path):
    path = tmp_path / "ready.svg"
    printed("show", "ready", "--svg", str(path), "--lang", "nl")
    written = [one.text for one in ET.parse(path).iter("{http://www.w3.org/2000/svg}text")]
    assert written[0] == "ready: maak u klaar: de volgende spiergroep"


def test_a_cue_that_does_not_exist_is_said():
    result = CliRunner().invoke(main, ["cue", "show", "sleep"])
    assert result.exit_code == 2
    assert "'landmark'" in result.stderr


@pytest.mark.parametrize("number", cues.MEANINGS)
def test_play_lets_the_watch_play_it(bedroom: Bedroom, number: int):
    assert "at 75 %" in bedroom.printed("cue", "play", cues.name(number))
    bedroom.run(asyncio.sleep(3))
    assert bedroom.felt[-1].cue == number


def test_play_counts_and_is_as_strong_as_asked(bedroom: Bedroom):
    bedroom.printed("cue", "play", "position", "--count", "5", "--strength", "100")
    bedroom.run(asyncio.sleep(5))
    assert (bedroom.felt[-1].cue, bedroom.felt[-1].count) == (cues.POSITION, 5)
    bedroom.printed("settings", "set", "strength_pct=60", "theme=soft")
    assert "at 40 %" in bedroom.printed("cue", "play", "ready")


def test_nothing_is_played_in_a_session(bedroom: Bedroom):
    bedroom.printed("protocol", "push", "four", "--choose")
    bedroom.run(bedroom.wearer.hold("start"))
    bedroom.run(asyncio.sleep(5))
    assert "a session is under way" in bedroom.fails("cue", "play", "tense")


class Pupil:
    """The wearer at the keyboard: types what `think` makes of the cue that is felt next."""

    def __init__(self, bedroom: Bedroom, think: Callable[[str, Heard | None], str | None]) -> None:
        self.prompts: list[str] = []
        self._bedroom, self._think = bedroom, think
        self._known = len(bedroom.felt)

    async def ask(self, prompt: str) -> str | None:
        self.prompts.append(prompt)
        for _ in range(80):
            if len(self._bedroom.felt) > self._known:
                break
            await asyncio.sleep(0.1)
        heard = self._bedroom.felt[-1] if len(self._bedroom.felt) > self._known else None
        self._known = len(self._bedroom.felt)
        return self._think(prompt, heard)


def test_learn_goes_through_the_five(bedroom: Bedroom):
    typed = iter(["r", "", "", "", "", "x", "", "", "r", "", ""])
    pupil = Pupil(bedroom, lambda _prompt, _heard: next(typed))
    bedroom.ask = pupil.ask
    before = len(bedroom.felt)
    text = bedroom.printed("cue", "learn", "--lang", "nl")
    told = [(heard.cue, heard.count) for heard in bedroom.felt[before:]]
    assert [cue for cue, _ in told[:6]] == [1, 1, 2, 3, 4, 5]
    position = cues.POSITION
    assert told[6:10] == [(position, 1), (position, 2), (position, 2), (position, 1)]
    assert len(told) == 6 + 2 * 5
    assert "2. aanspannen: twee keer kort\n   span aan\n" in text
    assert text.endswith("loslaten cue quiz\n")
    assert all("volgende" in prompt for prompt in pupil.prompts)


def test_a_quiz_of_places(bedroom: Bedroom):
    def by_feel(_prompt, _heard):
        part, group = bedroom.felt[-2:]
        return f"{part.count} {group.count}"

    bedroom.ask = Pupil(bedroom, by_feel).ask
    text = bedroom.printed("cue", "quiz", "--places", "--rounds", "4", "--seed", "5")
    assert text.endswith("\n4/4\n")
    told = bedroom.parsed("cue", "quiz", "--places", "--rounds", "4", "--seed", "5")
    assert told == {"right": 4, "total": 4}
    bedroom.ask = Pupil(bedroom, lambda _prompt, _heard: "9 9").ask
    assert bedroom.printed("cue", "quiz", "--places", "--rounds", "2").endswith("\n0/2\n")


def test_a_quiz_that_is_answered_by_feel(bedroom: Bedroom):
    bedroom.ask = Pupil(bedroom, lambda _, heard: cues.name(heard.cue) if heard else "0").ask
    told = bedroom.parsed("cue", "quiz", "--rounds", "2", "--seed", "7")
    assert (told["right"], told["total"], told["seed"]) == (10, 10, 7)
    assert told["table"]["tense"]["tense"] == 2
    assert told["advice"] == ["the cues are learned: you can practise by feel"]
    assert bedroom.parsed("cue", "quiz", "--results") == [told]


def test_a_quiz_with_mistakes_is_kept_and_recommends(bedroom: Bedroom):
    """A wearer who takes tense for release is told; by number, and after hearing it once more."""
    again = iter([True])

    def think(_prompt: str, heard: Heard | None) -> str:
        if heard is None:
            return "0"
        if next(again, False):
            return "r"
        return "3" if heard.cue == cues.TENSE else f"{heard.cue}"

    bedroom.ask = Pupil(bedroom, think).ask
    text = bedroom.printed("cue", "quiz", "--rounds", "1", "--seed", "3")
    assert "4 of 5 right" in text
    row = next(line for line in text.splitlines() if line.startswith("tense"))
    assert row.split() == ["tense", "1"]
    assert "-> tense and release were taken for each other once; play them in turn" in text
    assert bedroom.printed("cue", "quiz", "--results") == text + "\n"
    with QuizLog.in_folder() as log:
        assert log.quizzes()[0].confusion.count(cues.TENSE, cues.RELEASE) == 1


def test_the_order_of_a_quiz_follows_from_its_seed(bedroom: Bedroom):
    bedroom.ask = Pupil(bedroom, lambda _prompt, _heard: "0").ask
    orders = []
    for seed in ("5", "5", "6"):
        before = len(bedroom.felt)
        bedroom.printed("cue", "quiz", "--rounds", "1", "--seed", seed)
        orders.append([heard.cue for heard in bedroom.felt[before:]])
    assert orders[0] == orders[1] != orders[2]


@pytest.mark.parametrize("way", [[], ["--places"]])
def test_a_watch_whose_time_passes_faster_waits_for_each_cue(
    bedroom: Bedroom, monkeypatch, way: list[str]
):
    """As with `sim --speed 60`: the pause before a cue is longer than its patience."""
    monkeypatch.setattr("loslaten.watches.lessons.PAUSE_S", (61.0, 62.0))
    monkeypatch.setattr("loslaten.cli.cue.teacher._PLACE_S", 61.0)
    pupil = Pupil(bedroom, lambda *_: "1 1" if way else "1")
    bedroom.ask = pupil.ask
    bedroom.printed("cue", "quiz", "--rounds", "1", *way)
    assert len(pupil.prompts) == (1 if way else 5)


@pytest.mark.parametrize("answer", [None, "q", "stop"])
def test_a_quiz_that_is_broken_off_keeps_nothing(bedroom: Bedroom, answer: str | None):
    bedroom.ask = Pupil(bedroom, lambda _prompt, _heard: answer).ask
    assert "nothing was kept" in bedroom.fails("cue", "quiz")
    assert bedroom.printed("cue", "quiz", "--results") == (
        "no quiz was taken yet: loslaten cue quiz\n"
    )


def test_a_quiz_may_take_its_time(bedroom: Bedroom):
    """The link is kept while nobody types."""

    async def slow(_prompt: str) -> str:
        await asyncio.sleep(240)
        return "1"

    bedroom.ask = slow
    assert bedroom.parsed("cue", "quiz", "--rounds", "1")["total"] == 5


def test_a_watch_that_vanishes_in_a_quiz_keeps_nothing(bedroom: Bedroom):
    async def vanish(_prompt: str) -> str:
        bedroom.watch.power_off()
        await asyncio.sleep(60)
        return "1"

    bedroom.ask = vanish
    assert "the connection to the watch was lost" in bedroom.fails("cue", "quiz")
    with QuizLog.in_folder() as log:
        assert log.quizzes() == []
