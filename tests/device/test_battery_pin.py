"""On a Pico W the battery is read on a pin of the radio chip: never while the radio is on."""

import asyncio

import pytest

from loslaten.sim import clock
from loslaten.sim.bedroom import set_up


def readings(board):
    """Return (while the radio was on, in all) of an hour in which it was on for a while."""
    counts = [0, 0]

    async def story():
        stage = await set_up(board)
        radio = [False]
        stage.watch.on("ble_active", lambda _t_ms, on, *_: radio.__setitem__(0, on))

        def read(_t_ms, _pin):
            counts[1] += 1
            counts[0] += radio[0]

        stage.watch.on("adc_read", read)
        stage.watch.usb_power = True
        await asyncio.sleep(1800)
        stage.watch.usb_power = False
        await asyncio.sleep(1800)

    clock.run(story())
    return counts


@pytest.mark.parametrize("board", ["pico_w", "pico2_w"])
def test_a_pico_reads_it_only_while_the_radio_is_off(board):
    while_on, in_all = readings(board)
    assert while_on == 0
    assert in_all > 5


@pytest.mark.parametrize("board", ["xiao_esp32s3"])
def test_a_board_with_a_pin_of_its_own_reads_it_always(board):
    while_on, _ = readings(board)
    assert while_on > 5
