"""The images of this repository, and those that they need where no hub has them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .base import make_base
from .figures import Figures
from .podman import CommandFailed, Podman

_REPOSITORY = Path(__file__).parents[2]
_DATABASE = Path(__file__).parent / "database"
_NAMES = "localhost/nianbao-test"


@dataclass(frozen=True, slots=True)
class Images:
    """The names of the images that are composed."""

    serve: str
    train: str
    database: str


@contextmanager
def built(
    podman: Podman, figures: Figures, options: Sequence[str], *, base: str | None, database: str | None
) -> Iterator[Images]:
    """All images, built upon ``base``; what was built is removed at the end of the context.

    Without ``base`` one is made of Debian's packages, without ``database`` a PostgreSQL too. ``options`` are those of
    builds that install Python's packages. Layers upon a base that was given stay behind, as a cache.
    """
    images = Images(f"{_NAMES}/serve", f"{_NAMES}/train", database or f"{_NAMES}/postgres")
    own_base = None if base else f"{_NAMES}/base"

    def measured(name: str, tag: str, make: Callable[[], object]) -> None:
        begin = time.monotonic()
        make()
        figures.build_s[name] = time.monotonic() - begin
        figures.image_mb[name] = podman.image_mb(tag)

    upon = base or f"{_NAMES}/base"
    given = f"--build-arg=BASE={upon}"
    try:
        if own_base:
            measured("base (Debian)", own_base, lambda: make_base(podman, own_base))
        if not database:
            measured("postgres (Debian)", images.database, lambda: podman.build(_DATABASE, images.database, given))
        for target, tag in (("serve", images.serve), ("train", images.train)):
            arguments = (tag, f"--target={target}", given, *options)
            measured(target, tag, lambda arguments=arguments: podman.build(_REPOSITORY, *arguments))  # type: ignore[misc]
        yield images
    finally:
        made = [images.serve, images.train] + ([] if database else [images.database])
        _forget(podman, [*made, *(_upon(podman, own_base) if own_base else ())])


def _upon(podman: Podman, base: str) -> list[str]:
    """The image ``base`` and all that were built upon it, those of earlier stages too."""
    ids = list(dict.fromkeys(podman("image", "ls", "--all", "--quiet", "--no-trunc").split()))
    told = json.loads(podman("image", "inspect", *ids)) if ids else []
    lowest = {image["Id"]: image["RootFS"]["Layers"][0] for image in told if image["RootFS"].get("Layers")}
    own = podman("image", "inspect", "--format", "{{.Id}}", base).strip()
    return [id_ for id_, layer in lowest.items() if layer == lowest[own]]


def _forget(podman: Podman, images: Sequence[str]) -> None:
    for image in images:
        with suppress(CommandFailed):  # it was never built, or went with another
            podman("image", "rm", "--force", image)
