# SPDX-License-Identifier: MIT
"""Errors in how a command was typed, in Dutch: click words them in English.

A table from click's messages to ours; a test sees that each message of the click that is installed
is in it.
"""

import re
from typing import IO, Any, Final

import click

from loslaten.language.help_texts import dutch_help

# As in click's source, with its places; those it may quote come with their quotes.
DUTCH: Final = {
    "Did you mean {possibility}?": "Bedoelt u {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Bedoelt u een van: {possibilities}?)",
    "Missing argument": "Er ontbreekt een waarde",
    "Missing option": "Er ontbreekt een optie",
    "Missing parameter": "Er ontbreekt een waarde",
    "Missing parameter: {param_name}": "Er ontbreekt een waarde: {param_name}",
    "Missing command.": "Er ontbreekt een opdracht.",
    "Could not open file {filename!r}: {message}": (
        "Het bestand {filename} kan niet worden geopend: {message}"
    ),
    "Invalid value: {message}": "Dat kan niet: {message}",
    "Invalid value for {param_hint}: {message}": "Dat kan niet bij {param_hint}: {message}",
    "No such option {name!r}.": "Er is geen optie {name}.",
    "No such command {name!r}.": "Er is geen opdracht {name}.",
    "Got unexpected extra argument ({args})": "Er staat een waarde te veel ({args})",
    "Got unexpected extra arguments ({args})": "Er staan waarden te veel ({args})",
    "Takes {nargs} values but 1 was given.": "Dit vraagt {nargs} waarden, en kreeg er 1.",
    "Takes {nargs} values but {len} were given.": (
        "Dit vraagt {nargs} waarden, en kreeg er {len}."
    ),
    "Choose from:\n\t{choices}": "Kies uit:\n\t{choices}",
    "{value!r} is not {choice}.": "{value} is niet {choice}.",
    "{value!r} is not one of {choices}.": "{value} is geen van {choices}.",
    "{value} is not in the range {range}.": "{value} ligt niet in {range}.",
    "{value!r} is not a valid boolean. Recognized values: {states}": (
        "{value} is geen ja of nee. Dat zijn: {states}"
    ),
    "{value!r} is not a valid {number_type}.": "{value} is geen {number_type}.",
    "{name} {filename!r} is a file.": "{filename} is een bestand.",
    "{name} {filename!r} is a directory.": "{filename} is een map.",
    "{name} {filename!r} is not readable.": "{filename} mag u niet lezen.",
    "{name} {filename!r} is not writable.": "{filename} mag u niet schrijven.",
    "{name} {filename!r} is not executable.": "{filename} is geen programma.",
    "{name} {filename!r} does not exist.": "{filename} is er niet.",
    "Option {name!r} does not take a value.": "De optie {name} heeft geen waarde.",
    "Option {name!r} requires an argument.": "De optie {name} vraagt een waarde.",
    "Option {name!r} requires {nargs} arguments.": "De optie {name} vraagt {nargs} waarden.",
    "Argument {name!r} takes {nargs} values.": "{name} vraagt {nargs} waarden.",
}
_KINDS: Final = {
    "integer range": "geheel getal",
    "float range": "getal",
    "integer": "geheel getal",
    "float": "getal",
}
_HELP: Final = "Zie '{} {}' voor uitleg."
_PLACE: Final = re.compile(r"\\\{(\w+)(?:!r)?\\\}")


def _pattern(message: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(message)) + "$", re.DOTALL)


def _own_words(one: tuple[re.Pattern[str], str]) -> int:
    return -len(re.sub(r"\(\?P<[^)]*\)", "", one[0].pattern))


# Those with the most words of their own first: the others fit almost anything.
_PATTERNS: Final = sorted(
    ((_pattern(message), dutch) for message, dutch in DUTCH.items()),
    key=_own_words,
)


def in_dutch(message: str) -> str:
    """Return a message of click in Dutch; one of our own is in its language already."""
    for pattern, dutch in _PATTERNS:
        if found := pattern.match(message):
            values = {name: in_dutch(value) for name, value in found.groupdict().items()}
            return dutch.format(**values)
    return _KINDS.get(message, message)


class DutchUsageError(click.UsageError):
    """An error in how a command was typed, to be told in Dutch."""

    def __init__(self, error: click.ClickException) -> None:
        super().__init__(_told(error), getattr(error, "ctx", None))
        self.exit_code = error.exit_code  # type: ignore[misc]

    def show(self, file: IO[Any] | None = None) -> None:
        """Tell how the command is used, where more is said of it, and what is wrong."""
        lines = []
        if self.ctx is not None:
            names = self.ctx.command.get_help_option_names(self.ctx)
            help_ = _HELP.format(self.ctx.command_path, max(names, key=len))
            lines += [self.ctx.get_usage(), help_, ""]
        for line in (*lines, f"Fout: {self.message}"):
            click.echo(line, file=file, err=file is None)


def _told(error: click.ClickException) -> str:
    """Return what is wrong, in Dutch: put together from parts, as click does it."""
    message = in_dutch(error.message)
    if isinstance(error, click.BadParameter):
        hint = error.param_hint
        if hint is None and error.param is not None:
            hint = error.param.get_error_hint(error.ctx)
        named = dutch_help().typed(" / ".join((hint,) if isinstance(hint, str) else hint or ()))
        if isinstance(error, click.MissingParameter):
            return _missing(error, named)
        bad = DUTCH["Invalid value for {param_hint}: {message}"]
        return bad.format(param_hint=named, message=message)
    # Of an option or a command that there is not; the class for commands is newer than click 8.1.
    if near := getattr(error, "possibilities", None):
        meant = DUTCH["(Did you mean one of: {possibilities}?)"]
        return f"{message} {meant.format(possibilities=', '.join(near))}"
    return message


def _missing(error: click.MissingParameter, named: str) -> str:
    kind = error.param_type or (error.param.param_type_name if error.param else "parameter")
    told = f"{DUTCH[f'Missing {kind}']} {named}".rstrip() + "."
    extra = error.param.type.get_missing_message(error.param, error.ctx) if error.param else None
    return f"{told} {in_dutch(extra)}" if extra else told
