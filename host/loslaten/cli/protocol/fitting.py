# SPDX-License-Identifier: MIT
"""Fitting a protocol to a length of time: `--fit` and `--fit-within`."""

import click
import msgspec

from loslaten.cli.parameter import duration_ms
from loslaten.language.text import Text
from loslaten.protocols.file import ProtocolFile
from loslaten.protocols.fit import Change, fit_at_least, fit_within

_EXCLUDE = Text(
    "--fit en --fit-within gaan niet samen", "--fit and --fit-within exclude each other"
)

fit_option = click.option(
    "--fit",
    "fit_ms",
    type=duration_ms,
    metavar="DURATION",
    help="At least: find releases and repeats that fill so long without a press: 30m, 1h15m.",
)
fit_within_option = click.option(
    "--fit-within",
    "within_ms",
    type=duration_ms,
    metavar="DURATION",
    help="At most: find repeats and releases whose longest way fits: 30m, 1h15m, 30:00.",
)


def fitted(
    file: ProtocolFile, fit_ms: int | None, within_ms: int | None, lang: str
) -> tuple[ProtocolFile, list[Change]]:
    """Return the protocol fitted to what was asked for, and what changed for it.

    Raises UsageError where both are asked for.
    """
    if fit_ms is not None and within_ms is not None:
        raise click.UsageError(_EXCLUDE.say(lang))
    if fit_ms is not None:
        fitted = fit_at_least(file.protocol, fit_ms)
    elif within_ms is not None:
        fitted = fit_within(file.protocol, within_ms)
    else:
        return file, []
    return msgspec.structs.replace(file, protocol=fitted.protocol), fitted.changes
