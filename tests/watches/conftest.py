# SPDX-License-Identifier: MIT
"""A practice log for a watch to be synced into."""

import pytest


@pytest.fixture
def path(tmp_path):
    """The practice log, which is not there yet."""
    return tmp_path / "log.db"
