# SPDX-License-Identifier: MIT
"""`loslaten power`, as it is typed."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.firmware import boards


def run(*arguments):
    return CliRunner().invoke(main, ["power", *arguments])


def test_all_boards_have_a_line():
    told = run("--protocol", "onderweg")
    assert told.exit_code == 0
    lines = {line.split()[0]: line for line in told.stdout.splitlines() if line}
    assert set(boards.names()) <= set(lines)
    assert all("mAh" in lines[board] for board in boards.names())


def test_one_board_tells_where_it_goes_and_what_is_assumed():
    told = run("--board", "twatch_s3")
    assert told.exit_code == 0
    for word in ("deep sleep", "assumed", "measured", "radio window"):
        assert word in told.stdout
    page = (Path(__file__).parents[2] / "docs" / "power.md").read_text("utf-8")
    (nights,) = re.findall(r"^\| T-Watch S3 \| 470 mAh \|.* (\d+) \|$", page, re.MULTILINE)
    assert f" {nights} nights per charge" in told.stdout


def test_a_smaller_cell_lasts_shorter_and_the_night_is_radio_silent():
    cells = {
        mah: json.loads(run("--board", "pico_w", "--battery", mah, "--json").stdout)
        for mah in ("200", "400")
    }
    small, large = cells["200"][0], cells["400"][0]
    assert small["nights_per_charge"] == pytest.approx(large["nights_per_charge"] / 2, abs=0.1)
    assert small["mah_per_night"] == large["mah_per_night"]
    assert small["radio_s"] == 0
    total_mah = sum(part["mah"] for part in small["where"])
    assert total_mah == pytest.approx(small["mah_per_night"], abs=0.01)
    assert sum(p["seconds"] for p in small["where"] if p["what"] != "motor") == pytest.approx(
        86_400, abs=1
    )


def test_what_taps_by_day_take_is_told():
    told = json.loads(run("--board", "pico_w", "--json").stdout)[0]
    by_day = told["day_programme"]
    assert abs(by_day["mah"]) < 0.02 * told["mah_per_night"], "a Pico W sleeps as lightly without"
    assert by_day["wake_ups_with"] == pytest.approx(by_day["wake_ups_without"], rel=0.1)
    other = json.loads(run("--board", "xiao_esp32s3", "--json").stdout)[0]["day_programme"]
    assert (other["wake_ups_without"], other["wake_ups_with"] > 10_000) == (0, True)
    assert other["mah"] > 10, "it cannot sleep deeply, for a press alone would wake it"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--board", "toaster"), "'toaster' is not one of"),
        (("--battery", "0"), "is not in the range"),
        (("--battery", "much"), "is not a valid integer"),
    ],
)
def test_bad_input_is_named_with_what_is_allowed(arguments, words):
    told = run(*arguments)
    assert told.exit_code == 2
    assert words in told.stderr
