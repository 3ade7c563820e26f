# SPDX-License-Identifier: MIT
"""The world of the page: the data folder and its log, the radio with its jobs, what is kept.

While somebody tries the page without a watch there is a second world beside the real one, with a
watch of its own and a log of its own, so that nothing tried becomes practice.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from loslaten.doctor.check import Check
from loslaten.language.left_out import add
from loslaten.link.answers import Status
from loslaten.link.client import Client
from loslaten.link.keys import KeyStore, system_keyring
from loslaten.page.feed import Feed
from loslaten.page.kept import HeldProtocol, Kept, LastTold
from loslaten.page.radio import PATIENCE_S, Air, Radio
from loslaten.page.trial import Trial
from loslaten.practice_log.choice import EVERYTHING, Choice
from loslaten.practice_log.database import GoneError
from loslaten.practice_log.folder import FILE_NAME, data_folder
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.persons import PersonRow
from loslaten.practice_log.rows import WatchRow
from loslaten.programme.today import ProgrammeToday
from loslaten.watches.protocols import held_by
from loslaten.watches.reach import Reach
from loslaten.watches.wallclock import now as wall_now

_PRIVATE = "page"
_SEVERAL = 2
_TRIAL = "trial"


class World:
    """Everything that the pages show and change.

    data: the folder of the log, None for the user's own. air: within reach of watches. now: Unix
    time in ms and the zone in minutes. any_watch: take whichever watch is heard, as in a
    simulation; else only those are met that this computer has the key of.
    """

    def __init__(
        self,
        data: Path | None,
        air: Air,
        now: Callable[[], tuple[int, int]] = wall_now,
        patience_s: float = PATIENCE_S,
        any_watch: bool = False,
    ) -> None:
        self._any_watch = any_watch
        self._own_air = air
        self._own_folder = data_folder(data)
        self.trial: Trial | None = None
        # One request at a time, also where a button was pressed twice.
        self._changing_trial = asyncio.Lock()
        self.private = self._own_folder / _PRIVATE
        self.now = now
        self.feed = Feed()
        self.kept = Kept(self.private)
        self.radio = Radio(self.within_reach, self._meant, self.feed, patience_s)
        # Whether the server ends.
        self.closing = False
        # What was found when all was looked at.
        self.checked: list[Check] = []
        # The programme as it was last, and in which state of the log.
        self.programme: tuple[object, ProgrammeToday] | None = None
        self._persons: tuple[object, list[PersonRow]] | None = None
        # Rows of the log that could not be read, by table, and in which state of the log.
        self._left_out: tuple[object, dict[str, int]] = (None, {})
        # How often something was changed that other pages show, too.
        self.edition = 0

    @property
    def persons(self) -> list[PersonRow]:
        """The persons of the log; one, as long as nobody is told apart in it."""
        state = (self.folder, self.log_state())
        if self._persons is None or self._persons[0] != state:
            with self.log() as log:
                self._persons = (state, log.persons())
            if not self.trying:
                self._keep_of(self._persons[1])
        return self._persons[1]

    def _keep_of(self, persons: list[PersonRow]) -> None:
        """Keep what the watches of these persons told, and of nobody else."""
        for one in persons:
            if one.code is not None:  # kept by number until they got it
                self.kept.rename(f"watch-{one.id}", _told_name(one))
        self.kept.drop_others("watch*", {_told_name(one) for one in persons})

    @property
    def owner(self) -> PersonRow:
        """The person whose page this is: the one that was chosen, else the first."""
        return self._owner(self.persons)

    def owner_in(self, log: PracticeLog) -> PersonRow:
        """Return the owner by the log that is read: another process may change it meanwhile."""
        return self._owner(log.persons())

    def _owner(self, persons: list[PersonRow]) -> PersonRow:
        chosen = self.kept.choices.whose
        return next((one for one in persons if chosen and _code(one) == chosen), persons[0])

    @property
    def person(self) -> PersonRow | None:
        """The person whose nights are shown, None in a log that tells nobody apart."""
        persons = self.persons
        return None if len(persons) < _SEVERAL else self._owner(persons)

    def meant(self, told: str) -> PersonRow:
        """Return the person whose page a form was on: another may have been chosen since.

        `told` is what the form says, "" in a log that tells nobody apart. Raises StoreError where
        that person was forgotten meanwhile.
        """
        if not told:
            return self.owner
        found = next((one for one in self.persons if str(one.id) == told), None)
        if found is None:
            raise GoneError
        return found

    def choice(self, log: PracticeLog) -> Choice:
        """Return the choice of the nights that are shown: all, in a log of one person."""
        persons = log.persons()
        several = len(persons) >= _SEVERAL
        return Choice(person_id=self._owner(persons).id) if several else EVERYTHING

    def show_person(self, number: str) -> None:
        """Show the nights of the person of that number, if there is one."""
        found = next((one for one in self.persons if str(one.id) == number), None)
        if found is not None:
            if self.person is not None:
                choices = msgspec.structs.replace(self.kept.choices, whose=_code(found))
                self.kept.save("choices", choices)
            self.changed()

    def log(self) -> PracticeLog:
        """Open the practice log."""
        return PracticeLog.in_folder(self.folder, self.leave_out)

    @property
    def left_out(self) -> Mapping[str, int]:
        """Numbers of rows of the log, as it is now, that could not be read, by table."""
        state, counts = self._left_out
        return counts if state == (self.folder, self.log_state()) else {}

    def leave_out(self, counts: Mapping[str, int]) -> None:
        """Remember how many rows of the log could not be read."""
        known = dict(self.left_out)
        add(known, counts)
        self._left_out = ((self.folder, self.log_state()), known)

    @property
    def trying(self) -> bool:
        """Whether the page is being tried without a watch."""
        return self.trial is not None

    @property
    def folder(self) -> Path:
        """The folder of the log that is shown: one's own, or that of the trial."""
        return self._own_folder if self.trial is None else self.trial.folder

    @property
    def last_told(self) -> LastTold:
        """Last report of the watch about itself."""
        return self.kept.load(self._watch_name, LastTold)

    @property
    def is_connected(self) -> bool:
        """Whether there is a watch that this computer may meet."""
        return (
            self.trying or self._any_watch or bool(KeyStore(keyring=system_keyring()).watch_ids())
        )

    def changed(self) -> None:
        """Let the other pages that are open show what is new."""
        self.edition += 1
        self.feed.changed()

    async def close(self) -> None:
        """Let go of what runs."""
        await self.end_trial()

    async def begin_trial(self) -> None:
        """Go over to a watch that lives in the page, unless it is there already."""
        async with self._changing_trial:
            if self.trial is None:
                await self.radio.stop_all()
                self.trial = Trial(self.private / _TRIAL, self.feed)
                self.keep_told(LastTold())
                await self.trial.prepare(self.now()[0])
                self.changed()

    async def end_trial(self) -> None:
        """Go back to one's own watch and log; what was tried is thrown away."""
        async with self._changing_trial:
            if self.trial is not None:
                await self.radio.stop_all()
                trial, self.trial = self.trial, None
                await trial.end()
                self.changed()

    def own_watches(self) -> list[WatchRow]:
        """Return the watches of the person whose page this is, the one met last first."""
        with self.log() as log, log.snapshot():
            person_id = self.choice(log).person_id
            return [
                row
                for row in log.watches()
                if person_id is None
                or ((holder := log.holder(row.id)) is not None and holder.id == person_id)
            ]

    def keep_told(self, told: LastTold) -> None:
        """Keep what the watch of the person whose page this is told of itself."""
        self.kept.save(self._watch_name, told)

    async def look_at(self, client: Client, status: Status) -> None:
        """Keep what the watch told of itself, to be shown while it is out of reach."""
        settings = await client.settings()
        told = LastTold(
            name=str(settings.get("name", "")),
            at_utc_ms=self.now()[0],
            battery_pct=status.battery_pct,
            charging=status.charging,
            firmware=status.firmware,
            board=status.board,
            faults=status.faults,
            storage_pct=status.storage_pct,
            knows_time=status.knows_time,
            settings=settings,
            protocols=[
                HeldProtocol(one.content_id.hex(), one.called, one.chosen)
                for one in await held_by(client)
            ],
        )
        if self.person is None:
            self.keep_told(told)
        elif (holder := self._holder(client.watch_id)) is not None:
            self.kept.save(_told_name(holder), told)

    @property
    def _watch_name(self) -> str:
        return "trial-watch" if self.trying else _told_name(self.owner)

    def _holder(self, serial: bytes) -> PersonRow | None:
        """Return whose a watch is now, None where nobody knows."""
        with self.log() as log:
            for row in log.watches():
                if row.serial == serial and (holder := log.holder(row.id)) is not None:
                    return holder
        return None

    @asynccontextmanager
    async def within_reach(self) -> AsyncIterator[Reach]:
        """Be within reach of the watches that are meant: of the trial's, or one's own."""
        if self.trial is not None:
            yield self.trial.reach
            return
        async with self._own_air() as reach:
            yield reach

    def log_state(self) -> tuple[object, ...]:
        """Return something that is another whenever anybody has written to the log."""
        state: list[object] = []
        for name in (FILE_NAME, f"{FILE_NAME}-wal"):
            try:
                file = (self.folder / name).stat()
            except FileNotFoundError:
                continue
            # An empty journal comes and goes with whoever reads.
            state += [name, file.st_mtime_ns, file.st_size] if file.st_size else []
        return tuple(state)

    def _meant(self, reach: Reach) -> bytes | None:
        """Return the watch to connect to: of several known ones that met last."""
        if reach.known is None:
            return None
        met = [row.serial for row in self.own_watches()]
        return next((serial for serial in (*met, *reach.known) if serial in reach.known), None)


def _code(person: PersonRow) -> str:
    """Return what a person is remembered by: after a restore their number may be another's."""
    return "" if person.code is None else person.code.hex()


def _told_name(person: PersonRow) -> str:
    """Return the name under which is kept what the watch of a person told."""
    return f"watch-{_code(person) or person.id}"
