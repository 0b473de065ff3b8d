"""The application: routes, limits and errors put together; the model lives as long as it does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from service import __version__
from service.api import openapi, problems
from service.api.access import RateLimit
from service.api.headers import SecurityHeaders
from service.api.limits import BodyLimit
from service.api.routes import (
    audit,
    batches,
    corrections,
    exports,
    findings,
    health,
    jobs,
    metrics,
    models,
    prometheus,
    reports,
    rereadings,
    rules,
    trainings,
)
from service.api.running import running
from service.api.tracing import Tracing
from service.api.turns import turns_of
from service.opening import limits_of
from service.reconcile.engine import load_rules
from service.settings import Settings

# Of a request that brings no file.
_MOST_WORDS = 1 << 20


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service with ``settings`` (of the environment where none are given); RuleError for broken rule files."""
    used = settings or Settings()
    rule_set = load_rules(used.rules)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with running(used, rule_set) as app.state.running, turns_of(used) as app.state.turns:
            yield

    # The pages under /docs bring their scripts along: offices often have no internet.
    app = FastAPIOffline(
        title="Nianbao 年报",
        version=__version__,
        summary="读取政府信息公开工作年度报告：统计表、叙述中的事实，以及二者是否相符。",
        lifespan=lifespan,
        redirect_slashes=False,  # a redirection would name whatever host the request names
        generate_unique_id_function=lambda route: f"{route.tags[0] if route.tags else 'api'}-{route.name}",
    )
    app.state.rate_limit = RateLimit(used.rate_per_minute)
    # What a file is, and so how large it may be, shows when it has come.
    most = limits_of(used).most_bytes
    files = {"/v1/reports": most, "/v1/trainings": most, "/v1/batches": used.max_batch_mb << 20}
    app.add_middleware(BodyLimit, max_bytes=_MOST_WORDS, larger=files)
    app.add_middleware(Tracing)
    app.add_middleware(SecurityHeaders)  # added last, so that it is the outermost
    problems.install(app)
    resources = (health, reports, findings, corrections, batches, jobs, rereadings, exports, rules, metrics)
    for resource in (*resources, models, trainings, audit, prometheus):
        app.include_router(resource.router)
    openapi.describe(app, keys_required=used.keys_required)
    return app
