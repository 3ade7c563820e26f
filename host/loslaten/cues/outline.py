# SPDX-License-Identifier: MIT
"""The outline of a cue as it is felt, for drawings in SVG."""

from loslaten.cues.felt import FeltCue


def outline(felt: FeltCue, px_per_ms: float, height_px: float, step: int) -> str:
    """Return an SVG path with a shape for each pulse, as long, as strong and as fading.

    The first pulse begins at 0, the floor is at `height_px`, and the strongest reaches 0. Every
    `step`-th point of the envelope is drawn.
    """
    begins_ms = felt.pulses[0].onset_ms
    path = ""
    for pulse in felt.pulses:
        corners = (
            f"{(at_ms - begins_ms) * px_per_ms:.1f} {height_px * (1 - amplitude):.1f}"
            for at_ms, amplitude in felt.shape_of(pulse, step)
        )
        path += f"M{'L'.join(corners)}Z"
    return path
