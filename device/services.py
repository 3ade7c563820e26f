# SPDX-License-Identifier: MIT
"""Services for a laptop that has proved its key: `contract.Services`, carried out.

Nothing here takes long. Journal and settings are written at once only if this is a quiet moment,
else in the next one.
"""

import os

from device import VERSION, clock
from device.identity import BURY_WRITES
from device.requests import RefusedError, Services
from loslaten_core.haptics import cue as cues
from loslaten_core.journal import event as happened
from loslaten_core.link import gatt
from loslaten_core.link import message as m
from loslaten_core.link.handshake import watch_nonce
from loslaten_core.practice.protocol import CONTENT_ID_BYTES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from device.contract import Steps

# So short is each that a cue which is due meanwhile is not felt late.
_BURY_STEPS = 9


class WatchServices(Services):
    """The watch's answers, from the parts that `app` puts together."""

    def __init__(self, watch) -> None:
        self.watch_id = gatt.watch_id(watch.identity.serial)
        self._watch = watch

    @property
    def key(self) -> bytes | None:
        """The key shared with the laptop, None before deployment."""
        return self._watch.identity.key

    def nonce(self, count: int) -> bytes:
        """Return one of `count` bytes for a connection that was just made.

        No two are alike, even where `os.urandom` repeats itself.
        """
        identity = self._watch.identity
        identity.connections += 1
        boot, number = self._watch.journal.boot, identity.connections
        return watch_nonce(identity.key, boot, number, clock.now_ms(), os.urandom(count))

    def status(self):
        """Battery, storage, clock, chosen protocol, faults."""
        journal, battery = self._watch.journal, self._watch.battery
        entries = self._watch.protocols.entries
        running = self._watch.companion.practice.running
        values = {
            "boot_id": journal.boot,
            "uptime_ms": self._watch.uptime.ms(),
            "state": m.IN_SESSION if running else m.IDLE,
            "battery_mv": battery.raw_mv,
            "battery_pct": battery.pct,
            "charging": int(battery.charging),
            "clock_set": self._watch.clock_knowledge,
            "first_record": journal.first_sequence,
            "next_record": journal.next_sequence,
            "confirmed_record": journal.confirmed,
            "storage_used": journal.used_bytes,
            "storage_bytes": journal.capacity_bytes,
            "summarised": min(journal.summarised, 0xFFFF),
            "lost": min(journal.lost, 0xFFFF),
            "lost_events": min(journal.lost_events, 0xFFFF),
            "faults": self._watch.log.faults,
            "protocols": len(entries),
        }
        chosen = bytes(CONTENT_ID_BYTES)
        if entries:
            chosen = entries[self._watch.protocols.chosen].content_id
        return values, chosen, VERSION, self._watch.board.NAME

    def set_clock(self, utc_ms: int, offset_min: int, error_ms: int) -> tuple[int, int]:
        """Keep a time anchor in the journal."""
        anchor = happened.Clock(utc_ms, offset_min, error_ms)
        anchor.check()
        uptime_ms = self._watch.uptime.ms()
        self._when_quiet(lambda: self._watch.log.clock(uptime_ms, anchor))
        self._watch.set_clock((utc_ms, offset_min, error_ms, uptime_ms))
        return self._watch.journal.boot, uptime_ms

    def settings(self):
        """All settings in their wire form."""
        return self._watch.settings.items()

    def write_settings(self, items) -> None:
        """Take settings, and let those that are felt or seen take effect."""
        settings = self._watch.settings
        before = settings.items()
        settings.take(items)
        try:
            self._when_quiet(settings.save)
        except Exception:
            settings.take(before)
            raise
        self._watch.apply_settings()

    def protocols(self):
        """Content id, length and choice of each protocol, in the wearer's order."""
        store = self._watch.protocols
        return [
            (entry.content_id, entry.size, index == store.chosen)
            for index, entry in enumerate(store.entries)
        ]

    def put_protocol(self, packed: bytes) -> "Steps":
        """Check and keep a protocol; refused during a session, which may be practising it.

        By steps, after each of which a session may have begun.
        """
        steps = self._watch.protocols.put(packed)
        content_id = None
        try:
            while content_id is None:
                self._need_idle()
                content_id = next(steps)
                yield None
            # As long as a step of the check; below it is done already then.
            self._watch.companion.update_protocols()
            yield None
        finally:
            # Also where the laptop is gone: what is kept by then is kept.
            steps.close()
            self._watch.companion.update_protocols()
            if content_id is not None:
                self._note_change(happened.PUT, content_id)
        yield content_id

    def choose_protocol(self, content_id: bytes) -> None:
        """Choose what the next session practises."""
        self._need(self._change(lambda store: store.choose(content_id)))
        self._note_change(happened.CHOSEN, content_id)

    def delete_protocol(self, content_id: bytes) -> None:
        """Delete a protocol."""
        self._need(self._change(lambda store: store.delete(content_id)))
        self._note_change(happened.DELETED, content_id)

    def get_protocol(self, content_id: bytes) -> bytes:
        """Return a packed protocol."""
        packed = self._watch.protocols.get(content_id)
        self._need(packed is not None)
        return packed or b""

    def records(self, sequence: int):
        """The raw records from `sequence` on."""
        return self._watch.journal.read(sequence)

    def confirm(self, sequence: int) -> None:
        """The laptop has everything up to `sequence`."""
        journal = self._watch.journal
        if sequence >= journal.next_sequence:
            raise RefusedError(m.REFUSED, f"the last record is {journal.next_sequence - 1}")

        def keep() -> None:
            journal.confirm(sequence)
            self._watch.companion.update_sync_due()

        self._when_quiet(keep)

    def play_cue(self, cue: int, count: int, strength_pct: int) -> None:
        """Let a cue be felt now; not in a session, where it would mean something."""
        self._need_idle()
        try:
            self._watch.haptics.play(cue, count, strength_pct)
        except cues.CueError as error:
            raise RefusedError(m.OPERAND_NOT_SUPPORTED, str(error)) from None

    def identify(self) -> None:
        """Let the wearer know which watch this is."""
        self._need_idle()
        self._watch.haptics.play(cues.HERE, 0, 100)

    def forget_key(self) -> None:
        """Erase the shared key: at once for everyone, and from the flash in quiet moments."""
        identity, companion = self._watch.identity, self._watch.companion
        identity.forget_key()
        for _ in range(_BURY_STEPS):
            companion.when_quiet(lambda: identity.bury(BURY_WRITES // _BURY_STEPS))

    def hand_over(self, sequence: int, key: bytes, name: str, packed: bytes) -> None:
        """Write down that the watch is another person's; it is so from its next start on."""
        self._need_idle()
        last = self._watch.journal.next_sequence - 1
        if sequence != last:
            raise RefusedError(m.REFUSED, f"the last record is {last}")
        from device import handover  # which no other day needs in memory

        handover.order(self._watch.root, key, name, packed)

    def reboot(self, safe_mode: bool) -> None:
        """Restart, the session under way kept."""
        self._watch.restart(safe_mode)

    def fault(self, error: Exception) -> None:
        """Keep a note of an error in here."""
        try:
            reason = repr(error)
            keep = self._watch.log.fault
            self._watch.companion.when_quiet(lambda: keep(happened.SERVICE_FAILED, reason))
        except MemoryError:
            return

    def _change(self, change):
        """Change the protocols; what is practised follows, also where the flash has failed."""
        self._need_idle()
        try:
            return change(self._watch.protocols)
        finally:
            self._watch.companion.update_protocols()

    def _note_change(self, action: int, content_id: bytes) -> None:
        """Keep that the protocols have changed, if there is room for a note; they have."""
        try:
            self._watch.companion.when_quiet(lambda: self._watch.log.protocol(action, content_id))
        except Exception as error:
            self.fault(error)

    def _when_quiet(self, job) -> None:
        if not self._watch.companion.when_quiet(job):
            raise RefusedError(m.BUSY, "the watch has no quiet moment to write this down")

    def _need_idle(self) -> None:
        if self._watch.companion.practice.running:
            raise RefusedError(m.BUSY, "a session is under way")

    def _need(self, found: bool) -> None:
        if not found:
            raise RefusedError(m.NOT_FOUND, "that protocol is not on the watch")
