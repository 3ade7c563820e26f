# SPDX-License-Identifier: MIT
"""A group of commands that are imported when they are run, so that the others start sooner."""

import importlib
from collections.abc import Sequence
from typing import Any

import click

# Name, where the click command is ("module:attribute"), and its line in the group's help.
Later = tuple[str, str, str]


class LaterGroup(click.Group):
    """A group with commands of its own and, after them, those of `later`."""

    def __init__(self, *args: Any, later: Sequence[Later] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self._later = {name: (place, summary) for name, place, summary in later}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, those of `later` in its order."""
        return [*super().list_commands(ctx), *self._later]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self._later:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = self._later[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        own = [(name, command.get_short_help_str()) for name, command in self.commands.items()]
        later = [(name, summary) for name, (_, summary) in self._later.items()]
        with formatter.section("Commands"):
            formatter.write_dl([*own, *later])
