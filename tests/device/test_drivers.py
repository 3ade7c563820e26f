# SPDX-License-Identifier: MIT
"""The motor drivers on the simulated hardware, down to the DRV2605L's registers."""

import asyncio

import pytest

from loslaten.cues import motor_model as wrist
from loslaten.cues import rules
from loslaten.sim.body import recogniser
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics import theme

MODELS = {"coin_erm": wrist.ERM, "braked_erm": wrist.ERM, "driven_lra": wrist.LRA}
each_driver = pytest.mark.parametrize("driver", MODELS)
each_chip = pytest.mark.parametrize("driver", ["braked_erm", "driven_lra"])


def levels(watch):
    return [level for _, level in watch.motor]


def pwm(watch):
    return [args for _, kind, args in watch.trace if kind == "pwm"]


class TestErm:
    """A coin motor on PWM."""

    def test_the_motor_is_off_before_anything_else(self, on_watch):
        watch = on_watch("Erm(PWM(Pin(16)))")
        assert {duty for _, duty, _ in pwm(watch)} == {0}

    def test_nobody_hears_it(self, on_watch):
        watch = on_watch("Erm(PWM(Pin(16))).set_level(50)")
        assert pwm(watch)[-1] == (16, 32767, 22_000)

    def test_without_a_bridge_a_brake_is_no_drive(self, on_watch):
        watch = on_watch("""
one = Erm(PWM(Pin(16)))
for level in (100, -100, 30, 0):
    one.set_level(level)
    time.sleep_ms(10)
one.off()
one.off()
print(one.check())
""")
        assert levels(watch) == [100, 0, 30, 0]
        assert watch.printed == "True\n"

    def test_a_bridge_is_never_driven_on_both_sides(self, on_watch):
        watch = on_watch("""
one = Erm(PWM(Pin(16)), PWM(Pin(17)))
for level in (100, -100, 40, -20, 0):
    one.set_level(level)
""")
        duties = {16: 0, 17: 0}
        seen = []
        for pin, duty, _ in pwm(watch):
            duties[pin] = duty
            assert 0 in duties.values()
            sides = (round(duties[16] / 655.35), round(duties[17] / 655.35))
            if sides not in seen[-1:]:
                seen.append(sides)
        assert [one for one in seen if any(one)] == [(100, 0), (0, 100), (40, 0), (0, 20)]
        assert seen[-1] == (0, 0)


class TestChip:
    """The DRV2605L."""

    @each_chip
    def test_it_sleeps_at_first_and_after_every_cue(self, on_watch, driver):
        watch = on_watch(f"""
one, _ = {driver}()
print(one.read(1, 1)[0])
one.set_level(60)
print(one.read(1, 1)[0])
one.set_level(0)
print(one.read(1, 1)[0])
one.off()
one.off()
print(one.read(1, 1)[0], one.read(2, 1)[0], one.check())
""")
        assert watch.printed == "64\n5\n64\n64 0 True\n"
        assert [level for level in levels(watch) if level >= 0] == [60, 0]

    def test_an_erm_is_braked_in_reverse(self, on_watch):
        watch = on_watch(
            "one, _ = braked_erm()\nfor level in (100, -100, 0): one.set_level(level)"
        )
        assert levels(watch) == [100, -100, 0]

    def test_an_lra_is_braked_by_the_chip(self, on_watch):
        watch = on_watch("""
one, _ = driven_lra()
one.set_level(100)
one.set_level(-100)
print(one.read(2, 1)[0])
one.set_level(0)
""")
        assert watch.printed == "0\n"
        assert levels(watch) == [100, -100, 0]

    def test_it_is_stopped_whatever_it_was_doing_before_the_start(self, on_watch):
        watch = on_watch("""
bus = I2C(0)
bus.writeto_mem(0x5A, 2, b"\\x7f")
bus.writeto_mem(0x5A, 1, b"\\x05")
time.sleep_ms(5)
braked_erm()
""")
        assert levels(watch) == [100, 0]

    def test_calibration_is_kept_and_restored(self, on_watch):
        watch = on_watch("""
async def main():
    one, _ = driven_lra()
    found = await calibrate(one)
    print(found.hex(), one.read(1, 1)[0])
    one.write(0x18, b"\\x00\\x00\\xb6")
    again, _ = driven_lra(calibration=found)
    print(again.read(0x18, 3) == found)
asyncio.run(main())
""")
        assert watch.printed == "0d75b6 64\nTrue\n"
        assert levels(watch) == [100, 0]

    @each_chip
    def test_calibration_may_fail_and_cues_play_all_the_same(self, on_watch, driver):
        async def complain(watch):
            watch.send("drv2605l", 8)
            await asyncio.sleep(9)

        script = f"""
async def main():
    await asyncio.sleep_ms(10)
    one, its_motor = {driver}(on_fault=print)
    print(await calibrate(one), one.check())
    one.set_level(70)
    one.off()
asyncio.run(main())
"""
        watch = on_watch(script, what=complain)
        assert watch.printed == "None True\n"
        assert [level for level in levels(watch) if level >= 0] == [100, 0, 70, 0]

    def test_calibration_ends_though_the_chip_never_does(self, on_watch):
        watch = on_watch("""
async def main():
    one, _ = driven_lra()
    one.write = lambda register, data: None if register == 0x1B else I2C(0).writeto_mem(
        0x5A, register, data
    )
    I2C(0).writeto_mem(0x5A, 0x1E, b"\\x30")
    one.read = lambda register, count: b"\\xe1" * count
    print(await calibrate(one))
asyncio.run(main())
""")
        assert watch.printed == "None\n"
        assert levels(watch)[-1] == 0

    def test_a_motor_that_draws_too_much_is_told(self, on_watch):
        async def short(watch):
            watch.send("drv2605l", 1)
            await asyncio.sleep(1)

        script = """
async def main():
    one, _ = braked_erm(on_fault=print)
    await asyncio.sleep_ms(10)
    print(one.check())
asyncio.run(main())
"""
        watch = on_watch(script, what=short)
        assert watch.printed == "OSError('the motor draws too much',)\nFalse\n"

    def test_another_chip_is_not_taken_for_it_but_told_to_stop(self, on_watch):
        watch = on_watch("""
one = Drv2605l(I2C(0), False, on_fault=print)
one.set_level(50)
time.sleep_ms(100)
one.read = lambda register, count: b"\\x20" * count
one._ready = False
one.off()
""")
        assert watch.printed == "OSError('not a DRV2605L',)\n"
        assert levels(watch) == [50, 0]

    def test_after_a_failure_it_is_set_up_again(self, on_watch):
        async def fail(watch):
            await asyncio.sleep(0.05)
            watch.send("i2c_fault", 0, 1, False)
            await asyncio.sleep(1)

        script = """
async def main():
    one, _ = driven_lra()
    one.write(1, b"\\x80")
    print(one.read(0x1D, 1).hex())
    await asyncio.sleep_ms(100)
    one.set_level(50)
    print(one.read(0x1D, 1).hex(), one.read(1, 1).hex())
    one.off()
asyncio.run(main())
"""
        assert on_watch(script, what=fail).printed == "a0\n80 05\n"


class TestBus:
    """The DRV2605L on a bus that fails."""

    SCRIPT = """
async def main():
    spare = Erm(PWM(Pin(16)))
    one, _ = braked_erm(spare=spare, on_fault=print)
    await asyncio.sleep_ms(100)
    for level, ms in ((100, 100), (60, 100), (-100, 20), (0, 3000)):
        one.set_level(level)
        await asyncio.sleep_ms(ms)
    one.set_level(80)
    await asyncio.sleep_ms(100)
    one.set_level(0)
asyncio.run(main())
"""
    TRANSFERS = 9

    def played(self, on_watch, after, count, taken):
        async def fail(watch):
            await asyncio.sleep(0.05)
            watch.send("i2c_fault", after, count, taken)
            await asyncio.sleep(8)

        return on_watch(self.SCRIPT, what=fail)

    @pytest.mark.parametrize("taken", [False, True])
    @pytest.mark.parametrize("after", range(TRANSFERS))
    def test_one_failure_is_not_felt(self, on_watch, after, taken):
        watch = self.played(on_watch, after, 1, taken)
        assert watch.printed == ""
        assert not watch.crashes
        felt = wrist.felt_pulses(watch.motor, wrist.ERM)
        assert [round(pulse.length_ms, -2) for pulse in felt] == [100, 100]
        assert {duty for _, duty, _ in pwm(watch)} == {0}

    def test_a_bus_that_comes_back_is_used_again(self, on_watch):
        watch = self.played(on_watch, 0, 4, False)
        assert watch.printed.count("OSError") >= 1
        spare = [duty for _, duty, _ in pwm(watch)]
        assert max(spare) > 0
        assert spare[-1] == 0
        chip = [args[0] for _, kind, args in watch.trace if kind == "motor"]
        assert chip == [80, 0]

    @pytest.mark.parametrize("after", range(TRANSFERS))
    def test_a_dead_bus_is_told_and_the_spare_motor_plays(self, on_watch, after):
        watch = self.played(on_watch, after, 1_000, False)
        assert "OSError" in watch.printed
        assert not watch.crashes
        played = {duty for _, duty, _ in pwm(watch)} - {0}
        assert played or after >= self.TRANSFERS - 2
        assert pwm(watch)[-1][1] == 0

    def test_without_a_chip_nothing_hangs_and_nobody_crashes(self, on_watch):
        watch = on_watch("""
one = Drv2605l(I2C(1), True, on_fault=print)
for level in (100, 50, 0):
    one.set_level(level)
one.off()
print(one.check(), time.ticks_ms() < 50)
""")
        assert watch.printed.endswith("False True\n")
        assert watch.printed.startswith("OSError(5,)\n")

    def test_the_enable_pin_stops_what_the_bus_cannot(self, on_watch):
        async def fail(watch):
            await asyncio.sleep(0.05)
            watch.send("i2c_fault", 0, 1_000, False)
            await asyncio.sleep(1)

        script = """
async def main():
    one, _ = braked_erm(enable=Pin(18, Pin.OUT))
    one.set_level(100)
    print(Pin(18).value())
    await asyncio.sleep_ms(100)
    one.off()
    print(Pin(18).value())
asyncio.run(main())
"""
        assert on_watch(script, what=fail).printed == "1\n0\n"


@each_driver
@pytest.mark.parametrize("theme_name", [one.name for one in theme.THEMES])
@pytest.mark.parametrize("strength_pct", [cues.LOWEST_STRENGTH_PCT, 100])
def test_every_cue_is_felt_through_every_driver(on_watch, driver, theme_name, strength_pct):
    watch = on_watch(
        f"""
async def main():
    its_theme = theme.by_name("{theme_name}")
    one = haptics(*{driver}(), its_theme)
    task = asyncio.create_task(one.run(lambda: None))
    for each in cue.CUES:
        one.cue(time.ticks_add(time.ticks_ms(), 500), each, 2, {strength_pct}, 0)
        await asyncio.sleep(6)
    print(one.worst_late_ms, one.is_driven, one.is_quiet(60_000))
asyncio.run(main())
""",
        seconds=6.0 * len(cues.CUES) + 1,
    )
    assert watch.printed == "0 False True\n"
    its_theme = theme.by_name(theme_name)
    heard = recogniser.recognise(wrist.felt_pulses(watch.motor, MODELS[driver]), its_theme)
    expected = [cues.ACK if cue in cues.TAPS else cue for cue in cues.CUES]
    assert [one.cue for one in heard] == expected
    assert [one.onset_ms for one in heard] == [
        pytest.approx(500 + 6_000 * i, abs=2) for i in range(len(cues.CUES))
    ]
    counted = {cue for cue, _, _ in cues.COUNTED}
    assert {one.count for one in heard if one.cue in counted} == {2}
    assert {one.count for one in heard if one.cue not in counted} == {0}


def test_the_longest_count_is_what_the_rules_know():
    assert max(rules.counts(cues.POSITION)) == 24
