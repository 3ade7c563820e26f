# SPDX-License-Identifier: MIT
"""The journal under every power cut, twice over, and every value of every byte; takes minutes.

    python -m tests.torture.journal --lives 20000 --seed 1

Stops at the first promise that is broken.
"""

import argparse
import random

from hypothesis import HealthCheck, given, seed, settings

from loslaten_core.journal import event, record
from tests.journal import test_damage, test_power_cut
from tests.journal.power_cuts import cuts
from tests.journal.practice_months import Life, journal_on, records_in
from tests.journal.test_random_life import Life as RandomLife
from tests.journal.test_random_life import actions, st
from tests.rigs.ram_flash import RamFlash


def run(lives: int, number: int) -> list[tuple[str, int, str]]:
    """Do all of it; the seed `number` is that of the random lives."""
    life = Life(RamFlash()).run()
    return [
        ("power cuts", every_cut(life), "at every operation and byte of a life"),
        ("power cuts, twice", every_second_cut(life), "again at each byte of the start after"),
        ("changed bytes", every_value(), "every other value of every byte"),
        ("random lives", random_lives(lives, number), "of up to 100 steps"),
    ]


def every_cut(life: Life) -> int:
    """Cut the power everywhere once."""
    states = list(cuts(life.storage.operations))
    for done, files in states:
        test_power_cut.Aftermath(life, done, files).check()
    return len(states)


def every_second_cut(life: Life) -> int:
    """Cut the power everywhere in the start that follows every cut."""
    count = 0
    for done, files in cuts(life.storage.operations, bytewise=False):
        flash = RamFlash(files)
        journal_on(flash).open()
        for done_again, files_again in cuts(flash.operations, files):
            later = flash.operations[: done_again + 1]
            test_power_cut.Aftermath(life, done, files_again, later).check()
            count += 1
    return count


def every_value() -> int:
    """Give every byte of every segment every other value."""
    stored = test_damage.some_weeks()
    whole = records_in(test_damage.opened(stored))
    count = 0
    for name in [name for name in stored if name.endswith(".log")]:
        for first, end, number in test_damage.frames(stored[name]):
            for offset in range(first, end):
                for value in set(range(256)) - {stored[name][offset]}:
                    damaged = bytearray(stored[name])
                    damaged[offset] = value
                    journal = test_damage.opened({**stored, name: bytes(damaged)})
                    left, pieces, _ = test_damage.read_all(journal)
                    assert whole.keys() - left.keys() - {max(whole)} <= {number}
                    assert pieces or number in left
                    assert journal.add(1, event.Fault(1, "")) > max(whole)
                    count += 1
    return count


def random_lives(lives: int, number: int) -> int:
    """Live so many random lives, all chosen by the seed `number`."""
    lived = 0

    @seed(number)
    @settings(
        max_examples=lives,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(actions, max_size=100))
    def live(told: list[tuple]) -> None:
        nonlocal lived
        lived += 1
        life = RandomLife()
        for name, *options in told:
            getattr(life, name)(*options)
        life.start()
        assert all(record.decode(raw) for raw in life.seen.values())

    live()
    return lived


def main() -> None:
    """Run it with what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lives", type=int, default=20_000, help="random lives (20000)")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32), help="of the lives")
    asked = parser.parse_args()
    print(f"random lives: seed {asked.seed}", flush=True)
    told = run(asked.lives, asked.seed)
    for name, count, note in told:
        print(f"{name:24} {count:>8} {note}")
    print(f"journal: {', '.join(f'{count} {name}' for name, count, _ in told)}; nothing lost")


if __name__ == "__main__":
    main()
