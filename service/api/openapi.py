"""The description of the API for machines, completed by what holds for every route: keys, limits, problems."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from service.api.problems import MEDIA_TYPE, RESPONSES

_PROBLEM: dict[str, Any] = {"schema": {"$ref": "#/components/schemas/ProblemBody"}}
_ALWAYS = (401, 403, 422, 429, 503)
_WITH_BODY = (400, 413)
_SCHEMES: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "Authorization: Bearer nb_…"},
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
}
# FastAPI's own shape of errors, which no route answers with.
_FOREIGN = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI, *, keys_required: bool) -> None:
    """Let ``app`` describe itself completely; to be called once all routes are there."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        fresh = app.openapi_schema is None
        schema: dict[str, Any] = plain()
        if fresh:
            _complete(schema, keys_required=keys_required)
        return schema

    app.openapi = described  # type: ignore[method-assign]


def _complete(schema: dict[str, Any], *, keys_required: bool) -> None:
    components = schema.setdefault("components", {})
    components["securitySchemes"] = _SCHEMES
    for name in _FOREIGN:
        components.get("schemas", {}).pop(name, None)
    security: list[dict[str, list[str]]] = [{name: []} for name in _SCHEMES]
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            if path.startswith("/v1/"):
                operation["security"] = security if keys_required else [{}, *security]
                _add_problems(operation)
            for status, response in operation["responses"].items():
                if status.isdigit() and int(status) >= 400:
                    response["content"] = {MEDIA_TYPE: _PROBLEM}


def _add_problems(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    for status in (*_ALWAYS, *(_WITH_BODY if "requestBody" in operation else ())):
        responses[str(status)] = {"description": RESPONSES[status]["description"]}
