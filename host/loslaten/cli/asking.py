# SPDX-License-Identifier: MIT
"""Questions of yes or no, asked in the language of the command."""

import click

from loslaten.language.text import Text

_CHOICE = Text("[j/N]", "[y/N]")
_YES = ("j", "ja", "y", "yes")
_NO = ("", "n", "nee", "no")
_ANSWER = Text("antwoord met j of n", "answer with y or n")


def require_yes(question: Text, lang: str) -> None:
    """Ask on the error stream until yes or no is said; raise click's Abort unless it is yes."""
    while True:
        prompt = f"{question.say(lang)} {_CHOICE.say(lang)}"
        said = click.prompt(prompt, default="", show_default=False, err=True)
        if said.strip().lower() in _YES:
            return
        if said.strip().lower() in _NO:
            raise click.Abort
        click.echo(_ANSWER.say(lang), err=True)
