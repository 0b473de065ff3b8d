"""All rules by which reports are checked."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from service.api.access import Reading
from service.api.deps import RulesDep
from service.reconcile.engine import all_rules
from service.rule_list import RuleJson
from service.versions import rules_version

router = APIRouter(prefix="/v1/rules", tags=["rules"])


class Rules(BaseModel):
    """The rules with their version, which readings bear."""

    version: str
    rules: list[RuleJson]


@router.get("", summary="全部核对规则及其依据")
def list_rules(rules: RulesDep, _: Reading) -> Rules:
    """列出全部核对规则，包括自定规则；停用的规则 `active` 为 `false`。"""
    return Rules(version=rules_version(rules.files), rules=[RuleJson.of(info) for info in all_rules(rules)])
