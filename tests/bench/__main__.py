"""Run the benchmarks and print their rows."""

import importlib
import sys

PARTS = (
    *("board", "start", "night", "memory", "lateness", "journal", "link", "report"),
    "power",
)


def main(wanted: list[str]) -> None:
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.exit(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    for part in wanted or PARTS:
        print(f"\n{part}")
        for name, value, unit, note in importlib.import_module(f"tests.bench.{part}").run():
            shown = f"{value:,.0f}" if value == int(value) else f"{value:,.3f}".rstrip("0")
            print(f"  {name:<54} {shown:>12} {unit:<8} {note}".rstrip())


if __name__ == "__main__":
    main(sys.argv[1:])
