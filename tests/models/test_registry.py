"""Released models are found by name and version, and checked before use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.registry import (
    DamagedModel,
    NoReleasedModel,
    ReleasedModel,
    file_hash,
    newest,
    next_version,
    released_models,
    renumber,
)

FILES = ("config.json", "alphabet.txt", "reader.onnx", "joiner.onnx")


def release(folder: Path, name: str) -> Path:
    path = folder / name
    path.mkdir()
    for file in FILES:
        (path / file).write_bytes(f"{name} {file}".encode())
    card = {"files": {file: file_hash(path / file) for file in FILES}}
    (path / "card.json").write_text(json.dumps(card), "utf-8")
    return path


def test_versions_are_compared_as_numbers(tmp_path: Path) -> None:
    for name in ("fact-reader-1.10", "fact-reader-1.9", "fact-reader-0.11.2", "other-1.2"):
        release(tmp_path, name)
    (tmp_path / "notes-1.txt").write_text("no release", "utf-8")
    (tmp_path / "Drafts").mkdir()
    assert [model.label for model in released_models(tmp_path)] == [
        "fact-reader-0.11.2",
        "other-1.2",
        "fact-reader-1.9",
        "fact-reader-1.10",
    ]
    assert newest(tmp_path).version == (1, 10)


def test_version_stands_in_the_card_where_the_name_of_the_folder_tells_none(tmp_path: Path) -> None:
    folder = release(tmp_path, "current")
    assert ReleasedModel(folder).version == ()
    (folder / "card.json").write_text('{"version": "0.3.1"}', "utf-8")
    assert ReleasedModel(folder).version == (0, 3, 1)


@pytest.mark.parametrize(
    ("base", "others", "expected"),
    [
        ("facts-0.3.0", [], "0.3.0.1"),
        ("facts-0.3.0", ["facts-0.3.0.1", "facts-0.3.0.4", "facts-0.3.1", "facts-0.4.0.7"], "0.3.0.5"),
        ("facts-0.3.0.2", [], "0.3.0.3"),
        ("facts-1.0", ["facts-1.0.1"], "1.0.0.1"),
        ("current", [], "0.0.0.1"),
    ],
)
def test_what_is_trained_on_a_release_has_a_fourth_number(
    tmp_path: Path, base: str, others: list[str], expected: str
) -> None:
    models = [ReleasedModel(release(tmp_path, name)) for name in others]
    assert next_version(ReleasedModel(release(tmp_path, base)), models) == expected


def test_renumbered_release_is_whole(tmp_path: Path) -> None:
    model = renumber(ReleasedModel(release(tmp_path, "fact-reader-1.01")), "2.0")
    assert (model.label, model.card["version"]) == ("fact-reader-2.0", "2.0")
    model.verify()
    assert released_models(tmp_path) == [model]


def test_newest_of_a_release_is_that_release(tmp_path: Path) -> None:
    folder = release(tmp_path, "fact-reader-1.0")
    assert newest(folder) == ReleasedModel(folder)


@pytest.mark.parametrize("name", ["", "missing"])
def test_where_no_release_is_there_is_no_newest(tmp_path: Path, name: str) -> None:
    assert released_models(tmp_path / name) == []
    with pytest.raises(NoReleasedModel, match="no released model"):
        newest(tmp_path / name)


def test_a_whole_release_verifies(tmp_path: Path) -> None:
    ReleasedModel(release(tmp_path, "fact-reader-1.0")).verify()


@pytest.mark.parametrize("file", FILES)
def test_a_release_without_a_file_is_damaged(tmp_path: Path, file: str) -> None:
    folder = release(tmp_path, "fact-reader-1.0")
    (folder / file).unlink()
    with pytest.raises(DamagedModel, match=f"{file} is missing"):
        ReleasedModel(folder).verify()


@pytest.mark.parametrize("file", FILES)
def test_a_release_with_another_file_than_its_card_says_is_damaged(tmp_path: Path, file: str) -> None:
    folder = release(tmp_path, "fact-reader-1.0")
    (folder / file).write_bytes(b"something else")
    with pytest.raises(DamagedModel, match=file):
        ReleasedModel(folder).load()


@pytest.mark.parametrize("card", [None, "", "{", "\xff"])
def test_a_release_whose_card_cannot_be_read_is_damaged(tmp_path: Path, card: str | None) -> None:
    folder = release(tmp_path, "fact-reader-1.0")
    (folder / "card.json").unlink()
    if card is not None:
        (folder / "card.json").write_bytes(card.encode("latin-1"))
    with pytest.raises(DamagedModel, match="card"):
        ReleasedModel(folder).verify()
