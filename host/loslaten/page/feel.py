# SPDX-License-Identifier: MIT
"""Feel: learn the cues, find out how well they are known, fit their strength."""

from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from loslaten.cues import words as cue_words
from loslaten.cues.felt import felt_cue
from loslaten.cues.outline import outline
from loslaten.language import vocabulary
from loslaten.page import lessons
from loslaten.page.lessons import Scene
from loslaten.page.rendering import back_to, fields_of, page, speech_for, world_of
from loslaten.page.words import Speech, every
from loslaten.page.world import World
from loslaten.practice_log import moments
from loslaten.practice_log.quizzes import QuizLog
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics.motor import DRIVEN_LRA
from loslaten_core.haptics.theme import THEMES, Theme

_PLACE = "feel"
# Of a drawn cue: its width and height, where the floor is, and how long the longest may be.
_WIDTH, _HEIGHT, _FLOOR, _LONGEST_MS = 240, 40, 39, 2_200
_STEP = 8
_SHOWN_QUIZZES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A cue as it is learnt: its key on the keyboard, what it is called, how it feels and looks.

    `path` is its drawing's.
    """

    key: int
    name: str
    called: str
    told: str
    feels: str
    path: str


async def show(request: Request) -> Response:
    """Answer with the five cards, and the lesson that goes on."""
    world, speech = world_of(request), speech_for(request)
    job = world.radio.job_of(_PLACE)
    scene = job.scene if job is not None and job.is_active else None
    with world.log() as log:
        choice = world.choice(log)
    with QuizLog.in_folder(world.folder, world.leave_out) as quizzes, quizzes.snapshot():
        taken = quizzes.quizzes(choice)[:_SHOWN_QUIZZES]
    return page(
        request,
        "feel.html.j2",
        _PLACE,
        cards=_cards(_theme(world), speech),
        scene=scene if isinstance(scene, Scene) else None,
        size=(_WIDTH, _HEIGHT),
        quizzes=[
            (moments.iso(one.taken_utc_ms)[:10], one.confusion.right, one.confusion.total)
            for one in taken
        ],
        advice=lessons.advice(taken[0].confusion) if taken else [],
        rounds=lessons.ROUNDS,
    )


async def play(request: Request) -> Response:
    """Let the watch play a cue, in a lesson that begins with it where none goes on."""
    world = world_of(request)
    job = world.radio.ask(_PLACE, every()["feel.learning"], lessons.learn())
    if job.scene is None or (isinstance(job.scene, Scene) and job.scene.kind == "learn"):
        job.answer((await fields_of(request)).get("cue", ""))
    return back_to("/feel")


async def quiz(request: Request) -> Response:
    """Begin the quiz."""
    world = world_of(request)
    world.radio.ask(_PLACE, every()["feel.quizzing"], lessons.quiz(world))
    return back_to("/feel")


async def calibrate(request: Request) -> Response:
    """Begin to fit the strength."""
    world = world_of(request)
    world.radio.ask(_PLACE, every()["feel.fitting"], lessons.calibrate(world))
    return back_to("/feel")


async def answer(request: Request) -> Response:
    """Take what the person says in the lesson that goes on, once for each question."""
    job, fields = world_of(request).radio.job_of(_PLACE), await fields_of(request)
    scene = None if job is None else job.scene
    if job is None or not job.is_active or not isinstance(scene, Scene) or not job.answers.empty():
        return back_to("/feel")
    # Pressed twice, a key would answer the next question, too.
    if fields.get("scene") == str(scene.number):
        job.answer(fields.get("answer", ""))
    return back_to("/feel")


def _theme(world: World) -> Theme:
    number = world.last_told.settings.get("theme", 0)
    return THEMES[number] if isinstance(number, int) and number < len(THEMES) else THEMES[0]


def _cards(theme: Theme, speech: Speech) -> list[Card]:
    return [
        Card(
            key=key,
            name=cues.name(number),
            called=vocabulary.CUES[cues.name(number)].say(speech.lang),
            told=vocabulary.CUES_TOLD[cues.name(number)].say(speech.lang),
            feels=cue_words.feels(theme.text(number), speech.lang),
            path=_path(theme, number),
        )
        for key, number in enumerate(cues.MEANINGS, 1)
    ]


@lru_cache(maxsize=32)
def _path(theme: Theme, number: int) -> str:
    """Return the drawing of a cue as it is felt."""
    felt = felt_cue(theme, DRIVEN_LRA, number)
    return outline(felt, _WIDTH / _LONGEST_MS, _FLOOR, _STEP)
