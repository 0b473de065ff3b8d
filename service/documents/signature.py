"""Lines of a signature: the agency, the date, or both in one line."""

from __future__ import annotations

import re

_DIGIT = "[\\d〇○零一二三四五六七八九十]"
_DATE = re.compile(rf"\s*{_DIGIT}{{2,4}}\s*年\s*{_DIGIT}{{1,3}}\s*月\s*{_DIGIT}{{1,3}}\s*日$")
_AGENCY = re.compile(
    r"^[^，。；：,;:、]{4,30}(?:局|委|会|室|厅|部|府|处|院|所|中心|办|队|站|大学|学校|公司)$",
)


def is_date_line(text: str) -> bool:
    """Whether a line is nothing but a date."""
    return _DATE.match(text.strip()) is not None


def signing_agency(text: str) -> str | None:
    """The agency that a line of a signature names, with or without a date behind it."""
    name = _DATE.sub("", text.strip()).strip()
    return name if _AGENCY.match(name) else None
