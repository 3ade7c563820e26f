# SPDX-License-Identifier: MIT
"""One night in the terminal: compact, in 80 columns, what is out of the ordinary in words."""

from collections.abc import Iterator

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from loslaten.language import numbers, vocabulary
from loslaten.language.durations import clock
from loslaten.language.text import Counted, Text
from loslaten.practice_log import moments as when
from loslaten.practice_log.rows import Note, SessionRow
from loslaten.practice_log.sessions import Night, NightGroup

# Where no terminal says how wide it is.
_PIPE_COLUMNS = 80
_SESSION = Text("Oefening {}  {}  ({})", "Session {}  {}  ({})")
_PROTOCOL = Text("protocol", "protocol")
_NOT_KNOWN = Text("hier niet bekend", "not known here")
_ENDED = Text("einde", "ended")
_DONE = Text("gedaan", "done")
_WEARER = Text("drager", "wearer")
_TIMES = Text("tijden", "times")
_SETTLE_IN = Text("gaan liggen {}", "settle-in {}")
_PAUSED = Text("pauze {}", "paused {}")
_FINAL_REST = Text("eindrust {}", "final rest {}")
_SUMMARY = Text(
    "het horloge was vol: van deze oefening hield het alleen deze totalen",
    "the watch was full: of this session it kept these sums only",
)
_GROUP = Text("SPIERGROEP", "MUSCLE GROUP")
_COLUMNS = (
    Text("HERHALINGEN", "REPEATS"),
    Text("AANSPANNEN", "TENSE"),
    Text("LOSLATEN", "RELEASE"),
)
_CUT = Text("eerder losgelaten: {}", "cut short: {}")
_BATTERY = Text("batterij", "battery")
_VOLTAGES = Text("{} vooraf, {} achteraf", "{} before, {} after")
_CUES = Text("signalen", "cues")
_LATEST = Text("het laatste kwam {} ms te laat", "the latest came {} ms late")
_ON_TIME = Text("alle op tijd", "all on time")
_WATCH = Text("horloge", "watch")
_UNNAMED = Text("zonder naam", "without a name")
_REPORTED = Text("gemeld", "reported")
_BEFORE = Text("spanning vooraf {}/10", "tension before {}/10")
_PRESSED = Text(
    "spanning vooraf {}/10, met een druk op het horloge",
    "tension before {}/10, by a press on the watch",
)
_PRESSED_AFTER = Text(
    "spanning achteraf {}/10, met een druk op het horloge",
    "tension after {}/10, by a press on the watch",
)
_PRESSED_CALMER = Text("met een druk op het horloge: {}", "by a press on the watch: {}")
_AFTER = Text("spanning achteraf {}/10", "tension after {}/10")


def print_night(night: Night, lang: str) -> None:
    """Print a night in `lang`, "nl" or "en"."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_PIPE_COLUMNS)
    with console.capture() as captured:
        for part in _parts(night, lang):
            console.print(part)
    for line in captured.get().splitlines():
        click.echo(line.rstrip())


def _parts(night: Night, lang: str) -> Iterator[Line | Table]:
    times = when.span(night.began, night.session.duration_ms, lang)
    heading = _SESSION.say(lang).format(night.id, times, clock(night.session.duration_ms))
    yield Line(heading, style="bold")
    yield _lines(_head(night, lang))
    if night.groups:
        yield Line()
        yield _groups(night, lang)
    yield Line()
    yield _lines(_tail(night, lang))


def choices(night: Night, lang: str) -> str:
    """Return what the wearer asked, cut, skipped and paused, "" where nothing of it happened."""
    counts: tuple[tuple[int, Counted], ...] = (
        (night.asked, vocabulary.ASKED),
        (night.cut, vocabulary.CUT),
        (night.skipped, vocabulary.SKIPPED_COUNT),
        (night.interrupted, vocabulary.INTERRUPTED_COUNT),
        (night.session.pauses, vocabulary.PAUSES),
    )
    return ", ".join(word.say(count, lang) for count, word in counts if count)


def _lines(told: Iterator[tuple[str, str]]) -> Table:
    """Return lines of a word and its text; a longer text goes on below itself."""
    table = Table.grid(padding=(0, 2))
    for word, text in told:
        table.add_row(Line(word, style="dim"), Line(text))
    return table


def _head(night: Night, lang: str) -> Iterator[tuple[str, str]]:
    session = night.session
    yield _PROTOCOL.say(lang), _protocol(night, lang)
    yield _ENDED.say(lang), vocabulary.ending(night.ending, lang)
    yield _DONE.say(lang), _done(night, lang)
    yield from ((_REPORTED.say(lang), told) for told in _pressed(session, lang))
    if wishes := choices(night, lang):
        yield _WEARER.say(lang), wishes
    parts = (
        (_SETTLE_IN, session.settle_in_ms),
        (_PAUSED, session.paused_ms),
    )
    told = [text.say(lang).format(clock(time_ms)) for text, time_ms in parts if time_ms]
    rest = _FINAL_REST.say(lang).format(clock(session.final_rest_ms))
    yield _TIMES.say(lang), ", ".join([*told, rest])
    if session.summary:
        yield "", _SUMMARY.say(lang)


def _pressed(session: SessionRow, lang: str) -> Iterator[str]:
    """Yield what the wearer told by presses on the watch."""
    if session.tension_before is not None:
        yield _PRESSED.say(lang).format(session.tension_before)
    if session.tension_after is not None:
        yield _PRESSED_AFTER.say(lang).format(session.tension_after)
    if session.calmer:
        yield _PRESSED_CALMER.say(lang).format(vocabulary.breathing(True, lang))


def _protocol(night: Night, lang: str) -> str:
    title, name = night.protocol_title(lang), night.protocol_name
    if name is None:
        return _NOT_KNOWN.say(lang)
    return f"{name}: {title}" if title else name


def _done(night: Night, lang: str) -> str:
    session = night.session
    repeats = vocabulary.REPEATS.say(session.repeats_done, lang)
    if not night.groups:
        return f"{numbers.GROUPS.say(session.groups_done, lang)}, {repeats}"
    whole = numbers.GROUPS.say(len(night.groups) - night.left_out, lang)
    return f"{numbers.of(session.groups_done, whole, lang)}, {repeats}"


def _groups(night: Night, lang: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("", justify="right", style="dim")
    table.add_column(_GROUP.say(lang))
    for heading in _COLUMNS:
        table.add_column(heading.say(lang), justify="right", no_wrap=True)
    table.add_column("")
    for number, group in enumerate(night.groups, 1):
        table.add_row(
            str(number),
            Line(group.name.say(lang)),
            "" if group.left_out else str(group.done),
            _time(group.tense_ms, lang),
            _time(group.release_ms, lang),
            remarks(group, lang),
        )
    return table


def remarks(group: NightGroup, lang: str) -> str:
    """Return what is out of the ordinary about a muscle group."""
    parts = []
    if group.asked:
        parts.append(vocabulary.ASKED.say(group.asked, lang))
    if group.cuts:
        cuts = ", ".join(numbers.ordinal(repeat, lang) for repeat in group.cuts)
        parts.append(_CUT.say(lang).format(cuts))
    if group.skipped:
        parts.append(vocabulary.SKIPPED.say(lang))
    if group.interrupted:
        parts.append(vocabulary.INTERRUPTED.say(lang))
    if group.left_out:
        parts.append(vocabulary.LEFT_OUT.say(lang))
    if not parts and not group.done:
        parts.append(vocabulary.NOT_REACHED.say(lang))
    return ", ".join(parts)


def _tail(night: Night, lang: str) -> Iterator[tuple[str, str]]:
    session = night.session
    voltages = [session.battery_before_mv, session.battery_after_mv]
    if any(voltages):
        before, after = ("?" if one is None else _volts(one, lang) for one in voltages)
        yield _BATTERY.say(lang), _VOLTAGES.say(lang).format(before, after)
    if session.worst_late_ms is not None:
        late_ms = session.worst_late_ms
        told = _LATEST.say(lang).format(late_ms) if late_ms else _ON_TIME.say(lang)
        yield _CUES.say(lang), told
    name = night.watch.name or _UNNAMED.say(lang)
    yield _WATCH.say(lang), f"{name} ({night.watch.serial.hex()})"
    for note in night.notes:
        yield _REPORTED.say(lang), _note(note, lang)


def _volts(voltage_mv: int, lang: str) -> str:
    return f"{numbers.fixed(voltage_mv / 1000, lang, 2)} V"


def _note(note: Note, lang: str) -> str:
    tensions = ((_BEFORE, note.tension_before), (_AFTER, note.tension_after))
    told = [text.say(lang).format(value) for text, value in tensions if value is not None]
    if note.calmer is not None:
        told.append(vocabulary.breathing(note.calmer, lang))
    return ", ".join([*told, f'"{note.text}"'] if note.text else told)


def _time(time_ms: int, lang: str) -> str:
    return f"{numbers.fixed(time_ms / 1000, lang, 1)} s" if time_ms else "-"
