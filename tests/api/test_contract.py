"""The API describes itself whole: every operation with its examples, its keys and its problems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from service.settings import Settings
from service.store import keys


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    used = Settings(data=tmp_path_factory.mktemp("kept"), keys="required", jobs=False)
    with TestClient(create_app(used)) as client:
        with client.app.state.running.store.database.writing() as connection:  # type: ignore[attr-defined]
            client.headers["Authorization"] = f"Bearer {keys.make(connection, '管理员', ['admin'])[1]}"
        yield client


def test_every_operation_is_described_with_its_problems(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    assert set(schema["components"]["securitySchemes"]) == {"bearer", "key"}
    assert "HTTPValidationError" not in schema["components"]["schemas"]
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], (method, path)
            problems = {status: told for status, told in operation["responses"].items() if status >= "400"}
            assert all(set(told["content"]) == {"application/problem+json"} for told in problems.values())
            if path.startswith("/v1/"):
                assert operation["security"] == [{"bearer": []}, {"key": []}]
                assert {"401", "403", "422", "429", "503"} <= set(problems), (method, path)
            if "requestBody" in operation:
                assert {"400", "413"} <= set(problems), (method, path)
                assert all("example" in told for told in _bodies(schema, operation)), (method, path)


def test_keys_need_not_be_given_where_they_are_not_required() -> None:
    operation = create_app(Settings(keys="optional")).openapi()["paths"]["/v1/reports"]["get"]
    assert operation["security"] == [{}, {"bearer": []}, {"key": []}]


def test_requests_with_a_method_that_is_none_are_told_those_that_are(client: TestClient) -> None:
    answer = client.put("/v1/reports")
    assert (answer.status_code, answer.json()["code"]) == (405, "request.method_not_allowed")
    assert answer.headers["Allow"]


def _bodies(schema: dict[str, Any], operation: dict[str, Any]) -> list[str]:
    """The shapes of an operation's JSON, those they name included."""
    told = str(operation["requestBody"]["content"].get("application/json", "example"))
    shapes = schema["components"]["schemas"]
    return [told + "".join(str(shape) for name, shape in shapes.items() if f"/{name}'" in told)]
