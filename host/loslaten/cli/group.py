# SPDX-License-Identifier: MIT
"""A group of commands: some imported only when they are run, all with help in both languages."""

import importlib
import inspect
from collections.abc import Sequence
from typing import Any

import click

from loslaten.cli.options import error_lang_option, spoken
from loslaten.language.text import keeps_library_words

# Name, where the click command is ("module:attribute"), and its line in the group's help.
Later = tuple[str, str, str]


class HelpContext(click.Context):
    """Context of a command, with help in the language that is spoken."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return what lays out the help."""
        if keeps_library_words(spoken(self)):
            return super().make_formatter()
        from loslaten.cli.dutch_help import DutchFormatter

        return DutchFormatter(width=self.terminal_width, max_width=self.max_content_width)


class CommandGroup(click.Group):
    """A group with commands of its own and, after them, those of `later`.

    It has `--lang`, for what is told of the commands in it.
    """

    context_class = HelpContext

    def __init__(self, *args: Any, later: Sequence[Later] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.later = {name: (place, summary) for name, place, summary in later}
        if not any(parameter.name == "lang" for parameter in self.params):
            error_lang_option(self)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, those of `later` in its order."""
        return [*super().list_commands(ctx), *self.later]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported if need be."""
        command = super().get_command(ctx, cmd_name)
        if cmd_name in self.later:
            module, _, attribute = self.later[cmd_name][0].partition(":")
            command = getattr(importlib.import_module(module), attribute)
        if command is not None:
            command.context_class = HelpContext
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        own = [(name, _summary(command)) for name, command in self.commands.items()]
        later = [(name, summary) for name, (_, summary) in self.later.items()]
        with formatter.section("Commands"):
            formatter.write_dl([*own, *later])


def _summary(command: click.Command) -> str:
    """Return the first sentence of a command's help."""
    told = inspect.cleandoc(command.help or "").split("\n\n")[0]
    if not keeps_library_words(spoken()):
        from loslaten.language.help_texts import dutch_help

        told = dutch_help().text(told)
    sentence, dot, _ = " ".join(told.split()).partition(". ")
    return sentence + dot.rstrip()
