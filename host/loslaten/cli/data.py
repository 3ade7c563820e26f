"""The `--data` option that commands share: the folder of the practice log."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from loslaten.cli.user_file import UserPath
from loslaten.practice_log.database import ENVIRONMENT

_Command = TypeVar("_Command", bound=Callable[..., Any])


def data_option(command: _Command) -> _Command:
    """Give a command `--data`, the folder of the practice log; None: the user's own."""
    return click.option(
        "--data",
        type=UserPath(is_folder=True),
        help=f"The folder of the practice log; else ${ENVIRONMENT}, else your data folder.",
    )(command)
