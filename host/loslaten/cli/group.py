# SPDX-License-Identifier: MIT
"""A group of commands: some imported only when they are run, all with help in both languages."""

import copy
import importlib
import inspect
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from loslaten.cli.options import error_lang_option, spoken
from loslaten.language.text import keeps_library_words

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

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
        if command is None:
            return None
        command.context_class = HelpContext
        # Click parses so only to complete what is typed, and then shows the help of the options.
        return _in_words(command, ctx) if ctx.resilient_parsing else command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._summaries(ctx)))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Return the commands that may follow, without importing them, and the options."""
        from click.shell_completion import CompletionItem

        commands = [
            CompletionItem(name, help=summary)
            for name, summary in self._summaries(ctx)
            if name.startswith(incomplete)
        ]
        options = click.Command.shell_complete(self, ctx, incomplete)
        for item in options:
            item.help = _in_language(item.help or "", ctx)
        return [*commands, *options]

    def _summaries(self, ctx: click.Context) -> Iterator[tuple[str, str]]:
        """Yield each command with a sentence of what it does."""
        for name, command in self.commands.items():
            told = inspect.cleandoc(command.help or "").split("\n\n")[0]
            sentence, dot, _ = _in_language(told, ctx).partition(". ")
            yield name, sentence + dot.rstrip()
        for name, (_, summary) in self.later.items():
            yield name, _in_language(summary, ctx)


def _in_words(command: click.Command, context: click.Context) -> click.Command:
    """Return a command whose options tell their help in the language that is spoken."""
    told = copy.copy(command)
    told.params = [copy.copy(parameter) for parameter in command.params]
    for parameter in told.params:
        if isinstance(parameter, click.Option):
            parameter.help = _in_language(parameter.help or "", context)
    return told


def _in_language(english: str, context: click.Context) -> str:
    """Return a text of the help, on one line, in the language that is spoken."""
    if not keeps_library_words(spoken(context)):
        from loslaten.language.help_texts import dutch_help

        return dutch_help().text(english)
    return " ".join(english.split())
