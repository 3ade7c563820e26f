# SPDX-License-Identifier: MIT
"""The picture of a night that was rehearsed on the laptop: its moments are all known."""

from loslaten.language import vocabulary
from loslaten.language.durations import clock
from loslaten.language.text import Text
from loslaten.pictures.night import events, words
from loslaten.pictures.night.model import NightPicture
from loslaten.protocols.file import ProtocolFile
from loslaten.protocols.rehearsal import Rehearsal

_REHEARSED = Text("proef op de laptop", "rehearsed on the laptop")


def picture(file: ProtocolFile, rehearsal: Rehearsal, lang: str) -> NightPicture:
    """Return the picture of a rehearsal of `file`, with texts in `lang`, "nl" or "en"."""
    tally = rehearsal.tally
    happened = events.of_rehearsal(rehearsal.events, file.protocol)
    fingers = [(press.at_ms, press.gesture) for press in rehearsal.heard]
    ending = vocabulary.ending(tally.ending_name, lang)
    return NightPicture(
        title=file.title.say(lang),
        subtitle=f"{_REHEARSED.say(lang)}; {clock(rehearsal.duration_ms)}; {ending}",
        facts=tuple(_facts(rehearsal, lang)),
        started=None,
        duration_ms=rehearsal.duration_ms,
        groups=events.groups_of(tally.groups, [group.name.say(lang) for group in file.groups]),
        phases=events.phases_of(happened),
        presses=events.presses_of(happened, fingers),
        cues=events.cues_of(happened, file.protocol),
        lang=lang,
    )


def _facts(rehearsal: Rehearsal, lang: str) -> list[str]:
    groups = rehearsal.tally.groups
    practised = sum(1 for group in groups if not group.left_out)
    done = sum(1 for group in groups if group.done)
    facts = [
        words.groups_done(done, practised, lang),
        vocabulary.REPEATS.say(sum(group.done for group in groups), lang),
    ]
    for count, phrase in (
        (sum(group.asked for group in groups), vocabulary.ASKED),
        (sum(len(events.repeats_in(group.cuts)) for group in groups), vocabulary.CUT),
        (sum(1 for group in groups if group.skipped), vocabulary.SKIPPED_COUNT),
        (sum(1 for group in groups if group.interrupted), vocabulary.INTERRUPTED_COUNT),
        (rehearsal.tally.pauses, vocabulary.PAUSES),
    ):
        if count:
            facts.append(phrase.say(count, lang))
    return facts
