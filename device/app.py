# SPDX-License-Identifier: MIT
"""Puts the watch together and runs it."""

import asyncio
import sys

from machine import reset, reset_cause

from device import VERSION, clock, files
from device.battery import Battery
from device.companion import Companion
from device.flash import Flash
from device.haptics import Haptics
from device.identity import Identity
from device.link_code import LinkCode
from device.memory import Memory
from device.on_air import OnAir
from device.patience import Patience
from device.practice_log import PracticeLog
from device.protocols import ProtocolStore
from device.radio_window import RadioWindow
from device.settings import Settings
from device.sleeper import Sleeper
from device.slot import Trial
from device.supervisor import Supervisor
from device.uptime import Uptime
from device.watchdog import Watchdog
from loslaten_core import flash_layout
from loslaten_core.haptics.player import Player
from loslaten_core.haptics.theme import SOFT, THEMES
from loslaten_core.journal.event import (
    DEEP_SLEEP,
    MOTOR_FAILED,
    PROTOCOL_DAMAGED,
    RADIO_FAILED,
    START_FAILED,
    TASK_FAILED,
)
from loslaten_core.journal.log import Journal
from loslaten_core.link import settings as link_settings
from loslaten_core.practice.evening import Practice
from loslaten_core.practice.event import FAULT, Ended
from loslaten_core.practice.limits import NOT_RATED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from device.contract import Board


class Watch:
    """All parts of one watch on `board`, a module of `device.boards`.

    `root` is put before the path of every file that it keeps, for one whose data is thrown away.
    """

    def __init__(self, board: "Board", root: str = "") -> None:
        self.memory = Memory()
        # How long after the board's start its tasks began.
        self.start_ms = 0
        # What time a laptop told last: UTC, offset in minutes, error, and the uptime then.
        self._anchor: tuple | None = None
        # The motor comes first: it is off, whatever happens to the rest.
        self._driver = board.motor()
        self.haptics = Haptics(self._driver, Player(THEMES[0], board.MOTOR))
        files.make_folder(root + flash_layout.DATA)
        self.root = root
        if files.read(root + flash_layout.HANDED_OVER) is not None:
            from device import handover  # which no other start needs in memory

            handover.finish(root)
        self.board = board
        self.uptime = Uptime()
        self._trial = Trial()
        self.settings = Settings(root + flash_layout.SETTINGS)
        self.identity = Identity(root + flash_layout.KEY)
        self.journal = Journal(Flash(root + flash_layout.JOURNAL))
        self.journal.open()
        self.memory.tidy()
        self.log = PracticeLog(self.journal, self.uptime, root + flash_layout.FAULTS)
        self.log.boot(reset_cause(), VERSION, board)
        self._keep_failed_start(root + flash_layout.FAILED)
        self.protocols = ProtocolStore(root + flash_layout.PROTOCOLS)
        for name in self.protocols.damaged:
            self.log.fault(PROTOCOL_DAMAGED, name)
        self.on_air = OnAir()
        self.battery = Battery(board, self.on_air, self.log)
        self.watchdog = Watchdog()
        practice, button = Practice([]), board.button()
        self.window = RadioWindow(
            self.on_air,
            LinkCode(self, Patience(self.watchdog.feed)),
            board,
            button,
            self.settings,
            practice,
            self.battery,
            self.haptics,
            self.memory,
            self._on_radio_fault,
        )
        self.companion = Companion(
            practice,
            button,
            self.haptics,
            self.battery,
            self.log,
            self.protocols,
            self.memory,
            self.on_air,
            (self.window.listen, self._listen),
        )
        self.supervisor = Supervisor(self._on_all_well, self.haptics.off, self._on_fault)
        self.apply_settings()
        self.memory.settle()

    def apply_settings(self) -> None:
        """Let the settings that are felt or seen take effect."""
        self.haptics.set_theme(THEMES[self.settings.number(link_settings.THEME)])
        self.haptics.set_strengths(
            self.settings.number(link_settings.STRENGTH_PCT),
            self.settings.number(link_settings.CLENCHED_STRENGTH_PCT),
        )
        self.companion.practice.worn = self.settings.number(link_settings.WRIST)
        self.companion.practice.ratings = self._ratings()
        self._follow_days()
        self.window.show_name()

    def set_clock(self, anchor: tuple) -> None:
        """Take the time of day: (utc_ms, offset_min, error_ms, uptime_ms)."""
        self._anchor = anchor
        self._follow_days()

    @property
    def clock_knowledge(self) -> int:
        """State of the time of day, see `Days`; 1 where it was set in this boot."""
        days = self.companion.days
        return int(self._anchor is not None) if days is None else days.knowledge

    def _follow_days(self) -> None:
        """Have the taps and the reminder in memory only where one of them is on."""
        number, companion = self.settings.number, self.companion
        if not (number(link_settings.DAY_PROGRAMME) or number(link_settings.REMINDER)):
            companion.days = None
            return
        if companion.days is None:
            self.memory.tidy()
            from device.days import Days

            companion.days = Days(self)
        companion.days.follow(self.settings, self._anchor)

    def _ratings(self) -> int:
        """Times at which the tension is asked for; in the soft theme only on request."""
        chosen = self.settings.number(link_settings.RATINGS)
        is_soft = THEMES[self.settings.number(link_settings.THEME)] is SOFT
        return NOT_RATED + 1 if is_soft and not chosen else chosen

    def restart(self, safe_mode: bool) -> None:
        """Restart with the motor off and the night's record kept."""
        self.haptics.off()
        self.companion.stop(FAULT)
        if safe_mode:
            # Last of all: it is meant for the start that follows at once, and for no other.
            files.write(flash_layout.SAFE_MODE, b"")
        reset()

    def _keep_failed_start(self, path: str) -> None:
        """Keep why the start before this one failed, which `main` could only leave in a file."""
        reason = files.read(path)
        if reason is not None:
            self.log.fault(START_FAILED, reason.decode())
            files.remove(path)

    async def run(self) -> None:
        """Run until something fails; then keep why, and restart at idle."""
        self.watchdog.start()
        woken = reset_cause() == DEEP_SLEEP
        try:
            await self._begin(woken)
            self.start_ms = clock.now_ms()
            await self.supervisor.run(
                (
                    ("haptics", self.haptics.run),
                    ("companion", self.companion.run),
                    ("radio", self.window.run),
                    ("sleeper", Sleeper(self, woken).run),
                )
            )
        except Exception as error:
            self._on_fault("supervisor", error)
        reset()

    def _on_all_well(self) -> None:
        self.watchdog.feed()
        self._trial.well()
        self.uptime.ms()  # which has to be asked now and then, also while nothing happens

    def end(self, error: Exception) -> None:
        """Restart after an error of the event loop itself, which had no memory left, say."""
        try:
            self.haptics.off()
            self._on_fault("event loop", error)
        finally:
            reset()

    async def _begin(self, woken: bool) -> None:
        """Get ready, and let the wearer feel that the watch is there."""
        await self.board.prepare(self._driver)
        self._check_motor()
        self.companion.first_battery()
        if woken:
            # Its answer will be felt, which is as good as a test of the motor.
            self.companion.button.woken()
        else:
            self.haptics.self_test()

    def _listen(self, action) -> None:
        if isinstance(action, Ended):
            self.companion.when_quiet(self._check_motor)

    def _check_motor(self) -> None:
        """Keep that the motor cannot be driven: the wearer may have felt nothing at all."""
        if not self._driver.check():
            self.log.fault(MOTOR_FAILED, self.board.NAME)

    def _on_radio_fault(self, reason: str) -> None:
        self.companion.when_quiet(lambda: self.log.fault(RADIO_FAILED, reason))

    def _on_fault(self, task: str, error: Exception) -> None:
        """Keep the session and what failed, as far as that is possible; the restart follows."""
        self.memory.release()
        try:
            self.companion.stop(FAULT)
        except Exception as another:
            error = another
        try:
            reason = f"{task}: {error!r}"
            self.log.fault(TASK_FAILED, reason)
            self._trial.failed(reason)
        except Exception:
            # There is no memory even for that; the restart matters more.
            return


# For who stops it by the USB console and looks at it.
watch: Watch | None = None


def run() -> None:
    """Start the watch; returns only when the interpreter is stopped."""
    global watch
    name = (files.read(sys.path[0] + flash_layout.BOARD) or b"pico_w").decode().split()[0]
    watch = Watch(getattr(__import__("device.boards." + name).boards, name))
    try:
        asyncio.run(watch.run())
    except Exception as error:
        watch.end(error)
