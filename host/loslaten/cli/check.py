"""One line of what `loslaten doctor` finds."""

from dataclasses import dataclass

from loslaten.language.text import Text, either

_VERDICTS = {
    "ok": Text("goed", "ok"),
    "note": Text("let op", "note"),
    "wrong": Text("fout", "wrong"),
}


@dataclass(frozen=True)
class Check:
    """One check: `verdict` is "ok", "note" or "wrong", `told` says what was found."""

    about: str | Text
    verdict: str
    told: str | Text
    advice: str | Text | None = None

    def lines(self, lang: str) -> list[str]:
        """Return the check as lines to read, its advice on a line of its own."""
        verdict = _VERDICTS[self.verdict].say(lang)
        width = max(len(each.say(lang)) for each in _VERDICTS.values())
        found = f"{verdict:<{width}}  {either(self.about, lang):<12}  {either(self.told, lang)}"
        if self.advice is None:
            return [found]
        return [found, f"{'':<{width + 16}}-> {either(self.advice, lang)}"]

    def as_json(self) -> dict[str, str | None]:
        """Return the check as plain values, its words in English."""
        return {
            "about": either(self.about, "en"),
            "verdict": self.verdict,
            "told": either(self.told, "en"),
            "advice": None if self.advice is None else either(self.advice, "en"),
        }
