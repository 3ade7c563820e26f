# SPDX-License-Identifier: MIT
"""Events as lines to read."""

from collections.abc import Iterator

from loslaten.language import numbers
from loslaten.language.concepts import PhaseKind
from loslaten.language.durations import clock_tenths
from loslaten.language.vocabulary import cue_named, happened, happened_width
from loslaten.protocols.file import ProtocolFile, force
from loslaten.protocols.rehearsal import RehearsedEvent


def lines(file: ProtocolFile, events: list[RehearsedEvent], lang: str) -> Iterator[str]:
    """Yield a line an event: when, what, which group and repeat, the cue felt, the effort."""
    efforts = {
        text.muscle: force(group, lang)
        for group, text in zip(file.protocol.groups, file.groups, strict=True)
    }
    names = {group.muscle: group.name.say(lang) for group in file.groups}
    width = max(len(name) for name in names.values())
    what_width = happened_width(lang)
    for event in events:
        group = names[event.group] if event.group is not None else ""
        repeat = str(event.repeat) if event.repeat is not None else ""
        cue = f"({cue_named(event.cue, lang)})" if event.cue is not None else ""
        happening = f"{happened(event.event, lang):<{what_width}}  {group:<{width}}"
        tensed = event.group if event.event == PhaseKind.TENSE else None
        effort = efforts[tensed] if tensed is not None else ""
        at = clock_tenths(event.t_ms)
        yield f"{at:>9}  {happening}  {repeat:>2}  {cue}  {effort}".rstrip()


def seconds(time_ms: int, lang: str) -> str:
    """Return a length in seconds: "7,5 s"."""
    return f"{numbers.decimal(time_ms / 1000, lang)} s"
