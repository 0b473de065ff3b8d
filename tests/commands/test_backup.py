"""``nianbao backup`` and ``nianbao restore``."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.cli import app

runner = CliRunner()


def run(data: Path, *arguments: object) -> Result:
    return runner.invoke(app, [*map(str, arguments)], env={"NIANBAO_DATA": str(data), "COLUMNS": "200"})


def test_backup_comes_back_elsewhere(tmp_path: Path) -> None:
    run(tmp_path / "one", "keys", "make", "办公室")
    made = run(tmp_path / "one", "backup", tmp_path / "b.tar.gz")
    assert (made.exit_code, made.stdout) == (0, "")
    assert "原件 0 份" in made.stderr
    assert run(tmp_path / "two", "restore", tmp_path / "b.tar.gz").exit_code == 0
    assert "办公室" in run(tmp_path / "two", "keys", "list").stdout


def test_store_in_use_is_replaced_only_by_force(tmp_path: Path) -> None:
    for name in ("one", "two"):
        run(tmp_path / name, "keys", "make", f"科室{name}")
    run(tmp_path / "one", "backup", tmp_path / "b.tar.gz")
    refused = run(tmp_path / "two", "restore", tmp_path / "b.tar.gz")
    assert refused.exit_code == 2
    assert "store.not_empty" in refused.stderr
    assert "--force" in refused.stderr
    assert run(tmp_path / "two", "restore", tmp_path / "b.tar.gz", "--force").exit_code == 0
    listed = run(tmp_path / "two", "keys", "list").stdout
    assert "科室one" in listed
    assert "科室two" not in listed


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["restore", "{tmp}/text.txt"], "backup.broken"),
        (["restore", "{tmp}/none.tar.gz"], "none.tar.gz"),
        (["backup", "{tmp}/none/b.tar.gz"], "不能读写"),
    ],
)
def test_what_cannot_be_done_stops_with_2(tmp_path: Path, arguments: list[str], told: str) -> None:
    (tmp_path / "text.txt").write_text("报告", "utf-8")
    result = run(tmp_path / "data", *(each.format(tmp=tmp_path) for each in arguments))
    assert result.exit_code == 2
    assert told in result.stderr
