# SPDX-License-Identifier: MIT
"""Lives that nobody thought of: any order of writing, confirming, power cuts and damage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten_core.journal import event
from loslaten_core.practice.event import POWER_LOST
from tests.journal.practice_months import journal_on, practice, records_in
from tests.rigs.ram_flash import RamFlash


class PowerCutError(Exception):
    """The power has gone; nothing after this happened."""


class CutFlash(RamFlash):
    """Cuts the power in the n-th operation after `cut_in` was set, and leaves a part of it."""

    cut_in = None
    kept_share = 0.0

    def _do(self, operation):
        if self.cut_in is not None:
            self.cut_in -= 1
            if self.cut_in < 0:
                self._tear(*operation)
                raise PowerCutError
        super()._do(operation)

    def _tear(self, what, name, data):
        part = data[: int(len(data) * self.kept_share)]
        if what == "append":
            self.files[name] = self.files.get(name, b"") + part
        elif what == "replace" and part:
            self.files[name] = part


class Life:
    """Does as told and holds the journal to what it promised."""

    def __init__(self):
        self.flash = CutFlash()
        self.kept = {}
        self.seen = {}
        self.boots = []
        self.confirmed = 0
        self.damaged = set()
        self.uptime_ms = 0
        self.start()

    def start(self):
        self.flash.cut_in = None
        self.journal = journal_on(self.flash)
        self.journal.open()
        assert self.journal.boot > max(self.boots, default=0)
        self.boots.append(self.journal.boot)
        self.look()

    def look(self):
        """Read everything: what was promised is there, what was seen is unchanged."""
        found = records_in(self.journal)
        for number, raw in found.items():
            assert self.seen.setdefault(number, raw) == raw
        for number, raw in self.kept.items():
            if number in found:
                assert found[number] == raw
            else:
                assert number <= self.confirmed or number in self.damaged
        assert self.journal.next_sequence > max(self.seen, default=0)

    def add(self, code):
        self.uptime_ms += 1000
        self.note(self.journal.add(self.uptime_ms, event.Fault(code, "x" * (code % 50))))

    def session(self, groups):
        self.uptime_ms += 100_000
        for done in range(groups):
            self.journal.checkpoint(self.uptime_ms, practice(done, POWER_LOST))
        self.note(self.journal.finish(self.uptime_ms, practice(groups)))

    def confirm(self, share):
        number = int((self.journal.next_sequence - 1) * share / 10)
        self.confirmed = max(self.confirmed, number)
        self.journal.confirm(number)

    def cut(self, operations, share, groups):
        """Set the power to go soon, and go on until it does."""
        self.flash.cut_in, self.flash.kept_share = operations, share / 10
        with pytest.raises(PowerCutError):
            self.go_on(groups)
        self.start()

    def go_on(self, groups):
        while True:
            self.session(groups)
            self.confirm(5)

    def flip(self, where, value):
        """Change one byte of a segment; whatever record it is in may be lost."""
        logs = sorted(name for name in self.flash.files if name.endswith(".log"))
        logs = [name for name in logs if self.flash.files[name]]
        if not logs:
            return
        name = logs[where % len(logs)]
        data = bytearray(self.flash.files[name])
        before = records_in(self.journal).keys()
        data[where % len(data)] ^= value
        self.flash.files[name] = bytes(data)
        lost = before - records_in(self.journal).keys()
        assert len(lost) <= 1
        self.damaged |= lost
        self.start()

    def note(self, sequence):
        if sequence:
            assert sequence not in self.seen
            self.kept[sequence] = self.seen[sequence] = records_in(self.journal, sequence)[
                sequence
            ]


actions = st.one_of(
    st.tuples(st.just("add"), st.integers(0, 99)),
    st.tuples(st.just("session"), st.integers(0, 3)),
    st.tuples(st.just("confirm"), st.integers(0, 10)),
    st.tuples(st.just("start")),
    st.tuples(st.just("cut"), st.integers(0, 12), st.integers(0, 9), st.integers(0, 3)),
    st.tuples(st.just("flip"), st.integers(0, 10_000), st.integers(1, 255)),
)


@given(st.lists(actions, max_size=40))
def test_any_life_keeps_every_promise(told):
    life = Life()
    for name, *options in told:
        getattr(life, name)(*options)
    life.start()
