"""The services of ``compose.yaml``, started under a name of their own."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from .images import Images
from .podman import CommandFailed, Podman, run

COMPOSE_FILE = Path(__file__).parents[2] / "compose.yaml"
_PROGRAM = "podman-compose"
_PATIENCE_S = 420.0
_TRIES = 3


class Composed:
    """The containers, by the names that their services have in the file."""

    def __init__(self, podman: Podman, images: Images, project: str) -> None:
        self._podman = podman
        self._project = project
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{free.getsockname()[1]}"
        self.url = f"http://{address}"
        # What a URL or a shell would take for something else is in the password.
        password = f"{secrets.token_urlsafe(12)} @:/#?%"
        self._environment = podman.environment | {
            "NIANBAO_IMAGE": images.serve,
            "NIANBAO_TRAIN_IMAGE": images.train,
            "NIANBAO_POSTGRES_IMAGE": images.database,
            "NIANBAO_PUBLISH": address,
            "NIANBAO_DATABASE_PASSWORD": password,
            "COMPOSE_PROFILES": "train",
        }

    def __call__(self, *arguments: str, timeout_s: float = 600) -> str:
        """What a command of podman-compose prints."""
        command = (_PROGRAM, "--file", str(COMPOSE_FILE), "--project-name", self._project, *arguments)
        return run(*command, environment=self._environment, timeout_s=timeout_s)

    def container(self, service: str) -> str:
        """The container of a service."""
        labels = {"com.docker.compose.project": self._project, "com.docker.compose.service": service}
        filters = [f"--filter=label={name}={value}" for name, value in labels.items()]
        [name] = self._podman("ps", "--all", "--format", "{{.Names}}", *filters).split()
        return name

    def up(self, service: str) -> None:
        """Start a service, and wait until its health check says that it is well."""
        self("up", "--detach", service)
        self.until_healthy(service)

    def restart(self, service: str) -> None:
        """Stop a service and start it again."""
        self._podman("restart", "--time", "60", self.container(service))

    def inside(self, service: str, *command: str, given: str | None = None, timeout_s: float = 300) -> str:
        """What a command prints that is run in the container of a service."""
        return self._podman(
            "exec", "--interactive", self.container(service), *command, given=given, timeout_s=timeout_s
        )

    def until_healthy(self, service: str) -> None:
        """Wait for the health check of a service; asked for here, since podman by itself does so under systemd alone."""
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            try:
                self._podman("healthcheck", "run", self.container(service))
                return
            except CommandFailed as error:
                if time.monotonic() > deadline:
                    raise CommandFailed(f"{error}\n{self.log(service)}") from error
            time.sleep(0.5)

    def log(self, service: str) -> str:
        """The end of what a service has logged."""
        container = self.container(service)
        return run("sh", "-c", f"podman logs --tail 20 {container} 2>&1", environment=self._podman.environment)

    def started_at(self, service: str) -> datetime:
        """When the container of a service was started last."""
        told: str = self._podman.inspect(self.container(service))["State"]["StartedAt"]
        # 2026-01-05T08:31:07.120331245Z, or with an offset: nanoseconds are more than a datetime takes.
        second, _, rest = told.partition(".")
        digits = rest.rstrip("Z").partition("+")[0][:6]
        return datetime.fromisoformat(f"{second}.{digits.ljust(6, '0')}+00:00")

    def down(self) -> None:
        """Stop everything and forget its data."""
        for _ in range(_TRIES):  # a container that is starting again just now refuses to go
            with suppress(CommandFailed):
                self("down", "--volumes", "--timeout", "20")
                break
        # podman-compose does not know those for its own that its command `run` was the first to need.
        for volume in self._podman("volume", "ls", "--format", "{{.Name}}").split():
            if volume.startswith(f"{self._project}_"):
                self._podman("volume", "rm", "--force", volume)


@contextmanager
def composed(podman: Podman, images: Images, project: str) -> Iterator[Composed]:
    """The services of the file, none of them started; gone with their data at the end of the context."""
    if shutil.which(_PROGRAM) is None:
        raise CommandFailed(f"{_PROGRAM} is not installed")
    services = Composed(podman, images, project)
    services.down()  # what an earlier run left that was killed
    try:
        yield services
    finally:
        services.down()


def program_version() -> str:
    """Name and version of what composes."""
    lines = run(_PROGRAM, "--version", environment=dict(os.environ)).splitlines()
    return next((line for line in lines if "compose" in line), _PROGRAM)
