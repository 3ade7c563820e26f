# SPDX-License-Identifier: MIT
"""Errors of a deployment, in the words of somebody with the watch on a cable."""

import importlib
from typing import Any

from loslaten.errors import LoslatenError
from loslaten.extras import how_to_install
from loslaten.language.text import Text


class DeployError(LoslatenError):
    """The firmware cannot be put on the watch."""


class ConsoleLostError(DeployError):
    """The board does not answer any more: unplugged, without power, or restarted."""


class PortError(DeployError):
    """The port cannot be opened."""


def extra(name: str) -> Any:
    """Return a module of the packages that only deployments need.

    Raises:
        DeployError: it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        package = name.partition(".")[0]
        raise DeployError(
            Text(
                f"het Python-pakket {package} is niet geïnstalleerd",
                f"the Python package {package} is not installed",
            ),
            how_to_install("deploy"),
        ) from error
