# SPDX-License-Identifier: MIT
"""Owners of nights: no history of hand-overs, syncs, imports and deletions mixes people up.

Each night is made by somebody; the watch keeps it until it is fetched. Whatever is done to the
log, a night that the log says is somebody's is theirs.
"""

import os
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.practice_log import rows
from loslaten.practice_log.backup import read, write_nights
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.deliveries import DeliveryRow
from loslaten.report import reading
from loslaten_core.journal import event
from tests.practice_log.test_backup import exported, imported
from tests.rigs.raw_records import DAY_MS, NOW_MS, practised, raw

HISTORIES = int(os.environ.get("LOSLATEN_HISTORIES", "60"))
HOUR_MS = 3_600_000
NAMES = ("Anna", "Bert", "Chris")
SERIALS = (b"watch--1", b"watch--2")
_steps = st.lists(
    st.one_of(
        st.tuples(st.just("night"), st.sampled_from(SERIALS), st.booleans()),
        st.tuples(st.just("night"), st.sampled_from(SERIALS), st.booleans()),
        st.tuples(st.just("sync"), st.sampled_from(SERIALS)),
        st.tuples(
            st.just("hand-over"),
            st.sampled_from(SERIALS),
            st.sampled_from(NAMES),
            st.sampled_from(["now", "cleared", "said to be cleared", "days later"]),
        ),
        st.tuples(st.just("delete"), st.integers(0, 5)),
        st.tuples(st.just("forget"), st.sampled_from(NAMES)),
        st.tuples(st.just("send"), st.sampled_from(NAMES)),
        st.tuples(st.just("import")),
    ),
    min_size=4,
    max_size=24,
)


class World:
    """Truth about the people: who wears which watch, and what the watches have recorded."""

    def __init__(self, log: WholeLog, other: WholeLog) -> None:
        self.log = log
        # A therapist's, which meets no watch, and gets nights by file.
        self.other = other
        self.sent = 0
        self.now_ms = NOW_MS
        self.wearer: dict[bytes, str | None] = dict.fromkeys(SERIALS)
        self.life = dict.fromkeys(SERIALS, 0)
        self.records: dict[bytes, list[bytes]] = {one: [] for one in SERIALS}
        self.boot = dict.fromkeys(SERIALS, 1)
        self.begun_ms = dict.fromkeys(SERIALS, NOW_MS)
        # By raw record, which is a name for good: a duration that no other night has.
        self.made_by: dict[int, str | None] = {}
        self.backup: str | None = None
        self.gone: set[int] = set()

    def night(self, serial: bytes, restarted: bool) -> None:
        """Let the wearer practise; the watch may have started anew before, without a clock."""
        self.now_ms += DAY_MS
        if restarted:
            self.boot[serial] += 1
            self.begun_ms[serial] = self.now_ms - HOUR_MS
        session = practised(2)
        session.duration_ms = 1_000_000 + 100 * len(self.made_by)
        self.made_by[session.duration_ms] = self.wearer[serial]
        self._record(serial, session)

    def sync(self, serial: bytes) -> None:
        self.now_ms += HOUR_MS
        watch = self.log.see_watch(serial, serial.decode(), self.now_ms).id
        uptime_ms = self.now_ms - self.begun_ms[serial]
        anchor = rows.AnchorRow(
            boot=self.boot[serial],
            uptime_ms=uptime_ms,
            utc_ms=self.now_ms,
            zone_min=60,
            error_ms=40,
        )
        self._record(serial, event.Clock(self.now_ms, 60, 40))
        records = self.records[serial]
        since = self.log.resume_from(watch, len(records) + 1, self.now_ms)
        page = self.log.take_page(watch, records[since - 1 :], self.now_ms)
        if page.restarted and since > 1:
            self.log.take_page(watch, records, self.now_ms)
        self.log.add_anchor(watch, anchor)

    def hand_over(self, serial: bytes, name: str, how: str) -> None:
        """Fetch the last nights, give the watch on, and tell the log, at once or later."""
        self.sync(serial)
        self.now_ms += HOUR_MS
        from_ms = self.now_ms
        if how == "cleared":
            self.records[serial], self.boot[serial] = [], 1
            self.life[serial] += 1
            self.begun_ms[serial] = self.now_ms
        self.wearer[serial] = name
        if how == "days later":
            self.night(serial, restarted=False)
            self.sync(serial)
        person = next((one for one in self.log.persons() if one.name == name), None)
        person = person or self.log.add_person(name, self.now_ms)
        (watch,) = [one for one in self.log.watches(everything=True) if one.serial == serial]
        self.log.hand_over(watch.id, person.id, from_ms, by_journal="cleared" in how)

    def forget(self, name: str) -> None:
        for person in self.log.persons():
            if person.name == name:
                self.gone |= {one.duration_ms for one in self.nights(person.id)}
                self.log.forget_person(person.id)

    def delete(self, which: int) -> None:
        sessions = self.log.sessions()
        if which < len(sessions):
            self.gone.add(sessions[which].duration_ms)
            self.log.delete_sessions([sessions[which].id])

    def send(self, name: str) -> None:
        """Send a person's nights to the other log, as its file would carry them."""
        for person in self.log.persons():
            if person.name != name or person.code is None:
                continue
            there = next((one for one in self.other.persons() if one.code == person.code), None)
            there = there or self.other.add_person(
                f"{name} {person.code.hex()[:8]}", self.now_ms, person.code
            )
            self.sent += 1
            delivery = DeliveryRow(
                code=self.sent.to_bytes(16, "big"),
                made_utc_ms=self.now_ms,
                received_utc_ms=self.now_ms,
                sender=bytes(32),
                proven=True,
            )
            lines = "".join(write_nights.written(self.log, person.id)).encode()
            read.take_nights(Path("nights.age"), lines, self.other, there.id, delivery)

    def nights(self, person_id: int) -> list[rows.SessionRow]:
        return self.log.sessions(Choice(person_id=person_id))

    def _record(self, serial: bytes, body) -> None:
        uptime_ms = self.now_ms - self.begun_ms[serial]
        records = self.records[serial]
        # The clearing of a watch makes its records differ from those before, as its key does.
        records.append(raw(len(records) + 1, body, self.boot[serial], uptime_ms))


def check(world: World) -> None:
    log = world.log
    told = 0
    for person in log.persons():
        nights = world.nights(person.id)
        told += len(nights)
        report = reading.taken(log, Choice(person_id=person.id))
        assert len(report.entries) == len(nights)
        for night in nights:
            maker = world.made_by[night.duration_ms]
            # Whoever had the watch before anybody was named is the person without a name.
            assert maker == (person.name or None), (maker, person.name)
            assert night.duration_ms not in world.gone
    unsure = log.sessions(Choice(is_unsure=True))
    assert told + len(unsure) == log.count_sessions()
    assert not world.gone & {one.duration_ms for one in unsure}


def check_other(world: World) -> None:
    """Hold what came by file to who made it; a night of two persons' files is nobody's."""
    for person in world.other.persons():
        for night in world.other.sessions(Choice(person_id=person.id)):
            maker = world.made_by[night.duration_ms]
            assert maker == person.name.split()[0], (maker, person.name)


@settings(max_examples=HISTORIES, deadline=None)
@given(_steps)
def test_no_night_is_ever_somebody_elses(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("log")
    with (
        WholeLog(folder / "practice.db") as log,
        WholeLog(folder / "other" / "practice.db") as other,
    ):
        world = World(log, other)
        for serial in SERIALS:
            world.sync(serial)
        for kind, *values in steps:
            if kind == "import":
                if world.backup is not None:
                    imported(log, world.backup)
                world.backup = exported(log)
            else:
                getattr(world, kind.replace("-", "_"))(*values)
        check(world)
        check_other(world)
