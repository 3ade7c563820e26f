# SPDX-License-Identifier: MIT
"""Ratings by presses on the watch, from the wrist to all that tells of them on the laptop."""

import asyncio
import csv
import io
import json

import pytest

from loslaten.sim.body.recogniser import Heard
from loslaten_core.haptics import cue as cues
from tests.rigs.bedroom import Bedroom

TENSION = 4
# The session is stopped a minute after it began.
PRACTISED_S = 60


@pytest.fixture
def rated(bedroom: Bedroom) -> Bedroom:
    """A night that was stopped by hand, and rated by presses: four, and breathing calmer."""
    bedroom.printed("settings", "set", "ratings=before-and-after")
    bedroom.printed("protocol", "push", "handout", "--choose")
    bedroom.run(_night(bedroom))
    bedroom.printed("sync")
    return bedroom


async def _night(room: Bedroom) -> None:
    await room.stage.until_radio_is_off()
    wearer = room.wearer
    await wearer.hold("start")
    await asyncio.sleep(PRACTISED_S)
    await wearer.hold("pause")
    await asyncio.sleep(2)
    await wearer.hold_long("stop")
    await asyncio.sleep(4)
    await wearer.press_twice("awake")
    before = len(room.felt)
    # A tick feels as "noticed" does.
    await _felt(room.felt, before, cues.ACK, TENSION)
    await asyncio.sleep(0.3)
    await wearer.press("four")
    await _felt(room.felt, before, cues.LANDMARK, 1)
    await asyncio.sleep(1)
    await wearer.press("calmer")
    await asyncio.sleep(20)
    await wearer.hold_long("radio")


async def _felt(felt: list[Heard], before: int, cue: int, times: int) -> None:
    for _ in range(600):
        if [heard.cue for heard in felt[before:]].count(cue) >= times:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{felt[before:]}: cue {cue} was not felt {times} times")


def test_ratings_by_presses_are_told_everywhere_on_the_laptop(rated: Bedroom, tmp_path):
    (listed,) = rated.parsed("log", "list")
    shown = rated.parsed("log", "show", str(listed["id"]))
    assert shown["ending"] == "stopped"
    assert shown["self_reported_by_press"] == {
        "tension_before": None,
        "tension_after": TENSION,
        "breathing_calmer": True,
    }
    said = " ".join(rated.printed("log", "show", str(listed["id"]), "--lang", "nl").split())
    assert "spanning achteraf 4/10, met een druk op het horloge" in said
    assert "met een druk op het horloge: ademhaling werd rustiger" in said

    report = rated.parsed("report", "--since", "2026-01-01")["self_reported"]
    assert (report["sessions_calmer"], report["sessions_calmer_told"]) == (1, 1)

    (row,) = csv.DictReader(io.StringIO(_exported(rated, tmp_path, "csv")))
    assert row["reported_provenance"] == "self-reported"
    assert (row["reported_tension_before"], row["reported_tension_after"]) == ("", "4")
    assert row["reported_breathing_calmer"] == "1"

    bundle = json.loads(_exported(rated, tmp_path, "fhir"))
    (response,) = [
        one["resource"]
        for one in bundle["entry"]
        if one["resource"]["resourceType"] == "QuestionnaireResponse"
    ]
    assert response["meta"]["tag"][0]["code"] == "self-reported"
    answers = {item["linkId"]: item["answer"] for item in response["item"]}
    assert answers == {
        "tension-after": [{"valueInteger": TENSION}],
        "breathing-calmer": [{"valueBoolean": True}],
    }
    calendar = _exported(rated, tmp_path, "ical").replace("\n ", "")
    assert "with the watch's button: tension after 4 of 10" in calendar


def test_a_backup_keeps_them(rated: Bedroom, tmp_path, monkeypatch):
    backup = tmp_path / "log.jsonl"
    rated.printed("log", "export", "--format", "jsonl", "-o", str(backup))
    monkeypatch.setenv("LOSLATEN_DATA", str(tmp_path / "other"))
    rated.printed("log", "import", str(backup))
    (listed,) = rated.parsed("log", "list")
    shown = rated.parsed("log", "show", str(listed["id"]))
    assert shown["self_reported_by_press"]["tension_after"] == TENSION
    assert shown["self_reported_by_press"]["breathing_calmer"] is True


def _exported(room: Bedroom, folder, form: str) -> str:
    path = folder / f"log.{form}"
    room.printed("log", "export", "--format", form, "-o", str(path))
    return path.read_text("utf-8")
