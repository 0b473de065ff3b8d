"""What commands need that speak to a service: the client of the settings, and its errors as messages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from service.client import Client, ClientError
from service.commands.context import failure, settings_with


@contextmanager
def remote(url: str | None, key: str | None) -> Iterator[Client]:
    """A client of the service; stops the command where the service refuses or cannot be reached."""
    settings = settings_with()
    own = settings.key.get_secret_value() if settings.key is not None else None
    try:
        with Client(url or settings.url, key or own) as client:
            yield client
    except ClientError as error:
        raise failure(f"{error.message} [{error.code}]") from error
