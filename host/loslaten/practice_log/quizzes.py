# SPDX-License-Identifier: MIT
"""The quizzes in the practice log: what each cue was taken for."""

import sqlite3
from dataclasses import dataclass

from loslaten.cues.quiz import Confusion
from loslaten.practice_log.bounds import clock_ms, number
from loslaten.practice_log.choice import EVERYTHING, Choice
from loslaten.practice_log.file import LogFile

_CUE_MAX = 255
# More often nobody plays a cue in one quiz.
TIMES_MAX = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """A quiz as it was taken, with the theme and the strength that the cues were played at."""

    taken_utc_ms: int
    theme: str
    strength_pct: int
    seed: int
    confusion: Confusion


def answers_by_quiz(connection: sqlite3.Connection) -> dict[int, list[tuple[int, int, int]]]:
    """Return the answers of each quiz, by its number: (played, answered, times), in this order."""
    answers: dict[int, list[tuple[int, int, int]]] = {}
    for row in connection.execute(
        "SELECT quiz_id, played, answered, times FROM quiz_answer ORDER BY played, answered"
    ):
        quiz_id, played, answered, times = row
        answers.setdefault(quiz_id, []).append((played, answered, times))
    return answers


class QuizLog(LogFile):
    """The quizzes in the log at `path`, open as a `PracticeLog` is.

    All methods raise StoreError.
    """

    def keep(self, watch_id: int, quiz: Quiz) -> None:
        """Keep a quiz; `watch_id` is the log's number of the watch."""
        with self._writing():
            cursor = self._db.execute(
                "INSERT INTO quiz (watch_id, taken_utc_ms, theme, strength_pct, seed) "
                "VALUES (?, ?, ?, ?, ?)",
                (watch_id, quiz.taken_utc_ms, quiz.theme, quiz.strength_pct, quiz.seed),
            )
            self._db.executemany(
                "INSERT INTO quiz_answer (quiz_id, played, answered, times) VALUES (?, ?, ?, ?)",
                [
                    (cursor.lastrowid, played, answered, times)
                    for (played, answered), times in sorted(quiz.confusion.times.items())
                ],
            )

    def quizzes(self, choice: Choice = EVERYTHING) -> list[Quiz]:
        """Return the quizzes on a watch, and while it was a person's, the newest first."""
        found = self._all(
            "SELECT id, taken_utc_ms, theme, strength_pct, seed FROM quiz "
            "WHERE (?1 IS NULL OR ?1 = (SELECT person_id FROM holding "
            "WHERE watch_id = quiz.watch_id AND from_utc_ms <= taken_utc_ms "
            "ORDER BY from_utc_ms DESC LIMIT 1)) AND (?2 IS NULL OR watch_id = ?2) "
            "ORDER BY taken_utc_ms DESC, id DESC",
            choice.person_id,
            choice.watch_id,
        )
        return list(self._legible("quiz", found, self._quiz))

    def _quiz(self, row: sqlite3.Row) -> Quiz:
        return Quiz(
            taken_utc_ms=clock_ms(row["taken_utc_ms"]),
            theme=row["theme"],
            strength_pct=number(row["strength_pct"], 100),
            seed=row["seed"],
            confusion=self._confusion(row["id"]),
        )

    def _confusion(self, quiz_id: int) -> Confusion:
        found = self._all(
            "SELECT played, answered, times FROM quiz_answer WHERE quiz_id = ?", quiz_id
        )
        return Confusion(
            {
                (number(row["played"], _CUE_MAX), number(row["answered"], _CUE_MAX)): number(
                    row["times"], TIMES_MAX
                )
                for row in found
            }
        )
