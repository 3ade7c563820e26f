# SPDX-License-Identifier: MIT
"""Every call of a session's surroundings fails once: awaits, and calls of the motor's driver."""

from tests.rigs.failing_session import SCRIPTS, fails_at


def main() -> None:
    """Let each call fail; stop at the first session that does not end as it must."""
    told = []
    for name in SCRIPTS:
        n = 1
        while True:
            try:
                if not fails_at(name, n):
                    break
            except AssertionError as error:
                raise SystemExit(f"faults: {name} {n}: {error}") from error
            n += 1
        told.append(f"{n - 1} times {name}")
    print(f"faults: {', '.join(told)} failed, one in each session; the motor off after all")


if __name__ == "__main__":
    main()
