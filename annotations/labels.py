"""The label scheme (``labels.toml``) as values."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _scheme() -> dict[str, list[dict[str, object]]]:
    return tomllib.loads(files("annotations").joinpath("labels.toml").read_text("utf-8"))


@cache
def entity_labels() -> tuple[str, ...]:
    """Labels of spans, in the order of the file."""
    return tuple(str(entry["id"]) for entry in _scheme()["entity"])


@cache
def relation_labels() -> tuple[str, ...]:
    """Labels of relations, in the order of the file."""
    return tuple(str(entry["id"]) for entry in _scheme()["relation"])
