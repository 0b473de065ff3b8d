"""What the attributes of a tag say about how it looks: hidden, or laid out like a part of a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from service.documents.html.markup import attributes

Display = Literal["none", "table", "row", "cell", "grid", "block", ""]

_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)", re.IGNORECASE)
_HIDING = re.compile(r"none|hidden", re.IGNORECASE)
_DISPLAYS: dict[str, Display] = {
    "none": "none",
    "table": "table",
    "inline-table": "table",
    "table-row": "row",
    "table-cell": "cell",
    "grid": "grid",
    "inline-grid": "grid",
    "block": "block",
    "flex": "block",
    "list-item": "block",
}
_CELL_NAMES = frozenset({"cell", "td", "th", "tablecell", "table-cell", "tcell"})
_ROW_NAMES = frozenset({"tr", "tablerow", "table-row", "trow"})
_ROLES: dict[str, Display] = {
    "table": "table",
    "grid": "table",
    "row": "row",
    "cell": "cell",
    "gridcell": "cell",
    "columnheader": "cell",
    "rowheader": "cell",
}


def display(written: str) -> Display:
    """How an element with these attributes is laid out, as far as they say it themselves."""
    return _display(attributes(written)) if written else ""


def _display(given: Mapping[str, str]) -> Display:
    if "hidden" in given and given["hidden"].lower() != "until-found":
        return "none"
    styled = _DISPLAY.findall(given.get("style", ""))
    if styled:
        return _DISPLAYS.get(styled[-1].lower(), "")
    role = _ROLES.get(given.get("role", "").strip().lower())
    if role is not None:
        return role
    names = set(given.get("class", "").lower().split())
    return "cell" if _CELL_NAMES & names else "row" if _ROW_NAMES & names else ""


def is_hidden(written: str) -> bool:
    """Whether an element with these attributes is not shown."""
    return bool(written) and _HIDING.search(written) is not None and display(written) == "none"
