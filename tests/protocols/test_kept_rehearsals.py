# SPDX-License-Identifier: MIT
"""Kept rehearsals: what a protocol and presses lead to stays the same from version to version.

For a change that is meant, LOSLATEN_UPDATE_SNAPSHOTS=1 writes `tests/vectors/rehearsals.json`.
"""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.protocols.file import SHIPPED_NAMES

PATH = Path(__file__).parents[1] / "vectors" / "rehearsals.json"
KEPT = json.loads(PATH.read_text("utf-8"))
FIELDS = ("t_ms", "event", "group", "repeat", "cue")


def rehearsed(protocol: str, presses: list[str]) -> list[str]:
    """Return the events of `rehearse --json`, a line each."""
    pressed = [word for press in presses for word in ("--press", press)]
    result = CliRunner().invoke(main, ["rehearse", protocol, *pressed, "--json"])
    assert result.exit_code == 0, result.output
    events = json.loads(result.stdout)
    assert {field for event in events for field in event} == set(FIELDS)
    return [
        " ".join("-" if event[field] is None else str(event[field]) for field in FIELDS)
        for event in events
    ]


@pytest.mark.parametrize("number", range(len(KEPT)))
def test_a_rehearsal_goes_as_it_went(number: int):
    kept = KEPT[number]
    events = rehearsed(kept["protocol"], kept["presses"])
    if os.environ.get("LOSLATEN_UPDATE_SNAPSHOTS"):
        kept["events"] = events
        PATH.write_text(json.dumps(KEPT, indent=1) + "\n", "utf-8")
    assert events == kept["events"]


def test_every_shipped_protocol_is_kept():
    assert {kept["protocol"] for kept in KEPT} == set(SHIPPED_NAMES)
