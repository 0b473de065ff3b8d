"""Made-up reports, and posting them."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

SITES = "{year}年，我局主动公开政府信息150条，其中网站90条、微信公众号60条。"
REQUESTS = "全年收到政府信息公开申请{n}件，较上年减少2件，均按期答复，答复率100%。"
TEXT = "{agency}{year}年政府信息公开工作年度报告\n一、总体情况\n" + SITES + "\n" + REQUESTS + "\n未收取任何费用。\n"


def text(agency: str = "云泽县教育局", year: int = 2023, n: int = 6, more: str = "") -> str:
    """A short report."""
    return TEXT.format(agency=agency, year=year, n=n) + more


def post(client: TestClient, content: str) -> dict[str, Any]:
    """The reading of a posted report."""
    answer = client.post("/v1/reports", json={"text": content})
    assert answer.status_code == 200, answer.text
    reading: dict[str, Any] = answer.json()
    return reading
