"""Podman, the images and the services composed of them; what was measured is printed at the end.

``NIANBAO_TEST_BASE`` and ``NIANBAO_TEST_POSTGRES`` name images to build upon and to keep the store in. Without them
both are made of Debian's packages.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.client import Client

from .composed import Composed, composed, program_version
from .figures import Figures
from .images import Images, built
from .pip_settings import build_options
from .podman import Podman

_FIGURES = pytest.StashKey[Figures]()
_PROJECT = "nianbao-test"
_TIMEOUT_S = 600


@dataclass(frozen=True, slots=True)
class Office:
    """The services, and the people who use them: who hands in and corrects, and who is responsible."""

    services: Composed
    clerk: Client
    admin: Client


@pytest.fixture(scope="session")
def figures(request: pytest.FixtureRequest) -> Figures:
    """What is measured."""
    return request.config.stash.setdefault(_FIGURES, Figures())


@pytest.fixture(scope="session")
def podman(tmp_path_factory: pytest.TempPathFactory) -> Podman:
    """Podman; the tests fail where it is not, since they were asked for."""
    needed = ["podman", "podman-compose", *([] if os.environ.get("NIANBAO_TEST_BASE") else ["debootstrap"])]
    absent = [program for program in needed if shutil.which(program) is None]
    if absent:
        pytest.fail(f"not installed: {', '.join(absent)}")
    return Podman(tmp_path_factory.mktemp("podman"))


@pytest.fixture(scope="session")
def images(podman: Podman, figures: Figures, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Images]:
    """The images, built."""
    base, database = os.environ.get("NIANBAO_TEST_BASE"), os.environ.get("NIANBAO_TEST_POSTGRES")
    options = build_options(tmp_path_factory.mktemp("pip"))
    with built(podman, figures, options, base=base, database=database) as images:
        yield images


@pytest.fixture(scope="session")
def office(podman: Podman, images: Images, figures: Figures) -> Iterator[Office]:
    """Database, service and a worker that reads, with keys for two."""
    figures.composer = program_version()
    with composed(podman, images, _PROJECT) as services:
        services.up("database")
        clerk = _key(services, "办公室", "write", "train")
        admin = _key(services, "管理员", "admin")
        services.up("service")
        services.up("worker")
        with (
            Client(services.url, clerk, timeout_s=_TIMEOUT_S) as first,
            Client(services.url, admin, timeout_s=_TIMEOUT_S) as second,
        ):
            yield Office(services, first, second)


def _key(services: Composed, name: str, *scopes: str) -> str:
    """The secret of a new key, made in a container of its own."""
    asked = [part for scope in scopes for part in ("--scope", scope)]
    [secret] = re.findall(r"^nb_\S+", services("run", "--rm", "-T", "service", "keys", "make", name, *asked), re.M)
    return str(secret)


def script(name: str) -> str:
    """A script that is run in containers."""
    return (Path(__file__).parent / "inside" / name).read_text("utf-8")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the figures."""
    known = config.stash.get(_FIGURES, None)
    if known is not None and known.build_s:
        terminalreporter.section("containers")
        terminalreporter.write(known.told())
