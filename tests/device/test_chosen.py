# SPDX-License-Identifier: MIT
"""Settings of the wearer are felt as `loslaten settings` has set them, without a restart."""

import asyncio
from functools import cache
from types import SimpleNamespace

from loslaten.cues.motor_model import felt_pulses, model_of
from loslaten.sim import clock
from loslaten_core.haptics import motor, theme
from loslaten_core.journal import record
from loslaten_core.link import settings
from loslaten_core.practice import muscles, protocol
from loslaten_core.practice.protocol import Group, Protocol
from tests.practice.examples import LEFT_FOREARM, RIGHT_FOREARM
from tests.rigs.room import live, of_kind

FISTS = protocol.pack(
    Protocol(
        "fists",
        tuple(
            Group(muscle, release_ms=10_000, ready_gap_ms=2_000, repeats_min=1)
            for muscle in (LEFT_FOREARM, RIGHT_FOREARM)
        ),
        settle_in_ms=5_000,
        final_rest_ms=5_000,
        fade_pct=0,
        seated=True,
    )
)
FLASH = {"/data/protocols/": b"", "/data/protocols/protocol-0": FISTS}
# From the button coming up that starts it.
TENSE_MS, LEFT_RELEASE_MS, RIGHT_RELEASE_MS, OVER_MS = 7_000, 13_000, 31_000, 48_000
# Longer than the window is open that nobody has set.
CLOSED_S = 200


@cache
def practised(**chosen):
    """Three cues and more of a session before which a laptop has set this."""
    seen = SimpleNamespace()

    async def story(room):
        await room.open_radio()
        async with await room.connect() as client:
            if chosen:
                await client.write_settings(chosen)
        await asyncio.sleep(CLOSED_S)
        await room.hold()
        seen.began_ms = clock.current().now_ms
        await asyncio.sleep(OVER_MS / 1000)
        await room.open_radio()
        seen.name = (await room.find()).name
        await asyncio.sleep(CLOSED_S)

    watch = live(story, flash=FLASH)
    pulses = felt_pulses(tuple(watch.motor), model_of(motor.ERM))

    def felt(at_ms):
        (pulse,) = (one for one in pulses if abs(one.onset_ms - seen.began_ms - at_ms) < 100)
        return pulse.length_ms, pulse.peak

    seen.tense, seen.left, seen.right = map(felt, (TENSE_MS, LEFT_RELEASE_MS, RIGHT_RELEASE_MS))
    *_, on_ms, off_ms = (t_ms for t_ms, kind, _ in watch.trace if kind == "ble_active")
    seen.window_s = round((off_ms - on_ms) / 1000)
    return seen


def test_by_default_the_left_fist_is_released_firmly():
    usual = practised()
    assert usual.left[0] > usual.right[0]
    assert usual.left[1] > usual.right[1] > usual.tense[1]
    assert (usual.name, usual.window_s) == ("Wrist", 180)


def test_the_wrist():
    usual, left, right = practised(), practised(wrist=muscles.LEFT), practised(wrist=muscles.RIGHT)
    assert (left.left, left.right) == (usual.left, usual.right)
    assert (right.left, right.right) == (usual.right, usual.left)


def test_the_theme():
    usual, soft = practised(), practised(theme=theme.THEMES.index(theme.SOFT))
    assert soft.tense[1] < usual.tense[1]
    longer_ms = theme.SOFT.measures.long_ms - theme.STANDARD.measures.long_ms
    assert abs(soft.right[0] - usual.right[0] - longer_ms) <= 15


def test_how_strong():
    usual, weak = practised(), practised(strength_pct=60)
    assert weak.tense[1] < usual.tense[1]
    assert weak.right[1] < usual.right[1]
    assert weak.left == usual.left


def test_how_strong_with_a_tense_arm():
    usual, weak = practised(), practised(clenched_strength_pct=60)
    assert weak.left[1] < usual.left[1]
    assert (weak.tense, weak.right) == (usual.tense, usual.right)


def test_the_name():
    assert practised(name="Maan").name == "Maan"


def test_how_long_the_radio_stays_on():
    assert practised(radio_window_s=90).window_s == 90


def test_the_tension_rated_by_a_press():
    """Chosen by a setting, tapped by the firmware, kept in the record of the session."""
    practice = protocol.pack(Protocol("fist", (Group(RIGHT_FOREARM),), settle_in_ms=60_000))

    async def story(room):
        await room.open_radio()
        async with await room.connect() as client:
            await client.write_settings({"ratings": 2})
        await asyncio.sleep(CLOSED_S)
        await room.hold()
        await asyncio.sleep(8.5)
        await room.hold(0.1)
        await asyncio.sleep(12)
        await room.hold()
        await asyncio.sleep(5)

    watch = live(story, flash={"/data/protocols/": b"", "/data/protocols/protocol-0": practice})
    assert not watch.crashes
    (session,) = of_kind(watch, record.SESSION)
    assert session.tension_before == 3


def test_that_is_all_there_is_to_choose():
    here = ("name", "theme", "strength_pct", "clenched_strength_pct", "wrist", "radio_window_s")
    by_day = ("day_programme", "day_taps", "day_from", "day_until", "reminder", "reminder_at")
    kept_for_the_laptop = ("stage", "stages_locked")
    names = tuple(name for _, name, *_ in settings.SETTINGS)
    assert names == (*here, "ratings", *by_day, "zone", *kept_for_the_laptop)
