"""What the API does is what its description says, whatever it is asked: no 500, no undeclared answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from service.api.app import create_app
from service.settings import Settings
from service.store import keys

from .texts import post, text

schemathesis = pytest.importorskip("schemathesis")
N_EXAMPLES = 12


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    used = Settings(data=tmp_path_factory.mktemp("kept"), keys="required", rate_per_minute=1_000_000, jobs=False)
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


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_no_answer_is_undeclared(client: TestClient) -> None:
    from schemathesis import checks
    from schemathesis.specs.openapi import checks as openapi_checks

    reading = post(client, text())
    known = {"id": reading["id"], "fact_id": "f1", "key": reading["findings"][0]["key"]}
    chosen = [
        checks.not_a_server_error,
        openapi_checks.status_code_conformance,
        openapi_checks.content_type_conformance,
        openapi_checks.response_headers_conformance,
        openapi_checks.response_schema_conformance,
    ]
    schema = schemathesis.openapi.from_asgi("/openapi.json", client.app)
    headers = {"Authorization": client.headers["Authorization"]}
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path.endswith(("/docs", "/redoc")):
            continue

        @settings(
            max_examples=N_EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), there=st.booleans())
        def ask(case: Any, there: bool) -> None:
            if there and case.method != "DELETE":
                for name in set(known) & set(case.path_parameters or {}):
                    case.path_parameters[name] = known[name]
            if case.path.endswith("/trainings") or case.path.endswith(".parquet"):
                answer = case.call(headers=headers)  # 501 is declared, and no defect
                assert answer.status_code != 500
                return
            case.call_and_validate(headers=headers, checks=chosen)

        ask()
