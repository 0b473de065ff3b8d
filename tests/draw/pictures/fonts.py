"""Pictures need a font with Chinese characters: without one their tests are skipped, and fail where CI is set."""

from __future__ import annotations

import os

import pytest

from service.draw.pictures.fonts import fonts
from service.errors import ProgramMissing


def need_font() -> None:
    """Skip or fail the test where there is no such font."""
    try:
        fonts()
    except ProgramMissing as error:
        if os.environ.get("CI"):
            pytest.fail(error.message)
        pytest.skip(error.message)
