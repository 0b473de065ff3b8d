"""Without keys, a service for its own machine answers whoever sits there, and no web page and nobody behind a proxy."""

from __future__ import annotations

import pytest
from fastapi import Request

from service.api.strangers import refuse_strangers
from service.errors import AccessError


def _request(**headers: str) -> Request:
    plain = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "headers": plain})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "127.0.0.1:8000"},
        {"host": "localhost:8000"},
        {"host": "nianbao.localhost"},
        {"host": "[::1]:8000"},
        {"host": "192.168.1.7:8000"},
        {"host": "office-pc"},
        {"host": "reading.county.example:8000"},
        {"host": "localhost:8000", "origin": "http://localhost:8000", "sec_fetch_site": "same-origin"},
        {"host": "localhost", "sec_fetch_site": "none"},
    ],
)
def test_those_who_sit_here_are_answered(headers: dict[str, str]) -> None:
    refuse_strangers(_request(**headers), "reading.county.example")


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"host": "localhost:8000", "origin": "https://evil.example"}, "其他网站"),
        ({"host": "localhost:8000", "origin": "http://localhost:3000"}, "其他网站"),
        ({"host": "localhost:8000", "origin": "null"}, "其他网站"),
        ({"host": "localhost:8000", "sec_fetch_site": "cross-site"}, "其他网站"),
        ({"host": "localhost:8000", "sec_fetch_site": "same-site"}, "其他网站"),
        ({"host": "evil.example:8000"}, "NIANBAO_KEYS"),
        ({"host": "127.0.0.1.evil.example"}, "NIANBAO_KEYS"),
        ({"host": "evil.example", "origin": "http://evil.example", "sec_fetch_site": "same-origin"}, "NIANBAO_KEYS"),
        ({"host": "[::1"}, "NIANBAO_KEYS"),
    ],
)
def test_pages_of_other_sites_and_names_of_other_machines_are_refused(headers: dict[str, str], words: str) -> None:
    with pytest.raises(AccessError, match=words):
        refuse_strangers(_request(**headers), "127.0.0.1")
