"""A reading → rows of a table: one for every fact, or one for every cell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from service.corrections.keys import FactBody
from service.corrections.told import told_facts

Value = str | int | float | bool | None
Row = Mapping[str, Value]
Kind = Literal["text", "whole", "number", "flag"]
What = Literal["facts", "cells"]

_REPORT: Mapping[str, Kind] = {
    "report": "text",
    "name": "text",
    "agency": "text",
    "report_year": "whole",
    "edition": "text",
    "model": "text",
}
_FACT: Mapping[str, Kind] = {
    **{name: "text" for name in ("id", "key", "metric", "label", "value", "unit", "kind")},
    "negated": "flag",
    "approx": "text",
    "year": "whole",
    **{name: "text" for name in ("channel", "category", "party", "role", "part_of", "precision")},
    "confidence": "number",
    "doubtful": "flag",
    "parts_doubtful": "flag",
    "quote": "text",
    "said": "text",
    "correction": "text",
}
_CELL: Mapping[str, Kind] = {
    **{name: "text" for name in ("cell", "value", "status", "raw", "unit")},
    "confidence": "number",
    "doubtful": "flag",
}
# Columns in their order, with what they hold. ``value`` is the exact decimal figure as text; ``said`` tells that a
# person said so (corrected, removed, added).
COLUMNS: Mapping[What, Mapping[str, Kind]] = {"facts": {**_REPORT, **_FACT}, "cells": {**_REPORT, **_CELL}}


@dataclass(frozen=True, slots=True)
class Kept:
    """A reading as JSON, and what people said its facts should have been, by the key under which it is kept."""

    body: Mapping[str, Any]
    corrections: Mapping[str, Mapping[str, Any]]


def rows_of(what: What, kept: Kept) -> Iterator[Row]:
    """The rows of a reading, the values as they were read, and the facts that people added as they told them."""
    return _facts(kept) if what == "facts" else _cells(kept)


def _facts(kept: Kept) -> Iterator[Row]:
    text, report = kept.body["text"], _report(kept.body)
    for told in told_facts(kept.body, kept.corrections):
        plain = {name: told.fact[name] for name in _FACT if name not in ("quote", "said", "correction")}
        correction = None if told.by is None else json.dumps(kept.corrections[told.by], ensure_ascii=False)
        yield report | plain | {"quote": _quote(text, told.fact), "said": told.said, "correction": correction}


def _quote(text: str, fact: FactBody) -> str:
    """The words of a fact, none where it has no place in the text."""
    if not fact["evidence"]:
        return ""
    return text[fact["evidence"][0]["start"] : fact["evidence"][0]["end"]]


def _cells(kept: Kept) -> Iterator[Row]:
    report = _report(kept.body)
    for id_, cell in kept.body["cells"].items():
        yield report | {"cell": id_} | {name: cell[name] for name in _CELL if name != "cell"}


def _report(body: Mapping[str, Any]) -> dict[str, Value]:
    report = body["report"]
    return {
        "report": body["id"],
        "name": body["document"]["name"],
        "agency": report["agency"],
        "report_year": report["year"],
        "edition": report["edition"],
        "model": body["versions"]["model"],
    }
