"""Short Chinese names of rows, columns and cases (``names.toml``), which are also what rules range over."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def domains() -> Mapping[str, Mapping[str, str]]:
    """Every domain with its members and their names, in the order of the file."""
    tables: dict[str, dict[str, str]] = tomllib.loads(
        files("service.reconcile").joinpath("names.toml").read_text("utf-8")
    )
    return tables


@cache
def reference_name(reference: str) -> str:
    """The short name of what a reading refers to (``requests.new`` → 本年新收), the reference itself if it has none."""
    tables = domains()
    for table in ("rows", "groups", "proactive"):
        if reference in tables[table]:
            return tables[table][reference]
    first, _, last = reference.rpartition(".")
    if first in tables["cases"]:
        return tables["cases"][first] + tables["results"].get(last, last)
    document = first.removeprefix("proactive.")
    if document in tables["documents"]:
        return tables["documents"][document] + tables["document_fields"].get(last, last)
    return reference
