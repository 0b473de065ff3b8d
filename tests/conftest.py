"""What many tests need: the shared pages beside the checkout, where there are any."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).parents[1]
# A busy machine is no reason to fail.
settings.register_profile("nianbao", deadline=None)
settings.load_profile("nianbao")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the five real reports and their right readings; it lies beside a checkout, not in it."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "seeds").is_dir():
        if os.environ.get("CI"):
            pytest.fail("the folder 'shared' must lie beside the checkout where CI is set")
        pytest.skip("the folder 'shared' with the real reports does not lie beside this checkout")
    return folder
