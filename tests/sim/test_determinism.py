# SPDX-License-Identifier: MIT
"""The same script and seed give the same trace, to the byte."""

import asyncio


async def wearer(watch):
    for pause_ms in (100, 330, 7, 1200):
        await asyncio.sleep(pause_ms / 1000)
        watch.button_down()
        await asyncio.sleep(0.05)
        watch.button_up()
    watch.battery_mv = 3500
    await asyncio.sleep(3)


def test_equal_runs_give_equal_traces(play):
    first = play("everything", script=wearer, seed=7)
    second = play("everything", script=wearer, seed=7)
    assert first.trace_bytes() == second.trace_bytes()
    assert first.motor == second.motor
    assert len(first.motor) >= 8


def test_the_seed_decides_what_is_random(play):
    runs = [play("everything", script=wearer, seed=seed) for seed in (1, 2)]
    first, second = (run.console[0][1].split() for run in runs)
    assert first[0] != second[0]
    assert first[1] != second[1]
    assert first[2:] == second[2:]
    assert [t for t, _ in runs[0].motor] == [t for t, _ in runs[1].motor]
    assert [level for _, level in runs[0].motor] != [level for _, level in runs[1].motor]
