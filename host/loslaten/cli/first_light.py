# SPDX-License-Identifier: MIT
"""First light, the conversation: what is tried on a new watch, and what its maker answers."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from loslaten.cli.busy import Busy
from loslaten.deploy import first_light_words as words
from loslaten.deploy.first_light import CLOCK_PPM_MAX, FirstLight, Step, is_hold, is_press
from loslaten.language.text import LANGUAGES, Text
from loslaten.link.errors import BluetoothError
from loslaten_core.link import gatt

if TYPE_CHECKING:
    from loslaten.cli.surroundings import Surroundings

_LISTEN_S = 8.0
# After a restart the watch needs some seconds until its radio is on.
_LISTENS = 3

# Whether a step went well, None where nobody was asked; and what was found.
Finding = tuple[bool | None, Text | str]
_VERDICTS = {True: Text("goed", "ok"), False: Text("fout", "no"), None: Text("-", "-")}


class _StoppedError(Exception):
    """The maker has had enough for now, or nobody answers."""


class FirstLightTalk:
    """Talks the maker through first light in `lang`; asks nobody where `is_alone`.

    passed: the steps that went well before.
    """

    def __init__(
        self,
        around: "Surroundings",
        board: str,
        passed: Iterable[Step],
        *,
        lang: str,
        is_alone: bool,
    ) -> None:
        self.passed = set(passed)
        self._around = around
        self._board = board
        self._lang = lang
        self._is_alone = is_alone
        self._has_stopped = False

    async def on_cable(self, light: FirstLight) -> None:
        """Go through all that the cable shows, and ask for the wrist; the firmware is off."""
        self._say(words.INTRODUCTION)
        try:
            if light.wrist is None and not self._is_alone:
                light.set_wrist(await self._ask_one_of(words.WRIST, words.WRISTS))
            for step in Step:
                if step != Step.RADIO and await self._is_well(step, light):
                    light.keep(self.passed)
        except _StoppedError:
            self._has_stopped = True

    async def on_air(self, watch_id: bytes, sim: str | None) -> None:
        """Listen for the watch, whose firmware runs again."""
        if self._has_stopped:
            return
        self._air = (gatt.short_id(watch_id), sim)
        try:
            await self._is_well(Step.RADIO, None)
        except _StoppedError:
            self._has_stopped = True

    def sum_up(self) -> None:
        """Say what is still open."""
        missing = [words.TITLES[step].say(self._lang) for step in Step if step not in self.passed]
        self._say(words.OPEN.format(", ".join(missing)) if missing else words.DONE)

    async def _is_well(self, step: Step, light: FirstLight | None) -> bool:
        """Try a step until it is well, or is left; answer whether it became well just now."""
        if step in self.passed:
            self._tell(step, True, words.WELL_BEFORE)
            return False
        while True:
            went_well, finding = await self._try(step, light)
            self._tell(step, went_well, finding)
            if went_well is None:
                return False
            if went_well:
                self.passed.add(step)
                return True
            click.echo(f"{'':<14}{words.CHECK.say(self._lang)}")
            for check in words.checks(step, self._board):
                click.echo(f"{'':<14}- {check.say(self._lang)}")
            if self._is_alone or await self._answer(words.AGAIN) in words.SKIP:
                return False

    async def _try(self, step: Step, light: FirstLight | None) -> Finding:
        if light is None:
            return await self._listen()
        if step == Step.MOTOR:
            return await self._feel(light)
        if step == Step.BATTERY:
            supply = light.battery()
            sensed = words.SENSED if supply.senses_usb else words.NOT_SENSED
            return supply.is_right, words.SUPPLY.format(supply.mv, sensed)
        if step == Step.CLOCK:
            if light.clock_chip_answers() is False:
                return False, words.NO_CLOCK_CHIP
            ppm = light.clock_ppm()
            return ppm <= CLOCK_PPM_MAX, words.RATE.format(round(ppm / 1000))
        return self._press(step, light)

    async def _feel(self, light: FirstLight) -> Finding:
        self._say(words.MOTOR)
        light.play_tense()
        if self._is_alone:
            return None, words.ASKED_NOBODY
        while (answer := await self._answer(words.FELT)) not in words.YES:
            if answer in words.NO:
                return False, words.NOT_FELT
            if answer in words.REPEAT:
                light.play_tense()
        return True, ""

    def _press(self, step: Step, light: FirstLight) -> Finding:
        if self._is_alone:
            return None, words.ASKED_NOBODY
        self._say(words.PRESS if step == Step.PRESS else words.HOLD)
        gestures = light.pressed()
        if gestures is None:
            return False, words.IS_DOWN
        if not gestures:
            return False, words.NOTHING_CAME
        names = [words.GESTURES[one] for one in gestures if one in words.GESTURES]
        is_right = is_press(gestures) if step == Step.PRESS else is_hold(gestures)
        came = Text(*(", ".join(name.say(lang) for name in names) for lang in LANGUAGES))
        return is_right, words.CAME.format(came)

    async def _listen(self) -> Finding:
        short_id, sim = self._air
        try:
            with Busy(words.LISTENING, self._lang):
                async with self._around.air(sim) as reach:
                    for _ in range(_LISTENS):
                        for watch in await reach.scan(_LISTEN_S):
                            if watch.short_id == short_id:
                                return True, words.HEARD.format(watch.rssi_dbm)
        except BluetoothError as error:
            told = error.told(self._lang)
            return False, f"{told.message}; {told.advice}"
        return False, words.NOT_HEARD

    async def _answer(self, question: Text) -> str:
        line = await self._around.ask(question.say(self._lang))
        answer = "q" if line is None else line.strip().lower()
        if answer in words.STOP:
            raise _StoppedError
        return answer

    async def _ask_one_of(self, question: Text, meanings: dict[str, int]) -> int:
        while (answer := await self._answer(question)) not in meanings:
            pass
        return meanings[answer]

    def _say(self, text: Text) -> None:
        click.echo(text.say(self._lang))

    def _tell(self, step: Step, went_well: bool | None, found: Text | str) -> None:
        verdict = _VERDICTS[went_well].say(self._lang)
        width = max(len(each.say(self._lang)) for each in _VERDICTS.values())
        told = found.say(self._lang) if isinstance(found, Text) else found
        title = words.TITLES[step].say(self._lang)
        click.echo(f"{title:<10}  {verdict:<{width}}{'' if not told else f'  {told}'}")
