"""Events as lines to read."""

from collections.abc import Iterator

from loslaten.language.durations import clock_tenths
from loslaten.protocols.file import ProtocolFile
from loslaten.protocols.rehearsal import RehearsedEvent


def lines(file: ProtocolFile, events: list[RehearsedEvent], lang: str) -> Iterator[str]:
    """Yield a line for every event: when, what, which group and repeat, and the cue felt."""
    names = {group.muscle: group.name.say(lang) for group in file.groups}
    width = max(len(name) for name in names.values())
    for event in events:
        group = names[event.group] if event.group is not None else ""
        repeat = str(event.repeat) if event.repeat is not None else ""
        cue = f"({event.cue})" if event.cue is not None else ""
        what = f"{clock_tenths(event.t_ms):>9}  {event.event:<11}  {group:<{width}}"
        yield f"{what}  {repeat:>2}  {cue}".rstrip()
