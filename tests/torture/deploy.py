# SPDX-License-Identifier: MIT
"""The power, and the cable, goes at every file operation of a deployment, and it is made good.

    python -m tests.torture.deploy

Stops at the first watch that does not start or has lost something.
"""

from tests.deploy.cuts import WORKERS, cut_at_each

TORN_BYTES = (0, 1, 100)


def main() -> None:
    """Cut until the deployment comes to its end, with nothing or a part of a write kept."""
    cuts = 0
    for kept_bytes in TORN_BYTES:
        first = 1
        happened = [True]
        while all(happened):
            happened = cut_at_each(list(range(first, first + WORKERS)), kept_bytes, again=True)
            first += WORKERS
            cuts += sum(happened)
        print(f"{cuts} cuts so far, {kept_bytes} bytes of a write kept", flush=True)
    print(f"deploy: {cuts} cuts; every watch started, had its data and was deployed to again")


if __name__ == "__main__":
    main()
