"""Events as lines to read."""

from collections.abc import Iterator

from loslaten.language.durations import clock_tenths
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
    for event in events:
        group = names[event.group] if event.group is not None else ""
        repeat = str(event.repeat) if event.repeat is not None else ""
        cue = f"({event.cue})" if event.cue is not None else ""
        what = f"{clock_tenths(event.t_ms):>9}  {event.event:<11}  {group:<{width}}"
        effort = efforts[event.group] if event.group is not None and event.event == "tense" else ""
        yield f"{what}  {repeat:>2}  {cue}  {effort}".rstrip()
