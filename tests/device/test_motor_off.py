# SPDX-License-Identifier: MIT
"""Whatever goes wrong, the motor is off soon after."""

import asyncio

import pytest

from loslaten_core.haptics.motor import MAX_ON_MS

OFF_WITHIN_MS = 50
DRIVERS = ("coin_erm", "braked_erm", "driven_lra")
each_driver = pytest.mark.parametrize("driver", DRIVERS)

# A few seconds in which cues play, wait, stop each other and are cancelled.
SCENARIO = """
async def scenario(one):
    await asyncio.sleep_ms(100)
    now_ms = time.ticks_ms()
    one.cue(now_ms, cue.READY, 0, 100, 0)
    one.cue(time.ticks_add(now_ms, 1_800), cue.TENSE, 0, 100, 0)
    one.cue(time.ticks_add(now_ms, 4_000), cue.RELEASE, 0, 60, 1)
    await asyncio.sleep_ms(300)
    one.cue(time.ticks_ms(), cue.ACK, 0, 100, 0)
    await asyncio.sleep_ms(4_000)
    one.cancel(time.ticks_ms())
    await asyncio.sleep_ms(2_000)
"""

# A driver whose n-th call raises, before or after it was carried out.
FAULTY = """
class Faulty:
    def __init__(self, driver, nth, after):
        self.calls = 0
        self._driver = driver
        self._nth = nth
        self._after = after

    def _call(self, call, *args):
        self.calls += 1
        fails = self.calls == self._nth
        if fails and not self._after:
            raise self.error()
        result = call(*args)
        if fails:
            raise self.error()
        return result

    def error(self):
        print("raised", time.ticks_ms())
        return ValueError("as planned")

    def set_level(self, level):
        return self._call(self._driver.set_level, level)

    def off(self):
        return self._call(self._driver.off)
"""


def supervised(driver, nth, after):
    return (
        SCENARIO
        + FAULTY
        + f"""
driver, its_motor = {driver}()
faulty = Faulty(driver, {nth}, {after})
one = haptics(faulty, its_motor)

async def main():
    supervisor = Supervisor(lambda: None, one.off, lambda task, error: print(task, repr(error)))
    asyncio.create_task(scenario(one))
    await asyncio.wait_for(supervisor.run((("haptics", one.run),)), 8)

async def run():
    try:
        await main()
    except asyncio.TimeoutError:
        print("calls", faulty.calls)

asyncio.run(run())
"""
    )


def level_at(watch, at_ms):
    """The motor's level at a moment."""
    return ([0] + [level for t_ms, level in watch.motor if t_ms <= at_ms])[-1]


def assert_off_from(watch, at_ms):
    assert level_at(watch, at_ms) == 0
    assert [one for one in watch.motor if one[0] > at_ms and one[1] != 0] == []


@each_driver
def test_without_a_fault_the_scenario_plays(on_watch, driver):
    watch = on_watch(supervised(driver, 0, False))
    assert watch.printed.startswith("calls ")
    assert len([level for _, level in watch.motor if level > 0]) >= 6
    assert_off_from(watch, 6_000)


@each_driver
@pytest.mark.parametrize("after", [False, True])
def test_an_exception_at_any_call_of_the_driver(on_watch, driver, after):
    calls = int(on_watch(supervised(driver, 0, False)).printed.split()[1])
    assert calls >= 12
    for nth in range(1, calls + 1):
        watch = on_watch(supervised(driver, nth, after))
        said = watch.printed.splitlines()
        assert said[0].startswith("raised ")
        raised_ms = int(said[0].split()[1])
        if len(said) > 1 and said[1].startswith("haptics ValueError"):
            assert_off_from(watch, raised_ms + OFF_WITHIN_MS)
        else:
            # While the motor was turned off it failed once: it is off, and the session goes on.
            assert said[1].startswith("calls ")
            assert level_at(watch, raised_ms) == 0


@each_driver
@pytest.mark.parametrize("when_ms", range(0, 5_400, 150))
def test_cancelled_at_any_await(on_watch, driver, when_ms):
    watch = on_watch(
        SCENARIO
        + f"""
one = haptics(*{driver}())
async def main():
    task = asyncio.create_task(one.run(lambda: None))
    asyncio.create_task(scenario(one))
    await asyncio.sleep_ms({when_ms})
    task.cancel()
    await asyncio.sleep_ms(5_000)
asyncio.run(main())
"""
    )
    assert_off_from(watch, when_ms + OFF_WITHIN_MS)


@each_driver
@pytest.mark.parametrize("nth", range(1, 40, 3))
def test_an_exception_in_the_player(on_watch, driver, nth):
    watch = on_watch(
        SCENARIO
        + f"""
driver, its_motor = {driver}()
class Broken(Player):
    calls = 0
    def advance(self, now_ms):
        Broken.calls += 1
        if Broken.calls == {nth}:
            print(time.ticks_ms())
            raise MemoryError
        return super().advance(now_ms)
one = Haptics(driver, Broken(theme.STANDARD, its_motor))
async def main():
    asyncio.create_task(scenario(one))
    supervisor = Supervisor(lambda: None, one.off, lambda task, error: print(task))
    await asyncio.wait_for(supervisor.run((("haptics", one.run),)), 8)
asyncio.run(main())
"""
    )
    if watch.printed:
        raised, task = watch.printed.split()
        assert task == "haptics"
        assert_off_from(watch, int(raised) + OFF_WITHIN_MS)
    else:
        assert nth > 20


@each_driver
def test_a_loop_that_hangs(on_watch, driver):
    watch = on_watch(f"""
one = haptics(*{driver}())
async def main():
    asyncio.create_task(one.run(lambda: None))
    one.cue(time.ticks_add(time.ticks_ms(), 1_000), cue.RELEASE, 0, 100, 1)
    await asyncio.sleep_ms(1_100)
    time.sleep_ms(60_000)
asyncio.run(main())
""")
    began_ms = watch.motor[0][0]
    assert level_at(watch, began_ms + MAX_ON_MS - 1) > 0
    assert_off_from(watch, began_ms + MAX_ON_MS + OFF_WITHIN_MS)


@each_driver
def test_after_a_long_stall_the_cue_is_dropped_and_the_next_one_plays(on_watch, driver):
    watch = on_watch(
        f"""
one = haptics(*{driver}())
async def main():
    asyncio.create_task(one.run(lambda: None))
    one.cue(time.ticks_add(time.ticks_ms(), 1_000), cue.RELEASE, 0, 100, 1)
    await asyncio.sleep_ms(1_100)
    time.sleep_ms(5_000)
    one.cue(time.ticks_add(time.ticks_ms(), 2_000), cue.ACK, 0, 100, 0)
    await asyncio.sleep_ms(4_000)
    print(one.worst_late_ms >= 4_000)
asyncio.run(main())
""",
        seconds=12,
    )
    assert watch.printed == "True\n"
    on = [t_ms for t_ms, level in watch.motor if level == 100]
    assert len(on) == 2
    assert on[1] > 8_000
    assert_off_from(watch, 9_000)


@pytest.mark.parametrize("failures", [1, 5, 20])
def test_a_chip_that_cannot_be_told_to_stop_is_told_again(on_watch, failures):
    async def fail(watch):
        await asyncio.sleep(0.9)
        # The kick, the hold, and then the bus fails while the motor turns.
        watch.send("i2c_fault", 3, failures, False)
        await asyncio.sleep(9)

    watch = on_watch(
        """
one = haptics(*braked_erm())
async def main():
    asyncio.create_task(one.run(lambda: None))
    one.cue(time.ticks_add(time.ticks_ms(), 1_000), cue.ACK, 0, 100, 0)
    await asyncio.sleep_ms(9_000)
asyncio.run(main())
""",
        what=fail,
    )
    assert not watch.crashes
    assert watch.motor[-1][1] == 0
    # Two transfers are tried at once, twice over, and again every half second.
    assert watch.motor[-1][0] <= 1_200 + 500 * (failures // 2)


def test_an_exception_turns_the_motor_off_also_when_the_first_try_fails(on_watch):
    watch = on_watch("""
driver, its_motor = coin_erm()
class Stubborn:
    tries = 0
    def set_level(self, level):
        driver.set_level(level)
    def off(self):
        Stubborn.tries += 1
        if Stubborn.tries in (2, 3):
            raise OSError(5)
        return driver.off()
one = haptics(Stubborn(), its_motor)
async def main():
    task = asyncio.create_task(one.run(lambda: None))
    one.cue(time.ticks_add(time.ticks_ms(), 1_000), cue.RELEASE, 0, 100, 0)
    await asyncio.sleep_ms(1_200)
    task.cancel()
    await asyncio.sleep_ms(5_000)
asyncio.run(main())
""")
    assert_off_from(watch, 1_200 + OFF_WITHIN_MS)


def test_the_self_test_is_one_weak_tap(on_watch):
    watch = on_watch("""
one = haptics(*coin_erm())
async def main():
    asyncio.create_task(one.run(lambda: None))
    one.self_test()
    await asyncio.sleep_ms(3_000)
asyncio.run(main())
""")
    assert [level for _, level in watch.motor] == [100, 50, 0]
