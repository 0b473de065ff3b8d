"""Requests that a service puts off are tried again; what is no answer of the service is an error."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from service.client.problems import ClientError
from service.client.transport import Transport

PROBLEM = b'{"code": "service.busy", "detail": "busy"}'


@contextmanager
def answering(*answers: tuple[int, str | None, bytes]) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """A service that gives these answers (status, Retry-After, body) one after the other; what it was asked."""
    left, asked = list(answers), []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked.append((self.headers.get("Authorization", ""), body))
            status, after, content = left.pop(0)
            self.send_response(status)
            if after is not None:
                self.send_header("Retry-After", after)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("status", [429, 503])
def test_put_off_request_is_sent_again_whole(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("service.client.transport.time.sleep", waited.append)
    answers = [(status, "7", PROBLEM), (status, "soon", PROBLEM), (200, None, b"{}")]
    with answering(*answers) as (url, asked), Transport(url, "nb_x", timeout_s=20, n_retries=5) as transport:
        assert transport.json("POST", "/v1/reports", json={"text": "报告"}) == {}
    assert waited == [7, 2]
    assert len(set(asked)) == 1
    assert asked[0][0] == "Bearer nb_x"
    assert len(asked) == 3


def test_service_that_stays_busy_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.client.transport.time.sleep", lambda _: None)
    answers = [(503, "1", PROBLEM)] * 3
    with (
        answering(*answers) as (url, asked),
        Transport(url, None, timeout_s=20, n_retries=2) as transport,
        pytest.raises(ClientError) as caught,
    ):
        transport.json("POST", "/")
    assert (caught.value.code, caught.value.status, len(asked)) == ("service.busy", 503, 3)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((400, None, b"<html>no</html>"), "client.unexpected"),
        ((502, None, b"[]"), "client.unexpected"),
        ((200, None, b"<html>another service</html>"), "client.unexpected"),
        ((422, None, b'{"code": "document.empty", "detail": "x"}'), "document.empty"),
    ],
)
def test_answers_of_others_are_errors(answer: tuple[int, str | None, bytes], code: str) -> None:
    with (
        answering(answer) as (url, _),
        Transport(url, None, timeout_s=20, n_retries=2) as transport,
        pytest.raises(ClientError) as caught,
    ):
        transport.json("POST", "/")
    assert caught.value.code == code


@pytest.mark.parametrize(("url", "key"), [("http://[", None), ("http://127.0.0.1:9", "密钥")])
def test_address_or_key_that_is_none(url: str, key: str | None) -> None:
    with pytest.raises(ClientError):
        Transport(url, key, timeout_s=1, n_retries=0).json("POST", "/")
