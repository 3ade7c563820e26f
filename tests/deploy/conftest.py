# SPDX-License-Identifier: MIT
"""Watches to start, and boards on a cable to deploy to, for the tests of the deployment."""

from collections.abc import Callable

import pytest

from loslaten.deploy.deployment import Wishes, deploy
from loslaten.link.keys import KeyStore
from loslaten.sim import clock
from loslaten.sim.micropython.repl import ReplBoard
from loslaten.sim.watch import SimulatedWatch
from tests.deploy.small import life

SPEED = 5
QUICK = Wishes(patience_s=20, return_s=10)


@pytest.fixture(scope="session")
def start() -> Callable[..., SimulatedWatch]:
    """Starts a watch in virtual time, as `small.life` does."""
    return lambda *flash, **options: clock.run(life(*flash, **options))


@pytest.fixture
def keys(tmp_path):
    return KeyStore(tmp_path / "keys.json")


@pytest.fixture
def run(keys):
    """Deploys an image to a board with these files; answers the outcome and the flash."""

    def deployed_to(flash, wanted, wishes=QUICK, told=None):
        with ReplBoard(flash=flash, speed=SPEED) as board:
            board.power_on()
            steps = [] if told is None else told
            done = deploy(board.port, wanted, keys, wishes, lambda *step: steps.append(step))
            return done, board.flash()

    return deployed_to
