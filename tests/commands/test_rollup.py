"""``nianbao rollup``: a parent beside its children at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.cli import app

from .reports import town

runner = CliRunner()
NEW = "requests.new@total"


def rollup(*arguments: object) -> Result:
    return runner.invoke(app, ["rollup", *map(str, arguments)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rollup")
    (path / "children").mkdir()
    (path / "county.txt").write_text(town(2021, agency="望岫县人民政府"), "utf-8")
    (path / "office.txt").write_text(town(2021, agency="望岫县人民政府办公室"), "utf-8")
    (path / "children" / "town.txt").write_text(town(2021), "utf-8")
    (path / "children" / "tax.txt").write_text(town(2021, agency="国家税务总局望岫县税务局"), "utf-8")
    (path / "children" / "old.txt").write_text(town(2020, agency="望岫县松岭镇人民政府"), "utf-8")
    (path / "children" / "empty.txt").write_bytes(b"")
    return path


def test_equal_tables_are_told_and_what_is_left_out(folder: Path) -> None:
    result = rollup(folder / "county.txt", folder / "children")
    assert result.exit_code == 0, result.stderr
    shown = "".join(result.stdout.split())
    assert "不等0格" in shown
    for reason in ("垂直领导", "是2020年的报告", "未能读取"):
        assert reason in shown


def test_difference_is_told_with_both_figures(folder: Path) -> None:
    result = rollup(folder / "county.txt", folder / "children", "--own", folder / "office.txt", "--json")
    assert result.exit_code == 0, result.stderr
    value = json.loads(result.stdout)
    assert value["parent"] == {"name": "county.txt", "agency": "望岫县人民政府", "year": 2021}
    assert [one["name"] for one in value["included"]] == ["office.txt", "town.txt"]
    assert {one["name"] for one in value["left_out"]} == {"tax.txt", "old.txt", "empty.txt"}
    cells = {cell["cell"]: cell for cell in value["cells"]}
    assert cells[NEW] == {
        "cell": NEW,
        "title": "表三 本年新收政府信息公开申请数量·总计",
        "parent": "5",
        "sum": "10",
        "difference": "-5",
        "differs": True,
        "missing": [],
    }
    assert not any(cell.startswith("proactive.regulations") for cell in cells)
    assert any("没有公布年度报告" in note for note in value["notes"])


def test_all_cells(folder: Path) -> None:
    value = json.loads(rollup(folder / "county.txt", folder / "children", "--json", "--all").stdout)
    assert len(value["cells"]) == value["n_cells"] > 100


def test_parent_without_tables_is_bad_input(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("关于报送材料的函\n请查收。\n", "utf-8")
    result = rollup(path, folder / "children")
    assert result.exit_code == 2
    assert "没有2019年以后格式的统计表" in result.stderr
    assert result.stdout == ""
