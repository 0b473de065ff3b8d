"""Versions of what is data: rules and catalogue are named by the hash of their files."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


def _hash(entries: list[Traversable]) -> str:
    digest = hashlib.sha256()
    for entry in sorted(entries, key=lambda entry: entry.name):
        digest.update(entry.name.encode() + b"\0" + entry.read_bytes())
    return digest.hexdigest()[:12]


@cache
def rules_version() -> str:
    """Of all that decides findings: the rule files, and the wordings and severities beside them."""
    folder = files("service.reconcile")
    entries = [*folder.joinpath("rules").iterdir(), *folder.iterdir()]
    return _hash([entry for entry in entries if entry.name.endswith(".toml")])


@cache
def catalogue_version() -> str:
    """Of the metric catalogue and the label scheme."""
    folder = files("annotations")
    return _hash([folder.joinpath("catalogue.toml"), folder.joinpath("labels.toml")])
