"""A store on SQLite to work on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.store.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path / 'store.db'}", str(tmp_path / "originals")) as opened:
        yield opened
