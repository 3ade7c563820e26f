"""The refusal of a file whose lines are sound one by one, and say what cannot be taken in."""


class MergeError(Exception):
    """Refusal of line `number` of the file; None: of the file as a whole."""

    def __init__(self, number: int | None, reason: str, advice: str = "") -> None:
        super().__init__(reason)
        self.number = number
        self.advice = advice
