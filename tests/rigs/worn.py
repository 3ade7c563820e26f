# SPDX-License-Identifier: MIT
"""A watch on a wrist whose flash is exchanged: for other firmware, other records, or both."""

from loslaten.firmware.tree import Files
from loslaten.sim.bedroom import deployed
from loslaten.sim.bluetooth.peripheral import Peripheral
from loslaten.sim.bluetooth.radio import Radio
from loslaten.sim.watch import SimulatedWatch


class Worn:
    """A watch on a radio that it may share; `watch` is the one on the wrist now.

    Its id and its address follow from the seed, so it stays the same watch.
    """

    watch: SimulatedWatch
    _peripheral: Peripheral

    def __init__(self, radio: Radio, board: str, seed: int = 1) -> None:
        self._radio, self._board, self._seed = radio, board, seed

    async def put_on(self, flash: Files | None = None, firmware: Files | None = None) -> None:
        """Put it on, switched off; what a deployment writes is on its flash as well."""
        on_it = deployed(self._board) | (flash or {})
        self.watch = SimulatedWatch(self._board, firmware, flash=on_it, seed=self._seed)
        self._peripheral = await Peripheral.attach(self._radio, self.watch)

    def take_off(self) -> Files:
        """Cut its power and take it off the air; return what it has kept."""
        self.watch.power_off()
        kept = {path: raw for path, raw in self.watch.flash().items() if "/data" in path}
        self._peripheral.leave()
        self.watch.close()
        return kept
