"""The application: routes, limits and errors put together; the model lives as long as it does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from service import __version__
from service.api import problems
from service.api.deps import Readiness
from service.api.limits import BodyLimit
from service.api.routes import health, reports
from service.settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service with ``settings`` (those of the environment where none are given)."""
    used = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with Readiness.of(used) as app.state.readiness:
            yield

    # The pages under /docs bring their scripts along: offices often have no internet.
    app = FastAPIOffline(
        title="Nianbao 年报",
        version=__version__,
        summary="读取政府信息公开工作年度报告：统计表、叙述中的事实，以及二者是否相符。",
        lifespan=lifespan,
        generate_unique_id_function=lambda route: f"{route.tags[0] if route.tags else 'api'}-{route.name}",
    )
    app.add_middleware(BodyLimit, max_bytes=used.max_upload_bytes)
    problems.install(app)
    app.include_router(health.router)
    app.include_router(reports.router)
    return app
