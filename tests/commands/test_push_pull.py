"""``nianbao push`` and ``nianbao pull`` against a service that really listens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.client import Client
from service.settings import Settings
from tests.hostile.packages import zip_of
from tests.serving import listening, text

runner = CliRunner()


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with listening(Settings(data=tmp_path_factory.mktemp("data"))) as url:
        yield url


@pytest.fixture
def run(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_URL", url)


def nianbao(*arguments: object) -> Result:
    return runner.invoke(app, [*map(str, arguments)])


@pytest.mark.usefixtures("run")
def test_folder_is_pushed_and_waited_for(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(text("甲县民政局"), "utf-8")
    (tmp_path / "报送.zip").write_bytes(zip_of({"乙.txt": text("乙县民政局").encode(), "空.txt": b""}))
    result = nianbao("push", tmp_path, "--wait")
    told = {line["name"]: line for line in map(json.loads, result.stdout.splitlines())}
    assert result.exit_code == 1
    assert "读取 2 份，未能读取 1 份" in result.stderr
    assert set(told) == {"甲.txt", "乙.txt", "空.txt"}
    assert told["空.txt"]["code"] == "document.empty"
    assert told["甲.txt"]["report"]


def test_pushed_files_go_in_portions(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.commands.pushing._MOST_FILES", 2)
    for n in range(5):
        (tmp_path / f"{n}.txt").write_text(text("丁县民政局", n=n + 1), "utf-8")
    result = nianbao("push", tmp_path, "--url", url)
    assert result.exit_code == 0
    with Client(url) as client:
        jobs = [client.wait(job) for job in result.stdout.split()]
        assert [job.n_items for job in jobs] == [2, 2, 1]
        assert {job.state for job in jobs} == {"done"}


@pytest.fixture(scope="module")
def kept(url: str) -> None:
    with Client(url) as client:
        for year in (2021, 2022):
            client.read(text("戊县审计局", year))


@pytest.mark.usefixtures("run", "kept")
def test_readings_are_pulled_as_lines() -> None:
    result = nianbao("pull", "--agency", "戊县审计局")
    assert result.exit_code == 0
    assert [json.loads(line)["report"]["year"] for line in result.stdout.splitlines()] == [2022, 2021]
    assert len(nianbao("pull", "--agency", "戊县审计局", "--year", 2021).stdout.splitlines()) == 1


@pytest.mark.usefixtures("run", "kept")
@pytest.mark.parametrize(
    ("what", "name", "beginning"),
    [
        ("readings", "r.jsonl", b'{"schema"'),
        ("facts", "f.csv", b"report"),
        ("facts", "f.jsonl", b"{"),
        ("cells", "c.parquet", b"PAR1"),
        ("findings", "整改清单.xlsx", b"PK"),
    ],
)
def test_results_are_pulled_into_files(tmp_path: Path, what: str, name: str, beginning: bytes) -> None:
    result = nianbao("pull", what, "--agency", "戊县审计局", "--output", tmp_path / name)
    assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    assert (tmp_path / name).read_bytes().removeprefix("\ufeff".encode()).startswith(beginning)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["pull", "findings"], "--output"),
        (["pull", "facts", "--output", "f.xlsx"], ".csv、.jsonl、.parquet"),
        (["pull", "--url", "http://127.0.0.1:9"], "client.unreachable"),
        (["pull", "--output", "none/r.jsonl"], "不能写入"),
        (["push", "{empty}"], "没有可以读取的报告"),
        (["push", "{empty}/none.txt"], "none.txt"),
    ],
)
def test_what_cannot_be_done_stops_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = nianbao(*(each.format(empty=tmp_path) for each in arguments))
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_key_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    secret = runner.invoke(app, ["keys", "make", "办公室"], env={"NIANBAO_DATA": str(data)}).stdout.strip()
    with listening(Settings(data=data, keys="required")) as url:
        refused = nianbao("pull", "--url", url)
        assert refused.exit_code == 2
        assert "access.key_missing" in refused.stderr
        monkeypatch.setenv("NIANBAO_KEY", secret)
        assert nianbao("pull", "--url", url).exit_code == 0
