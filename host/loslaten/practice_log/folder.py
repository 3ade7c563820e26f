# SPDX-License-Identifier: MIT
"""The folder of the practice log: an option's, else the environment's, else the user's own."""

import os
from pathlib import Path

from loslaten import system

FILE_NAME = "practice.db"
ENVIRONMENT = "LOSLATEN_DATA"


def data_folder(option: Path | None = None) -> Path:
    """Return the log's folder: the option, else $LOSLATEN_DATA, else the user's data folder."""
    if option is not None:
        return option
    if chosen := os.environ.get(ENVIRONMENT):
        return system.expanded(chosen)
    import platformdirs

    return platformdirs.user_data_path("loslaten", appauthor=False)
