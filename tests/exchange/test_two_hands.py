# SPDX-License-Identifier: MIT
"""Two terminals take files of the same person at once: the second sees what the first did.

Both are let go while the log is held, so that neither has written when the other has looked.
"""

import os
import sqlite3
import subprocess
import time
from contextlib import closing

from tests.exchange.test_two_laptops import MOON, planned, sealed
from tests.practice_log.test_log_unhappy import python
from tests.rigs.raw_records import DAY_MS, NOW_MS
from tests.rigs.two_laptops import Laptop

TAKE = f"""
import sys
from pathlib import Path
from loslaten.errors import LoslatenError
from loslaten.exchange import agreement, delivery, plan
from loslaten.exchange.own_keys import OwnKeys
from loslaten.practice_log.backup.whole_log import WholeLog
file = Path(sys.argv[2])
with WholeLog.in_folder(Path(sys.argv[1])) as log:
    person = log.persons()[0]
    keys = OwnKeys()
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        if file.suffix == ".age":
            delivery.open_file(file, file.read_bytes(), log, {NOW_MS}, keys, add_as=sys.argv[3])
        else:
            agreement.take(log, person, plan.read(file.read_bytes()), {NOW_MS})
        print("taken")
    except LoslatenError as error:
        print(error)
"""
# In which both have looked, and wait for their turn to write.
LOOKED_S = 1.5


def at_once(laptop, *takes):
    """Let each file be taken by a process of its own; return what they say, who took it first."""
    own = {"XDG_STATE_HOME": str(laptop.folder / "state"), "HOME": str(laptop.folder)}
    hands = [
        python(TAKE, laptop.data, *one, env=os.environ | own, stdin=subprocess.PIPE)
        for one in takes
    ]
    for hand in hands:
        assert hand.stdout.readline() == "ready\n", hand.stderr.read()
    with closing(sqlite3.connect(laptop.data / "practice.db", isolation_level=None)) as held:
        held.execute("BEGIN IMMEDIATE")
        for hand in hands:
            hand.stdin.write("\n")
            hand.stdin.flush()
        time.sleep(LOOKED_S)
    said = []
    for hand in hands:
        told, errors = hand.communicate(timeout=300)
        assert hand.returncode == 0, errors
        said.append(told.strip())
    return sorted(said, key=lambda one: one != "taken")


def copy_of(laptop, home):
    """Return another laptop with the same log, and keys of its own."""
    backup = home / "backup.jsonl"
    laptop.printed("log", "backup", str(backup))
    other = Laptop(home / "other")
    other.printed("log", "import", str(backup))
    return other


def test_of_two_first_plans_at_once_one_is_trusted(therapist, patient, home):
    therapist.printed("person", "add", "Anna")
    other = copy_of(therapist, home)
    patient.meets(MOON, 1)
    files = (
        planned(therapist, home),
        planned(other, home, "Anna", "other.json", at_ms=NOW_MS + DAY_MS),
    )
    taken, refused = at_once(patient, *((one,) for one in files))
    assert taken == "taken"
    assert "wrote your last one" in refused or "older than the one you follow" in refused
    with patient.log() as log:
        assert len(log.plans(1)) == 1


def test_of_two_first_senders_at_once_one_is_trusted(therapist, patient, home):
    therapist.printed("person", "add", "Anna")
    patient.printed("plan", "take", str(planned(therapist, home)))
    patient.meets(MOON, 2)
    other = copy_of(patient, home)
    files = sealed(patient, home), sealed(other, home, "other.age")
    therapist.printed("person", "forget", "Anna", "--yes")
    taken, refused = at_once(therapist, (files[0], "Anna"), (files[1], "Bert"))
    assert taken == "taken"
    assert "does not come from the computer that sent earlier nights" in refused
    with therapist.log() as log:
        assert len(log.persons()) == 1
        assert log.count_sessions() == 2
