"""``nianbao keys``: the secret stands on stdout, once; what it opens, and that it opens nothing any more."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.store import audit, keys
from service.store.store import open_store

runner = CliRunner()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def run(*arguments: str) -> Result:
    return runner.invoke(app, ["keys", *arguments], env={"COLUMNS": "200"})


def test_secret_is_all_of_stdout_and_opens_what_was_asked(folder: Path) -> None:
    result = run("make", "办公室", "--scope", "write", "--scope", "train")
    secret = result.stdout.strip()
    assert (result.exit_code, result.stdout.count("\n")) == (0, 1)
    assert secret not in result.stderr
    place = f"sqlite:///{folder / 'nianbao.db'}", str(folder / "originals")
    with open_store(*place) as store, store.database.reading() as connection:
        key = keys.find(connection, secret)
        [entry] = audit.entries(connection)
    assert key is not None
    assert (key.name, key.scopes) == ("办公室", {"write", "train"})
    assert (entry.who, entry.action, entry.subject) == ("nianbao keys", "key.make", key.id)


def test_list_names_keys_and_shows_no_secret() -> None:
    secret = run("make", "办公室").stdout.strip()
    listed = run("list").stdout
    assert "办公室" in listed
    assert "有效" in listed
    assert secret.split("_", 2)[2] not in listed


def test_revoked_key_is_told_as_such_and_cannot_be_revoked_again() -> None:
    key_id = run("make", "办公室").stdout.split("_")[1]
    assert run("revoke", key_id).exit_code == 0
    assert "已撤销" in run("list").stdout
    again = run("revoke", key_id)
    assert (again.exit_code, again.stdout) == (2, "")


@pytest.mark.parametrize(
    "arguments", [["make", "a", "--scope", "all"], ["make", " "], ["make", "a\nb"], ["make", "x" * 101]]
)
def test_key_that_cannot_be_is_refused(arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_store_that_cannot_be_used_stops_with_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_DATABASE_URL", "mysql://host/base")
    result = run("list")
    assert result.exit_code == 2
    assert "store.unusable" in result.stderr
