"""The body limit, enforced while the body arrives: a large upload is refused before it fills memory or disk."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import problem
from service.errors import DocumentTooLarge

# What a multipart form adds to the file itself; text sent as JSON is held to the same number, quoting included.
_FORM_OVERHEAD = 64 * 1024


class _BodyTooLarge(Exception):
    """More arrived than may."""


class BodyLimit:
    """Refuses bodies beyond ``max_bytes`` (and the form around a file) with 413; ``larger`` has those of paths."""

    def __init__(self, app: ASGIApp, *, max_bytes: int, larger: Mapping[str, int]) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what arrives."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        max_bytes = self.larger.get(scope["path"].rstrip("/"), self.max_bytes)
        most = max_bytes + _FORM_OVERHEAD
        n_received, started = 0, False

        async def counted() -> Message:
            nonlocal n_received
            message = await receive()
            n_received += len(message.get("body", b""))
            if n_received > most:
                raise _BodyTooLarge
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            if declared.isdigit() and int(declared) > most:
                raise _BodyTooLarge
            await self.app(scope, counted, watched)
        except _BodyTooLarge:
            if started:
                raise
            megabytes = max_bytes // (1024 * 1024)
            answer = problem(DocumentTooLarge.status, DocumentTooLarge.code, f"文件超过 {megabytes} MB 的上限。")
            await answer(scope, receive, send)
