# SPDX-License-Identifier: MIT
"""Every board is complete: its file, its page, its drawing, its simulated self, its mentions."""

import asyncio
import json
import re
from pathlib import Path

import pytest

from loslaten.firmware import boards, tree
from loslaten.sim import clock
from loslaten.sim.board import BOARDS
from loslaten.sim.watch import SimulatedWatch
from loslaten_core.day.programme import ERROR_MAX_MS
from tools.wiring.boards import board as wired
from tools.wiring.drawings import FOLDER, drawing

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "hardware"
SECTIONS = ["Parts", "Wiring", "Assembly", "Motor placement", "What to check", "Limits"]
STATES = ["awake", "light sleep", "radio", "motor"]
FUNCTIONS = {
    "motor",
    "prepare",
    "button",
    "battery_mv",
    "is_charging",
    "light_sleep",
    "rest_radio",
}
BASES = {"measured", "data sheet", "assumed"}
each_board = pytest.mark.parametrize("name", boards.names())

# Imports a board's file on its board and tells what is in it.
LOOK = """
import json
from device.boards import {name} as board
from loslaten_core.haptics.motor import Motor
found = {{}}
for key in dir(board):
    value = getattr(board, key)
    if key[0] != "_" and callable(value) and key == key.lower():
        found[key] = "function"
    elif key[0] != "_" and not callable(value) and key == key.upper():
        found[key] = "motor" if isinstance(value, Motor) else value
found["kind"] = board.MOTOR.kind
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def said():
    """Contents of every board's file, as MicroPython sees them."""

    def look(name):
        async def story():
            main = {"/main.py": LOOK.format(name=name).encode()}
            watch = SimulatedWatch(name, firmware=tree.firmware_tree() | main)
            watch.power_on()
            await asyncio.sleep(1)
            assert not watch.crashes, watch.crashes
            return json.loads(watch.printed)

        return clock.run(story())

    return {name: look(name) for name in boards.names()}


@each_board
def test_its_file_has_all_that_the_contract_names(name, said):
    found = said[name]
    functions = {key for key, value in found.items() if value == "function"}
    wanted = FUNCTIONS | ({"deep_sleep"} if found["HAS_DEEP_SLEEP"] else set())
    wanted |= {"rtc"} if found["RTC_DRIFT_PPM"] else set()
    assert wanted - functions == set(), f"device/boards/{name}.py lacks these functions"
    assert found["NAME"] == name
    for key in ("MODEL", "CHIP", "MICROPYTHON"):
        assert isinstance(found[key], str), f"device/boards/{name}.py: {key} is a text"
        assert found[key]
    assert found["MOTOR"] == "motor"
    for key in ("BATTERY_ON_RADIO_PIN", "HAS_DEEP_SLEEP"):
        assert isinstance(found[key], bool), f"device/boards/{name}.py: {key} is True or False"
    assert found["BUTTON_PIN"] is None or 0 <= found["BUTTON_PIN"] <= 48


@each_board
def test_its_figures_are_sane(name, said):
    found = said[name]
    ranges = {
        "BATTERY_MAH": (100, 2_000),
        "SESSION_PCT": (1, 50),
        "WAKE_MS": (1, 100),
        "UPTIME_DRIFT_PPM": (10, 100_000),
        "RTC_DRIFT_PPM": (0, 100_000),
    }
    for key, (low, high) in ranges.items():
        assert low <= found[key] <= high, f"device/boards/{name}.py: {key} is {found[key]}"
    curve = found["BATTERY_CURVE"]
    assert curve == sorted(curve, reverse=True)
    assert (curve[0][1], curve[-1][1]) == (100, 0)
    assert all(2_900 <= mv <= 4_350 for mv, _ in curve)


@each_board
def test_its_currents_say_where_they_are_from(name, said):
    found = said[name]
    states = [what for what, *_ in found["CURRENTS_UA"]]
    deep = ["deep sleep"] if found["HAS_DEEP_SLEEP"] else []
    assert sorted(states) == sorted(STATES + deep), f"device/boards/{name}.py: CURRENTS_UA"
    for what, current_ua, basis, source in found["CURRENTS_UA"]:
        assert 0 < current_ua < 200_000, what
        assert basis in BASES, what
        assert source, what


@each_board
def test_the_simulated_board_is_wired_the_same(name, said):
    assert name in BOARDS, f"host/loslaten/sim/board.py has no {name}"
    found, simulated = said[name], BOARDS[name]
    pins = wired(name).pins
    assert simulated.button_pin == found["BUTTON_PIN"]
    assert simulated.motor_pin == pins.get("MOTOR_PIN")
    assert simulated.usb_pin == pins.get("USB_PIN")
    assert simulated.irq_pin == pins.get("PMU_PIN")
    assert simulated.motor == found["kind"]
    assert (simulated.i2c != ()) == ("SDA_PIN" in pins)
    assert found["CHIP"].lower() in simulated.machine.lower()


def test_nothing_else_is_simulated():
    assert sorted(BOARDS) == boards.names()


@each_board
def test_it_has_a_page_like_all_others(name):
    page = PAGES / f"{name}.md"
    assert page.exists(), f"docs/hardware/{name}.md is missing"
    text = page.read_text("utf-8")
    sections = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert sections == SECTIONS, f"docs/hardware/{name}.md: its sections"
    assert re.search(rf"!\[.+\]\(wiring/{name}\.svg\)", text), f"{page.name} shows no drawing"
    assert text.startswith(f"# {boards.constants(name)['MODEL']}"), f"{page.name}: its title"
    assert f"loslaten deploy --board {name}" in text, f"{page.name}: how to deploy"
    assert str(boards.constants(name)["BATTERY_MAH"]) in text, f"{page.name}: its battery"


@each_board
def test_its_drawing_is_up_to_date(name):
    path = FOLDER / f"{name}.svg"
    assert path.exists(), f"docs/hardware/wiring/{name}.svg is missing: make wiring"
    assert path.read_text("utf-8") == drawing(name), "make wiring"


@each_board
def test_its_drawing_shows_the_pins_of_its_file(name):
    text = (FOLDER / f"{name}.svg").read_text("utf-8")
    shown = {int(number) for number in re.findall(r"GP(?:IO)?(\d+)", text)}
    assert shown == set(wired(name).pins.values())


def test_pages_and_drawings_are_of_boards():
    pages = {path.stem for path in PAGES.glob("*.md")} - {"README"}
    assert pages == set(boards.names()), "docs/hardware has a page of no board, or lacks one"
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(boards.names())


@pytest.mark.parametrize("where", ["docs/hardware/README.md", "docs/deployment.md"])
def test_all_are_named(where):
    text = (ROOT / where).read_text("utf-8")
    lacking = [name for name in boards.names() if f"`{name}`" not in text]
    assert lacking == [], f"{where} does not name these"


@each_board
def test_a_drawing_speaks_to_those_who_do_not_see_it(name):
    text = (FOLDER / f"{name}.svg").read_text("utf-8")
    assert 'role="img"' in text
    assert "<title" in text
    assert re.search(r"<desc[^>]*>[^<]{60,}</desc>", text)
    assert "prefers-color-scheme: dark" in text


def test_the_docs_say_how_long_each_board_knows_the_time_of_day(said):
    """As long as the better of its two counts stays within what taps and reminder bear."""
    known_h = {}
    for name, found in said.items():
        drifts_ppm = [found["UPTIME_DRIFT_PPM"], found["RTC_DRIFT_PPM"]]
        known_h[name] = ERROR_MAX_MS / min(filter(None, drifts_ppm)) * 1_000_000 / 3_600_000
    xiao_h = known_h.pop("xiao_esp32s3")
    day = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    hours, minutes = divmod(round(xiao_h * 60), 60)
    assert f"a XIAO for {hours} hours and {minutes} minutes" in " ".join(day.split())
    assert all(28 <= hours / 24 <= 35 for hours in known_h.values())
    guide = (ROOT / "docs" / "wearing.md").read_text("utf-8")
    assert "a month without that (on the XIAO, two thirds of a day)" in " ".join(guide.split())
    assert round(xiao_h / 24, 1) == 0.7
