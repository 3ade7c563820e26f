# SPDX-License-Identifier: MIT
"""A short run of what `make torture` does at length."""

import pytest

from tests.torture import link


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    ("side", "frames"),
    [(link.watch, 3_000), (link.laptop_side, 3_000), (link.micropython, 400)],
)
def test_nothing_escapes_and_memory_comes_back(side, frames, seed):
    side(frames, seed)
