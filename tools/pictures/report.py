# SPDX-License-Identifier: MIT
"""The picture of a report over eight weeks."""

import subprocess
import tempfile
from pathlib import Path

from loslaten.practice_log.days import Period
from loslaten.practice_log.log import PracticeLog
from loslaten.report import reading
from loslaten.report.figures import compute
from loslaten.report.page import html as page
from loslaten.report.page import pdf
from tests.rigs import eight_weeks

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "report.png"
_SIZE_PX = (960, 1560)


def take(browser: str) -> Path:
    """Take the picture with a Chromium, in the light, and return where it is."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with PracticeLog(folder / "practice.db") as log:
            eight_weeks.fill(log)
            period = Period(eight_weeks.FIRST, eight_weeks.LAST)
            figures = compute(reading.taken(log), period, log.group_sums, 5)
        source = folder / "report.html"
        made = page.html(
            figures, page.Page(lang="en", made=eight_weeks.LAST, wearer="A. de Vries")
        )
        source.write_text(made, encoding="utf-8")
        subprocess.run(
            [
                *pdf.command(browser, folder / "profile"),
                "--hide-scrollbars",
                "--blink-settings=preferredColorScheme=1",
                f"--window-size={_SIZE_PX[0]},{_SIZE_PX[1]}",
                f"--screenshot={PICTURE}",
                source.as_uri(),
            ],
            capture_output=True,
            timeout=pdf.TIMEOUT_S,
            check=True,
        )
    return PICTURE
