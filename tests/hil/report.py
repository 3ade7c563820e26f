# SPDX-License-Identifier: MIT
"""Report of a run on the bench: a page to read and the same as JSON."""

import dataclasses
import json
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loslaten.deploy.errors import DeployError
from tests.hil.bench import Subject

PASS, FAIL, SHOWN, NOT_MEASURED = "pass", "FAIL", "shown", "not measured"


class BeyondLimitError(AssertionError):
    """Something was measured, and is not as it has to be."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One figure: `limit` in words, "" where there is none; `verdict` one of those above."""

    part: str
    what: str
    value: Any
    unit: str
    limit: str
    verdict: str

    @property
    def told(self) -> str:
        """The figure and its unit."""
        if self.value is None:
            return ""
        value = _number(self.value) if isinstance(self.value, float) else self.value
        return f"{value} {self.unit}".strip()


class Part:
    """The lines of one part of the report."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[Line] = []

    def figure(
        self,
        what: str,
        value: Any,
        unit: str = "",
        *,
        at_most: float | None = None,
        at_least: float | None = None,
        equals: Any = None,
    ) -> None:
        """Keep a figure, and whether it is within its limits, if it has any."""
        limits = []
        is_good = True
        if at_least is not None:
            limits.append(f"≥ {_number(at_least)} {unit}".strip())
            is_good = is_good and value >= at_least
        if at_most is not None:
            limits.append(f"≤ {_number(at_most)} {unit}".strip())
            is_good = is_good and value <= at_most
        if equals is not None:
            limits.append(f"{equals} {unit}".strip())
            is_good = is_good and value == equals
        verdict = (PASS if is_good else FAIL) if limits else SHOWN
        self.lines.append(
            Line(
                part=self.name,
                what=what,
                value=value,
                unit=unit,
                limit=", ".join(limits),
                verdict=verdict,
            )
        )

    def missing(self, what: str, why: str, limit: str = "") -> None:
        """Keep that something was not measured, and why."""
        self.lines.append(
            Line(part=self.name, what=what, value=why, unit="", limit=limit, verdict=NOT_MEASURED)
        )

    def broke(self, why: str) -> None:
        """Keep that measuring failed."""
        self.lines.append(
            Line(part=self.name, what="measuring it", value=why, unit="", limit="", verdict=FAIL)
        )

    def judge(self) -> None:
        """Raise BeyondLimitError naming every line that is beyond its limit."""
        bad = [one for one in self.lines if one.verdict == FAIL]
        if bad:
            raise BeyondLimitError(
                "; ".join(f"{one.what}: {one.told}, allowed: {one.limit}" for one in bad)
            )


class Report:
    """The report on `subject`, at `when` by the laptop's clock (ISO 8601)."""

    def __init__(self, subject: Subject, when: str) -> None:
        self._subject = subject
        self._when = when
        self._parts: list[Part] = []

    def part(self, name: str) -> Part:
        """Return a part by its name, a new one at the end if need be."""
        for one in self._parts:
            if one.name == name:
                return one
        self._parts.append(Part(name))
        return self._parts[-1]

    def write(self, folder: Path) -> Path:
        """Write the page and the JSON beside it; return where the page is."""
        folder.mkdir(parents=True, exist_ok=True)
        page = folder / f"{self._subject.board.name}-{self._subject.serial}.md"
        page.write_text(self.markdown(), "utf-8")
        page.with_suffix(".json").write_text(json.dumps(self.as_json(), indent=2) + "\n", "utf-8")
        return page

    def as_json(self) -> dict[str, Any]:
        """Return everything."""
        lines = [dataclasses.asdict(line) for part in self._parts for line in part.lines]
        return {**self._about(), "lines": lines}

    def markdown(self) -> str:
        """Return the page."""
        subject = self._subject
        lines = [f"# Hardware tests: {subject.board.model}, {subject.serial}", ""]
        if subject.is_simulated:
            lines += ["**A simulated board: no figure here says anything about hardware.**", ""]
        lines += ["| | |", "|---|---|"]
        lines += [f"| {key.replace('_', ' ')} | {value} |" for key, value in self._about().items()]
        lines += ["", self._summary(), ""]
        for part in self._parts:
            lines += [f"## {part.name}", "", "| what | figure | limit | |", "|---|---|---|---|"]
            lines += [
                f"| {_cell(one.what)} | {_cell(one.told)} | {_cell(one.limit)} | {one.verdict} |"
                for one in part.lines
            ]
            lines.append("")
        return "\n".join(lines)

    def _about(self) -> dict[str, Any]:
        subject = self._subject
        there = subject.firmware
        same = "the same as this checkout" if subject.is_checkout else "NOT that of this checkout"
        return {
            "date": self._when,
            "board": subject.board.name,
            "serial": subject.serial,
            "watch": subject.about.watch_id.hex(),
            "simulated": subject.is_simulated,
            "firmware": f"{there.version} in /{there.slot}, {same}",
            "MicroPython": str(subject.about),
            "laptop": f"{platform.system()} {platform.release()}, Python"
            f" {platform.python_version()}",
        }

    def _summary(self) -> str:
        verdicts = [line.verdict for part in self._parts for line in part.lines]
        return (
            f"{verdicts.count(PASS)} within their limits, {verdicts.count(FAIL)} not,"
            f" {verdicts.count(SHOWN)} shown without a limit,"
            f" {verdicts.count(NOT_MEASURED)} not measured."
        )


def told(error: BaseException) -> str:
    """Return what went wrong as one line for the report."""
    if isinstance(error, DeployError):
        return "; ".join([error.message, *error.details[-3:]])
    return f"{type(error).__name__}: {error}".splitlines()[0]


def _number(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _cell(text: str) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")
