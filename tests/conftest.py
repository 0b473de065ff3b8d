"""What many tests need: the shared pages beside the checkout, where there are any."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).parents[1]
# A busy machine is no reason to fail.
settings.register_profile("nianbao", deadline=None)
settings.load_profile("nianbao")


@pytest.fixture(scope="module", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What services keep in tests goes into a folder of each module's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NIANBAO_DATA", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the five real reports and their right readings; it lies beside a checkout, not in it."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "seeds").is_dir():
        if os.environ.get("CI"):
            pytest.fail("the folder 'shared' must lie beside the checkout where CI is set")
        pytest.skip("the folder 'shared' with the real reports does not lie beside this checkout")
    return folder
