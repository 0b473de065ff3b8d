"""More than a service takes: what it refuses, how it says so, and whether it is itself again afterwards."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.service.bodies import bodies, body
from benchmarks.service.load import Load, post, post_all
from benchmarks.service.process import command

_MAX_WAITING = 4
_PATIENCE_S = 120
_REFUSALS = (429, 503)


@dataclass(frozen=True, slots=True)
class Overload:
    """``recovered_s`` is how long after the rush the next report was read; None where it was not."""

    rush: Load
    recovered_s: float | None

    @property
    def is_sound(self) -> bool:
        """Whether both limits refused, every refusal said when to come again, and nothing else went wrong."""
        refused = [answer for answer in self.rush.answers if answer.status != 200]
        return (
            set(self.rush.statuses) == {200, *_REFUSALS}
            and all(answer.retry_after_s for answer in refused)
            and self.recovered_s is not None
        )


def overload(folder: Path, settings: Mapping[str, str], *, n_clients: int, first: int) -> Overload:
    """Some clients rush at a service that takes few reports at once, and half of what they send in a minute."""
    n_rush = 5 * n_clients
    small = {"NIANBAO_MAX_WAITING": str(_MAX_WAITING), "NIANBAO_RATE_PER_MINUTE": str(n_rush // 2)}
    with command(folder / "overload.log", "serve", "--port", "0", settings={**settings, **small}) as server:
        url = server.address()
        rush = post_all(url, list(bodies("text", n_rush, first=first)), n_clients=n_clients)
        server.check()
        return Overload(rush, _recovered_s(url, first + n_rush))


def _recovered_s(url: str, number: int) -> float | None:
    """A client that comes again when it is told to."""
    began = time.monotonic()
    with httpx.Client(base_url=url, timeout=_PATIENCE_S) as http:
        while time.monotonic() - began < _PATIENCE_S:
            answer = post(http, body("text", number))
            if answer.status == 200:
                return time.monotonic() - began
            time.sleep(answer.retry_after_s or 1)
    return None
