"""Is the service alive, and can it read?"""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from service import __version__
from service.api.deps import ReadinessDep
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
async def readyz(state: ReadinessDep) -> Ready:
    """200 when a model is loaded; 503 with its code (``model.missing``, ``model.damaged``) otherwise."""
    if state.reader is None:
        raise state.error or RuntimeError("the service was not started")
    return Ready(status="ok", versions=state.reader.versions)
