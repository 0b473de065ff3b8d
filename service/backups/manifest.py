"""What a backup says of itself, at its beginning: whether it is whole can be told by that alone."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

NAME = "manifest.json"
TABLES, ORIGINALS, MODELS = "tables", "originals", "models"
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def _inside(path: str) -> str:
    """A path of a model's file: below its folder, and of plain names."""
    parts = PurePosixPath(path).parts
    if len(parts) < 2 or any(part in ("..", "/") or part.startswith(".") or "\\" in part for part in parts):
        raise ValueError("no path inside a folder of models")
    return path


ModelPath = Annotated[str, AfterValidator(_inside)]


class Manifest(BaseModel):
    """The parts of a backup with their hashes (SHA-256).

    ``revision`` is the schema of the tables; ``originals`` are named by their hashes, ``missing`` those among them that
    the store itself did not have any more.
    """

    model_config = ConfigDict(frozen=True)

    format: Literal[1] = 1
    service: str
    revision: str
    created_at: datetime
    tables: dict[str, Sha256]
    originals: list[Sha256]
    missing: list[Sha256]
    models: dict[ModelPath, Sha256]

    def members(self) -> dict[str, str]:
        """The path of every part in the archive, in order, and its hash."""
        tables = {f"{TABLES}/{name}.jsonl": sha256 for name, sha256 in self.tables.items()}
        originals = {f"{ORIGINALS}/{sha256}": sha256 for sha256 in self.originals}
        return tables | originals | {f"{MODELS}/{path}": sha256 for path, sha256 in self.models.items()}
