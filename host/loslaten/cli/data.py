"""The `--data` option that commands share: the folder of the practice log."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from loslaten.cli.user_file import UserPath
from loslaten.practice_log.database import ENVIRONMENT, data_folder

# The folder beside the practice log for what simulated watches recorded.
SIMULATED = "simulated"

_Command = TypeVar("_Command", bound=Callable[..., Any])


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
