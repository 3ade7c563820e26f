# SPDX-License-Identifier: MIT
"""The skin under a simulated watch: its motor, felt as cues while they happen."""

import asyncio
from collections.abc import Callable

from loslaten.cues.motor_model import Model, Wrist
from loslaten.sim import clock
from loslaten.sim.body.recogniser import Heard, Recogniser
from loslaten.sim.watch import SimulatedWatch
from loslaten_core.haptics.theme import Theme

# The messages of a watch with which its motor's level may have changed.
MOTOR_MESSAGES = ("pwm", "motor", "reset", "power_off", "power_cut")
# How often it is looked at while something is felt.
_LOOK_S = 0.05
# The longest that a session is silent: a release of a minute, a pause, a rest of an hour.
_PATIENCE_S = 2 * 3600.0


class Skin:
    """Feels the motor of `watch` through `model` and names what it feels by `theme`.

    `next_cue` waits for what is felt next, of which the newest `kept` are (None: all); `on_cue`,
    where given, is called with each as well.
    """

    def __init__(
        self,
        watch: SimulatedWatch,
        model: Model,
        theme: Theme,
        on_cue: Callable[[Heard], None] | None = None,
        *,
        kept: int | None = None,
    ) -> None:
        self._wrist = Wrist(model, clock.current().now_ms)
        self._recogniser = Recogniser(theme)
        self._felt: asyncio.Queue[Heard] = asyncio.Queue(kept or 0)
        self._on_cue = on_cue
        self._level_pct = 0
        self._looking = False
        self._watch = watch
        for kind in MOTOR_MESSAGES:
            watch.on(kind, self._on_message)

    async def next_cue(self) -> Heard:
        """Return the next cue that is felt, once it is over.

        Raises TimeoutError when nothing at all is felt for hours.
        """
        return await asyncio.wait_for(self._felt.get(), _PATIENCE_S)

    def _on_message(self, t_ms: int, *_: object) -> None:
        level_pct = self._watch.motor[-1][1] if self._watch.motor else 0
        if level_pct == self._level_pct:
            return
        self._wrist.drive(t_ms, level_pct)
        self._level_pct = level_pct
        if not self._looking:
            self._looking = True
            self._look_later()

    def _tell(self, heard: Heard) -> None:
        if self._on_cue is None:
            return
        try:
            self._on_cue(heard)
        except Exception as error:  # such as that nobody reads what is printed of it
            clock.current().end_by(error)

    def _look_later(self) -> None:
        asyncio.get_running_loop().call_later(_LOOK_S, self._look)

    def _look(self) -> None:
        now_ms = clock.current().now_ms
        heard = [cue for pulse in self._wrist.feel(now_ms) for cue in self._recogniser.feel(pulse)]
        if not self._wrist.feels:
            heard += self._recogniser.wait(now_ms)
        for cue in heard:
            if self._felt.full():
                self._felt.get_nowait()
            self._felt.put_nowait(cue)
            self._tell(cue)
        if self._level_pct or self._wrist.feels or self._recogniser.deadline_ms is not None:
            self._look_later()
        else:
            self._looking = False
