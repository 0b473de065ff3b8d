"""The names under which corrections are kept: they survive another reading, where ids of facts need not."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

FactBody = Mapping[str, Any]
"""A fact as JSON (docs/reading.md)."""


def keyed(facts: Iterable[FactBody]) -> dict[str, FactBody]:
    """The facts of a reading by their keys; of several with one key the later ones are numbered (``….2``)."""
    seen: Counter[str] = Counter()
    found: dict[str, FactBody] = {}
    for fact in facts:
        key = fact["key"]
        seen[key] += 1
        found[key if seen[key] == 1 else f"{key}.{seen[key]}"] = fact
    return found


def key_of(facts: Iterable[FactBody], name: str) -> str | None:
    """The key of the fact that ``name`` names by its id or its key, None where there is none."""
    by_key = keyed(facts)
    return name if name in by_key else next((key for key, fact in by_key.items() if fact["id"] == name), None)


def added_key(correction: Mapping[str, Any]) -> str:
    """The key of a fact that a person found missing: the same quantity, label and metric have the same one."""
    stated = "|".join(str(correction[name]) for name in ("metric", "quote", "label", "start"))
    return f"n{hashlib.sha256(stated.encode()).hexdigest()[:16]}"
