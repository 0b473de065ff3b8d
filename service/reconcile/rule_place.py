"""Where in a rule file something stands: TOML readers give no lines, so the text is searched for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_RULE = re.compile(r"\s*\[\[\s*rule\s*\]\]")
_TABLE = re.compile(r"\s*\[")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a rule file; ``line`` counts from 1, ``rule`` is the id where there is one."""

    file: str
    line: int | None
    rule: str | None
    reason: str

    def __str__(self) -> str:
        line = f"第{self.line}行" if self.line else ""
        rule = f"，规则“{self.rule}”" if self.rule else ""
        return f"{self.file}{line}{rule}：{self.reason}"


class Lines:
    """The lines of a rule file, as its parts: one block for each ``[[rule]]``."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._rules = [number for number, line in enumerate(self._lines) if _RULE.match(line)]

    def of_rule(self, index: int, keys: Sequence[str | int] = ()) -> int | None:
        """The line of a rule's key (``("records", "holds")``), of its id where the key is not found."""
        if index >= len(self._rules):
            return None
        start = self._rules[index]
        end = self._rules[index + 1] if index + 1 < len(self._rules) else len(self._lines)
        found = self._key(start, end, [str(key) for key in keys]) or self._key(start, end, ["id"])
        return start + 1 if found is None else found + 1

    def of_override(self, rule: str) -> int | None:
        """The line where a rule is overridden."""
        heads = (number for number, line in enumerate(self._lines) if re.match(r"\s*\[\s*override\s*\]", line))
        start = next(heads, None)
        found = None if start is None else self._key(start, len(self._lines), [rule])
        return None if found is None else found + 1

    def _key(self, start: int, end: int, keys: Sequence[str]) -> int | None:
        """The line of the last of ``keys`` that is found, each looked for from the line of the one before."""
        found = None
        for key in keys:
            name = re.escape(key)
            wanted = re.compile(
                rf'\s*\[\s*rule\.{name}\s*\]|\s*["\']?{name}["\']?\s*=|.*[{{,]\s*["\']?{name}["\']?\s*='
            )
            at = next((number for number in range(start, end) if wanted.match(self._lines[number])), None)
            if at is None:
                break
            found = start = at
            if _TABLE.match(self._lines[at]):
                end = next((number for number in range(at + 1, end) if _TABLE.match(self._lines[number])), end)
        return found
