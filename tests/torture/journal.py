# SPDX-License-Identifier: MIT
"""The journal under every power cut, twice over, and every value of every byte; takes minutes.

    python -m tests.torture.journal

Stops at the first promise that is broken.
"""

from hypothesis import given, settings

from loslaten_core.journal import event, record
from tests.journal import test_damage, test_power_cut
from tests.journal.power_cuts import cuts
from tests.journal.practice_months import Life, journal_on, records_in
from tests.journal.test_random_life import Life as RandomLife
from tests.journal.test_random_life import actions, st
from tests.rigs.ram_flash import RamFlash

LIVES = 20_000


def run() -> list[tuple[str, float, str, str]]:
    """Do all of it."""
    life = Life(RamFlash()).run()
    return [
        ("power cuts", every_cut(life), "", "at every operation and byte of a life"),
        ("power cuts, twice", every_second_cut(life), "", "again at each byte of the start after"),
        ("changed bytes", every_value(), "", "every other value of every byte"),
        ("random lives", random_lives(), "", "of up to 100 steps"),
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


def random_lives() -> int:
    """Live many random lives."""
    lived = 0

    @settings(max_examples=LIVES, deadline=None)
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


if __name__ == "__main__":
    for name, count, unit, note in run():
        print(f"{name:24} {count:>8} {unit} {note}")
