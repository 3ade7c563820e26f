# SPDX-License-Identifier: MIT
"""From a trace to seconds, and from seconds to milliampere-hours."""

from types import SimpleNamespace

import pytest

from loslaten.battery_life import charge
from loslaten.battery_life.supply import BASES, Current, Supply, supply
from loslaten.battery_life.usage import Usage, usage
from loslaten.errors import LoslatenError
from loslaten.firmware import boards

# Awake, asleep lightly, woken, asleep deeply, and started by a press.
TRACE = [
    (1_000, "sleep", ("light",)),
    (3_000, "wake", ("time",)),
    (3_100, "ble_active", (True, "c0", {})),
    (4_100, "ble_active", (False, None, None)),
    (5_000, "sleep", ("deep",)),
    (5_000, "reset", ("deepsleep",)),
    (15_000, "start", ("deepsleep",)),
    (15_500, "ble_active", (True, "c0", {})),
    (16_000, "reset", ("wdt",)),
]
MOTOR = [(100, 100), (300, 50), (500, -50), (700, 0), (19_000, 100)]
SUPPLY = Supply(
    "toaster",
    "Toaster",
    100,
    {
        what: Current(what, ua, "assumed", "")
        for what, ua in (
            ("awake", 36_000),
            ("light sleep", 3_600),
            ("deep sleep", 36),
            ("radio", 72_000),
            ("motor", 360_000),
        )
    },
)


def used(from_ms, to_ms):
    return usage(SimpleNamespace(trace=TRACE, motor=MOTOR), from_ms, to_ms)


def test_every_state_has_its_time():
    assert used(0, 20_000) == Usage(
        seconds={"awake": 8.0, "light sleep": 2.0, "deep sleep": 10.0},
        radio_s=1.5,
        motor_s=0.2 + 0.1 + 0.1 + 1.0,
        wake_ups=2,
    )


@pytest.mark.parametrize(
    ("from_ms", "to_ms", "seconds"),
    [
        (0, 1_000, (1.0, 0.0, 0.0)),
        (2_000, 3_500, (0.5, 1.0, 0.0)),
        (6_000, 7_000, (0.0, 0.0, 1.0)),
        (14_000, 15_250, (0.25, 0.0, 1.0)),
    ],
)
def test_a_part_of_the_time_is_cut_out_of_it(from_ms, to_ms, seconds):
    assert tuple(used(from_ms, to_ms).seconds.values()) == seconds


def test_charge_is_current_times_time():
    mah = {part.what: part.mah for part in charge.shares(SUPPLY, used(0, 20_000))}
    assert mah == pytest.approx(
        {"awake": 0.08, "light sleep": 0.002, "deep sleep": 0.0001, "radio": 0.03, "motor": 0.14}
    )
    assert charge.total_mah(charge.shares(SUPPLY, used(0, 1_000))) == pytest.approx(0.05)
    assert charge.nights(100, 4.0) == 20.0
    assert charge.window_mah(SUPPLY, 100) == pytest.approx(3.0)


@pytest.mark.parametrize("board", boards.names())
def test_every_board_says_what_it_takes(board):
    its = supply(board)
    assert all(one.ua > 0 for one in its.currents.values())
    assert {one.basis for one in its.currents.values()} <= set(BASES)
    assert all(one.source for one in its.currents.values())
    sleeping = [
        its.currents[what].ua for what in ("deep sleep", "light sleep") if what in its.currents
    ]
    assert sorted(sleeping) == sleeping
    assert sleeping[-1] < its.currents["awake"].ua


@pytest.mark.parametrize("board", boards.names())
def test_a_session_that_never_sleeps_takes_no_more_than_the_board_allows_for(board):
    its = supply(board)
    longest_s, motor_s = 45 * 60, 60
    mah = (its.currents["awake"].ua * longest_s + its.currents["motor"].ua * motor_s) / 3_600_000
    allowed_pct = boards.constants(board)["SESSION_PCT"]
    assert mah / its.battery_mah * 100 <= allowed_pct


def test_a_board_that_does_not_exist_is_named():
    with pytest.raises(LoslatenError, match="no board is called toaster"):
        supply("toaster")
