# SPDX-License-Identifier: MIT
"""Time for which the board may stand still without any task seeming to hang."""

import pytest

BEAT_MS = 2_000
WATCHDOG_MS = 8_000

# A task reports at `beat_ms` and not again for long; from `sleep_ms` on the board stands still,
# as if asleep, until it has to wake up, and the supervisor looks before the task has its turn.
SCRIPT = """
fed = []
one = Supervisor(lambda: fed.append(time.ticks_ms()), lambda: None, lambda task, error: None)

async def task(beat):
    await asyncio.sleep_ms({beat_ms})
    beat()
    await asyncio.sleep_ms({sleep_ms} - {beat_ms})
    until_ms = one.rest_until_ms
    time.sleep_ms(max(0, time.ticks_diff(until_ms, time.ticks_ms())))
    print(time.ticks_diff(time.ticks_ms(), fed[-1]), end=" ")
    await asyncio.sleep_ms(20)
    print(time.ticks_diff(time.ticks_ms(), fed[-1]))
    beat()
    await asyncio.sleep_ms(60_000)

asyncio.run(asyncio.wait_for(one.run((("task", task),)), 20))
"""


@pytest.mark.parametrize("beat_ms", range(0, 2_000, 250))
def test_after_a_rest_the_watchdog_is_fed_by_the_first_look(on_watch, beat_ms):
    sleep_ms = beat_ms + BEAT_MS
    watch = on_watch(SCRIPT.format(beat_ms=beat_ms, sleep_ms=sleep_ms), seconds=15)
    unfed_ms, soon_ms = map(int, watch.printed.split())
    assert unfed_ms <= WATCHDOG_MS // 2
    # A rest that ends before the supervisor's own next look leaves that for later.
    assert soon_ms <= 20 or soon_ms < BEAT_MS


# A task fails, and so does the motor's driver the first time that it is to turn the motor off.
BROKEN = """
calls = []

def motor_off():
    calls.append("off")
    if len(calls) == 1:
        raise OSError(5)

one = Supervisor(lambda: None, motor_off, lambda task, error: calls.append(repr(error)))

async def task(beat):
    await asyncio.sleep_ms(100)
    raise ValueError("as planned")

async def main():
    await one.run((("task", task),))
    print(" ".join(calls))

asyncio.run(main())
"""


def test_a_fault_is_kept_also_where_the_motor_cannot_be_turned_off_at_once(on_watch):
    watch = on_watch(BROKEN, seconds=5)
    assert watch.printed.split() == ["off", "ValueError('as", "planned',)", "off"]
