"""Versions of what is data: rules and catalogue are named by the hash of their files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


def rules_version(own: Sequence[tuple[str, bytes]] = ()) -> str:
    """Of all that decides findings: the rule files, the wordings and severities beside them, the user's ``own`` files.

    ``own`` are (name, content) in the order in which they were read; the names do not count.
    """
    builtin = _builtin_rules()
    return _hash([("", builtin.encode()), *(("", data) for _, data in own)]) if own else builtin


@cache
def catalogue_version() -> str:
    """Of the metric catalogue and the label scheme."""
    folder = files("annotations")
    return _hash((name, folder.joinpath(name).read_bytes()) for name in ("catalogue.toml", "labels.toml"))


@cache
def _builtin_rules() -> str:
    return _hash(sorted(_tables(files("service.reconcile"), "")))


def _tables(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    """The TOML files of a folder and of all below it, each with its path."""
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            yield from _tables(entry, name)
        elif entry.name.endswith(".toml"):
            yield name, entry.read_bytes()


def _hash(entries: Iterable[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, data in entries:
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:12]
