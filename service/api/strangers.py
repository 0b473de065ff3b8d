"""Requests without a key that the owner of this machine did not make: of web pages in a browser, or through a proxy.

A service that listens on its own machine alone asks for no key, so that whoever sits at it can work. But a page in the
browser there can send it requests too, from any site, and a proxy hands it those of everybody.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import Request

from service.errors import AccessError

_OF_OTHER_SITES = ("cross-site", "same-site")


def refuse_strangers(request: Request, host: str) -> None:
    """AccessError for a request that came from another site's page, or that asks for another machine than this one.

    ``host`` is the address that the service listens on. A page that has its own name point to this machine (DNS
    rebinding) shows in ``Host``, and so does a proxy that is known under a name.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    asked = request.headers.get("host", "")
    if site in _OF_OTHER_SITES or (origin is not None and urlsplit(origin).netloc.lower() != asked.lower()):
        raise AccessError("不接受其他网站的页面发来的请求。")
    if not _is_near(asked, host):
        raise AccessError(
            f"请求的是“{asked}”，不是本机。经代理对外开放时，请设置 NIANBAO_KEYS=required 并建立密钥；"
            "确实不需要密钥时，设置 NIANBAO_KEYS=optional。"
        )


def _is_near(asked: str, host: str) -> bool:
    """Whether a ``Host`` is an address or a name without a dot, which nobody on the internet has."""
    try:
        name = urlsplit(f"//{asked}").hostname or ""
    except ValueError:
        return False
    return _is_address(name) or name == host or "." not in name.removesuffix(".localhost")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
