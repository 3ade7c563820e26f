# SPDX-License-Identifier: MIT
"""`make torture`: every long campaign, one after the other, and what was tried and survived.

    make torture ARGS="nights link"

Each is a program of its own (`python -m tests.torture.nights --help`) and tells the seed with
which it is tried again.
"""

import subprocess
import sys
import time

CAMPAIGNS = {
    "session": "every gesture at every moment of every state of the practice",
    "session --micropython": "the same on MicroPython",
    "sleepers": "sleepers who press at random",
    "fitting": "wearers who answer when the strength is fitted",
    "journal": "the power cut at every operation, and damaged journals",
    "faults": "a call that fails, in a session",
    "memory": "an allocation that fails, in a session on a board's heap",
    "link": "cut links and mutated frames",
    "deploy": "deployments that are cut",
    "practice_log": "changed exports, and every command after them",
    "persons": "histories of hand-overs, syncs, files and deletions of several persons",
    "handed_over": "the power cut at every operation of a hand-over",
    "sealing": "nights sealed with a passphrase as the library does, and opened",
    "programme": "simulated wearers through a year",
    "nights": "random nights with random faults, two laptops",
    "days": "a fortnight with taps by day and a reminder, on a board of each kind",
    "heap": "nights on a board's heap",
    "mutants": "changes of the code that a test must notice",
}


def main(wanted: list[str]) -> int:
    """Run the campaigns; 1 where one of them failed."""
    unknown = set(wanted) - set(CAMPAIGNS)
    if unknown:
        sys.exit(f"no campaign {', '.join(sorted(unknown))}; there are {', '.join(CAMPAIGNS)}")
    failed = []
    for name in wanted or CAMPAIGNS:
        print(f"\n{name}: {CAMPAIGNS[name]}", flush=True)
        began_s = time.monotonic()
        room = "tests" if name == "mutants" else "tests.torture"
        command = [sys.executable, "-m", *f"{room}.{name}".split()]
        code = subprocess.run(command, check=False).returncode
        print(
            f"{name}: {time.monotonic() - began_s:.0f} s{', FAILED' if code else ''}", flush=True
        )
        failed += [name] if code else []
    told = f"FAILED: {', '.join(failed)}" if failed else "all survived"
    print(f"\ntorture: {len(wanted or CAMPAIGNS)} campaigns, {told}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
