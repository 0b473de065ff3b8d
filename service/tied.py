"""A program that ends with the process that started it, however that ends, and no later than it was told to.

``python -m service.tied train …`` is ``nianbao train …`` tied to whoever holds the other end of its standard
input: where that end closes, also because its holder was killed, the program is ended at once. A pipe is closed by the
system itself on every platform and in every container; nothing needs to be asked again and again.

Its holder may write there how long the program may go on, a line with a moment of ``service.clock``, and again a later
one. When the last of them is over the program ends by itself, also where its holder is stopped and cannot end it.
"""

from __future__ import annotations

import math
import os
import select
import sys
import threading
from typing import Final

from service.clock import now

LEFT_ALONE: Final = 75
_MOST_READ: Final = 1 << 12


def tie() -> None:
    """End this process as soon as standard input ends, or the time that was told there is over."""
    threading.Thread(target=_watch, args=(sys.stdin.fileno(),), name="nianbao-tie", daemon=True).start()


def term(ends_at: float) -> bytes:
    """What is written to a tied program so that it ends at a moment of ``service.clock``."""
    return b"%.3f\n" % ends_at


def _watch(descriptor: int) -> None:
    ends_at, unread = math.inf, b""
    # What was written is read before the time counts as over: this process may have been slow, not its holder.
    while _is_readable(descriptor, ends_at - now()) and (piece := os.read(descriptor, _MOST_READ)):
        *lines, unread = (unread + piece).split(b"\n")
        if lines:
            ends_at = float(lines[-1])
    os._exit(LEFT_ALONE)


def _is_readable(descriptor: int, within_s: float) -> bool:
    """Whether something comes, or the end, within so many seconds."""
    if sys.platform == "win32" or within_s == math.inf:  # select knows no pipes there
        return True
    return bool(select.select([descriptor], [], [], max(0.0, within_s))[0])


if __name__ == "__main__":
    tie()
    from service.cli import app

    app()
