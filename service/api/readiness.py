"""Whether the store can be used, looked up so seldom that nobody does harm by asking."""

from __future__ import annotations

import threading
import time

from service.store.store import Store

_GOOD_FOR_S = 1.0


class Readiness:
    """What was found of the store a moment ago.

    To look costs a file that is written and removed, and ``/readyz`` is open to all.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._good_until = 0.0

    def check(self, store: Store) -> None:
        """StoreError where the store cannot be used; that it can is known for a second."""
        with self._lock:
            if time.monotonic() >= self._good_until:
                store.check()
                self._good_until = time.monotonic() + _GOOD_FOR_S
