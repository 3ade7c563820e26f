# SPDX-License-Identifier: MIT
"""Progress on a terminal, shown when something takes longer than a second.

Nothing appears where there is no terminal, and nothing stays. It goes to the error stream, so that
what a command prints can be piped.
"""

import sys
import time
from typing import TYPE_CHECKING, Self

from loslaten.language.text import Text

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.live import Live

PATIENCE_S = 1.0
_BAR_COLUMNS = 40


class Busy:
    """A line that comes when `patience_s` have passed, and goes with the end of the block.

    What it says is in `lang`. `console` is where it appears: by default the error stream, if that
    is a terminal.
    """

    def __init__(
        self,
        what: Text,
        lang: str,
        console: "Console | None" = None,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._lang = lang
        self._what = what.say(lang)
        self._done = self._total = 0
        self._console = console
        self._patience_s = patience_s
        self._since_s = time.monotonic()
        self._until_s: float | None = None
        self._live: Live | None = None

    def __enter__(self) -> Self:
        if self._console is not None or sys.stderr.isatty():
            self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def tell(self, what: Text, done: int = 0, total: int = 0) -> None:
        """Say what is going on now, and if `total` is known, how much of it is done."""
        self._what, self._done, self._total = what.say(self._lang), done, total
        self._until_s = None

    def count_down(self, what: Text, seconds: float) -> bool:
        """Say what is waited for and how long still; False where there is no line to say it on."""
        self.tell(what)
        self._until_s = time.monotonic() + seconds
        return self._live is not None

    def clear(self) -> None:
        """Take the line away for good: what follows prints, or asks."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _start(self) -> None:
        from rich.console import Console
        from rich.live import Live

        console = self._console or Console(stderr=True)
        self._live = Live(console=console, get_renderable=self._shown, transient=True)
        self._live.start()

    def _shown(self) -> "RenderableType":
        from rich.console import Group
        from rich.progress_bar import ProgressBar
        from rich.spinner import Spinner
        from rich.table import Table

        if time.monotonic() - self._since_s < self._patience_s:
            return Group()
        line = Table.grid(padding=(0, 1))
        if self._until_s is not None:
            left_s = max(0, round(self._until_s - time.monotonic()))
            line.add_row(Spinner("dots"), f"{self._what} ({left_s} s)")
        elif not self._total:
            line.add_row(Spinner("dots"), self._what)
        else:
            bar = ProgressBar(self._total, self._done, width=_BAR_COLUMNS)
            line.add_row(self._what, bar, f"{self._done} / {self._total}")
        return line
