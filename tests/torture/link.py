# SPDX-License-Identifier: MIT
"""A million random and mutated frames against the parsers of the watch and of the laptop.

    python -m tests.torture.link --frames 1000000 --seed 1

Stops at the first exception that escapes, with seed and count said before. What the frames have
left in memory is measured at the end, on CPython and on MicroPython. Then a sync with the firmware
that ships is cut at every packet, on both boards.
"""

import argparse
import asyncio
import gc
import random
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from loslaten.firmware import tree
from loslaten.link import handshake as laptop
from loslaten.link.answers import ClockReading, LiveEvent, Status
from loslaten.link.cipher import AesCcm
from loslaten.sim import clock
from loslaten.sim.watch import SimulatedWatch
from loslaten_core.link import message, settings
from loslaten_core.link.frame import ACK, Receiver, Sender
from loslaten_core.link.wire import WireError
from tests.link import test_whole_watch
from tests.link.firmware import fuzz

BATCH = 50_000
KEPT_BYTES = 16_384
MICROPYTHON_SHARE = 50
CIPHER_KEY, IV = bytes(range(16)), bytes(range(9))
READERS = (
    Status.read,
    ClockReading.read,
    LiveEvent.read,
    laptop.unpack_protocols,
    settings.unpack_items,
    laptop.text,
    message.AMOUNT.unpack,
    lambda body: laptop.read_reply(message.STATUS, body),
    lambda body: [settings.unpack(number, body) for number, *_ in settings.SETTINGS],
)
ON_MICROPYTHON = """
import asyncio, gc, random
from cryptolib import aes
from device import fuzz
from loslaten_core.link.ccm import Ccm

def cipher(key):
    return Ccm(aes(key, 1), aes(key, 2, bytes(16)))

async def main():
    random.seed({seed})
    fuzzer = fuzz.Fuzzer(random.getrandbits, cipher)
    fuzzer.frames(200)
    before = None
    left = {frames}
    while left > 0:
        fuzzer.frames(min(left, 100))
        left -= 100
        gc.collect()
        await asyncio.sleep_ms(1)
        if before is None:
            before = gc.mem_alloc()
    print(gc.mem_alloc() - before, fuzzer.outcomes["refused"], fuzzer.outcomes["ignored"])

asyncio.run(main())
"""


def watch(frames: int, seed: int) -> None:
    """The watch's server, on CPython."""
    fuzzer = fuzz.Fuzzer(random.Random(seed).getrandbits, AesCcm)
    fuzzer.frames(BATCH // 10)
    _in_batches(frames, fuzzer.frames)
    print(f"  watch, CPython: {frames} frames, {fuzzer.outcomes}")


def laptop_side(frames: int, seed: int) -> None:
    """The laptop's receiver and readers."""
    source = random.Random(seed)
    outcomes = {"refused": 0, "ignored": 0, "taken": 0}
    sender = Sender(100, AesCcm(CIPHER_KEY), IV)
    sender.put(message.reply(message.STATUS, message.SUCCESS, bytes(60)))
    genuine = sender.cut()
    cipher = AesCcm(CIPHER_KEY)

    def throw(count: int) -> None:
        for _ in range(count):
            outcomes[_laptop_takes(source, genuine, cipher)] += 1

    throw(BATCH // 10)
    _in_batches(frames, throw)
    print(f"  laptop, CPython: {frames} frames, {outcomes}")


def _laptop_takes(source: random.Random, genuine: bytes, cipher: AesCcm) -> str:
    """Give the laptop one frame, mutated or sealed nonsense; return what became of it."""
    receiver = Receiver(cipher, IV)
    try:
        if source.random() < 0.3:
            sender = Sender(244, cipher, IV)
            sender.put(source.randbytes(source.randint(1, 200)))
            frame = sender.cut()
        else:
            frame = _mutated(source, genuine)
        opened = receiver.open(frame)
        if opened is None or opened[0] == ACK:
            return "ignored"
        for one in receiver.messages(opened[1]):
            source.choice(READERS)(one[1:])
        return "taken"
    except WireError:
        return "refused"


def _mutated(source: random.Random, frame: bytes) -> bytes:
    changed = bytearray(frame)
    at = source.randrange(len(frame))
    way = source.randrange(5)
    if way == 0:
        return source.randbytes(source.randint(0, 260))
    if way == 1:
        return frame[:at]
    if way == 2:
        return frame + source.randbytes(source.randint(1, 40))
    if way == 3:
        changed[source.randrange(2)] = source.randrange(256)
    changed[at] ^= source.randint(1, 255)
    return bytes(changed)


def _in_batches(frames: int, throw: Callable[[int], None]) -> None:
    """Throw frames, and see that after the last batch memory is where it was before it."""
    last = min(frames, BATCH)
    throw(frames - last)
    gc.collect()
    tracemalloc.start()
    throw(last)
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < KEPT_BYTES, f"{kept} bytes were not given back"


def micropython(frames: int, seed: int) -> None:
    """The watch's server, on MicroPython; its heap must come back to where it was."""
    files = tree.core_tree() | tree.read_tree(tree.DEVICE, "/device")
    files["/device/fuzz.py"] = Path(fuzz.__file__).read_bytes()
    files["/main.py"] = ON_MICROPYTHON.format(seed=seed & 0xFFFFFFFF, frames=frames).encode()

    async def run() -> str:
        watch = SimulatedWatch(firmware=files)
        watch.power_on()
        await asyncio.sleep(frames / 100)
        assert watch.crashes == [], watch.crashes
        return watch.printed

    kept, refused, ignored = map(int, clock.run(run(), wall_limit_s=3600).split())
    print(f"  watch, MicroPython: {frames} frames, {refused} refused, {ignored} ignored")
    assert kept <= 512, f"{kept} bytes of heap were not given back"


def cut(board: str) -> None:
    """A sync cut at every packet; the next one must find nothing lost and nothing doubled."""
    with tempfile.TemporaryDirectory() as folder:
        held = test_whole_watch.cut_syncs(board, Path(folder), range(1, 60))
    print(f"  {board}: a sync cut at {held.index(True) + 1} packets, one after the other")


def main() -> None:
    """Run all of it with what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frames", type=int, default=1_000_000, help="in all (1000000)")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32), help="of the random")
    given = parser.parse_args()
    print(f"frames: seed {given.seed}", flush=True)
    few = given.frames // MICROPYTHON_SHARE
    half = (given.frames - few) // 2
    watch(given.frames - few - half, given.seed)
    laptop_side(half, given.seed)
    micropython(few, given.seed)
    for board in ("pico_w", "xiao_esp32s3"):
        cut(board)
    print(
        f"link: {given.frames} frames from seed {given.seed}, no exception escaped and memory came"
        " back; syncs cut at every packet on 2 boards, nothing lost or doubled"
    )


if __name__ == "__main__":
    main()
