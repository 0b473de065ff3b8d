"""Readings as JSON, as small as the store needs them."""

from __future__ import annotations

import hashlib
from typing import Any


def body(
    data: bytes = b"report",
    *,
    agency: str | None = "甲县水务局",
    year: int | None = 2023,
    model: str = "facts-1",
    failing: tuple[str, ...] = (),
) -> dict[str, Any]:
    """A reading of ``data`` with failing findings of these severities."""
    sha256 = hashlib.sha256(data).hexdigest()
    return {
        "id": sha256[:32],
        "document": {"name": "报告.docx", "sha256": sha256, "format": "docx"},
        "report": {"agency": agency, "year": year, "edition": "V2"},
        "findings": [{"verdict": "fails", "severity": severity} for severity in failing],
        "summary": {"undecided": 0},
        "versions": {"service": "1", "model": model, "rules": "1", "catalogue": "1"},
    }
