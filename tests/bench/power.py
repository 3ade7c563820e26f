# SPDX-License-Identifier: MIT
"""Life of cells, and the share of the charge that the processor's work takes.

Sleep and the radio are of the simulated boards. How long a Pico W's processor is busy is charged
by what it executes (tests/board), in a session and through the rest of a day.
"""

from loslaten.battery_life import charge
from loslaten.battery_life.simulated_day import DAY_S, simulate, simulate_by_day
from loslaten.battery_life.supply import supply
from loslaten.firmware import boards
from loslaten.protocols.file import find
from tests.bench import Row
from tests.board import scenarios

CHARGED = "pico_w"
_UAMS_PER_MAH = 3_600_000_000


def run() -> list[Row]:
    """Measure and return the rows."""
    rows: list[Row] = []
    for board in boards.names():
        night, its = simulate(board, find("handout")), supply(board)
        mah = charge.total_mah(charge.shares(its, night.day()))
        nights = charge.nights(its.battery_mah, mah)
        asleep_s = night.session.seconds["light sleep"] + night.session.seconds["deep sleep"]
        asleep_pct = 100 * asleep_s / night.session_s
        rows += [
            Row(f"{board}: wake-ups in a session", night.session.wake_ups, "", "from sleep"),
            Row(f"{board}: asleep in a session", asleep_pct, "%"),
            Row(f"{board}: radio on in a night", night.day().radio_s, "s", at_most=0),
            Row(f"{board}: a night and the day after", mah, "mAh", "modelled, see docs/power.md"),
            Row(f"{board}: nights per charge", nights, "", f"{its.battery_mah} mAh"),
        ]
        day = simulate_by_day(board)
        without, with_taps = day.wake_ups
        more_mah = day.more(lambda hour, its=its: charge.total_mah(charge.shares(its, hour)))
        rows += [
            Row(f"{board}: wake-ups of a day, no taps", without, "", "idle, from sleep"),
            Row(f"{board}: wake-ups of a day, taps and reminder", with_taps, "", "idle"),
            Row(f"{board}: taps and reminder", more_mah, "mAh", "more a day, modelled"),
        ]
        if board == CHARGED:
            rows += _busy(its.currents["awake"].ua, mah)
    return rows


def _busy(awake_ua: int, day_mah: float) -> list[Row]:
    """Return how long the processor is busy, and its share of a day's charge."""
    session_ms, idle_share = scenarios.busy()
    day_ms = session_ms + idle_share * (DAY_S * 1_000 - scenarios.SESSION_END_MS)
    share_pct = 100 * day_ms * awake_ua / _UAMS_PER_MAH / day_mah
    return [
        Row(f"{CHARGED}: processor busy in a session", session_ms, "ms", "flash included"),
        Row(f"{CHARGED}: processor busy, a night and the day after", day_ms, "ms"),
        Row(f"{CHARGED}: of a day's charge", share_pct, "%", f"at {awake_ua / 1_000} mA"),
    ]
