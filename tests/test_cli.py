"""The command line: readings to stdout, progress and errors to stderr."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app
from tests.hostile.packages import zip_of

EXAMPLES = Path(__file__).parents[1] / "examples"
REPORTS = sorted([*EXAMPLES.glob("*.docx"), *EXAMPLES.glob("[0-9]*.txt")])
runner = CliRunner()


def test_read_shows_facts_tables_and_findings() -> None:
    result = runner.invoke(app, ["read", str(REPORTS[0])])
    assert result.exit_code == 0, result.stderr
    for heading in ("叙述中的事实", "统计表", "核对结果"):
        assert heading in result.stdout


def test_read_json_is_the_reading() -> None:
    result = runner.invoke(app, ["read", "--json", str(REPORTS[0])])
    reading = json.loads(result.stdout)
    assert reading["document"]["name"] == REPORTS[0].name
    assert reading["summary"]["facts"] == len(reading["facts"])


def test_folder_gives_one_line_each_and_a_broken_file_spoils_none(tmp_path: Path) -> None:
    for path in REPORTS[:2]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "~$lock.docx").write_bytes(b"lock")
    result = runner.invoke(app, ["read", str(tmp_path)])
    lines = {entry["document"]["name"]: entry for entry in map(json.loads, result.stdout.splitlines())}
    assert set(lines) == {REPORTS[0].name, REPORTS[1].name, "broken.docx"}
    assert lines["broken.docx"]["error"]["code"] == "document.damaged"
    assert all("facts" in lines[path.name] for path in REPORTS[:2])
    assert result.exit_code == 1
    assert "未能读取 1 份" in result.stderr


def test_archive_gives_one_line_each(tmp_path: Path) -> None:
    path = tmp_path / "各单位.zip"
    path.write_bytes(zip_of({f"上报/{REPORTS[0].name}": REPORTS[0].read_bytes(), "空.txt": b"", "../说明.xlsx": b"-"}))
    result = runner.invoke(app, ["read", str(path)])
    lines = {entry["document"]["name"]: entry for entry in map(json.loads, result.stdout.splitlines())}
    assert set(lines) == {f"各单位.zip/上报/{REPORTS[0].name}", "各单位.zip/空.txt"}
    assert lines["各单位.zip/空.txt"]["error"]["code"] == "document.empty"
    assert "facts" in lines[f"各单位.zip/上报/{REPORTS[0].name}"]
    assert result.exit_code == 1


def test_archives_and_documents_with_their_ending_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(REPORTS[0].read_bytes())
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04")
    (tmp_path / "c.pdf").write_bytes(zip_of({"a.txt": b"-"}))
    result = runner.invoke(app, ["read", str(tmp_path)])
    first, *others = map(json.loads, result.stdout.splitlines())
    assert (first["document"]["name"], first["document"]["format"]) == ("a.zip", "docx")
    assert [entry["document"]["name"] for entry in others] == ["b.zip", "c.pdf"]
    assert [entry["error"]["code"] for entry in others] == ["document.damaged", "document.archive"]


def test_unreadable_file_is_one_line_on_stderr(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(b"")
    result = runner.invoke(app, ["read", str(path)])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "document.empty" in result.stderr


def test_missing_model_stops_with_that_message(tmp_path: Path) -> None:
    result = runner.invoke(app, ["read", str(REPORTS[0]), "--model", str(tmp_path)])
    assert result.exit_code == 2
    assert "model.missing" in result.stderr
    assert "没有找到已发布的模型" in result.stderr


def test_rules_are_listed_with_their_basis() -> None:
    lines = [json.loads(line) for line in runner.invoke(app, ["rules", "--json"]).stdout.splitlines()]
    assert {"form.requests_balance", "form.row_total", "form.outcomes_total"} <= {line["id"] for line in lines}
    assert all(line["basis"] and line["title"] for line in lines)


@pytest.mark.parametrize("command", [[], ["read"], ["check"], ["rollup"], ["serve"], ["rules"], ["version"]])
def test_every_command_has_help(command: list[str]) -> None:
    result = runner.invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.stdout


def test_wrong_setting_is_one_line_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_PORT", "many")
    result = runner.invoke(app, ["serve"])
    assert result.exit_code == 2
    assert "NIANBAO_PORT" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
