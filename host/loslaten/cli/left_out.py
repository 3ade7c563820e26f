# SPDX-License-Identifier: MIT
"""Rows of the log that could not be read, told once a command is done with the others."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from loslaten.errors import LeftOutWarning


@contextmanager
def left_out_told() -> Iterator[None]:
    """Say on the standard error, at the end of the block, what was left out in it."""
    counts: dict[str, int] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("always", LeftOutWarning)
        show = warnings.showwarning

        def keep(message: Warning | str, *rest: Any, **named: Any) -> None:
            if not isinstance(message, LeftOutWarning):
                show(message, *rest, **named)
                return
            from loslaten.language.left_out import add

            add(counts, message.counts)

        warnings.showwarning = keep
        try:
            yield
        finally:
            if counts:
                _tell(counts)


def _tell(counts: dict[str, int]) -> None:
    from loslaten.cli.options import spoken
    from loslaten.cli.printing import hint
    from loslaten.language.left_out import advice, told

    click.echo(f"loslaten: {told(counts, spoken())}", err=True)
    click.echo(hint(f"  -> {advice(counts, spoken())}"), err=True)
