"""The server process of ``nianbao serve``: told to end, it answers what it has begun and gives its job back."""

from __future__ import annotations

import math
import signal
from contextlib import suppress
from types import FrameType

import typer
import uvicorn
from fastapi import FastAPI

from service.api.app import create_app
from service.commands.context import failure
from service.errors import NianbaoError
from service.operation.logs import configure_logs
from service.settings import Settings
from service.store import keys
from service.store.store import make_folder, open_store

# Longer than clients (5 s) and proxies (60 s) keep a connection that nothing goes over: whoever closes it first must be
# the one who would send the next request, or that request meets a closed door.
_IDLE_S = 75
# Beyond the longest reading: what comes out of it is still kept and sent.
_LAST_WORDS_S = 10
_MOST_OPEN_FILES = 65_536


def serve_until_told(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; stops the command where that cannot begin."""
    try:
        has_key = _has_key(settings)  # also says at once where the store cannot be used
        if settings.keys_required and not has_key:
            raise failure(
                "服务将对其他机器开放，但还没有任何密钥。请先建立一个：nianbao keys make 名称 --scope admin；"
                "确实不需要密钥时，设置 NIANBAO_KEYS=optional。"
            )
        app = create_app(settings)
    except NianbaoError as error:
        raise failure(f"{error.message} [{error.code}]") from error
    configure_logs(settings.log_level)
    _allow_open_files()
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        timeout_keep_alive=_IDLE_S,
        timeout_graceful_shutdown=math.ceil(settings.read_timeout_s) + _LAST_WORDS_S,
    )
    server = _Server(config, app)
    with suppress(SystemExit):  # of a port that is taken, which the log tells
        server.run()
    if not server.started:
        raise typer.Exit(3)


def _allow_open_files() -> None:
    """As many as the system lets this process have: each file of a batch that comes in is one."""
    try:
        import resource
    except ImportError:  # Windows, which knows no such bound
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _MOST_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _has_key(settings: Settings) -> bool:
    make_folder(settings.data)
    with open_store(settings.database, settings.originals_place) as store, store.database.reading() as connection:
        return any(not key.revoked for key in keys.every(connection))


class _Server(uvicorn.Server):
    """Ends in good order with status 0; jobs and event streams hear of it before requests are waited for."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal: the first ends what can be ended at once, a second Ctrl-C everything."""
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True
        held = getattr(self._app.state, "running", None)
        if held is not None:
            held.stop.set()
