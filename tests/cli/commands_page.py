# SPDX-License-Identifier: MIT
"""The reference part of docs/commands.md, made from the commands themselves.

Run as a script it writes that part anew: `.venv/bin/python -m tests.cli.commands_page`.
"""

import inspect
import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from loslaten.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
MARK = "<!-- From here on made from the commands: tests/cli/commands_page.py -->\n"
_WIDTH = 100


def commands() -> Iterator[tuple[str, click.Command, click.Context]]:
    """Yield every command with the words that run it, groups before what is in them."""
    yield from _below(
        "loslaten", main, click.Context(main, info_name="loslaten", **main.context_settings)
    )


def _below(
    words: str, command: click.Command, context: click.Context
) -> Iterator[tuple[str, click.Command, click.Context]]:
    yield words, command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            inner = click.Context(below, info_name=name, parent=context)
            yield from _below(f"{words} {name}", below, inner)


def reference() -> str:
    """Return the reference: a section for every command."""
    return "\n".join(line for found in commands() for line in _section(*found))


def _section(words: str, command: click.Command, context: click.Context) -> Iterator[str]:
    told, _, examples = inspect.cleandoc(command.help or "").partition("\b\nExamples:\n")
    yield f"{'##' if words.count(' ') < 2 else '###'} {words}\n"
    for paragraph in told.strip().split("\n\n"):
        yield textwrap.fill(" ".join(paragraph.split()), _WIDTH) + "\n"
    if not isinstance(command, click.Group):
        yield f"```\n{' '.join([words, *command.collect_usage_pieces(context)])}\n```\n"
    records = [one.get_help_record(context) for one in command.params if _is_shown(one)]
    if records:
        yield "| option | what |\n|---|---|"
        yield from (f"| `{_cell(name)}` | {_cell(what)} |" for name, what in filter(None, records))
        yield ""
    if examples:
        yield f"```\n{textwrap.dedent(examples.partition(chr(10) * 2)[0]).strip()}\n```\n"


def _is_shown(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Option) and parameter.name not in ("help", "version")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def written() -> str:
    """Return the page as it has to be: what stands above the mark, and the reference."""
    return PAGE.read_text("utf-8").partition(MARK)[0] + MARK + "\n" + reference()


def understood(arguments: list[str]) -> None:
    """Let the command line parse what was typed after `loslaten`; nothing is run.

    Raises:
        click.UsageError: it does not understand that.
    """
    context: click.Context | None = None
    command: click.Command = main
    while True:
        context = command.make_context(command.name, list(arguments), parent=context)
        if not isinstance(command, click.Group):
            return
        rest = [*context._protected_args, *context.args]
        if not rest and command.invoke_without_command:
            return
        if not rest:
            raise click.UsageError("a command is missing", context)
        _, below, arguments = command.resolve_command(context, rest)
        assert below is not None
        command = below


if __name__ == "__main__":
    PAGE.write_text(written(), "utf-8")
