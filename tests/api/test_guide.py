"""Every command of the guide in docs/api.md does what the guide says, in its order."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from models.registry import RELEASED, newest
from service.api.app import create_app
from service.settings import Settings
from service.store import workers

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs" / "api.md").read_text("utf-8")
URL = "http://testserver"
FIRST = newest(RELEASED)
SECOND = "facts-99.0"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    trained = tmp_path / "data" / "models"
    trained.mkdir(parents=True)
    (trained / SECOND).symlink_to(FIRST.folder)
    with TestClient(create_app(Settings(data=tmp_path / "data", jobs=False)), base_url=URL) as client:
        with client.app.state.running.store.database.writing() as connection:  # type: ignore[attr-defined]
            workers.seen(connection, "trainer", ["training"])
        yield client


def commands() -> list[str]:
    guide = PAGE.split("## A year with the service\n")[1].split("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", guide, flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def run(client: TestClient, command: str, known: dict[str, str]) -> Any:
    """What curl would be answered; its options as far as the guide uses them."""
    told = {"method": "GET", "headers": {}}
    for name, value in known.items():
        command = command.replace(f"${name}", value)
    words = iter(shlex.split(command))
    assert next(words) == "curl"
    for word in words:
        match word:
            case "-X":
                told["method"] = next(words)
            case "-o":
                next(words)
            case "-H":
                name, _, value = next(words).partition(": ")
                told["headers"] |= {name: value}  # type: ignore[operator]
            case "-d":
                told |= {"content": next(words).encode()}
            case "-F":
                field, _, path = next(words).partition("=@")
                told |= {"method": "POST", "files": {field: (Path(path).name, (REPOSITORY / path).read_bytes())}}
            case _:
                told["url"] = word
    return client.request(**told)  # type: ignore[arg-type]


def test_guide_works_from_beginning_to_end(client: TestClient) -> None:
    known = {"URL": URL}
    statuses = []
    for n, command in enumerate(commands()):
        answer = run(client, command, known)
        statuses.append((command, answer.status_code))
        if n == 0:
            reading = answer.json()
            key = reading["findings"][0]["key"]
            known |= {"REPORT": reading["id"], "FINDING": key, "MODEL": SECOND}
    assert len(statuses) > 10
    assert [(command, status) for command, status in statuses if status not in (200, 201, 202)] == []
