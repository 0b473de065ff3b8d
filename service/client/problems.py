"""What can go wrong between a client and the service."""

from __future__ import annotations

import json

import httpx

UNREACHABLE = "client.unreachable"
NO_PROBLEM = "client.unexpected"


class ClientError(Exception):
    """A request that the service refused, or that did not reach it.

    ``code`` is the service's (docs/api.md), or ``client.unreachable``, or ``client.unexpected`` for an answer that is
    none of its own; ``status`` is None where there was no answer.
    """

    def __init__(self, message: str, *, code: str, status: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status


def refusal(answer: httpx.Response) -> ClientError:
    """The error in an answer whose body was read."""
    try:
        told = json.loads(answer.content)
        code, message = str(told["code"]), str(told["detail"])
    except (ValueError, KeyError, TypeError):
        code, message = NO_PROBLEM, f"服务的回答无法理解（HTTP {answer.status_code}）。"
    return ClientError(message, code=code, status=answer.status_code)


def unreachable(url: str, error: httpx.TransportError | httpx.InvalidURL) -> ClientError:
    """The error where no answer came."""
    reason = "等待超时" if isinstance(error, httpx.TimeoutException) else type(error).__name__
    return ClientError(f"无法连接服务 {url}：{reason}。", code=UNREACHABLE)
