# SPDX-License-Identifier: MIT
"""Ratings of a session: presses on the watch, and what the wearer said of it afterwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from loslaten.practice_log.rows import Note, SessionRow

_Answer = TypeVar("_Answer", int, bool)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """Tension before and after, 0 to 10, and whether breathing grew calmer; None: not told."""

    before: int | None
    after: int | None
    calmer: bool | None


def ratings(session: SessionRow, notes: Sequence[Note]) -> Ratings:
    """Return the newest of each answer in the notes, else the press on the watch."""
    # No press is no answer.
    calmer = session.calmer or None
    if not notes:
        return Ratings(before=session.tension_before, after=session.tension_after, calmer=calmer)
    return Ratings(
        before=_newest(session.tension_before, (note.tension_before for note in notes)),
        after=_newest(session.tension_after, (note.tension_after for note in notes)),
        calmer=_newest(calmer, (note.calmer for note in notes)),
    )


def _newest(pressed: _Answer | None, told: Iterable[_Answer | None]) -> _Answer | None:
    return ([pressed] + [answer for answer in told if answer is not None])[-1]
