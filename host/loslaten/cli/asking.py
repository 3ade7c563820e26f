# SPDX-License-Identifier: MIT
"""Questions, asked on the error stream in the language of the command, and their answers."""

import sys
from typing import Any, TextIO

import click

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
    if not isinstance(sys.stdin, _Typed):
        sys.stdin = _Typed(sys.stdin)
    default = "" if may_be_empty else None
    return click.prompt(
        prompt, default=default, show_default=False, hide_input=is_secret, err=True
    )


def require_yes(question: Text, lang: str) -> None:
    """Ask until yes or no is said; raise click's Abort unless it is yes."""
    while True:
        said = answer(f"{question.say(lang)} {_CHOICE.say(lang)}").strip().lower()
        if said in _YES:
            return
        if said in _NO:
            raise click.Abort
        click.echo(_ANSWER.say(lang), err=True)
