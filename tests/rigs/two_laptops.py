# SPDX-License-Identifier: MIT
"""A therapist's laptop and patients', each with its own log and its own keys."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from loslaten.cli import main
from loslaten.cli.surroundings import Surroundings
from loslaten.practice_log import rows
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten_core.journal import event
from tests.rigs.raw_records import DAY_MS, NOW_MS, practised, raw

HOUR_MS = 3_600_000


@dataclass
class Laptop:
    """A laptop of its own: `folder` holds all that it keeps, `now_ms` is what its clock says."""

    folder: Path
    now_ms: int = NOW_MS

    def run(self, *arguments: str, typed: str | None = None) -> Result:
        """Run a command on this laptop."""
        environment = {
            "LOSLATEN_DATA": str(self.data),
            "XDG_STATE_HOME": str(self.folder / "state"),
            "HOME": str(self.folder),
        }
        around = Surroundings(now=lambda: (self.now_ms, 60))
        return CliRunner(env=environment).invoke(main, arguments, input=typed, obj=around)

    def printed(self, *arguments: str, typed: str | None = None) -> str:
        """Return what a command that goes well prints."""
        told = self.run(*arguments, typed=typed)
        assert told.exit_code == 0, told.stderr + (repr(told.exception) if told.exception else "")
        return told.stdout

    def json(self, *arguments: str, typed: str | None = None) -> Any:
        """Return what a command tells with --json."""
        return json.loads(self.printed(*arguments, "--json", typed=typed))

    def refused(self, *arguments: str, typed: str | None = None) -> str:
        """Return the words with which a command refuses."""
        told = self.run(*arguments, typed=typed)
        assert told.exit_code == 1, told.stdout
        return told.stderr

    @property
    def data(self) -> Path:
        """The folder of its log."""
        return self.folder / "data"

    def log(self) -> WholeLog:
        """Open its log."""
        return WholeLog.in_folder(self.data)

    def meets(self, serial: bytes, nights: int, first: int = 0, name: str = "Maan") -> None:
        """Fetch nights from a watch: one a day, on its first start, the clock known."""
        with self.log() as log:
            watch = log.see_watch(serial, name, self.now_ms).id
            raws = [raw(1, event.Clock(NOW_MS - 60 * DAY_MS, 60, 40), 1, 10)]
            raws += [night(serial, number) for number in range(first, first + nights)]
            log.take_page(watch, raws, self.now_ms)

    def notes(self, text: str) -> None:
        """Write a note on the night that came last."""
        with self.log() as log:
            told = rows.Note(
                written_utc_ms=self.now_ms, tension_before=6, tension_after=2, text=text
            )
            log.add_note(log.last_session_id(), told)


def night(serial: bytes, number: int) -> bytes:
    """Return the record of a night, of a length that no other watch's nights have."""
    session = practised(2)
    session.duration_ms = 1_000_000 + 1_000 * number + serial[-1]
    return raw(number + 2, session, 1, number * DAY_MS + HOUR_MS)
