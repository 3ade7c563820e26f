# SPDX-License-Identifier: MIT
"""Output of commands: JSON, tables, paragraphs, and commands to type."""

import json
import re
import sys
from collections.abc import Iterable, Sequence

import click

from loslaten.cli import table

# Wide enough for every table, where no terminal says how wide it is.
_PIPE_COLUMNS = 200
# The commands that mean another watch, or another practice log, without `--sim`.
_ELSEWHERE = re.compile(
    r"\bloslaten (?=(open|scan|devices|status|sync|watch|log|person|measure|plan|nights|desk"
    r"|report|protocol|programme|cue|settings|doctor)\b)"
)


def hint(text: str) -> str:
    """Return a text with the commands it names as they are to be typed here, with `--sim`."""
    context = click.get_current_context(silent=True)
    sim = None if context is None else context.find_root().params.get("sim")
    return text if sim is None else _ELSEWHERE.sub(f"loslaten --sim {sim} ", text)


def print_json(data: object) -> None:
    """Print `data` as JSON, readable in any terminal."""
    click.echo(json.dumps(data, indent=2))


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; only a terminal limits how wide it becomes."""
    is_terminal = sys.stdout.isatty()
    columns = _columns() if is_terminal else _PIPE_COLUMNS
    for line in table.lines(headings, rows, columns):
        click.echo(line)


def print_paragraph(text: str) -> None:
    """Print a text wrapped to the terminal."""
    click.echo(click.wrap_text(text, _columns()))


def _columns() -> int:
    """Return how wide the terminal is."""
    import shutil

    return shutil.get_terminal_size().columns
