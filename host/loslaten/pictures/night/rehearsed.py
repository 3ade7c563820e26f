"""The picture of a night that was rehearsed on the laptop: its moments are all known."""

from loslaten.language.durations import clock
from loslaten.language.text import Text
from loslaten.pictures.night import events, words
from loslaten.pictures.night.model import NightPicture
from loslaten.protocols.file import ProtocolFile
from loslaten.protocols.rehearsal import Rehearsal

_REHEARSED = Text("gerepeteerd op de laptop", "rehearsed on the laptop")


def picture(file: ProtocolFile, rehearsal: Rehearsal, lang: str) -> NightPicture:
    """Return the picture of a rehearsal of `file`, with texts in `lang`, "nl" or "en"."""
    tally = rehearsal.tally
    happened = events.of_rehearsal(rehearsal.events, file.protocol)
    fingers = [(press.at_ms, press.gesture) for press in rehearsal.heard]
    ending = words.ENDINGS[tally.ending_name].say(lang)
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
    found = [
        words.groups_done(done, practised, lang),
        words.repeats_in_all(sum(group.done for group in groups), lang),
    ]
    for count, told in (
        (sum(group.asked for group in groups), words.asked),
        (sum(len(events.repeats_in(group.cuts)) for group in groups), words.cut),
        (sum(1 for group in groups if group.skipped), words.skipped),
        (rehearsal.tally.pauses, words.pauses),
    ):
        if count:
            found.append(told(count, lang))
    return found
