# SPDX-License-Identifier: MIT
"""Practise together: the page follows a session and says what to do, for the first nights."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from loslaten.language import vocabulary
from loslaten.language.concepts import PHASE_BEGUN_BY
from loslaten.language.text import Text
from loslaten.link.answers import LiveEvent
from loslaten.link.client import Client
from loslaten.page.own_exercises import OwnExercises
from loslaten.page.radio import Job, Work
from loslaten.page.rendering import back_to, fields_of, page, speech_for, world_of
from loslaten.page.words import every
from loslaten.page.world import World
from loslaten.practice_log.log import PracticeLog
from loslaten.protocols.file import SHIPPED_NAMES, NoProtocolError, ProtocolFile, find
from loslaten.protocols.spoken import Guide, Level, Utterance, level_of
from loslaten.watches import protocols
from loslaten_core.practice import event, muscles
from loslaten_core.practice.limits import LEFT_OUT

_PLACE = "together"
# A voice that was not measured yet: so long for a text, and for each of its letters.
_PAUSE_MS, _PER_CHAR_MS = 350, 75
_LONGEST_MS = 30_000
_MEASURED_MAX = 500
# Nights that say how well a group goes.
_NIGHTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """View for an eye that opens: one word, a small line, and how far the session is."""

    word: Text
    line: Text | None = None
    place: int = 0
    of: int = 0


class Voices:
    """Length that the browser's voice takes for a text, as far as it was heard."""

    def __init__(self) -> None:
        self._measured: dict[str, int] = {}

    def length_ms(self, text: str) -> int:
        """Return how long a text takes, guessed with a margin until it was heard."""
        return self._measured.get(text, _PAUSE_MS + _PER_CHAR_MS * len(text))

    def heard(self, text: str, length_ms: int) -> None:
        """Take how long it took, with a little more for the next time."""
        if len(self._measured) < _MEASURED_MAX and 0 < length_ms < _LONGEST_MS:
            self._measured[text] = length_ms * 11 // 10


VOICES = Voices()


async def show(request: Request) -> Response:
    """Answer with the black page of a session, or with the way into it."""
    job = world_of(request).radio.job_of(_PLACE)
    scene = job.scene if job is not None and job.is_active else None
    return page(
        request,
        "together.html.j2",
        "today",
        live_place=_PLACE,
        job=job,
        scene=scene if isinstance(scene, Scene) else None,
        stop=None if job is None else job.number,
    )


async def begin(request: Request) -> Response:
    """Follow the watch; in a trial the page holds the button itself."""
    world, speech = world_of(request), speech_for(request)
    if (await fields_of(request)).get("without") == "yes":
        await world.begin_trial()
    if world.trial is not None:
        world.trial.wrist.open_radio()
    world.radio.ask(_PLACE, every()["together.following"], _follow(world, speech.lang))
    return back_to("/together")


async def heard(request: Request) -> Response:
    """Take how long the voice took."""
    fields = await fields_of(request)
    length_ms = fields.get("ms", "")
    if length_ms.isascii() and length_ms.isdigit() and len(length_ms) <= len(str(_LONGEST_MS)):
        VOICES.heard(fields.get("text", ""), int(length_ms))
    return Response(status_code=204)


def _follow(world: World, lang: str) -> Work:
    async def work(client: Client, job: Job) -> Text:
        job.show(Scene(word=every()["together.hold"], line=every()["together.hold_told"]))
        follower = _Follower(world, client, job, lang)
        try:
            async with aclosing(client.events()) as events:
                await _hold(world)
                async for told in events:
                    await follower.take(told)
                    if told.event == event.OVER:
                        break
        finally:
            follower.hush()
        return every()["together.over"]

    return work


class _Follower:
    """Follows one session: shows where it is, and lets the pages say what there is to say."""

    def __init__(self, world: World, client: Client, job: Job, lang: str) -> None:
        self._world = world
        self._client = client
        self._job = job
        self._lang = lang
        self._file: ProtocolFile | None = None
        self._guide: Guide | None = None
        self._saying: set[asyncio.Task[None]] = set()

    async def take(self, told: LiveEvent) -> None:
        """Follow an event."""
        if self._guide is None or told.event == event.STARTED:
            await self._begin()
        if self._file is None or self._guide is None:
            return
        index = _index(self._file, told.group, told.event)
        said = self._guide.take(told.at_ms, told.event, index, told.repeat)
        # An instruction that has begun goes on through the cue to get ready.
        if told.event != event.READY or said:
            self.hush()
        for one in said:
            self._saying.add(asyncio.create_task(_say(self._world, one, told.at_ms)))
        if told.event in PHASE_BEGUN_BY:
            self._job.show(_scene(self._file, told.event, index))

    def hush(self) -> None:
        """Say nothing of what was still to be said."""
        for one in self._saying:
            one.cancel()
        self._saying.clear()

    async def _begin(self) -> None:
        self._file = await _practised(self._world, self._client)
        if self._file is not None:
            with self._world.log() as log, log.snapshot():
                levels = levels_of(log, self._world)
            self._guide = Guide(self._file, self._lang, VOICES.length_ms, levels)


async def _hold(world: World) -> None:
    """Begin the session of a trial, whose button nobody holds; a real one is the wearer's."""
    if world.trial is not None and not world.trial.wrist.practice.running:
        world.trial.wrist.press(True)
        await asyncio.sleep(1.0 / world.trial.wrist.speed)
        world.trial.wrist.press(False)


async def _say(world: World, one: Utterance, now_ms: int) -> None:
    await asyncio.sleep(max(0, one.at_ms - now_ms) / 1000)
    world.feed.tell("say", json.dumps({"text": one.text, "ms": one.length_ms}))


async def _practised(world: World, client: Client) -> ProtocolFile | None:
    """Return the exercise that is chosen on the watch, None where its texts are not known here."""
    protocol = await protocols.chosen(client)
    if protocol is None:
        return None
    own = OwnExercises(world.kept)
    if protocol.name in own.own:
        return own.file(protocol.name)
    try:
        return find(protocol.name) if protocol.name in SHIPPED_NAMES else None
    except NoProtocolError:
        return None


def _index(file: ProtocolFile, muscle: int | None, what: int) -> int:
    """Return the place of a muscle group in an exercise, -1 outside of groups."""
    if muscle is None or what in (event.REST, event.OVER):
        return -1
    numbers = [group.muscle for group in file.protocol.groups]
    return numbers.index(muscle) if muscle in numbers else -1


def _scene(file: ProtocolFile, what: int, index: int) -> Scene:
    phase = vocabulary.PHASES[PHASE_BEGUN_BY[what]]
    if index < 0:
        return Scene(word=phase)
    groups = file.protocol.groups
    practised = [place for place, group in enumerate(groups) if group.mode != LEFT_OUT]
    done = sum(place <= index for place in practised)
    text = file.groups[index]
    line = text.instruction if what in (event.READY, event.TENSE) else phase
    return Scene(word=text.name, line=line, place=done, of=len(practised))


def levels_of(log: PracticeLog, world: World) -> Mapping[str, Level]:
    """Return how much is said of each muscle group, by its key: less as it goes well."""
    recent = log.sessions(world.choice(log))[-_NIGHTS:]
    found = {}
    for sums in log.group_sums((one.id, 0) for one in recent):
        muscle = muscles.by_number(sums.muscle)
        if muscle is not None:
            found[muscle.key] = level_of(sums.reached - sums.left_early_in)
    return found
