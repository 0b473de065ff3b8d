"""Whether the store can be used is looked up, but not at every question."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.api import readiness
from service.api.readiness import Readiness
from service.errors import StoreError
from service.store.store import Store, open_store


def test_a_good_answer_holds_for_a_moment_and_a_bad_one_is_looked_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, found = [100.0], ["well", "away", "away", "well"]

    def check(store: Store) -> None:
        if found.pop(0) == "away":
            raise StoreError("away")

    monkeypatch.setattr(readiness.time, "monotonic", lambda: now[0])
    with open_store(f"sqlite:///{tmp_path / 'store.db'}", str(tmp_path / "originals")) as store:
        monkeypatch.setattr(Store, "check", check)
        known = Readiness()
        for _ in range(5):
            known.check(store)
        now[0] += 2
        for _ in range(2):
            with pytest.raises(StoreError):
                known.check(store)
        known.check(store)
    assert found == []
