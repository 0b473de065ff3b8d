"""Every request has an id, a line in the log and a measurement; one that fails on a defect of ours is answered too."""

from __future__ import annotations

import logging
import re
import time
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from service.api.problems import internal
from service.operation.measures import REQUEST_SECONDS

# Longer or stranger ids are not taken over: they go into logs.
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_UNMATCHED = "unmatched"
# Asked for every few seconds by machines.
_QUIET = ("/healthz", "/readyz", "/metrics")
_log = logging.getLogger("nianbao.requests")


class Tracing:
    """Takes the request's ``X-Request-ID`` or makes one, and returns it; every line of its log bears it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Trace a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _ID.fullmatch(given) else uuid.uuid4().hex
        status, began = 0, time.perf_counter()

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        with bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, marked)
            except ClientDisconnect:
                return  # there is nobody to answer
            except Exception as error:
                _log.error("unexpected error", exc_info=error)
                if status:  # the answer has begun: all that can be done is to break it off
                    raise
                await internal()(scope, receive, marked)
            finally:
                _tell(scope, status, time.perf_counter() - began)


def _tell(scope: Scope, status: int, seconds: float) -> None:
    """``status`` 0: the caller went away before there was an answer."""
    route = getattr(scope.get("route"), "path", _UNMATCHED)
    method = scope["method"] if route != _UNMATCHED else "any"
    REQUEST_SECONDS.labels(method, route, str(status)).observe(seconds)
    told = {"method": scope["method"], "route": route, "path": scope["path"], "status": status}
    who = scope.get("state", {}).get("caller")
    told |= {} if who is None else {"who": who}
    level = logging.DEBUG if scope["path"] in _QUIET else logging.INFO
    _log.log(level, "request", extra=told | {"duration_ms": round(seconds * 1000, 1)})
