"""Single values that outlive a process. Functions inside a transaction of ``Database``."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, delete, select

from service.store.placing import place
from service.store.schema import settings

Name = Literal["active_model", "previous_model"]


def value(connection: Connection, name: Name) -> str | None:
    """What was settled, None where nothing was."""
    found: str | None = connection.execute(select(settings.c.value).where(settings.c.name == name)).scalar_one_or_none()
    return found


def settle(connection: Connection, name: Name, text: str | None) -> None:
    """Settle a value in the place of an earlier one; None takes it back."""
    if text is None:
        connection.execute(delete(settings).where(settings.c.name == name))
    else:
        place(connection, settings, {"name": name, "value": text})
