"""A clock for how long something holds: it goes on while the machine sleeps, and all of its processes read the same."""

from __future__ import annotations

import sys
import time


def now() -> float:
    """Seconds since some moment in the past, the same one for every process of this machine."""
    if sys.platform == "linux":  # its monotonic clock stands still while the machine sleeps
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
