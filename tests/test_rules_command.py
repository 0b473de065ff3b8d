"""nianbao rules: the list, own files from the settings, and the check of a file."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app
from service.settings import Settings

EXAMPLE = Path(__file__).parents[1] / "examples"
OVERRIDE = '[override]\n"form.row_total" = "off"\n'
BROKEN = '[override]\n"form.no_such" = "off"\n"form.row_total" = "fatal"\n[[rule]]\nid = 3\n'
runner = CliRunner()


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.toml"
    path.write_text(OVERRIDE, "utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.toml"
    path.write_text(BROKEN, "utf-8")
    return path


def test_list_tells_what_own_files_change(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_RULES", str(good))
    lines = [json.loads(line) for line in runner.invoke(app, ["rules", "--json"]).stdout.splitlines()]
    assert [line["id"] for line in lines if not line["active"]] == ["form.row_total"]
    assert all(line["source"] and line["origin"] == "builtin" for line in lines)
    assert "off" in runner.invoke(app, ["rules"]).stdout


def test_check_of_a_good_file(good: Path) -> None:
    result = runner.invoke(app, ["rules", "--check", str(good)])
    assert (result.exit_code, result.stderr) == (0, "")
    assert "没有错误" in result.stdout


def test_check_tells_every_error_on_a_line(good: Path, broken: Path) -> None:
    result = runner.invoke(app, ["rules", "--check", str(good), str(broken)])
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert all(line.startswith(f"{broken}第") for line in lines)
    assert any("override.form.row_total应为" in line for line in lines)
    assert any("缺少title" in line for line in lines)


@pytest.mark.parametrize("arguments", [["rules", "--check"], ["rules", "house.toml"]])
def test_files_and_check_belong_together(arguments: list[str]) -> None:
    result = runner.invoke(app, arguments)
    assert result.exit_code == 2
    assert "--check" in result.stderr


@pytest.mark.parametrize("command", [["rules"], ["serve"], ["read", str(next(EXAMPLE.glob("*.docx")))]])
def test_command_stops_on_a_broken_file(command: list[str], broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_RULES", str(broken))
    result = runner.invoke(app, command)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "rules.broken" in result.stderr
    assert f"{broken}第" in result.stderr


def test_setting_names_several_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_RULES", os.pathsep.join(["a.toml", "", "rules"]))
    assert Settings().rules == (Path("a.toml"), Path("rules"))
    monkeypatch.delenv("NIANBAO_RULES")
    assert Settings().rules == ()
