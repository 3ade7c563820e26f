# SPDX-License-Identifier: MIT
"""Parts of every picture: axes, texts, numbers and the motor's drive, as they are drawn."""

import pytest

from loslaten.pictures import svg, trace
from loslaten.pictures.axis import Axis, step_ms
from loslaten.pictures.night.model import Phase


def test_the_drive_between_two_moments_has_the_level_that_holds():
    steps = ((0, 10), (100, 50), (200, 0), (300, -100), (320, 0))
    assert trace.clipped(steps, 150, 250) == [(150, 50), (200, 0)]
    assert trace.clipped(steps, 100, 200) == [(100, 50)]
    assert trace.stretches(steps, 50, 400) == [(50, 200)]
    axis = Axis.even(0, 400, 0, 400)
    assert trace.outline(steps, axis, 0, 400, 100, 1) == (
        "M0 100V90H100V50H200V100ZM300 100V200H320V100Z"
    )


def test_an_axis_has_breaks_where_it_must():
    phases = [
        Phase(at_ms=0, length_ms=1_000, kind="tense", group=0, repeat=1),
        Phase(at_ms=1_000, length_ms=60_000, kind="paused", group=0, repeat=1),
        Phase(at_ms=61_000, length_ms=1_000, kind="ready", group=0, repeat=1),
    ]
    axis = Axis.of_phases(phases, 10, 0.01, {"paused": 30})
    assert [axis.x(at) for at in (-5, 0, 500, 1_000, 31_000, 61_000, 62_000, 99_000)] == [
        10, 10, 15, 20, 35, 50, 60, 60,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("length_ms", "steps", "step"),
    [(100_000, 8, 20_000), (8_000, 8, 1_000), (10**8, 9, 3_600_000)],
)
def test_steps_are_round(length_ms, steps, step):
    assert step_ms(length_ms, steps) == step


def test_a_text_that_is_too_wide_is_wrapped_or_cut():
    assert svg.wrapped("short", 200, 13) == ("short",)
    first, second = svg.wrapped("chest, shoulders and upper back", 150, 13, True)
    assert f"{first} {second}" == "chest, shoulders and upper back"
    assert svg.wrapped("x" * 99, 100, 13)[0].endswith("…")
    assert svg.text_width(svg.fitted("wide " * 30, 100, 12), 12) <= 100


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (-0.001, "0"), (1.0, "1"), (1.256, "1.26"), (100, "100")]
)
def test_numbers_are_written_one_way(value, written):
    assert svg.number(value) == written
