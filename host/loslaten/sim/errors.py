# SPDX-License-Identifier: MIT
"""Errors of the simulator."""

from loslaten.errors import LoslatenError


class SimulatorError(LoslatenError):
    """Something is wrong with the simulation itself."""


class MissingEngineError(SimulatorError):
    """Node or the MicroPython package is not installed."""


class EngineError(SimulatorError):
    """The process that runs the firmware died, or did not answer in time."""


class DeadlockError(SimulatorError):
    """Nothing can ever happen any more: no timer, no deadline, no connection."""


class LimitError(SimulatorError):
    """A run exceeded its bound on virtual time or on wall-clock time."""
