# SPDX-License-Identifier: MIT
"""The laptop's half of the Bluetooth check, with the virtual radio; the checklist's answers."""

import asyncio

import pytest

from loslaten.battery_life.supply import supply
from loslaten.link.errors import BluetoothError
from loslaten.sim.bedroom import KEY
from loslaten.watches.reach import Reach
from tests.hil.checks import current, radio
from tests.hil.report import FAIL, NOT_MEASURED, PASS, Part
from tests.rigs.bedroom import WATCH_ID, Bedroom


def test_it_finds_is_let_in_pulls_and_comes_again():
    bedroom = Bedroom()
    try:
        bedroom.open_radio()
        stage = bedroom.stage
        reach = Reach(
            key_for=lambda _: KEY,
            scanner_backend=stage.scanner_backend,
            client_backend=stage.client_backend,
        )
        found = bedroom.run(radio.story(reach, bytes.fromhex(WATCH_ID), 1_000))
    finally:
        bedroom.close()
    assert found["is_it"]
    assert found["pulled_bytes"] >= 1_000
    part = Part(radio.TITLE)
    radio.tell(found, part)
    assert len(part.lines) == 5


def test_a_slow_link_fails():
    part = Part(radio.TITLE)
    found = {"is_it": True, "connect_s": 1, "ask_s": 0.1, "again_s": 30}
    radio.tell(found | {"pulled_bytes": 100_000, "pull_s": 50}, part)
    assert [one.verdict for one in part.lines] == [PASS, PASS, "shown", FAIL, FAIL]


def test_without_an_adapter_the_reason_is_told(monkeypatch):
    def no_air():
        raise BluetoothError(OSError("no adapter"))

    monkeypatch.setattr(radio, "air", no_air)
    assert "no Bluetooth" in asyncio.run(radio.without_adapter())


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [("1150", PASS), ("1,15", PASS), ("9999999", FAIL), ("", NOT_MEASURED), (None, NOT_MEASURED)],
)
def test_what_is_typed_is_held_against_what_is_expected(answer, verdict, capsys):
    board = supply("pico_w")
    part = Part(current.TITLE)
    current.go_through(board, part, lambda _: answer)
    assert {one.verdict for one in part.lines} == {verdict}
    assert "deep sleep" not in capsys.readouterr().out, "this board has none"
    assert len(part.lines) == 5
