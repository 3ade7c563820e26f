# SPDX-License-Identifier: MIT
"""`loslaten cue learn` and `quiz`: how the wearer comes to know the cues."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import click

from loslaten.cli.cue.teacher import AGAIN, Teacher, drawn
from loslaten.cli.options import (
    data_option,
    json_option,
    lang_option,
    seed_option,
    watch_option,
)
from loslaten.cli.printing import hint, print_json, print_table
from loslaten.cli.reach import with_watch
from loslaten.cli.surroundings import around
from loslaten.cli.whose import chosen
from loslaten.cues import words
from loslaten.cues.places import places
from loslaten.cues.quiz import ANSWERS, NOTHING, Confusion, advice, order
from loslaten.language import numbers, vocabulary
from loslaten.language.muscle_texts import muscle_name
from loslaten.language.text import Text
from loslaten.practice_log import moments as when
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.quizzes import Quiz, QuizLog
from loslaten.protocols.file import find
from loslaten_core.haptics import cue as cues

if TYPE_CHECKING:
    from loslaten.cli.busy import Busy
    from loslaten.link.client import Client

_NOW_QUIZ = Text(
    "ga nu na hoe goed u ze kent: loslaten cue quiz",
    "now see how well you know them: loslaten cue quiz",
)
_NO_QUIZ = Text(
    "er is nog geen quiz gedaan: loslaten cue quiz", "no quiz was taken yet: loslaten cue quiz"
)
_RIGHT = Text("{} UTC: {} goed; {}", "{} UTC: {} right; {}")
_HOW = Text("thema {} op {} %, volgorde {}", "theme {} at {} %, seed {}")
_PLAYED = Text("GESPEELD", "PLAYED")
_NOTHING = Text("niets", "nothing")


@click.command()
@watch_option
@lang_option
@data_option
@click.pass_context
def learn(context: click.Context, which: str | None, lang: str, data: Path | None) -> None:
    """Go through the five meanings and "where am I", each told and played as often as you like.

    \b
    Examples:
      loslaten cue learn
      loslaten cue learn --lang nl
    """

    async def work(client: "Client", busy: "Busy") -> None:
        teacher = Teacher(client, around(context), await client.settings(), drawn(None), lang)
        busy.clear()
        for place, number in enumerate(cues.MEANINGS, 1):
            feels = words.feels(teacher.theme.text(number), lang)
            click.echo(f"{place}. {vocabulary.cue_named(cues.name(number), lang)}: {feels}")
            click.echo(f"   {vocabulary.CUES_TOLD[cues.name(number)].say(lang)}")
            answer = AGAIN[0]
            while answer in AGAIN:
                await teacher.play(number)
                answer = await teacher.ask(f"   {words.LEARN.say(lang)}")
        await _learn_places(teacher, lang)

    with_watch(context, which, data, work)
    click.echo(hint(_NOW_QUIZ.say(lang)))


async def _learn_places(teacher: Teacher, lang: str) -> None:
    """Tell how "where am I" counts, and play a few places of the leaflet's exercise."""
    parts = ", ".join(f"{part} {name.say(lang)}" for part, name in vocabulary.REGIONS.items())
    click.echo(f"{len(cues.MEANINGS) + 1}. {words.PLACES.say(lang).format(parts=parts)}")
    for place in places(find("handout").protocol)[1::5]:
        click.echo(f"   {place.told}: {muscle_name(place.muscle, lang)}")
        answer = AGAIN[0]
        while answer in AGAIN:
            await teacher.play_place(place)
            answer = await teacher.ask(f"   {words.LEARN.say(lang)}")


@click.command()
@click.option(
    "--rounds",
    type=click.IntRange(1, 20),
    default=3,
    show_default=True,
    help="How often each of the five is played; how many places with --places.",
)
@seed_option
@click.option(
    "--places",
    "by_place",
    is_flag=True,
    help='Play places of the leaflet\'s exercise instead, as "where am I" tells them.',
)
@click.option("--results", is_flag=True, help="Show the quizzes that were taken; play nothing.")
@click.option(
    "--person", metavar="NAME", help="Whose results; not needed while there is one person."
)
@json_option
@watch_option
@lang_option
@data_option
@click.pass_context
def quiz(
    context: click.Context,
    rounds: int,
    seed: int | None,
    by_place: bool,
    results: bool,
    person: str | None,
    as_json: bool,
    which: str | None,
    lang: str,
    data: Path | None,
) -> None:
    """Find out how well you tell the five meanings apart.

    They are played at random, you say which it was. The table of what was taken for what is kept
    in the practice log.

    \b
    Examples:
      loslaten cue quiz
      loslaten cue quiz --rounds 5 --seed 7
      loslaten cue quiz --places
      loslaten cue quiz --results
      loslaten cue quiz --results --person Anna
    """
    if results:
        _show_results(data, person, which, as_json, lang)
        return
    if by_place:
        _quiz_places(context, which, data, lang, rounds, drawn(seed), as_json)
        return
    with PracticeLog.in_folder(data) as log:

        async def work(client: "Client", busy: "Busy") -> tuple[int, Quiz]:
            now = around(context).now
            number = drawn(seed)
            settings = await client.settings()
            teacher = Teacher(client, around(context), settings, number, lang)
            busy.clear()
            confusion = await _take(teacher, order(number, rounds), lang)
            result = Quiz(
                taken_utc_ms=now()[0],
                theme=teacher.theme.name,
                strength_pct=teacher.strength_pct,
                seed=number,
                confusion=confusion,
            )
            watch = log.see_watch(client.watch_id, str(settings.get("name", "")), now()[0])
            return watch.id, result

        watch_id, result = with_watch(context, which, data, work)
    with QuizLog.in_folder(data) as quizzes:
        quizzes.keep(watch_id, result)
    if as_json:
        print_json(_json(result))
    else:
        _show(result, lang)


def _quiz_places(
    context: click.Context,
    which: str | None,
    data: Path | None,
    lang: str,
    rounds: int,
    seed: int,
    as_json: bool,
) -> None:
    """Play places at random and tell after each which it was; nothing is kept."""
    there = places(find("handout").protocol)
    asked = Random(seed).sample(there, min(rounds, len(there)))

    async def work(client: "Client", busy: "Busy") -> int:
        teacher = Teacher(client, around(context), await client.settings(), seed, lang)
        busy.clear()
        right = 0
        click.echo(words.WHICH_PLACE.say(lang), err=True)
        for number, place in enumerate(asked, 1):
            await teacher.play_place(place)
            answer = await teacher.ask(f"{number}/{len(asked)}: ")
            while answer in AGAIN:
                await teacher.play_place(place)
                answer = await teacher.ask(f"{number}/{len(asked)}: ")
            right += answer.split() == place.told.split()
            click.echo(f"{place.told}: {muscle_name(place.muscle, lang)}", err=as_json)
        return right

    right = with_watch(context, which, data, work)
    if as_json:
        print_json({"right": right, "total": len(asked)})
    else:
        click.echo(f"{right}/{len(asked)}")


async def _take(teacher: Teacher, played: list[int], lang: str) -> Confusion:
    choices = [
        f"{place} {vocabulary.cue_named(cues.name(one), lang)}"
        for place, one in enumerate(cues.MEANINGS, 1)
    ]
    choices.append(f"0 {words.NOTHING.say(lang)}")
    click.echo(
        f"{words.WHICH.say(lang)}  {' · '.join(choices)} · {words.OTHERWISE.say(lang)}", err=True
    )
    return await teacher.examine(played, teacher)


def _show_results(
    data: Path | None, person: str | None, which: str | None, as_json: bool, lang: str
) -> None:
    with PracticeLog.in_folder(data) as log:
        choice = chosen(log, person, which)
    with QuizLog.in_folder(data) as quizzes:
        results = quizzes.quizzes(choice)
    if as_json:
        print_json([_json(one) for one in results])
        return
    if not results:
        click.echo(hint(_NO_QUIZ.say(lang)))
    for one in results:
        _show(one, lang)
        click.echo()


def _show(taken: Quiz, lang: str) -> None:
    confusion = taken.confusion
    at = when.iso(taken.taken_utc_ms)[:16].replace("T", " ")
    right = numbers.of(confusion.right, confusion.total, lang)
    how = _HOW.say(lang).format(taken.theme, taken.strength_pct, taken.seed)
    click.echo(_RIGHT.say(lang).format(at, right, how))
    headings = (_called(answer, lang).upper() for answer in ANSWERS)
    print_table((_PLAYED.say(lang), *headings), _rows(confusion, lang))
    for line in advice(confusion):
        click.echo(hint(f"  -> {line.say(lang)}"))


def _called(answer: int, lang: str) -> str:
    if answer == NOTHING:
        return _NOTHING.say(lang)
    return vocabulary.cue_named(cues.name(answer), lang)


def _rows(confusion: Confusion, lang: str) -> Iterator[tuple[str, ...]]:
    for played in cues.MEANINGS:
        yield (_called(played, lang), *(str(times or "") for times in confusion.row(played)))


def _name(answer: int) -> str:
    return "nothing" if answer == NOTHING else cues.name(answer)


def _json(taken: Quiz) -> dict[str, Any]:
    confusion = taken.confusion
    return {
        "taken_utc": when.iso(taken.taken_utc_ms),
        "theme": taken.theme,
        "strength_pct": taken.strength_pct,
        "seed": taken.seed,
        "right": confusion.right,
        "total": confusion.total,
        "table": {
            cues.name(played): {
                _name(answer): times
                for answer, times in zip(ANSWERS, confusion.row(played), strict=True)
            }
            for played in cues.MEANINGS
        },
        "advice": [line.en for line in advice(confusion)],
    }
