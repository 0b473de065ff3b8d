"""Waiting for what another process is to bring about."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE_S = 240


def until(found: Callable[[], object]) -> None:
    """Come back as soon as there is what is looked for; AssertionError where that takes minutes."""
    for _ in range(PATIENCE_S * 20):
        if found():
            return
        time.sleep(0.05)
    raise AssertionError("it does not come about")
