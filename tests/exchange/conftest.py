# SPDX-License-Identifier: MIT
"""Two laptops that know nothing of each other yet."""

import pytest

from tests.rigs.two_laptops import Laptop


@pytest.fixture
def therapist(home):
    return Laptop(home / "therapist")


@pytest.fixture
def patient(home):
    return Laptop(home / "patient")
