"""What the firmware costs on a Pico W by the engine of tests/board: memory, lateness, the link."""

from tests.bench import Row
from tests.board.figures import FIGURES


def run() -> list[Row]:
    """Measure and return the rows."""
    rows: list[Row] = []
    for measure in FIGURES:
        figure = measure()
        goal = f"goal {'>=' if figure.at_least else '<='} {figure.goal:,}"
        verdict = "" if figure.is_met else "  *** MISSED ***"
        note = f"; {figure.note}" if figure.note else ""
        rows.append((figure.name, round(figure.value, 1), figure.unit, goal + verdict + note))
    return rows
