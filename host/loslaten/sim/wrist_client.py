# SPDX-License-Identifier: MIT
"""A connection to a wrist in this process, as commands and the page use one to a real watch."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Sequence
from typing import TypeVar

from loslaten.firmware.version import version
from loslaten.link.answers import ClockReading, LiveEvent, ProtocolEntry, Status
from loslaten.link.client import PAGE_RECORDS, Client
from loslaten.link.errors import DeviceRefusedError
from loslaten.sim.wrist import BATTERY_MV, BOOT, Wrist
from loslaten_core.haptics import cue as cues
from loslaten_core.link import message, settings
from loslaten_core.practice import protocol

T = TypeVar("T")

_BOARD = "page"
_STORAGE_BYTES = 1 << 20
_BATTERY_PCT = 80
_EVENTS_MAX = 1_000


class WristClient(Client):
    """A connection to a wrist in this process: a `Client` that asks it directly."""

    def __init__(self, wrist: Wrist) -> None:
        self._wrist = wrist
        # Nothing is proved where nothing is between the two.
        self.proved = b""

    async def close(self) -> None:
        """Hang up."""

    @property
    def watch_id(self) -> bytes:
        """The watch's own 8 bytes."""
        return self._wrist.watch_id

    async def status(self) -> Status:
        """Ask how the watch is."""
        wrist, practice = self._wrist, self._wrist.practice
        chosen = wrist.packed[practice.chosen][0] if wrist.packed else None
        return Status(
            boot_id=BOOT,
            uptime_ms=wrist.now_ms,
            state=message.IN_SESSION if practice.running else message.IDLE,
            battery_mv=BATTERY_MV,
            battery_pct=_BATTERY_PCT,
            charging=False,
            clock_set=wrist.clock_set,
            clock_too_wide=False,
            first_record=1,
            next_record=len(wrist.records) + 1,
            confirmed_record=wrist.confirmed,
            storage_used=sum(map(len, wrist.records)),
            storage_bytes=_STORAGE_BYTES,
            summarised=0,
            lost=0,
            lost_events=0,
            faults=0,
            protocols=len(wrist.packed),
            chosen_protocol=chosen,
            firmware=version(),
            board=_BOARD,
        )

    async def set_clock(self, utc_ms: int, offset_min: int, error_ms: int) -> ClockReading:
        """Tell the time."""
        del utc_ms, offset_min, error_ms
        self._wrist.clock_set = True
        return ClockReading(boot_id=BOOT, uptime_ms=self._wrist.now_ms)

    async def settings(self) -> dict[str, int | str]:
        """Ask for all settings."""
        return dict(self._wrist.values)

    async def write_settings(self, values: dict[str, int | str]) -> None:
        """Change settings, all or none."""
        numbers = {name: number for number, name, *_ in settings.SETTINGS}
        for name, value in values.items():
            settings.pack(numbers[name], value)
        self._wrist.set_values(values)

    async def list_protocols(self) -> list[ProtocolEntry]:
        """Ask which protocols the watch holds."""
        chosen = self._wrist.practice.chosen
        return [
            ProtocolEntry(content_id, len(packed), index == chosen)
            for index, (content_id, packed) in enumerate(self._wrist.packed)
        ]

    async def put_protocol(self, packed: bytes) -> bytes:
        """Put a packed protocol on the watch, in place of one of the same name."""
        content_id, name = protocol.content_id(packed), protocol.unpack_new(packed).name
        held = self._wrist.packed
        kept = [one for one in held if protocol.unpack(one[1]).name != name]
        chosen = self._wrist.practice.chosen
        self._wrist.hold_protocols([*kept, (content_id, packed)], min(chosen, len(kept)))
        return content_id

    async def choose_protocol(self, content_id: bytes) -> None:
        """Choose what the next session practises."""
        self._wrist.practice.chosen = self._place(message.CHOOSE_PROTOCOL, content_id)

    async def delete_protocol(self, content_id: bytes) -> None:
        """Delete a protocol from the watch."""
        place = self._place(message.DELETE_PROTOCOL, content_id)
        held = self._wrist.packed
        self._wrist.hold_protocols(held[:place] + held[place + 1 :], 0)

    async def get_protocol(self, content_id: bytes) -> bytes:
        """Get a packed protocol back."""
        return self._wrist.packed[self._place(message.GET_PROTOCOL, content_id)][1]

    async def pull(
        self, from_sequence: int, page_records: int = PAGE_RECORDS
    ) -> AsyncGenerator[Sequence[bytes], None]:
        """Yield pages of raw records from a sequence number on."""
        wanted = self._wrist.records[from_sequence - 1 :]
        for start in range(0, len(wanted), page_records):
            yield wanted[start : start + page_records]

    async def count(self, from_sequence: int) -> int:
        """Ask how many records there are from a sequence number on."""
        return max(0, len(self._wrist.records) - from_sequence + 1)

    async def confirm(self, sequence: int) -> None:
        """Say that all records up to and including this one are safe here."""
        self._wrist.confirmed = sequence

    async def play_cue(self, cue: int, count: int = 0, strength_pct: int = 100) -> None:
        """Let the watch play a cue now."""
        self._wrist.play(cue, count, strength_pct)

    async def identify(self) -> None:
        """Let the watch vibrate."""
        self._wrist.play(cues.HERE, 0, 100)

    async def events(self) -> AsyncGenerator[LiveEvent, None]:
        """Yield what a session tells until the caller leaves."""
        listener: asyncio.Queue[LiveEvent] = asyncio.Queue(_EVENTS_MAX)
        self._wrist.listeners.add(listener)
        try:
            while True:
                yield await listener.get()
        finally:
            self._wrist.listeners.discard(listener)

    async def meanwhile(self, waiting: Awaitable[T]) -> T:
        """Wait for something that is not the watch's."""
        return await waiting

    async def forget_key(self) -> None:
        """Nothing is shared with it that could be forgotten."""

    async def hand_over(self, sequence: int, key: bytes, name: str, packed: bytes) -> None:
        """It is nobody's."""
        del sequence, key, name, packed
        raise DeviceRefusedError(message.HAND_OVER, message.OPCODE_NOT_SUPPORTED, "")

    async def reboot(self, *, safe_mode: bool = False) -> None:
        """It has nothing to restart."""
        del safe_mode

    def _place(self, opcode: int, content_id: bytes) -> int:
        for place, (known, _) in enumerate(self._wrist.packed):
            if known == content_id:
                return place
        raise DeviceRefusedError(opcode, message.NOT_FOUND, "")
