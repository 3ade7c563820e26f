# SPDX-License-Identifier: MIT
"""Whole processes: their processor time as a multiple of a bare Python's, and their memory.

All are run in turns, so that they meet the same machine, and the best time of each counts. Their
bytecode is kept from one run to the next, as it is where the tool is installed: else a machine
that is told to keep none would compile all of it at every start.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NOTHING = (sys.executable, "-c", "pass")
# The most memory of a process is never less than what the one that started it had: a bare Python
# starts each, and not the one that measures. It says last how that ended, and what it took.
_STARTER = (
    sys.executable,
    "-c",
    (
        "import os, sys; process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ);"
        "_, status, usage = os.wait4(process, 0);"
        "took_s = usage.ru_utime + usage.ru_stime;"
        "print(end=f'\\n{os.waitstatus_to_exitcode(status)} {took_s} {usage.ru_maxrss}')"
    ),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """`times` a bare Python's time, which here was `seconds`; `mib` is the most memory taken."""

    times: float
    seconds: float
    mib: float


def measure(
    commands: Mapping[str, Sequence[str]],
    runs: int,
    environment: Mapping[str, str] | None = None,
    *,
    may_fail: bool = False,
) -> dict[str, Measured]:
    """Run each command so often.

    Raises:
        RuntimeError: one failed that must not.
    """
    every = {"": NOTHING, **commands}
    best_s = dict.fromkeys(every, float("inf"))
    most_mib = dict.fromkeys(every, 0.0)
    with tempfile.TemporaryDirectory() as bytecode:
        kept = installed(environment or os.environ, bytecode)
        for _ in range(runs):
            for name, command in every.items():
                took_s, mib, said = _run(command, kept)
                if said and not may_fail:
                    raise RuntimeError(f"{name}: {said}")
                best_s[name] = min(best_s[name], took_s)
                most_mib[name] = max(most_mib[name], mib)
    return {
        name: Measured(best_s[name] / best_s[""], best_s[name], most_mib[name])
        for name in commands
    }


def installed(environment: Mapping[str, str], bytecode: str) -> dict[str, str]:
    """Return an environment whose processes keep their bytecode in this folder."""
    kept = {**environment, "PYTHONPYCACHEPREFIX": bytecode}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept


def cost(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Return the processor time of a command in s, and the most memory that it took in MiB.

    Raises:
        RuntimeError: it failed.
    """
    took_s, mib, said = _run(command, environment)
    if said:
        raise RuntimeError(f"{command[0]}: {said}")
    return took_s, mib


def _run(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float, str]:
    """Return the processor time in s and the memory in MiB of a process, and how it failed."""
    ran = subprocess.run(
        [*_STARTER, *command], env=dict(environment), capture_output=True, text=True, check=False
    )
    status, seconds, kib = ran.stdout.rpartition("\n")[2].split()
    failed = (ran.stderr or status) if int(status) else ""
    return float(seconds), int(kib) / 1024, failed
