# SPDX-License-Identifier: MIT
"""`sys` of the simulated board: the engine's, but for the name of the port."""

import _bus
from usys import *
from usys import path  # the star leaves out what can be assigned to

platform = _bus.config("port")
