"""Who may do what: API keys with scopes, and how often."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Request

from service.api.deps import RunningDep
from service.api.strangers import refuse_strangers
from service.errors import KeyInvalid, KeyMissing, ScopeMissing, TooManyRequests
from service.store import keys
from service.store.keys import Key, Scope

ANONYMOUS = "anonymous"
_BEARER = "bearer "


class RateLimit:
    """A bucket for each caller: it holds a minute's requests and fills steadily (token bucket)."""

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, caller: str) -> float | None:
        """Take one request; None, or the seconds after which there will be one."""
        with self._lock:
            now = self._clock()
            level, since = self._buckets.get(caller, (float(self._per_minute), now))
            level = min(float(self._per_minute), level + (now - since) * self._per_minute / 60)
            if level < 1:
                self._buckets[caller] = (level, now)
                return (1 - level) * 60 / self._per_minute
            self._buckets[caller] = (level - 1, now)
            self._forget(now)
            return None

    def _forget(self, now: float) -> None:
        """Forget callers whose bucket is full again, now and then, so that strangers cannot fill the memory."""
        if len(self._buckets) > 10_000:
            self._buckets = {caller: b for caller, b in self._buckets.items() if now - b[1] < 60}


class Caller:
    """Who asks: the name of a key, or nobody in particular on a machine of one's own."""

    def __init__(self, key: Key | None) -> None:
        self.key = key

    @property
    def name(self) -> str:
        """As the audit log and verdicts name it."""
        return ANONYMOUS if self.key is None else self.key.name

    def may(self, scope: Scope) -> bool:
        """Whether the caller may do what asks for ``scope``; without keys everybody may everything."""
        return self.key is None or self.key.may(scope)


def requires(scope: Scope) -> Any:
    """A dependency: the caller, who must have a key with this scope where keys are required."""

    def caller(request: Request, state: RunningDep) -> Caller:
        given = _given(request)
        key = None if given is None else _key(state, given)
        who = key.id if key else f"address {request.client.host if request.client else ''}"
        wait = request.app.state.rate_limit.take(who)
        if wait is not None:
            raise TooManyRequests("请求过于频繁，请稍后再试。", retry_after=wait)
        if given is not None and key is None:
            raise KeyInvalid("密钥无效或已撤销。")
        if key is None and state.settings.keys_required:
            raise KeyMissing("请在 Authorization 头里提供密钥：Authorization: Bearer nb_…")
        if key is None and state.settings.keys == "auto":
            refuse_strangers(request, state.settings.host)
        found = Caller(key)
        request.state.caller = found.name  # for the log (service.api.tracing)
        if not found.may(scope):
            raise ScopeMissing(f"这个密钥没有“{scope}”权限。")
        return found

    return Depends(caller)


def _given(request: Request) -> str | None:
    header = request.headers.get("authorization", "")
    if header.lower().startswith(_BEARER):
        return header[len(_BEARER) :].strip()
    return request.headers.get("x-api-key")


def _key(state: RunningDep, secret: str) -> Key | None:
    with state.store.database.reading() as connection:
        key = keys.find(connection, secret)
    if key is not None and keys.is_stale(key):
        with state.store.database.writing() as connection:
            keys.used(connection, key)
    return key


Reading = Annotated[Caller, requires("read")]
Writing = Annotated[Caller, requires("write")]
Training = Annotated[Caller, requires("train")]
Administering = Annotated[Caller, requires("admin")]
