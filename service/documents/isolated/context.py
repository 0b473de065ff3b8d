"""How processes that read are started: forked from a small server that has loaded the readers and nothing else."""

from __future__ import annotations

import multiprocessing
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from types import ModuleType

_main_hidden = threading.Lock()
# What reads most documents; what scans and old Office files need is loaded when the first of them comes.
_PRELOADED = [
    "service.documents.isolated.work",
    "service.documents.reader",
    "service.documents.html.blocks",
    "service.documents.scanned_pages",
]


def process_context() -> BaseContext:
    """Where there is a fork server, that; elsewhere (Windows) every process begins anew."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = _Context()
    context.set_forkserver_preload(_PRELOADED)
    return context


if sys.platform != "win32":
    from multiprocessing.context import ForkServerContext, ForkServerProcess

    class _Process(ForkServerProcess):
        """A process that does not import the main module of the one that started it."""

        def start(self) -> None:
            with _without_main():
                super().start()

    class _Context(ForkServerContext):
        Process = _Process


@contextmanager
def _without_main() -> Iterator[None]:
    """A started process imports the main module anew; that of the command would load the model into each of them."""
    with _main_hidden:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
