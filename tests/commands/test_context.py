"""Commands whose extra is not installed say which."""

from __future__ import annotations

import sys

import pytest
from typer.testing import CliRunner

from service.cli import app


@pytest.mark.parametrize(
    ("module", "missing", "command", "extra"),
    [
        ("service.commands.pushing", "httpx", ["push", __file__], "client"),
        ("service.commands.pulling", "httpx", ["pull"], "client"),
        ("service.commands.serving", "uvicorn", ["serve"], "serve"),
        ("service.commands.working", "prometheus_client", ["worker"], "serve"),
    ],
)
def test_extra_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, module: str, missing: str, command: list[str], extra: str
) -> None:
    for name in [name for name in sys.modules if name.startswith(("service.client", "service.commands.remote"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, missing, None)  # type: ignore[arg-type]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 2
    assert f"nianbao[{extra}]" in result.stderr
