# SPDX-License-Identifier: MIT
"""Style of a picture: its style sheet, light and dark, and the sizes of its texts.

Classes begin with `n-`, so that pictures and the page they stand in leave each other alone. There
are no CSS variables: what turns SVG into PDF or PNG does not know them.
"""

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

# Class of a text: (size in px, bold).
TEXTS = {
    "n-title": (22, True),
    "n-subtitle": (14, False),
    "n-fact": (14, True),
    "n-head": (13, True),
    "n-name": (13, True),
    "n-result": (12, True),
    "n-detail": (11, False),
    "n-small": (11, False),
    "n-mark": (11, False),
    "n-inside": (10, False),
    "n-repeat": (11, True),
}

# What is painted how: class, property, light, dark.
_COLOURS = (
    ("n-paper", "fill", "#fbfaf7", "#16181c"),
    ("n-stripe", "fill", "#f3f1ea", "#1c1f24"),
    ("n-title, .n-head, .n-name, .n-result, .n-fact", "fill", "#26282e", "#eceae4"),
    ("n-subtitle, .n-detail, .n-small", "fill", "#5c5f68", "#a9adb6"),
    ("n-grid", "stroke", "#e3e0d6", "#2b2f36"),
    ("n-axis", "stroke", "#b9b6ab", "#4b505a"),
    ("n-settle", "fill", "#e4e1d6", "#33363d"),
    ("n-ready", "fill", "#cdc9dd", "#4a4663"),
    ("n-tense", "fill", "#e08e45", "#c9762f"),
    ("n-release, .n-count", "fill", "#c5dfd8", "#28504a"),
    ("n-rest", "fill", "#d3deee", "#2b3c57"),
    ("n-paused", "fill", "#ecebe6", "#24272d"),
    ("n-hatch", "stroke", "#a5a294", "#5c616c"),
    ("n-repeat", "fill", "#3a1c00", "#1d0d00"),
    ("n-inside", "fill", "#33514b", "#c3ddd6"),
    ("n-drive", "fill", "#2c4a7c", "#8fb4ea"),
    ("n-drive", "stroke", "#2c4a7c", "#8fb4ea"),
    ("n-felt", "fill", "#9c7fb8", "#b79ad4"),
    ("n-press, .n-mark", "fill", "#8a1c4c", "#f19abf"),
    ("n-stem", "stroke", "#8a1c4c", "#f19abf"),
)


def sheet() -> str:
    """Return the style sheet."""
    rules = [f".night text {{ font-family: {FONTS}; }}"]
    for kind, (size_px, bold) in TEXTS.items():
        weight = "; font-weight: 600" if bold else ""
        rules.append(f".night .{kind} {{ font-size: {size_px}px{weight}; }}")
    rules += [_rule(kind, name, light) for kind, name, light, _ in _COLOURS]
    rules += [
        ".night .n-grid, .night .n-axis { stroke-width: 1; }",
        ".night .n-left-out { stroke-dasharray: 2 4; }",
        ".night .n-drive { stroke-width: 0.7; stroke-linejoin: round; }",
        ".night .n-stem, .night .n-hatch { stroke-width: 1.2; }",
        ".night .n-hatch { fill: none; }",
        "@media (prefers-color-scheme: dark) {",
        *("  " + _rule(kind, name, dark) for kind, name, _, dark in _COLOURS),
        "}",
    ]
    return "\n".join("    " + rule for rule in rules)


def _rule(kind: str, name: str, colour: str) -> str:
    selectors = ", ".join(".night " + ("." + one.strip().lstrip(".")) for one in kind.split(","))
    return f"{selectors} {{ {name}: {colour}; }}"
