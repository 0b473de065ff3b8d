"""Everything that can be set from outside, in one place, checked at the start.

Each setting is an environment variable with the prefix ``NIANBAO_`` (``docs/settings.md``).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from models.registry import RELEASED

_MOST_AT_ONCE = 4


class Settings(BaseSettings):
    """The settings of a service or a command."""

    model_config = SettingsConfigDict(env_prefix="NIANBAO_", extra="ignore")

    host: str = Field("127.0.0.1", description="Address that the service listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port that the service listens on; 0 takes any free one.")
    model: Path = Field(RELEASED, description="Folder of a released model, or of several (the newest is taken).")
    rules: Annotated[tuple[Path, ...], NoDecode] = Field(
        (), description="Files of own rules, and folders of such files, separated as in PATH."
    )
    model_threads: int = Field(1, ge=1, le=64, description="Threads that one reading may use in the network.")
    max_upload_mb: int = Field(20, ge=1, le=1024, description="Largest file that is read, in MiB.")
    max_pages: int = Field(300, ge=1, le=300, description="Most pages of a document.")
    max_cells: int = Field(20_000, ge=1, description="Most cells in the tables of a document.")
    max_characters: int = Field(200_000, ge=1, description="Most characters of a document.")
    read_timeout_s: float = Field(120.0, gt=0, le=3600, description="Longest time to read one file, in seconds.")
    read_memory_mb: int = Field(
        1024, ge=64, description="Memory to read one file, beyond what readers take by themselves."
    )
    read_workers: int = Field(2, ge=1, le=64, description="Processes that read files at the same time.")

    data: Path = Field(Path("nianbao-data"), description="Folder of what the service keeps.")
    database_url: str | None = Field(
        None, description="Database of the store: sqlite:///file or postgresql://…; none is a file in the data folder."
    )
    originals: str | None = Field(
        None, description="Where the files as they came are kept: a folder or s3://…; none is one in the data folder."
    )
    jobs: bool = Field(True, description="Whether the service does jobs itself, or leaves them to workers beside it.")
    lease_s: float = Field(30.0, ge=1, le=120, description="After how many seconds a dead worker's job is taken over.")
    keys: Literal["auto", "required", "optional"] = Field(
        "auto", description="Whether requests need a key; auto: unless the service listens on this machine alone."
    )
    rate_per_minute: int = Field(600, ge=1, description="Most requests of one key, or one address, in a minute.")
    readings: int | None = Field(
        None, ge=1, le=64, description="Reports that are read at the same time; none: one a core, at most four."
    )
    max_waiting: int = Field(32, ge=1, description="Most reports that are read or wait for it in one process.")
    max_batch_files: int = Field(2000, ge=1, description="Most files of a batch.")
    max_batch_mb: int = Field(1024, ge=1, description="Largest body of a batch, in MiB.")

    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="What is logged at least.")

    url: str = Field("http://127.0.0.1:8000", description="The service that nianbao push and nianbao pull speak to.")
    key: SecretStr | None = Field(None, description="The key that they show there.")

    @field_validator("rules", mode="before")
    @classmethod
    def _paths(cls, given: Any) -> Any:
        """The paths of one text, as PATH has them: joined by ``:``, on Windows by ``;``."""
        return tuple(part for part in given.split(os.pathsep) if part.strip()) if isinstance(given, str) else given

    @property
    def database(self) -> str:
        """The URL of the database."""
        return self.database_url or f"sqlite:///{self.data.absolute() / 'nianbao.db'}"

    @property
    def originals_place(self) -> str:
        """Folder or URL of the files as they came."""
        return self.originals or str(self.data.absolute() / "originals")

    @property
    def trained_models(self) -> Path:
        """The folder into which trainings put new models."""
        return self.data.absolute() / "models"

    @property
    def keys_required(self) -> bool:
        """Whether a request without a key is refused."""
        if self.keys == "auto":
            return self.host not in ("localhost", "::1") and not self.host.startswith("127.")
        return self.keys == "required"

    @property
    def at_once(self) -> int:
        """How many posted reports are read at the same time: beyond four they wait for Python's one interpreter."""
        return self.readings or min(_MOST_AT_ONCE, _n_cores())

    @property
    def max_upload_bytes(self) -> int:
        """The largest file in bytes."""
        return self.max_upload_mb * 1024 * 1024


def _n_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
