"""How often the processor is woken in a session beside the least possible; how long cells last."""

from loslaten.battery_life import charge
from loslaten.battery_life.simulated_day import simulate
from loslaten.battery_life.supply import supply
from loslaten.firmware import boards
from loslaten.protocols.file import find
from tests.bench import Row


def run() -> list[Row]:
    rows: list[Row] = []
    for board in boards.names():
        night, its = simulate(board, find("handout")), supply(board)
        needed = f"{night.pulses} pulses, {night.presses} press, {night.writes} writes"
        each_edge = night.edges + night.presses + night.writes
        mah = charge.total_mah(charge.shares(its, night.day()))
        asleep_s = night.session.seconds["light sleep"] + night.session.seconds["deep sleep"]
        rows += [
            (f"{board}: wake-ups in a session", night.session.wake_ups, "", "from sleep"),
            (f"{board}: the least possible", night.needed_wake_ups, "", needed),
            (f"{board}: one for every edge", each_edge, "", f"{night.edges} edges of the pulses"),
            (f"{board}: asleep in a session", 100 * asleep_s / night.session_s, "%", ""),
            (f"{board}: radio on in a night", night.day().radio_s, "s", "goal 0"),
            (f"{board}: a night and the day after", mah, "mAh", "modelled, see docs/power.md"),
            (
                f"{board}: nights per charge",
                charge.nights(its.battery_mah, mah),
                "",
                f"{its.battery_mah} mAh",
            ),
        ]
    return rows
