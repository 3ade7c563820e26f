# SPDX-License-Identifier: MIT
"""The whole session in one strip, to scale: where it went fast, where slow, where it stopped."""

from datetime import timedelta

from loslaten.language import vocabulary
from loslaten.language.durations import clock
from loslaten.pictures import style, trace
from loslaten.pictures.axis import Axis, step_ms
from loslaten.pictures.night import layout, presses, words
from loslaten.pictures.night.model import NightPicture
from loslaten.pictures.night.rows import Row, rows_of
from loslaten.pictures.svg import Drawing, text_width

_BAND = 26
_DRIVE = 14


def draw(drawing: Drawing, picture: NightPicture, y: float) -> float:
    """Draw the strip below `y` and return where it ends."""
    axis = Axis.even(0, picture.duration_ms, layout.LEFT, layout.RIGHT)
    drawing.text(layout.LEFT, y + 14, words.WHOLE.say(picture.lang), "n-head")
    top = y + 40
    base = top + _BAND
    for phase in picture.phases:
        left = axis.x(phase.at_ms)
        tall = _BAND * layout.HEIGHTS[phase.kind]
        width = max(axis.x(phase.end_ms) - left, 0.5)
        drawing.rect(left, base - tall, width, tall, f"n-{phase.kind}")
    for press in picture.presses:
        x = axis.x(press.at_ms)
        drawing.line(x, top - 6, x, base, "n-stem")
        presses.sign(drawing, press.kind, x, top - 8)
    y = _draw_numbers(drawing, picture, axis, base + layout.LINE)
    if picture.drive:
        y += _DRIVE + 6
        drawing.line(layout.LEFT, y, layout.RIGHT, y, "n-axis")
        pushed = [(at_ms, max(level, 0)) for at_ms, level in picture.drive]
        path = trace.outline(pushed, axis, 0, picture.duration_ms, y, _DRIVE / 100)
        if path:
            drawing.path(path, "n-drive")
    if picture.computed:
        drawing.text(layout.LEFT, y + 17, words.COMPUTED.say(picture.lang), "n-small")
        return y + 22
    return _draw_clock(drawing, picture, axis, y + 4)


def _draw_numbers(drawing: Drawing, picture: NightPicture, axis: Axis, y: float) -> float:
    """The groups by number, and below them the regions of the body they belong to."""
    size_px, bold = style.TEXTS["n-small"]
    reached = layout.LEFT - 1.0
    rows = [row for row in rows_of(picture) if row.phases]
    for row in rows:
        if row.kind is not None:
            continue
        label = f"{row.group + 1}"
        middle = (axis.x(row.phases[0].at_ms) + axis.x(row.phases[-1].end_ms)) / 2
        half = text_width(label, size_px, bold) / 2 + 1
        if middle - half > reached:
            drawing.text(middle, y, label, "n-small", "middle")
            reached = middle + half
    y += layout.LINE + 2
    for region, from_ms, to_ms in _regions(picture, rows):
        left, right = axis.x(from_ms), axis.x(to_ms)
        drawing.line(left + 1, y - 11, right - 1, y - 11, "n-axis")
        if text_width(region, size_px, bold) <= right - left:
            drawing.text((left + right) / 2, y + 1, region, "n-small", "middle")
    return y + 2


def _regions(picture: NightPicture, rows: list[Row]) -> list[tuple[str, int, int]]:
    """Return what follows each other: settling in, parts of the body, rest: name, from, to."""
    spans: list[tuple[str, int, int]] = []
    for row in rows:
        if row.kind is None:
            region = picture.groups[row.group].region
            name = vocabulary.region(region, picture.lang)
        else:
            name = vocabulary.PHASES[row.kind].say(picture.lang)
        from_ms, to_ms = row.phases[0].at_ms, row.phases[-1].end_ms
        if spans and spans[-1][0] == name:
            from_ms = spans.pop()[1]
        spans.append((name, from_ms, to_ms))
    return [one for one in spans if one[0]]


def _draw_clock(drawing: Drawing, picture: NightPicture, axis: Axis, y: float) -> float:
    """The time of day, or the time since the start where that is not certain."""
    step = max(step_ms(picture.duration_ms, 16), 60_000)
    started = picture.started
    first_ms = 0
    if started is not None:
        past_ms = (started.minute * 60 + started.second) * 1000 + started.microsecond // 1000
        first_ms = -past_ms % step
    for at_ms in range(first_ms, picture.duration_ms + 1, step):
        x = axis.x(at_ms)
        label = f"+{clock(at_ms)}"
        if started is not None:
            label = (started + timedelta(milliseconds=at_ms)).strftime("%H:%M")
        drawing.line(x, y - 4, x, y + 3, "n-axis")
        half = text_width(label, style.TEXTS["n-small"][0]) / 2
        x = min(max(x, layout.LEFT + half), layout.RIGHT - half)
        drawing.text(x, y + 15, label, "n-small", "middle")
    return y + 22
