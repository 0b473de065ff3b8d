"""``nianbao check``: one report, one beside last year's, and folders and archives of many."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from service.cli import app
from tests.hostile.packages import zip_of

from .reports import AGENCY, town

runner = CliRunner()
WRONG = {"requests": "8"}  # table three has 5


def check(*arguments: object) -> Result:
    return runner.invoke(app, ["check", *map(str, arguments)])


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def failing(entry: dict[str, Any]) -> set[str]:
    return {finding["rule"] for finding in entry["findings"] if finding["verdict"] == "fails"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("各单位")
    (path / "wrong.txt").write_text(town(2022, **WRONG), "utf-8")
    (path / "last.txt").write_text(town(2021), "utf-8")
    (path / "grown.txt").write_text(town(2022, added=",较上年增加2件"), "utf-8")
    return path


def test_one_report_shows_errors_first_with_figures_and_place(folder: Path) -> None:
    result = check(folder / "wrong.txt")
    assert result.exit_code == 1, result.stderr
    shown = "".join(result.stdout.split())
    assert shown.index("错误（") < shown.index("提醒（")
    for expected in ("narrative.request.received", "两数：8、5", "一、总体情况第3段", "本年新收政府信息公开申请数量"):
        assert expected in shown
    assert "last_year" not in result.stdout


def test_report_without_errors_exits_with_0(folder: Path) -> None:
    result = check(folder / "last.txt")
    assert result.exit_code == 0, result.stdout
    assert AGENCY in result.stdout


def test_last_years_report_decides_what_changed(folder: Path) -> None:
    alone = check(folder / "grown.txt", "--json")
    beside = check(folder / "grown.txt", "--last-year", folder / "last.txt", "--json")
    assert "years.change" not in failing(lines(alone)[0])
    entry = lines(beside)[0]
    assert "years.change" in failing(entry)
    assert entry["last_year"] == {"name": "last.txt", "id": entry["last_year"]["id"], "year": 2021}
    found = next(finding for finding in entry["findings"] if finding["rule"] == "years.change")
    assert (found["left"], found["right"]) == ("2", "0")
    assert (
        found["places"] == ["一、总体情况 第3段", "三、收到和处理政府信息公开申请情况 表三“总计”列"] or found["places"]
    )


@pytest.mark.parametrize(
    ("last", "warning"),
    [
        (town(2020), "不是上一年度的报告"),
        (town(2021, agency="望岫县雁洄镇人民代表大会"), "机关名称不同"),
    ],
)
def test_doubtful_last_year_is_told(folder: Path, tmp_path: Path, last: str, warning: str) -> None:
    path = tmp_path / "last.txt"
    path.write_text(last, "utf-8")
    result = check(folder / "grown.txt", "--last-year", path, "--json")
    assert warning in result.stderr


def test_json_tells_place_quote_and_suggestion(folder: Path) -> None:
    entry = lines(check(folder / "wrong.txt", "--json"))[0]
    assert entry["report"] == {"agency": AGENCY, "year": 2022, "edition": "V2"}
    assert entry["summary"]["error"] == 1
    found = entry["findings"][0]
    assert (found["rule"], found["group"]) == ("narrative.request.received", "error")
    assert found["places"]
    assert any("8件" in quote["text"] for quote in found["quotes"])
    assert all(finding["verdict"] != "holds" for finding in entry["findings"])


def test_all_lists_what_holds_too(folder: Path) -> None:
    entry = lines(check(folder / "last.txt", "--json", "--all"))[0]
    assert entry["summary"]["holds"] == sum(finding["verdict"] == "holds" for finding in entry["findings"]) > 0
    assert "相符" in check(folder / "last.txt", "--all").stdout


def test_folder_is_summed_up_by_body_and_years_find_each_other(tmp_path: Path) -> None:
    other = "望岫县松岭镇人民政府"
    (tmp_path / "a.txt").write_text(town(2022, added=",较上年增加2件"), "utf-8")
    (tmp_path / "b.txt").write_text(town(2021), "utf-8")
    (tmp_path / "c.txt").write_text(town(2022, agency=other, **WRONG), "utf-8")
    result = check(tmp_path)
    assert result.exit_code == 1
    assert "核对 3 份，未能读取 0 份" in result.stderr
    rows = [line.split() for line in result.stdout.splitlines() if "2021年" in line or "2022年" in line]
    assert [row[-1] for row in rows] == ["c.txt", "b.txt", "a.txt"]
    assert [row[-2] for row in rows] == ["—", "—", "有"]
    entries = {entry["document"]["name"]: entry for entry in lines(check(tmp_path, "--json"))}
    assert entries["a.txt"]["last_year"]["name"] == "b.txt"
    assert "years.change" in failing(entries["a.txt"])
    assert entries["b.txt"]["last_year"] is entries["c.txt"]["last_year"] is None


def test_archive_with_an_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "报送.zip"
    path.write_bytes(zip_of({"甲.txt": town(2021).encode(), "空.txt": b""}))
    result = check(path, "--json")
    assert result.exit_code == 1
    entries = {entry["document"]["name"]: entry for entry in lines(result)}
    assert entries["报送.zip/空.txt"]["error"]["code"] == "document.empty"
    assert entries["报送.zip/甲.txt"]["report"]["agency"] == AGENCY
    assert "未能读取 报送.zip/空.txt" in check(path).stderr


def test_list_is_written_and_comes_back_with_verdicts(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "清单.xlsx"
    assert check(folder / "wrong.txt", "--output", path).exit_code == 1
    book = load_workbook(path)
    sheet = book["清单"]
    header = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[header.index("程度")].value == "错误")
    row[header.index("核实结论")].value = "排除"
    row[header.index("说明")].value = "八件中三件不属政府信息公开申请"
    book.save(path)
    result = check(folder / "wrong.txt", "--verdicts", path)
    assert result.exit_code == 0, result.stdout
    assert "经核实排除（1）" in result.stdout
    assert "八件中三件不属政府信息公开申请" in "".join(result.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["{folder}", "--last-year", "{folder}/last.txt"], "--last-year 只用于核对一份报告"),
        (["{folder}/last.txt", "--output", "清单.pdf"], "findings.format"),
        (["{folder}/last.txt", "--verdicts", "{folder}/last.txt"], "verdicts.broken"),
        (["{folder}/last.txt", "--model", "{folder}"], "model.missing"),
        (["{empty}"], "没有可以读取的报告"),
        (["{empty}/none.txt"], "none.txt"),
    ],
)
def test_bad_input_stops_with_2(folder: Path, tmp_path: Path, arguments: list[str], told: str) -> None:
    result = check(*(argument.format(folder=folder, empty=tmp_path) for argument in arguments))
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


def test_output_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    result = check(folder / "last.txt", "--output", tmp_path / "none" / "清单.html")
    assert result.exit_code == 2
    assert "不能写入" in result.stderr
