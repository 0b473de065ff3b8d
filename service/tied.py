"""A program that ends with the process that started it, however that ends.

``python -m service.tied train …`` is ``nianbao train …`` tied to whoever holds the other end of its standard
input: where that end closes, also because its holder was killed, the program is ended at once. A pipe is closed by the
system itself on every platform and in every container; nothing needs to be asked again and again.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import Final

LEFT_ALONE: Final = 75


def tie() -> None:
    """End this process as soon as standard input ends, which nothing is ever written to."""
    threading.Thread(target=_watch, args=(sys.stdin.fileno(),), name="nianbao-tie", daemon=True).start()


def _watch(descriptor: int) -> None:
    while os.read(descriptor, 1):
        continue
    os._exit(LEFT_ALONE)


if __name__ == "__main__":
    tie()
    from service.cli import app

    app()
