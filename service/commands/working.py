"""The process of ``nianbao worker``: all that the service opens, without the server."""

from __future__ import annotations

import logging
import signal
import time

from prometheus_client import start_http_server

from service.api.running import running
from service.commands.context import failure, settings_with
from service.errors import NianbaoError
from service.operation.logs import configure_logs
from service.reconcile.engine import load_rules

_LOOK_EVERY_S = 0.2
_log = logging.getLogger("nianbao.worker")


def work_until_told(metrics_port: int | None) -> None:
    """Do jobs until SIGTERM or SIGINT; stops the command where that cannot begin."""
    settings = settings_with(jobs=True)
    configure_logs(settings.log_level)
    try:
        if metrics_port is not None:
            start_http_server(metrics_port, addr="127.0.0.1")
        told: list[int] = []  # a handler that took locks could wait for itself
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda number, _: told.append(number))
        with running(settings, load_rules(settings.rules)) as held:
            _log.info("worker started", extra={"model": held.active.label})
            while not told:
                time.sleep(_LOOK_EVERY_S)
            _log.info("worker ends")
    except NianbaoError as error:
        raise failure(f"{error.message} [{error.code}]") from error
    except OSError as error:
        raise failure(f"不能启动：{error.strerror or error}") from error
