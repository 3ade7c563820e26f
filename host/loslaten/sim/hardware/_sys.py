"""`sys` of the simulated board: the engine's, but for the name of the port."""

import _bus
from usys import *

platform = _bus.config("port")
