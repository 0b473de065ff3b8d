"""GET /v1/rules: every rule with its basis; a broken rule file stops the start."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from service.errors import RuleError
from service.reconcile.engine import all_rules
from service.settings import Settings
from service.versions import rules_version

OVERRIDE = '[override]\n"form.row_total" = "off"\n"form.outcomes_total" = "warning"\n'


def test_every_rule_is_listed_even_without_a_model(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(model=tmp_path, data=tmp_path))) as client:
        answer = client.get("/v1/rules")
    assert answer.status_code == 200
    assert answer.json()["version"] == rules_version()
    rules = answer.json()["rules"]
    assert [rule["id"] for rule in rules] == [info.id for info in all_rules()]
    fields = {"id", "title", "severity", "editions", "basis", "source", "origin", "active"}
    assert all(set(rule) == fields and rule["title"] and rule["basis"] for rule in rules)
    assert next(rule for rule in rules if rule["id"] == "form.requests_balance")["source"] == "form"


def test_own_files_show_in_list_and_version(tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    path.write_text(OVERRIDE, "utf-8")
    with TestClient(create_app(Settings(rules=(path,), data=tmp_path))) as client:
        listed = client.get("/v1/rules").json()
        versions = client.get("/readyz").json()["versions"]
    rules = {rule["id"]: rule for rule in listed["rules"]}
    assert not rules["form.row_total"]["active"]
    assert rules["form.outcomes_total"]["severity"] == "warning"
    assert listed["version"] == versions["rules"] != rules_version()


def test_service_does_not_start_with_a_broken_file(tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    path.write_text('[override]\n"form.no_such" = "off"\n', "utf-8")
    with pytest.raises(RuleError, match=r"house\.toml第2行.*form\.no_such") as caught:
        create_app(Settings(rules=(path,), data=tmp_path))
    assert caught.value.code == "rules.broken"
