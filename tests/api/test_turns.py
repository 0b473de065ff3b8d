"""Reports take turns: order, limits, and those who go away while they wait."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import ContextVar
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import ClientDisconnect, Request

from service.api.turns import Turns
from service.errors import Busy, DamagedDocument

_PATIENCE_S = 30
_who: ContextVar[str] = ContextVar("who", default="nobody")


class Client:
    """One who waits for an answer until ``leave``."""

    def __init__(self) -> None:
        self._left = asyncio.Event()
        self.request = Request({"type": "http"}, self._receive)

    def leave(self) -> None:
        self._left.set()

    async def _receive(self) -> dict[str, Any]:
        await self._left.wait()
        return {"type": "http.disconnect"}


class Work:
    """Something that takes until it is let go."""

    def __init__(self, done: list[str], name: str) -> None:
        self._done, self._name = done, name
        self.began, self.may_end = threading.Event(), threading.Event()

    def __call__(self) -> str:
        self.began.set()
        assert self.may_end.wait(_PATIENCE_S)
        self._done.append(self._name)
        return self._name


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(_PATIENCE_S):
        while not condition():
            await asyncio.sleep(0.001)


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(test())


def test_those_who_wait_come_in_the_order_in_which_they_came() -> None:
    async def test() -> None:
        done: list[str] = []
        works = [Work(done, name) for name in "abcde"]
        with Turns(at_once=1, most=5) as turns:
            running = [asyncio.ensure_future(turns.run(work, Client().request)) for work in works]
            await until(works[0].began.is_set)
            assert not works[1].began.is_set()
            for work in reversed(works):
                work.may_end.set()
            assert await asyncio.gather(*running) == done == list("abcde")
            assert turns.n_within == 0

    run(test)


def test_whoever_finds_it_full_is_told_when_to_come_again() -> None:
    async def test() -> None:
        work = Work([], "a")
        with Turns(at_once=1, most=1) as turns:
            first = asyncio.ensure_future(turns.run(work, Client().request))
            await until(work.began.is_set)
            with pytest.raises(Busy) as refused:
                await turns.run(work, Client().request)
            assert refused.value.retry_after > 0
            work.may_end.set()
            assert await first == await turns.run(work, Client().request) == "a"

    run(test)


def test_whoever_goes_away_while_waiting_leaves_the_place_to_another() -> None:
    async def test() -> None:
        done: list[str] = []
        first, second, third = (Work(done, name) for name in "abc")
        second_client = Client()
        with Turns(at_once=1, most=2) as turns:
            running = asyncio.ensure_future(turns.run(first, Client().request))
            waiting = asyncio.ensure_future(turns.run(second, second_client.request))
            await until(first.began.is_set)
            second_client.leave()
            with pytest.raises(ClientDisconnect):
                await waiting
            for work in (first, second, third):
                work.may_end.set()
            assert await turns.run(third, Client().request) == "c"
            assert await running == "a"
        assert done == ["a", "c"]

    run(test)


def test_what_has_begun_is_finished_though_the_client_went_away() -> None:
    async def test() -> None:
        work, client = Work([], "a"), Client()
        with Turns(at_once=1, most=1) as turns:
            running = asyncio.ensure_future(turns.run(work, client.request))
            await until(work.began.is_set)
            client.leave()
            await asyncio.sleep(0.01)
            assert turns.n_within == 1
            work.may_end.set()
            assert await running == "a"
            await until(lambda: turns.n_within == 0)

    run(test)


def test_whoever_is_sent_away_by_the_end_of_the_service_leaves_the_place() -> None:
    async def test() -> None:
        first, second = Work([], "a"), Work([], "b")
        with Turns(at_once=1, most=2) as turns:
            running = asyncio.ensure_future(turns.run(first, Client().request))
            waiting = asyncio.ensure_future(turns.run(second, Client().request))
            await until(first.began.is_set)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            assert turns.n_within == 1
            first.may_end.set()
            assert await running == "a"
        assert not second.began.is_set()

    run(test)


def _fail() -> None:
    raise DamagedDocument("坏了。")


def test_errors_come_out_as_they_are_and_the_request_is_known_inside() -> None:
    async def test() -> None:
        _who.set("r-7")
        with Turns(at_once=1, most=1) as turns:
            with pytest.raises(DamagedDocument):
                await turns.run(_fail, Client().request)
            assert await turns.run(_who.get, Client().request) == "r-7"

    run(test)


@given(
    at_once=st.integers(1, 3),
    more=st.integers(0, 3),
    leaving=st.lists(st.booleans(), min_size=1, max_size=12),
)
def test_never_more_than_may(at_once: int, more: int, leaving: list[bool]) -> None:
    most = at_once + more
    lock, now, highest = threading.Lock(), 0, 0

    def work() -> None:
        nonlocal now, highest
        with lock:
            now += 1
            highest = max(highest, now)
        with lock:
            now -= 1

    async def attempt(turns: Turns, leaves: bool) -> type[BaseException] | None:
        client = Client()
        if leaves:
            client.leave()
        outcome: Awaitable[None] = turns.run(work, client.request)
        try:
            await outcome
        except (Busy, ClientDisconnect) as error:
            return type(error)
        return None

    async def test() -> None:
        with Turns(at_once=at_once, most=most) as turns:
            outcomes = await asyncio.gather(*(attempt(turns, leaves) for leaves in leaving))
            await until(lambda: turns.n_within == 0)
        assert highest <= at_once
        assert outcomes.count(Busy) <= max(0, len(leaving) - most)
        assert outcomes.count(ClientDisconnect) <= sum(leaving)

    run(test)
