# SPDX-License-Identifier: MIT
"""Run the benchmarks, print their rows, and renew docs/benchmarks.json and its page."""

import importlib
import sys

from tests.bench import PARTS, Row, shown, table


def main(wanted: list[str]) -> None:
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.exit(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    missed: list[str] = []
    for part in wanted or PARTS:
        print(f"\n{part}")
        rows = importlib.import_module(f"tests.bench.{part}").run()
        table.keep({part: rows})
        for row in rows:
            print(line(row))
            if not row.is_met:
                missed.append(f"{row.name}: {shown(row.value)} {row.unit}, {row.goal}")
    if missed:
        print(f"\n*** GOALS MISSED: {len(missed)} ***")
        print("\n".join(f"  {one}" for one in missed))


def line(row: Row) -> str:
    """Return a row as it is printed."""
    verdict = "" if row.is_met else "*** MISSED ***"
    told = "; ".join(part for part in (row.goal, row.note) if part)
    text = f"  {row.name:<48} {shown(row.value):>12} {row.unit:<8} {verdict} {told}"
    return text.replace("  goal", " goal").rstrip()


if __name__ == "__main__":
    main(sys.argv[1:])
