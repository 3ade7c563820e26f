"""What the laptop tool raises when it cannot do what was asked."""


class LoslatenError(Exception):
    """A failure that a person can do something about; only the command line prints it.

    The message is one line. `details` are further lines that belong to it, one thing each;
    `advice` says what to do about it. `exit_code` is what the command ends with: 1, unless a
    subclass has a reason for another.
    """

    exit_code = 1

    def __init__(
        self, message: str, advice: str | None = None, details: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.details = details
