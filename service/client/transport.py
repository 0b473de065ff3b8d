"""Requests to the service: tried again where it asks for that, refused ones as errors."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final

import httpx

from service.client.problems import NO_PROBLEM, ClientError, refusal, unreachable

_AGAIN: Final = (429, 503)
_CONNECT_S = 10.0
# Nothing was sent yet where a connection fails, so this much is safe to try again for any request.
_CONNECT_RETRIES = 2
# What a service that is overloaded asks for at most is taken at its word up to here.
_LONGEST_WAIT_S = 60.0


class Transport:
    """One connection pool to one service; thread-safe."""

    def __init__(self, url: str, key: str | None, *, timeout_s: float, n_retries: int) -> None:
        self.url = url.rstrip("/")
        self._n_retries = n_retries
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        timeout = httpx.Timeout(timeout_s, connect=min(timeout_s, _CONNECT_S))
        transport = httpx.HTTPTransport(retries=_CONNECT_RETRIES)
        try:
            self._http = httpx.Client(base_url=self.url, headers=headers, timeout=timeout, transport=transport)
        except (httpx.InvalidURL, UnicodeEncodeError) as error:
            raise ClientError("服务地址或密钥不可用，请检查。", code="client.setup") from error

    def __enter__(self) -> Transport:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def json(self, method: str, path: str, **given: Any) -> Any:
        """The JSON of the answer, None where it has no body; ClientError otherwise."""
        content = self.content(method, path, **given)
        if not content:
            return None
        try:
            return httpx.Response(200, content=content).json()
        except ValueError as error:
            raise ClientError("服务的回答不是 JSON，请检查服务地址。", code=NO_PROBLEM) from error

    def content(self, method: str, path: str, **given: Any) -> bytes:
        """The body of the answer; ClientError where the request was refused or did not arrive."""
        with self.stream(method, path, **given) as answer:
            try:
                return answer.read()
            except httpx.TransportError as error:
                raise unreachable(self.url, error) from error

    def pieces(self, answer: httpx.Response) -> Iterator[bytes]:
        """The body of an answer as it comes; ClientError where it breaks off."""
        try:
            yield from answer.iter_bytes()
        except httpx.TransportError as error:
            raise unreachable(self.url, error) from error

    @contextmanager
    def stream(self, method: str, path: str, **given: Any) -> Iterator[httpx.Response]:
        """An answer whose body is still to come; 429 and 503 are tried again after the time they ask for."""
        answer = self._sent(method, path, given)
        try:
            yield answer
        finally:
            answer.close()

    def _sent(self, method: str, path: str, given: Mapping[str, Any]) -> httpx.Response:
        for n_tried in range(self._n_retries + 1):
            try:
                answer = self._http.send(self._http.build_request(method, path, **given), stream=True)
                if answer.is_success:
                    return answer
                answer.read()
            except (httpx.TransportError, httpx.InvalidURL) as error:
                raise unreachable(self.url, error) from error
            answer.close()
            if answer.status_code not in _AGAIN or n_tried == self._n_retries:
                break
            time.sleep(_wait_s(answer, n_tried))
        raise refusal(answer)


def _wait_s(answer: httpx.Response, n_tried: int) -> float:
    """What the service asks for; longer each time where it asks for nothing that can be understood."""
    asked = answer.headers.get("Retry-After", "")
    return min(float(asked) if asked.isascii() and asked.isdigit() else 2.0**n_tried, _LONGEST_WAIT_S)
