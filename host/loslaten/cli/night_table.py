"""One night in the terminal: compact, in 80 columns, what is out of the ordinary in words."""

from collections.abc import Iterator

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from loslaten.language.durations import clock
from loslaten.practice_log import moments as when
from loslaten.practice_log.rows import Note
from loslaten.practice_log.sessions import Night, NightGroup

# Where no terminal says how wide it is.
_PIPE_COLUMNS = 80
_ENDINGS = {
    "left": "left: not back from a pause",
    "battery": "ended by a low battery",
    "power-lost": "ended when the power was lost; what was done until then is kept",
    "fault": "ended by a fault of the watch",
}


def print_night(night: Night, lang: str) -> None:
    """Print a night; names of muscle groups and of the protocol in `lang`, "nl" or "en"."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_PIPE_COLUMNS)
    with console.capture() as captured:
        for part in _parts(night, lang):
            console.print(part)
    for line in captured.get().splitlines():
        click.echo(line.rstrip())


def _parts(night: Night, lang: str) -> Iterator[Text | Table]:
    session = night.session
    times = when.span(night.began, session.duration_ms)
    yield Text(f"Session {night.id}  {times}  ({clock(session.duration_ms)})", style="bold")
    yield _lines(_head(night, lang))
    if night.groups:
        yield Text()
        yield _groups(night, lang)
    yield Text()
    yield _lines(_tail(night))


def ending(night: Night) -> str:
    """Return how a night ended, in words."""
    return _ENDINGS.get(night.ending, night.ending)


def choices(night: Night) -> str:
    """Return what the wearer asked, cut, skipped and paused, "" where nothing of it happened."""
    counts = (
        (night.asked, "asked for"),
        (night.cut, "cut short"),
        (night.skipped, "skipped"),
        (night.session.pauses, "pause"),
    )
    return ", ".join(_counted(count, word) for count, word in counts if count)


def _lines(told: Iterator[tuple[str, str]]) -> Table:
    """Lines of a word and what there is to say; what is longer goes on below itself."""
    table = Table.grid(padding=(0, 2))
    for word, text in told:
        table.add_row(Text(word, style="dim"), Text(text))
    return table


def _head(night: Night, lang: str) -> Iterator[tuple[str, str]]:
    session = night.session
    title = night.protocol_title(lang)
    name = night.protocol_name
    yield "protocol", "not known here" if name is None else f"{name}: {title}" if title else name
    yield "ended", ending(night)
    of = f" of {len(night.groups) - night.left_out}" if night.groups else ""
    repeats = _counted(session.repeats_done, "repeat")
    yield "done", f"{session.groups_done}{of} muscle groups, {repeats}"
    if wishes := choices(night):
        yield "wearer", wishes
    parts = [("settle-in", session.settle_in_ms), ("paused", session.paused_ms)]
    told = [f"{word} {clock(time_ms)}" for word, time_ms in parts if time_ms]
    yield "times", ", ".join([*told, f"final rest {clock(session.final_rest_ms)}"])
    if session.summary:
        yield "", "the watch was full: of this session it kept these sums only"


def _groups(night: Night, lang: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("", justify="right", style="dim")
    table.add_column("MUSCLE GROUP")
    for heading in ("REPEATS", "TENSE", "RELEASE"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("")
    for number, group in enumerate(night.groups, 1):
        table.add_row(
            str(number),
            Text(group.name.say(lang)),
            "" if group.left_out else str(group.done),
            _time(group.tense_ms),
            _time(group.release_ms),
            remarks(group),
        )
    return table


def remarks(group: NightGroup) -> str:
    """Return what is out of the ordinary about a muscle group."""
    told = []
    if group.asked:
        told.append(_counted(group.asked, "asked for"))
    if group.cuts:
        told.append("cut " + ", ".join(_ordinal(repeat) for repeat in group.cuts))
    if group.skipped:
        told.append("skipped")
    if group.left_out:
        told.append("left out")
    if not told and not group.done:
        told.append("not reached")
    return ", ".join(told)


def _tail(night: Night) -> Iterator[tuple[str, str]]:
    session = night.session
    voltages = [session.battery_before_mv, session.battery_after_mv]
    if any(voltages):
        before, after = ("?" if one is None else f"{one / 1000:.2f} V" for one in voltages)
        yield "battery", f"{before} before, {after} after"
    if session.worst_late_ms is not None:
        late_ms = session.worst_late_ms
        yield "cues", f"the latest came {late_ms} ms late" if late_ms else "all on time"
    yield "watch", f"{night.watch.name or 'without a name'} ({night.watch.serial.hex()})"
    for note in night.notes:
        yield "reported", _note(note)


def _note(note: Note) -> str:
    tensions = (("before", note.tension_before), ("after", note.tension_after))
    told = [f"tension {word} {value}/10" for word, value in tensions if value is not None]
    return ", ".join([*told, f'"{note.text}"'] if note.text else told)


def _counted(count: int, word: str) -> str:
    plural = "s" if word in ("repeat", "pause") and count != 1 else ""
    return f"{count} {word}{plural}"


def _time(time_ms: int) -> str:
    return f"{time_ms / 1000:.1f} s" if time_ms else "-"


def _ordinal(number: int) -> str:
    return {1: "1st", 2: "2nd", 3: "3rd"}.get(number, f"{number}th")
