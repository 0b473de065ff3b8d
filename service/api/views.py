"""Who looked at what lately, so that looking again and again is noted once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

_AGAIN_AFTER_S: Final = 3600.0
_MOST: Final = 10_000


class Views:
    """Who looked at which report within the last hour, as far as this process knows."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._noted: dict[tuple[str, str], float] = {}
        self._lock = threading.Lock()

    def is_new(self, who: str, report_id: str) -> bool:
        """Whether the caller has not looked at the report for an hour; from now on, it has."""
        with self._lock:
            now = self._clock()
            if now - self._noted.get((who, report_id), -_AGAIN_AFTER_S) < _AGAIN_AFTER_S:
                return False
            self._noted.pop((who, report_id), None)
            self._noted[who, report_id] = now
            if len(self._noted) > _MOST:
                del self._noted[next(iter(self._noted))]  # the oldest
            return True
