"""What the firmware costs on a Pico W by the engine of tests/board: memory, lateness, the link."""

from tests.bench import Row
from tests.board.figures import FIGURES


def run() -> list[Row]:
    """Measure and return the rows."""
    return [measure() for measure in FIGURES]
