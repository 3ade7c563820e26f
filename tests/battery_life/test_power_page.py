# SPDX-License-Identifier: MIT
"""docs/power.md says what the boards' files and a simulated night say."""

from loslaten.firmware import boards
from tests.battery_life import power_page

REFRESH = ".venv/bin/python -m tests.battery_life.power_page"


def test_the_tables_are_those_of_the_boards():
    told = power_page.PAGE.read_text("utf-8")
    assert told == power_page.written(power_page.played()), f"write it anew: {REFRESH}"


def test_what_keeping_out_of_deep_sleep_takes_a_day_is_that_of_the_currents():
    told = " ".join(power_page.PAGE.read_text("utf-8").split())
    takes_mah = []
    for board in ("xiao_esp32s3", "twatch_s3"):
        found = boards.constants(board)["CURRENTS_UA"]
        assert isinstance(found, tuple)
        current_ua = {state: ua for state, ua, *_ in found}
        takes_mah.append((current_ua["light sleep"] - current_ua["deep sleep"]) * 24 // 1_000)
    assert "Of that {} and {} mAh are what light sleep draws more".format(*takes_mah) in told
