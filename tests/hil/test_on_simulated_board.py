# SPDX-License-Identifier: MIT
"""All that `make hil` measures, run on a simulated board on the same way: through mpremote.

Its figures say nothing, and how late something was is no test's business; that every program runs,
sees what happens at the pins and comes to its verdict is. What is not here at all: currents, a
real radio, and what the flash of a chip does to its interrupts.
"""

import dataclasses
import json
import subprocess
import sys
from collections import Counter

import pytest

from loslaten.deploy import image
from loslaten.firmware import boards
from loslaten.sim.board import BOARDS, PICO_W
from loslaten.sim.micropython.repl import ReplBoard
from loslaten_core.journal import record
from tests.hil.report import FAIL, NOT_MEASURED, PASS
from tests.hil.wires import WIRES
from tests.rigs.room import records_in

NAME = "pico_w"
SPEED = 5
# As `python -m tests.hil`, with the firmware that was made for the tests already.
HIL = """
import sys
from tests.hil.__main__ import main
from tests.rigs.compiled import compiled_once
with compiled_once():
    sys.exit(main(sys.argv[1:]))
"""
PATIENCE_S = 600
JOURNAL = "/data/journal/"
KEPT = {
    "/data/key": bytes(range(32)),
    "/data/protocols/chosen": b"\x00",
    "/data/journal/00000001.log": b"a night",
}


def measured(flash, folder, *options, board=NAME, wires=()):
    """Run `make hil` on a simulated board; answer its report, what it printed and the flash."""
    with ReplBoard(board, flash, speed=SPEED, wires=wires) as simulated:
        simulated.power_on()
        done = subprocess.run(
            [
                *(sys.executable, "-c", HIL, "--port", simulated.port),
                *("--board", board, "--short", "--out", str(folder), *options),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
        (found,) = folder.glob("*.json") or [None]
        return json.loads(found.read_text("utf-8")), done.stdout, simulated.flash()


def wires_of(name):
    said = boards.constants(name)
    ends = WIRES[name]
    wires = [(ends.press, said["BUTTON_PIN"])]
    return wires if ends.loopback is None else [*wires, (said["MOTOR_PIN"], ends.loopback)]


@pytest.fixture(scope="module")
def run(deployed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hil")
    report, printed, flash = measured(deployed(NAME) | KEPT, folder, "--yes", wires=wires_of(NAME))
    return report, printed, flash, (folder / f"{NAME}-{report['serial']}.md").read_text("utf-8")


def verdicts(report, part):
    return {one["what"]: one["verdict"] for one in report["lines"] if one["part"] == part}


def test_it_says_what_was_measured(run):
    report, _, _, page = run
    assert report["simulated"]
    assert report["firmware"].endswith("in /a, the same as this checkout")
    assert "no figure here says anything about hardware" in page
    assert f"| serial | {report['serial']} |" in page
    assert {one["part"] for one in report["lines"]} == {
        *("Cue timing", "Button", "Flash", "Memory", "Bluetooth", "Current")
    }


def test_every_program_came_to_its_end(run):
    report, printed, _, _ = run
    broken = [one for one in report["lines"] if one["what"] == "measuring it"]
    assert not broken, printed


def test_every_drive_that_was_planned_was_seen_at_the_wire(run):
    timing = verdicts(run[0], "Cue timing")
    assert timing["drives"] == PASS
    values = {one["what"]: one["value"] for one in run[0]["lines"]}
    assert values["seen at"] == "the wire"
    assert values["drives"] >= 7, "here, tick, started, two of ready, two of tense, release"
    assert {"late, p50", "late, p99", "late, most", "longer or shorter, most"} <= set(timing)


def test_every_gesture_was_understood_and_every_press_answered(run):
    button = verdicts(run[0], "Button")
    gestures = ("a press", "two presses", "a hold", "a very long hold", "lain on")
    for what in (*gestures, "a bouncing press", "presses answered"):
        assert button[what] == PASS, what


def test_the_flash_kept_what_it_got(run):
    flash = verdicts(run[0], "Flash")
    for what in (
        "pages of 4 KB read back as written",
        "small file replaced: the last one is there",
        "files left beside it",
        "records of the journal after opening it again",
    ):
        assert flash[what] == PASS, what


def test_the_firmware_ran_a_session_and_opened_its_window(run):
    assert verdicts(run[0], "Memory")["a session ran"] == PASS
    assert verdicts(run[0], "Memory")["the radio was on"] == PASS
    radio = verdicts(run[0], "Bluetooth")
    assert radio["window open while USB power is there"] == PASS
    assert radio["has the key it was deployed with"] == PASS


def test_what_cannot_be_simulated_is_listed(run):
    counted = Counter(one["part"] for one in run[0]["lines"] if one["verdict"] == NOT_MEASURED)
    assert counted == {"Cue timing": 1, "Memory": 2, "Bluetooth": 1, "Current": 5}


def test_the_checklist_is_printed_with_what_is_expected(run):
    assert "radio window: hold the button for four seconds" in run[1]
    assert "expected about 1,200 µA" in run[1]


def test_nothing_is_left_on_the_board_and_its_data_is_as_it_was(run):
    flash = run[2]
    assert not [path for path in flash if path.startswith("/hil") or path == "/safe-mode"]
    assert flash["/slot"] == b"a"
    data = {
        path: held
        for path, held in flash.items()
        if path.startswith("/data/") and not path.endswith("/")
    }
    journal = {path: held for path, held in data.items() if path.startswith(JOURNAL)}
    assert data.items() - journal.items() == {
        (path, held) for path, held in KEPT.items() if not path.startswith(JOURNAL)
    }
    # Of the measuring nothing is noted: there are the firmware's own starts, before and after it.
    (segment,) = (path for path in journal if path.endswith(".log"))
    assert journal[segment].startswith(KEPT[segment])
    noted = {path: held.removeprefix(KEPT[segment]) for path, held in journal.items()}
    assert {one.kind for one, _ in records_in(noted)} == {record.BOOT}


def test_without_wires_what_needs_them_is_left_out_and_said(deployed, tmp_path):
    report, _, _ = measured(deployed(NAME), tmp_path, "--yes", "--only", "cue_timing,button")
    said = {one["part"]: (one["value"], one["verdict"]) for one in report["lines"]}
    ends = WIRES[NAME]
    assert said == {
        "Cue timing": (f"no wire from GP16 to GP{ends.loopback}", NOT_MEASURED),
        "Button": (f"no wire from GP{ends.press} to GP15", NOT_MEASURED),
    }


def test_a_drive_that_does_not_reach_the_wire_fails(deployed, tmp_path):
    # The firmware's motor is at another pin than its board file says.
    flash = deployed(NAME)
    path = boards.FOLDER / f"{NAME}.py"
    source = path.read_text("utf-8").replace("PWM(Pin(MOTOR_PIN))", "PWM(Pin(20))")
    del flash[f"/a/device/boards/{NAME}.mpy"]
    # What it only hands on would be left out as unused.
    source += "PARTS = battery_mv, is_charging, light_sleep, rest_radio\n"
    fitted = image.fitted(image.board_named(NAME), source)
    flash[f"/a/device/boards/{NAME}.py"] = fitted.encode()
    report, printed, _ = measured(
        flash, tmp_path, "--yes", "--only", "cue_timing", wires=wires_of(NAME)
    )
    assert verdicts(report, "Cue timing")["drives"] == FAIL, printed
    assert report["firmware"].endswith("NOT that of this checkout")


def test_a_program_that_breaks_is_a_failure(deployed, tmp_path):
    flash = deployed(NAME)
    names = image.build(image.board_named(NAME)).names
    file = names.file("device/flash.py")
    del flash[f"/a/{file}.mpy"]
    report, _, _ = measured(flash, tmp_path, "--yes", "--only", "flash")
    (line,) = report["lines"]
    assert (line["what"], line["verdict"]) == ("measuring it", FAIL)
    assert f"no module named '{file}'" in line["value"]


def test_a_driver_chip_is_seen_at_its_driver(deployed, tmp_path, monkeypatch):
    name = "pico_w_drv2605l"
    chip = dataclasses.replace(PICO_W, name=name, i2c=("drv2605l",))
    monkeypatch.setitem(BOARDS, name, chip)
    only = ("--yes", "--only", "cue_timing")
    report, printed, _ = measured(
        deployed(name), tmp_path, *only, board=name, wires=wires_of(name)
    )
    timing = verdicts(report, "Cue timing")
    assert timing["drives"] == PASS, printed
    assert timing["what the chip makes of it"] == NOT_MEASURED
    assert "longest write to the driver chip" in timing
    assert {one["value"] for one in report["lines"] if one["what"] == "seen at"} == {
        "the motor's driver"
    }


def test_an_esp32_is_measured_the_same_way(deployed, tmp_path):
    name = "xiao_esp32s3"
    report, printed, _ = measured(
        deployed(name),
        tmp_path,
        "--yes",
        "--only",
        "cue_timing,current",
        board=name,
        wires=wires_of(name),
    )
    broken = [one for one in report["lines"] if one["what"] == "measuring it"]
    assert not broken, printed
    assert verdicts(report, "Cue timing")["drives"] == PASS
    assert verdicts(report, "Current")["deep sleep"] == NOT_MEASURED


def test_the_table_of_wires_is_of_boards_and_pins_that_there_are():
    for name, ends in WIRES.items():
        said = boards.constants(name)
        assert (ends.loopback is None) == ("MOTOR_PIN" not in said)
        taken = {value for key, value in said.items() if key.endswith("_PIN")}
        assert not taken & {ends.loopback, ends.press}
