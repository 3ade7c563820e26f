# SPDX-License-Identifier: MIT
"""Parts, drawings, pages and the rules of safety say the same, for every board."""

import re
from pathlib import Path

import pytest

from loslaten.firmware import boards
from tools.wiring import charge
from tools.wiring.boards import board
from tools.wiring.circuit import circuit
from tools.wiring.drawings import FOLDER, drawn
from tools.wiring.parts import PARTS
from tools.wiring.tables import with_table

PAGES = Path(__file__).parents[2] / "docs" / "hardware"
SOLDERED = [name for name in boards.names() if circuit(board(name)).placed]
CHARGED = [name for name in SOLDERED if "charger" in circuit(board(name)).placed]
each_board = pytest.mark.parametrize("name", boards.names())
each_soldered = pytest.mark.parametrize("name", SOLDERED)
each_charged = pytest.mark.parametrize("name", CHARGED)
# Erratum E9 of the RP2350: an input stays high unless at most so much pulls it down.
E9_OHMS = 8_200
# The AXP2101 charges in steps of so much.
AXP_STEP_MA = 25


def page(name):
    return (PAGES / f"{name}.md").read_text("utf-8")


def picture(name):
    return (FOLDER / f"{name}.svg").read_text("utf-8")


def test_most_boards_are_soldered():
    assert len(SOLDERED) == 4
    assert len(CHARGED) == 3


@each_soldered
def test_its_drawing_joins_what_its_circuit_joins(name):
    sheet, _ = drawn(name)
    assert sheet.nets() == circuit(board(name)).nets


@each_soldered
def test_every_part_of_its_list_is_drawn_and_no_other(name):
    drawn_parts = re.findall(r"<g class=\"w-(\w+)\">\s*<title>", picture(name))
    assert sorted(drawn_parts) == sorted(circuit(board(name)).placed)


@each_soldered
def test_its_drawing_tells_the_values_of_its_list(name):
    told = re.findall(r">([\d.]+ (?:k?Ω|nF))<", picture(name))
    wanted = [PARTS[key].value for key in circuit(board(name)).placed.values()]
    wanted = [value for value in wanted if re.fullmatch(r"[\d.]+ (?:k?Ω|nF)", value)]
    assert sorted(told) == sorted(value for value in wanted if value != charge_value())
    assert (charge_value() in picture(name)) == (name in CHARGED)


def charge_value():
    return PARTS["charge_resistor"].value


@each_soldered
def test_values_are_what_they_count_as(name):
    for key in set(circuit(board(name)).placed.values()):
        part = PARTS[key]
        if part.ohms is not None:
            number, _, unit = part.value.partition(" ")
            assert float(number) * {"Ω": 1, "kΩ": 1_000}[unit] == part.ohms
        if part.capacity_mah is not None:
            assert part.value == f"{part.capacity_mah} mAh"
            assert part.capacity_mah == board(name).battery_mah


@each_board
def test_its_table_is_the_parts_tables(name):
    assert page(name) == with_table(page(name), circuit(board(name)), "en"), "make wiring"


@each_charged
def test_the_cell_is_charged_as_the_rule_says(name):
    rule = (PAGES / "README.md").read_text("utf-8")
    assert re.search(r"no more than half of its\s+capacity an hour", rule)
    assert charge.MOST_OF_CAPACITY_AN_HOUR == 0.5
    (cell,) = [PARTS[key] for key in circuit(board(name)).placed.values() if "cell" in key]
    assert charge.worst_charge_ma() <= charge.MOST_OF_CAPACITY_AN_HOUR * cell.capacity_mah
    told = f"{charge.charge_ma():.0f} mA, at worst {charge.worst_charge_ma():.0f} mA"
    assert told in picture(name)


def test_the_resistors_that_were_there_broke_the_rule():
    # 5.1 kΩ, and the module's own 1.2 kΩ, on a cell of 400 mAh.
    for ohms in (5_100, 1_200):
        assert charge.charge_ma(ohms) > 200
    assert round(charge.charge_ma(6_800)) == 176


def test_a_finished_watch_is_told_to_charge_as_the_rule_says():
    told = (boards.FOLDER / "twatch_s3.py").read_text("utf-8")
    (steps,) = re.findall(r"\(axp2101\.PRECHARGE \+ 1, 0xE0, (\d+)\)", told)
    charge_ma = int(steps) * AXP_STEP_MA
    assert charge_ma <= charge.MOST_OF_CAPACITY_AN_HOUR * board("twatch_s3").battery_mah
    assert f"charged with {charge_ma} mA" in " ".join(page("twatch_s3").split())


@each_charged
def test_the_switch_is_between_cell_and_charger_and_nothing_else_is(name):
    wired = circuit(board(name))
    assert wired.net_of("cell.+") == {"cell.+", "switch.1"}
    assert wired.net_of("switch.2") == {"switch.2", "charger.B+"}
    assert wired.net_of("cell.−") == {"cell.−", "charger.B−"}
    assert "slide switch" in steps_of(name)


@each_charged
def test_the_cell_reaches_the_board_one_way_only(name):
    wired = circuit(board(name))
    assert wired.net_of("board.VSYS") == {"board.VSYS", "supply_diode.K"}
    assert wired.net_of("supply_diode.A") == {"supply_diode.A", "charger.OUT+"}


@each_soldered
def test_a_transistor_is_off_while_nobody_drives_it(name):
    wired = circuit(board(name))
    if "transistor" not in wired.placed:
        return
    ground = wired.net_of("board.GND")
    assert "pull_down.1" in wired.net_of("transistor.G")
    assert {"pull_down.2", "transistor.S"} <= ground
    pin = f"board.GP{board(name).pins['MOTOR_PIN']}"
    if name in CHARGED:
        assert wired.net_of(pin) == {pin, "gate_resistor.1"}


def test_an_early_rp2350_is_pulled_down_by_enough():
    key = circuit(board("pico2_w")).placed["divider_low"]
    assert PARTS[key].ohms <= E9_OHMS


@each_board
def test_one_reads_about_the_cell_before_anything_is_built(name):
    steps = re.split(r"^\d+\. ", steps_of(name), flags=re.MULTILINE)[1:]
    assert "README.md#the-cell" in steps[0], "the first step"
    for word in ("sew", "older", "Connect the cell", "strap"):
        assert word not in steps[0]


def steps_of(name):
    return page(name).partition("## Assembly")[2].partition("\n## ")[0]
