"""Is the service alive, and can it read?"""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from service import __version__
from service.api.deps import RunningDep
from service.api.problems import RESPONSES

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The service is alive."""

    status: str
    version: str


class Ready(BaseModel):
    """The service can read, with these versions."""

    status: str
    versions: dict[str, str]


@router.get("/healthz", summary="服务是否存活")
async def healthz() -> Health:
    """Answers as long as the process lives."""
    return Health(status="ok", version=__version__)


@router.get("/readyz", summary="服务能否读取报告", responses={503: RESPONSES[503]})
def readyz(state: RunningDep) -> Ready:
    """200 when the store can be used and a model is loaded; 503 with its code otherwise."""
    state.readiness.check(state.store)
    error = state.follow()
    if error is not None and state.active.label is None:
        raise error
    return Ready(status="ok", versions=state.active.reader().versions)
