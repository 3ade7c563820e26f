# SPDX-License-Identifier: MIT
"""The rows of a picture: settling in, each muscle group, the final rest.

All groups are drawn at one scale, so that what took longer is longer; settling in and the final
rest have a scale of their own where they would not fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from loslaten.language import vocabulary
from loslaten.language.concepts import PhaseKind
from loslaten.language.durations import clock, clock_tenths
from loslaten.pictures import style, trace
from loslaten.pictures.axis import Axis, step_ms
from loslaten.pictures.night import layout, presses, words
from loslaten.pictures.night.model import NightPicture, Phase
from loslaten.pictures.svg import Drawing, number, text_width, wrapped

_PADDING = 8
# A slow motor is driven a little before the cue is due: that drive belongs to the row of the cue.
_LEAD_MS = 150
_SPAN = layout.TIMELINE_END - layout.TIMELINE
# No row is stretched more than one of this length would be.
_SHORTEST_MS = 20_000
_PAUSE = {PhaseKind.PAUSED: float(layout.PAUSE_MOST)}


@dataclass(slots=True)
class Row:
    """A row and the phases in it: of a muscle group, or of the phase `kind` outside of groups.

    `group` is -1 outside of groups.
    """

    kind: PhaseKind | None
    group: int = -1
    phases: list[Phase] = field(default_factory=list)


def rows_of(picture: NightPicture) -> list[Row]:
    """Return all rows from top to bottom, those of groups without a phase too."""
    settle, rest = Row(PhaseKind.SETTLE), Row(PhaseKind.REST)
    groups = [Row(None, index) for index in range(len(picture.groups))]
    at = -1
    for index, phase in enumerate(picture.phases):
        if phase.kind in (PhaseKind.SETTLE, PhaseKind.REST):
            (settle if phase.kind == PhaseKind.SETTLE else rest).phases.append(phase)
            continue
        following = picture.phases[index + 1 : index + 2]
        # Announced, and then the wearer asked for the group before once more: it stays there.
        taken_back = phase.kind == PhaseKind.READY and following and following[0].group == at
        if not taken_back:
            at = phase.group
        groups[at].phases.append(phase)
    return [row for row in (settle, *groups, rest) if row.phases or row.kind is None]


def scale(rows: Sequence[Row]) -> float:
    """Return the px per ms at which the longest group fills its row.

    Settling in and the final rest count where they are not so long that groups would shrink.
    """
    groups = [_going_ms(row) for row in rows if row.kind is None]
    longest_ms = max([_SHORTEST_MS, *groups])
    rooms = [_SPAN / _SHORTEST_MS]
    for row in rows:
        going_ms = _going_ms(row)
        if row.kind is None or going_ms <= longest_ms * 3 // 2:
            paused = sum(1 for phase in row.phases if phase.kind == PhaseKind.PAUSED)
            rooms.append((_SPAN - paused * layout.PAUSE_MOST) / max(going_ms, 1))
    return min(rooms)


def _going_ms(row: Row) -> int:
    """Length of a row without its pauses."""
    return sum(phase.length_ms for phase in row.phases if phase.kind != PhaseKind.PAUSED)


def draw(drawing: Drawing, picture: NightPicture, y: float) -> float:
    """Draw all rows below `y` and return where they end."""
    rows = rows_of(picture)
    px_per_ms = scale(rows)
    drawing.text(layout.LEFT, y + 14, words.EACH.say(picture.lang), "n-head")
    y += 30
    step = step_ms(round(_SPAN / px_per_ms), 8)
    ticks = [
        (at_ms, layout.TIMELINE + at_ms * px_per_ms)
        for at_ms in range(0, round(_SPAN / px_per_ms) + 1, step)
    ]
    for at_ms, x in ticks:
        drawing.text(x, y, f"{at_ms // 1000}", "n-small", "middle")
    y += 6
    grid = [x for _, x in ticks]
    for index, row in enumerate(rows):
        y = _Drawn(drawing, picture, row, px_per_ms).draw(y, index % 2 == 0, grid)
    return y


class _Drawn:
    """One row on its way to the picture."""

    def __init__(
        self, drawing: Drawing, picture: NightPicture, row: Row, px_per_ms: float
    ) -> None:
        self.drawing = drawing
        self.picture = picture
        self.row = row
        self.lang = picture.lang
        self.to_scale = True
        self.axis = self._axis(px_per_ms) if row.phases else None
        self.marks = []
        if self.axis is not None:
            axis = self.axis
            own = [press for press in picture.presses if self._is_here(press.at_ms)]
            self.marks = presses.placed(own, axis, picture.lang)

    def _is_here(self, at_ms: int) -> bool:
        """Whether a press belongs here; one at the very start or end still does."""
        assert self.axis is not None
        first = self.axis.from_ms == self.picture.phases[0].at_ms
        last = self.axis.to_ms == self.picture.phases[-1].end_ms
        return (
            self.axis.holds(at_ms)
            or (first and at_ms < self.axis.from_ms)
            or (last and at_ms >= self.axis.to_ms)
        )

    def _axis(self, px_per_ms: float) -> Axis:
        phases = self.row.phases
        length_ms = sum(phase.length_ms for phase in phases)
        if self.row.kind is None or length_ms * px_per_ms <= _SPAN:
            return Axis.of_phases(phases, layout.TIMELINE, px_per_ms, _PAUSE)
        self.to_scale = False
        return Axis.even(phases[0].at_ms, phases[-1].end_ms, layout.TIMELINE, layout.TIMELINE_END)

    def draw(self, y: float, striped: bool, grid: Sequence[float]) -> float:
        """Draw the row below `y` and return where it ends."""
        results = self._results()
        size_px, bold = style.TEXTS["n-name"]
        name = wrapped(self._name(), layout.TIMELINE - 14 - layout.NAME, size_px, bold)
        top = y + _PADDING + presses.lanes(self.marks) * layout.LINE
        below = layout.DRIVE + 4 if self.picture.drive else 0
        if not self.to_scale:
            below += layout.LINE
        lines = max(len(name) + (not self.picture.computed), len(results))
        tall = max(layout.BAND + below, lines * layout.LINE + 2)
        end = top + tall + _PADDING
        if striped:
            self.drawing.rect(layout.LEFT - 12, y, layout.WIDTH - 32, end - y, "n-stripe", 6)
        if self.to_scale:
            for x in grid:
                self.drawing.line(x, y, x, end, "n-grid")
        self._draw_label(top, name)
        self._draw_results(top, results)
        base = top + layout.BAND
        if self.axis is None:
            self.drawing.line(
                layout.TIMELINE, base, layout.TIMELINE + 120, base, "n-axis n-left-out"
            )
            return end
        for phase in self.row.phases:
            self._draw_phase(phase, base)
        if self.picture.drive:
            self._draw_drive(base + 4 + layout.DRIVE)
        if not self.to_scale:
            self._draw_minutes(top + tall)
        for mark in self.marks:
            presses.draw(self.drawing, mark, top, self._top_at(mark.press.at_ms, base), self.lang)
        return end

    # To the left and to the right of the timeline.

    def _name(self) -> str:
        if self.row.kind is None:
            return self.picture.groups[self.row.group].name
        return vocabulary.PHASES[self.row.kind].say(self.lang)

    def _draw_label(self, top: float, name: Sequence[str]) -> None:
        if self.row.kind is None:
            number_text = f"{self.row.group + 1}"
            self.drawing.text(layout.NUMBER + 14, top + 14, number_text, "n-small", "end")
        y = top + 14
        for line in name:
            self.drawing.text(layout.NAME, y, line, "n-name")
            y += layout.LINE + 1
        when = moment(self.picture, self.row.phases[0].at_ms) if self.row.phases else ""
        if when:
            self.drawing.text(layout.NAME, y, when, "n-small")

    def _results(self) -> list[str]:
        if self.row.kind is not None:
            return [clock(sum(phase.length_ms for phase in self.row.phases))]
        group = self.picture.groups[self.row.group]
        if group.left_out:
            return [vocabulary.LEFT_OUT.say(self.lang)]
        if not self.row.phases and not group.interrupted:
            return [vocabulary.NOT_REACHED.say(self.lang)]
        is_told = group.done or not group.interrupted
        results = [vocabulary.TIMES.say(group.done, self.lang)] if is_told else []
        if group.asked:
            results.append(vocabulary.ASKED.say(group.asked, self.lang))
        if group.cuts:
            results.append(vocabulary.CUT.say(len(group.cuts), self.lang))
        if group.skipped:
            results.append(vocabulary.SKIPPED.say(self.lang))
        if group.interrupted:
            results.append(vocabulary.INTERRUPTED.say(self.lang))
        return results

    def _draw_results(self, top: float, results: Sequence[str]) -> None:
        for line, text in enumerate(results):
            kind = "n-detail" if line else "n-result"
            self.drawing.text(layout.RESULT, top + 14 + line * layout.LINE, text, kind)

    # The timeline.

    def _draw_phase(self, phase: Phase, base: float) -> None:
        assert self.axis is not None
        left, right = self.axis.x(phase.at_ms), self.axis.x(phase.end_ms)
        if phase.end_ms == self.axis.to_ms:
            right = self.axis.right
        tall = layout.BAND * layout.HEIGHTS[phase.kind]
        width = max(right - left - 0.8, 0.8)
        title = self._title(phase)
        self.drawing.rect(left, base - tall, width, tall, f"n-{phase.kind}", 2, title)
        if phase.kind == PhaseKind.PAUSED:
            self._hatch(left, width, base - tall, tall)
        label, kind = self._inside(phase)
        size_px, bold = style.TEXTS[kind]
        if label and text_width(label, size_px, bold) + 2 <= width:
            if phase.kind == PhaseKind.PAUSED:
                room = text_width(label, size_px, bold) + 6
                self.drawing.rect(
                    left + (width - room) / 2, base - tall + 3, room, tall - 6, "n-paused", 2
                )
                self.drawing.text(left + width / 2, base - 6, label, kind, "middle")
            elif phase.kind == PhaseKind.TENSE:
                self.drawing.text(left + width / 2, base - 6, label, kind, "middle")
            else:
                self.drawing.text(left + 5, base - 4, label, kind)

    def _top_at(self, at_ms: int, base: float) -> float:
        """Return the place at which the phase of a moment begins."""
        last = self.row.phases[-1]
        phase = next((one for one in self.row.phases if at_ms < one.end_ms), last)
        return base - layout.BAND * layout.HEIGHTS[phase.kind]

    def _inside(self, phase: Phase) -> tuple[str, str]:
        """Return the label in a phase: the repeat where it is tensed, else its length."""
        if phase.kind == PhaseKind.TENSE:
            return f"{phase.repeat}", "n-repeat"
        if phase.kind in (PhaseKind.SETTLE, PhaseKind.READY, PhaseKind.REST):
            return "", "n-inside"
        if phase.kind == PhaseKind.PAUSED:
            return clock(phase.length_ms), "n-small"
        return f"{(phase.length_ms + 500) // 1000} s", "n-inside"

    def _title(self, phase: Phase) -> str:
        """Return the tooltip of a phase."""
        parts = [vocabulary.PHASES[phase.kind].say(self.lang)]
        if phase.group >= 0:
            parts.insert(0, self.picture.groups[phase.group].name)
        if phase.repeat and phase.kind != PhaseKind.READY:
            parts.append(f"{vocabulary.REPEAT.say(self.lang)} {phase.repeat}")
        parts.append(clock_tenths(phase.length_ms))
        parts.append(moment(self.picture, phase.at_ms))
        return ", ".join(filter(None, parts))

    def _hatch(self, left: float, width: float, top: float, tall: float) -> None:
        """Slanted lines over a pause."""
        lines = ""
        x = left + 4
        while x + tall / 2 < left + width:
            lines += f"M{number(x)} {number(top + tall)}L{number(x + tall / 2)} {number(top)}"
            x += 7
        if lines:
            self.drawing.path(lines, "n-hatch")

    def _draw_drive(self, base: float) -> None:
        assert self.axis is not None
        axis = self.axis
        self.drawing.line(layout.TIMELINE, base, axis.right, base, "n-axis")
        last = axis.to_ms == self.picture.phases[-1].end_ms
        limits = (axis.from_ms - _LEAD_MS, axis.to_ms - (0 if last else _LEAD_MS))
        pushed = [(at_ms, max(level, 0)) for at_ms, level in self.picture.drive]
        path = trace.outline(pushed, axis, *limits, base, layout.DRIVE / 100)
        if path:
            self.drawing.path(path, "n-drive")
        for began_ms, ended_ms in trace.stretches(self.picture.felt, *limits):
            left = axis.x(began_ms)
            self.drawing.rect(left, base + 1.5, max(axis.x(ended_ms) - left, 0.8), 2, "n-felt")

    def _draw_minutes(self, y: float) -> None:
        """The own scale of a row that is too long for the common one."""
        assert self.axis is not None
        length_ms = self.axis.to_ms - self.axis.from_ms
        step = step_ms(length_ms, 8)
        for at_ms in range(0, length_ms + 1, step):
            x = self.axis.x(self.axis.from_ms + at_ms)
            self.drawing.line(x, y - layout.LINE + 1, x, y - layout.LINE + 5, "n-axis")
            label = f"{at_ms // 60_000} min" if step >= 60_000 else f"{at_ms // 1000} s"
            if at_ms:
                self.drawing.text(x, y + 2, label, "n-small", "middle")


def moment(picture: NightPicture, at_ms: int) -> str:
    """Return when something was: on the clock where that is certain, else since the start.

    Nothing where it is not known.
    """
    if picture.computed:
        return ""
    if picture.started is None:
        return f"+{clock(at_ms)}"
    return (picture.started + timedelta(milliseconds=at_ms)).strftime("%H:%M:%S")
