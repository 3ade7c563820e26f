# SPDX-License-Identifier: MIT
"""The picture of a night: what the wrist felt, phase by phase, and what the wearer answered.

At the top the whole session to scale; below it a row for each muscle group, all at one scale, so
that more repeats and cut tension are seen at a glance; at the bottom each cue enlarged.
"""

from loslaten.language import vocabulary
from loslaten.pictures import style
from loslaten.pictures.night import enlarged, layout, legend, overview, rows
from loslaten.pictures.night.model import NightPicture
from loslaten.pictures.svg import Drawing, fitted


def draw(picture: NightPicture, name: str = "night") -> str:
    """Return the picture as an SVG document.

    `name` is the beginning of the ids in it, to be unique where several stand in one page.
    """
    drawing = Drawing()
    body = Drawing()
    y = _draw_head(body, picture)
    y = overview.draw(body, picture, y + 16)
    y = legend.draw(body, picture, y + 14)
    y = rows.draw(body, picture, y + 14)
    y = enlarged.draw(body, picture, y + 20)
    height = y + 16
    drawing.rect(0, 0, layout.WIDTH, height, "n-paper")
    drawing.add(body)
    return drawing.finished(
        layout.WIDTH, height, picture.title, description(picture), style.sheet(), name
    )


def _draw_head(drawing: Drawing, picture: NightPicture) -> float:
    span = layout.RIGHT - layout.LEFT
    lines = [
        ("n-title", 46, picture.title),
        ("n-subtitle", 70, picture.subtitle),
        ("n-fact", 94, "   ·   ".join(picture.facts)),
    ]
    for kind, y, text in lines:
        drawing.text(layout.LEFT, y, fitted(text, span, *style.TEXTS[kind]), kind)
    return 100


def description(picture: NightPicture) -> str:
    """Return the picture in words, for those who do not see it."""
    lang = picture.lang
    parts = [picture.subtitle, *picture.facts]
    for number, group in enumerate(picture.groups, 1):
        remarks = [vocabulary.LEFT_OUT.say(lang)] if group.left_out else []
        if group.done or not (group.left_out or group.interrupted):
            remarks.append(vocabulary.TIMES.say(group.done, lang))
        if group.asked:
            remarks.append(vocabulary.ASKED.say(group.asked, lang))
        if group.cuts:
            remarks.append(vocabulary.CUT.say(len(group.cuts), lang))
        if group.skipped:
            remarks.append(vocabulary.SKIPPED.say(lang))
        if group.interrupted:
            remarks.append(vocabulary.INTERRUPTED.say(lang))
        parts.append(f"{number} {group.name}: {', '.join(remarks)}")
    return ". ".join(part for part in parts if part) + "."
