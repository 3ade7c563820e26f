# SPDX-License-Identifier: MIT
"""Options that several commands have, each with one name, meaning and help."""

import locale
import math
import os
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import click

from loslaten.cli.user_file import UserPath
from loslaten.language.text import LANGUAGES
from loslaten.practice_log.folder import ENVIRONMENT, data_folder

# Keys of a command's context: the language that was chosen, and how long it waits for the watch.
CHOSEN_LANGUAGE = "loslaten.language"
CHOSEN_WAIT = "loslaten.wait_s"
WAIT_S = 60.0
# The folder beside the practice log for what simulated watches recorded.
SIMULATED = "simulated"
_LISTED = 20
_LISTED_MAX = 1_000_000

_Command = TypeVar("_Command", bound=Callable[..., Any])


class NumberRange(click.FloatRange):
    """A number from `min` to `max`; "nan", which is within no bounds, is none."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number."""
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value!r} is not a valid {self.name}.", param, ctx)
        return number


def language() -> str:
    """Return the language of the locale, "nl" or "en": Dutch where it is Dutch."""
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    chosen = next(filter(None, named), None) or locale.getlocale()[0] or ""
    return "nl" if chosen.lower().startswith(("nl", "dutch")) else "en"


def spoken(context: click.Context | None = None) -> str:
    """Return the language of a command, else of the one that runs: of `--lang`, or the locale."""
    context = context or click.get_current_context(silent=True)
    return str(context.meta.get(CHOSEN_LANGUAGE) or language()) if context else language()


def typed_language(arguments: Sequence[str]) -> str:
    """Return the language that the arguments of a command ask for, else the locale's.

    For what goes wrong before the command's options have been read.
    """
    for argument, following in pairwise([*arguments, ""]):
        value = following if argument == "--lang" else argument.removeprefix("--lang=")
        if argument.startswith("--lang") and value in LANGUAGES:
            return value
    return language()


def lang_option(command: _Command) -> _Command:
    """Give a command `--lang`, for all that it prints."""
    return _lang_option(is_handed_over=True)(command)


def error_lang_option(command: _Command) -> _Command:
    """Give a command `--lang` that prints only its help and what goes wrong."""
    return _lang_option(is_handed_over=False)(command)


def _lang_option(*, is_handed_over: bool) -> Callable[[_Command], _Command]:
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=spoken,
        callback=_keep_language,
        expose_value=is_handed_over,
        show_default="from the locale",
        help="The language of what is printed.",
    )


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
        type=click.IntRange(1, _LISTED_MAX),
        default=_LISTED,
        show_default=True,
        metavar="N",
        help="How many, the newest.",
    )
    return last(click.option("--all", "everything", is_flag=True, help="All there are.")(command))


def data_option(command: _Command) -> _Command:
    """Give a command `--data`, the folder of the practice log; None: the user's own.

    With `--sim` it is a folder of its own, beside the user's.
    """
    return click.option(
        "--data",
        type=UserPath(is_folder=True),
        callback=_apart,
        help=f"The folder of the practice log; else ${ENVIRONMENT}, else your data folder.",
    )(command)


def _apart(context: click.Context, _option: click.Parameter, data: Path | None) -> Path | None:
    """Keep what comes from a simulated watch apart from the wearer's own practice."""
    if data is None and context.find_root().params.get("sim") is not None:
        return data_folder() / SIMULATED
    return data


def watch_option(command: _Command) -> _Command:
    """Give a command `--watch`, handed over as `which`, and `--wait`, which `with_watch` heeds."""
    wait = click.option(
        "--wait",
        type=NumberRange(0, 3600),
        default=WAIT_S,
        show_default=True,
        metavar="SECONDS",
        expose_value=False,
        callback=_keep_wait,
        help="How long to wait for the watch, so that you can open its radio window.",
    )
    which = click.option(
        "--watch",
        "which",
        metavar="NAME|ID",
        help="Which watch; not needed while this computer knows only one.",
    )
    return which(wait(command))


def _keep_wait(context: click.Context, _option: click.Parameter, seconds: float) -> None:
    context.meta[CHOSEN_WAIT] = seconds


def picture_option(command: _Command) -> _Command:
    """Give a command `--svg FILE` and `--force`, handed over as `svg` and `force`."""
    svg = click.option(
        "--svg",
        type=UserPath(),
        metavar="FILE",
        help="Draw a picture of it to this file, too; alone, to standard output, for -.",
    )
    return svg(force_option(command))


def output_option(command: _Command) -> _Command:
    """Give a command `--output FILE` and `--force`, handed over as `output` and `force`."""
    output = click.option(
        "-o",
        "--output",
        type=UserPath(),
        required=True,
        metavar="FILE",
        help="Write it to this file.",
    )
    return output(force_option(command))


def force_option(command: _Command) -> _Command:
    """Give a command `--force`."""
    return click.option("--force", is_flag=True, help="Write over a file that is there already.")(
        command
    )


mirrored_option = click.option(
    "--mirrored", "mirror", is_flag=True, help="Exchange left and right: the left side first."
)


end_cue_option = click.option(
    "--end-cue", is_flag=True, help="Let the end of the rest be felt, softly: for whoever naps."
)


seed_option = click.option(
    "--seed", type=click.IntRange(0, 0xFFFF_FFFF), help="The same seed is the same order."
)
