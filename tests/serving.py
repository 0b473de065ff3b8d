"""A service that really listens, on a free port, for tests of what speaks to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from service.api.app import create_app
from service.settings import Settings


@contextmanager
def listening(settings: Settings) -> Iterator[str]:
    """The URL of a service with these settings, until the end of the context."""
    config = uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            thread.join(0.05)
            assert thread.is_alive(), "the service did not start"
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


TEXT = (
    "{agency}{year}年政府信息公开工作年度报告\n一、总体情况\n{year}年，我局共收到政府信息公开申请{n}件，均按期答复。\n"
)


def text(agency: str = "云泽县教育局", year: int = 2023, n: int = 6) -> str:
    """A report of an invented agency."""
    return TEXT.format(agency=agency, year=year, n=n)
