# SPDX-License-Identifier: MIT
"""A file that somebody changed who can: refused, or readable by every command afterwards."""

import base64
import json
import os
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten_core.journal import record
from tests.practice_log.mutated_exports import complaints, kept_export, mutations, sealed

SLICE = 40
CASES = Path(__file__).parent / "cases"


@pytest.fixture
def environment(home) -> dict[str, str]:
    return {"XDG_STATE_HOME": os.environ["XDG_STATE_HOME"], "LC_ALL": "C.UTF-8"}


def test_every_reading_command_reads_the_log_that_is_changed(tmp_path, home, environment):
    lines = kept_export(tmp_path / "kept")
    assert complaints(sealed(lines), tmp_path / "same", environment) == []


def test_no_changed_field_makes_a_log_that_cannot_be_read(tmp_path, home, environment):
    lines = kept_export(tmp_path / "kept")
    for number, (name, text) in enumerate(islice(mutations(lines, Random(7)), SLICE)):
        assert complaints(text, tmp_path / str(number), environment) == [], name


def test_a_wild_anchor_is_refused_by_line_and_field(tmp_path, home):
    told = CliRunner().invoke(main, ["log", "import", str(CASES / "wild-anchor.jsonl")])
    assert told.exit_code == 1
    assert "line 5: uptime_ms has to be: a whole number from 0 to 281474976710655" in told.stderr
    assert CliRunner().invoke(main, ["log", "list", "--json"]).stdout == "[]\n"


def test_a_record_at_a_wild_time_leaves_its_night_unknown_and_the_others_as_they_were(
    tmp_path, environment
):
    """Seven times ten to the thirteenth milliseconds, with a good check, beside good anchors."""
    lines = [json.loads(text) for text in (CASES / "good.jsonl").read_text().splitlines()][:-1]
    (line,) = [one for one in lines if one["type"] == "record" and one["sequence"] == 4]
    was = record.decode(base64.b64decode(line["raw"]))
    wild = record.Record(4, was.boot, 7 * 10**13, was.kind, was.version, was.payload)
    line["raw"] = base64.b64encode(record.encode(wild)).decode()
    assert complaints(sealed(lines), tmp_path / "wild", environment) == []
    env = environment | {"LOSLATEN_DATA": str(tmp_path / "wild" / "data")}
    nights = json.loads(CliRunner().invoke(main, ["log", "list", "--json"], env=env).stdout)
    assert [night["began"]["quality"] for night in nights] == ["unknown", "exact"]
    assert nights[1]["began"]["utc"] == "2026-11-23T19:29:55.999Z"
