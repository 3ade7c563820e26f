# SPDX-License-Identifier: MIT
"""The tables of docs/power.md, made from the boards' files and a simulated night on each.

Run as a module it writes them anew: `.venv/bin/python -m tests.battery_life.power_page`.
"""

from collections.abc import Iterator
from pathlib import Path

from loslaten.battery_life import charge
from loslaten.battery_life.simulated_day import Night, simulate
from loslaten.battery_life.supply import supply
from loslaten.firmware import boards
from loslaten.protocols.file import find

PAGE = Path(__file__).parents[2] / "docs" / "power.md"
MARK = "<!-- From here on made from the boards: tests/battery_life/power_page.py -->\n"


def tables(nights: dict[str, Night]) -> str:
    """Return both tables; `nights` are simulated nights of the leaflet's protocol, by board."""
    return "\n".join([*_nights(nights), "", *_currents(), ""])


def played() -> dict[str, Night]:
    """Return a simulated night on every board."""
    return {board: simulate(board, find("handout")) for board in boards.names()}


def written(nights: dict[str, Night]) -> str:
    """Return the page as it has to be: what stands above the mark, and the tables."""
    return PAGE.read_text("utf-8").partition(MARK)[0] + MARK + "\n" + tables(nights)


def _nights(nights: dict[str, Night]) -> Iterator[str]:
    yield "## How long it lasts\n"
    yield "| board | cell | a night and the day after | of it the session | nights per charge |"
    yield "|---|---|---|---|---|"
    for board, night in nights.items():
        its = supply(board)
        day_mah = charge.total_mah(charge.shares(its, night.day()))
        session_mah = charge.total_mah(charge.shares(its, night.session))
        yield (
            f"| {its.model} | {its.battery_mah} mAh | {day_mah:.1f} mAh | {session_mah:.1f} mAh"
            f" | {charge.nights(its.battery_mah, day_mah):.0f} |"
        )


def _currents() -> Iterator[str]:
    yield "## The currents\n"
    yield "| board | what | current | basis | source |"
    yield "|---|---|---|---|---|"
    for board in boards.names():
        its = supply(board)
        for one in its.currents.values():
            shown = f"{one.ua} µA" if one.ua < 1_000 else f"{one.ua / 1000:g} mA"
            yield f"| {its.model} | {one.what} | {shown} | {one.basis} | {one.source} |"


if __name__ == "__main__":
    PAGE.write_text(written(played()), "utf-8")
