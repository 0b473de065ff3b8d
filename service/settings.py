"""Everything that can be set from outside, in one place, checked at the start.

Each setting is an environment variable with the prefix ``NIANBAO_`` (``docs/settings.md``).
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.registry import RELEASED


class Settings(BaseSettings):
    """The settings of a service or a command."""

    model_config = SettingsConfigDict(env_prefix="NIANBAO_", extra="ignore")

    host: str = Field("127.0.0.1", description="Address that the service listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port that the service listens on; 0 takes any free one.")
    model: Path = Field(RELEASED, description="Folder of a released model, or of several (the newest is taken).")
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

    @property
    def max_upload_bytes(self) -> int:
        """The largest file in bytes."""
        return self.max_upload_mb * 1024 * 1024
