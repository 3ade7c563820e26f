"""Output that commands share: language, JSON and tables."""

import json
import locale
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import click

from loslaten.cli import table
from loslaten.language.text import LANGUAGES

# Where a command's context keeps the language that was chosen.
CHOSEN_LANGUAGE = "loslaten.language"
# Wide enough for every table, where no terminal says how wide it is.
_PIPE_COLUMNS = 200
_LISTED = 20
# The commands that mean another watch, or another practice log, without `--sim`.
_ELSEWHERE = re.compile(
    r"\bloslaten (?=(scan|devices|status|sync|watch|log|report|protocol|cue|settings|doctor)\b)"
)

_Command = TypeVar("_Command", bound=Callable[..., Any])


def language() -> str:
    """Return the language of the locale, "nl" or "en": Dutch where it is Dutch."""
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    chosen = next(filter(None, named), None) or locale.getlocale()[0] or ""
    return "nl" if chosen.lower().startswith(("nl", "dutch")) else "en"


def lang_option(command: _Command) -> _Command:
    """Give a command `--lang`, for the texts of the wearer and the therapist."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=language,
        callback=_keep_language,
        show_default="from the locale",
        help="The language of names and instructions.",
    )(command)


def _keep_language(context: click.Context, _option: click.Parameter, lang: str) -> str:
    """Keep the language for what goes wrong in the command, which is told outside of it."""
    context.meta[CHOSEN_LANGUAGE] = lang
    return lang


def json_option(command: _Command) -> _Command:
    """Give a command `--json`, handed over as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")(
        command
    )


def newest_options(command: _Command) -> _Command:
    """Give a command `--last N` and `--all`, handed over as `last` and `everything`."""
    last = click.option(
        "--last",
        type=click.IntRange(1),
        default=_LISTED,
        show_default=True,
        metavar="N",
        help="How many, the newest.",
    )
    return last(click.option("--all", "everything", is_flag=True, help="All there are.")(command))


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
    columns = shutil.get_terminal_size().columns if is_terminal else _PIPE_COLUMNS
    for line in table.lines(headings, rows, columns):
        click.echo(line)


def print_paragraph(text: str) -> None:
    """Print a text wrapped to the terminal."""
    click.echo(click.wrap_text(text, shutil.get_terminal_size().columns))
