# SPDX-License-Identifier: MIT
"""Questions, asked on the error stream in the language of the command, and their answers."""

import sys
from pathlib import Path
from typing import Any, TextIO

import click

from loslaten.cli.user_file import is_standard_input
from loslaten.errors import LoslatenError
from loslaten.language.text import Text

_CHOICE = Text("[j/N]", "[y/N]")
_YES = ("j", "ja", "y", "yes")
_NO = ("", "n", "nee", "no")
_ANSWER = Text("antwoord met j of n", "answer with y or n")
# More characters than anybody types to one command: what brings more is no keyboard.
_TYPED_MAX = 100_000
_TOO_MUCH = Text(
    "er komt te veel op de standaardinvoer om getypt te zijn",
    "more comes from standard input than anybody types",
)
_IS_TAKEN = Text(
    "{} is de standaardinvoer, en daarvandaan kan dan geen antwoord op een vraag komen",
    "{} is standard input, so that the answer to a question cannot come from there",
)
_SAVE_OR_YES = Text(
    "bewaar het eerst als bestand, of geef --yes mee", "save it as a file first, or add --yes"
)
_SAVE = Text("bewaar het eerst als bestand", "save it as a file first")


class StandardInputTakenError(LoslatenError):
    """A file to read is standard input: its lines would be taken for answers."""

    exit_code = 2


class TooMuchTypedError(LoslatenError):
    """Standard input has no end, as that of `yes` has none."""

    def __init__(self) -> None:
        super().__init__(_TOO_MUCH)


class _Typed:
    """Standard input, as far as a person types."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._left = _TYPED_MAX

    def readline(self, _most: int = -1) -> str:
        """Return the next line. Raises TooMuchTypedError."""
        line = self._stream.readline(self._left + 1)
        self._left -= len(line)
        if self._left < 0:
            click.echo(err=True)
            raise TooMuchTypedError
        return line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def answer(prompt: str, *, may_be_empty: bool = True, is_secret: bool = False) -> str:
    """Return the line that is typed to a prompt, unseen if it is a secret.

    Raises TooMuchTypedError, and click's Abort where nobody is there to type.
    """
    if sys.stdin is None:
        raise click.Abort
    # At a terminal a person types. On Windows a secret is hidden only where this stays as it was.
    if not isinstance(sys.stdin, _Typed) and not sys.stdin.isatty():
        sys.stdin = _Typed(sys.stdin)
    default = "" if may_be_empty else None
    return click.prompt(
        prompt, default=default, show_default=False, hide_input=is_secret, err=True
    )


def require_passphrase_apart(file: Path) -> None:
    """Raise StandardInputTakenError where a passphrase would be read from the file.

    At a terminal it is not: there it is read from the terminal itself.
    """
    try:
        with Path("/dev/tty").open("rb"):
            return
    except OSError:
        if is_standard_input(file):
            raise StandardInputTakenError(_IS_TAKEN.format(file), _SAVE) from None


def require_yes(question: Text, lang: str, file: Path | None = None) -> None:
    """Ask until yes or no is said; raise click's Abort unless it is yes.

    `file` is read afterwards. Raises StandardInputTakenError where that is standard input.
    """
    if file is not None and is_standard_input(file):
        raise StandardInputTakenError(_IS_TAKEN.format(file), _SAVE_OR_YES)
    while True:
        said = answer(f"{question.say(lang)} {_CHOICE.say(lang)}").strip().lower()
        if said in _YES:
            return
        if said in _NO:
            raise click.Abort
        click.echo(_ANSWER.say(lang), err=True)
