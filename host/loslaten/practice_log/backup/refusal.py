# SPDX-License-Identifier: MIT
"""The refusal of a file whose lines are sound one by one, and say what cannot be taken in."""

from loslaten.language.text import Text


class MergeError(Exception):
    """Refusal of line `number` of the file; None: of the file as a whole."""

    def __init__(self, number: int | None, reason: Text, advice: Text | None = None) -> None:
        super().__init__(reason.en)
        self.number = number
        self.reason = reason
        self.advice = advice
