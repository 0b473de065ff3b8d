"""The process of ``nianbao worker``: all that the service opens, without the server."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import start_http_server

from service.api.running import Running, running, work
from service.commands.context import failure, settings_with
from service.errors import AddressUnusable, NianbaoError
from service.operation.logs import configure_logs
from service.reconcile.engine import load_rules

_TO_END = (signal.SIGTERM, signal.SIGINT)
_LOOK_EVERY_S = 0.2
_NEAR = "127.0.0.1"
_log = logging.getLogger("nianbao.worker")


def work_until_told(metrics_port: int | None) -> None:
    """Do jobs until SIGTERM or SIGINT; stops the command where that cannot begin.

    The store comes first and the jobs last: whoever sees the measurements knows that the worker could begin, and one
    that cannot leaves no port open and no job begun.
    """
    settings = settings_with(jobs=False)  # they begin here, when all is there
    configure_logs(settings.log_level)
    with _signals() as told:
        try:
            with running(settings, load_rules(settings.rules)) as held, _measured(metrics_port), _working(held):
                _log.info("worker started", extra={"model": held.active.label})
                while not told:
                    time.sleep(_LOOK_EVERY_S)
                _log.info("worker ends")
        except NianbaoError as error:
            raise failure(f"{error.message} [{error.code}]") from error


@contextmanager
def _signals() -> Iterator[list[int]]:
    """The signals to end that came so far."""
    told: list[int] = []  # a handler that took locks could wait for itself
    before = {each: signal.signal(each, lambda number, _: told.append(number)) for each in _TO_END}
    try:
        yield told
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def _measured(port: int | None) -> Iterator[None]:
    """Measurements at a port of this machine; AddressUnusable where it is taken or not to be had."""
    if port is None:
        yield
        return
    try:
        server, thread = start_http_server(port, addr=_NEAR)
    except OSError as error:
        raise AddressUnusable(f"不能在 {_NEAR}:{port} 提供指标：{error.strerror or error}") from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def _working(held: Running) -> Iterator[None]:
    thread = threading.Thread(target=work, args=(held,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        held.stop.set()
        thread.join()
