"""One line of what `loslaten doctor` finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One check: `verdict` is "ok", "note" or "wrong", `told` says what was found."""

    about: str
    verdict: str
    told: str
    advice: str | None = None
