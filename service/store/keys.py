"""API keys. Functions inside a transaction of ``Database``."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, get_args

from sqlalchemy import Connection, insert, select, update

from service.store.schema import keys

Scope = Literal["read", "write", "train", "admin"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
_PREFIX = "nb"
# ``last_used_at`` tells a forgotten key from one in use; it need not be written at every request.
_USED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key; the secret itself is kept nowhere."""

    id: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    last_used_at: datetime | None
    revoked: bool

    def may(self, scope: Scope) -> bool:
        """Whether the key opens what asks for ``scope``; ``admin`` opens everything, ``write`` what ``read`` does."""
        return "admin" in self.scopes or scope in self.scopes or (scope == "read" and "write" in self.scopes)


def make(connection: Connection, name: str, scopes: Collection[Scope]) -> tuple[Key, str]:
    """A new key and its secret, which is shown once.

    The secret is 256 random bits, so a plain hash keeps it as well as a slow one would: nobody can try them all.
    """
    key_id = secrets.token_hex(6)
    secret = f"{_PREFIX}_{key_id}_{secrets.token_urlsafe(32)}"
    key = Key(key_id, name, frozenset(scopes), datetime.now(UTC), None, revoked=False)
    connection.execute(
        insert(keys).values(
            id=key.id,
            name=name,
            hash=_hash(secret),
            scopes=sorted(key.scopes),
            created_at=key.created_at,
            revoked=False,
        )
    )
    return key, secret


def find(connection: Connection, secret: str) -> Key | None:
    """The key with this secret, None where there is none or it was revoked."""
    row = connection.execute(select(keys).where(keys.c.hash == _hash(secret), keys.c.revoked.is_(False))).one_or_none()
    return None if row is None else _key(row._mapping)


def used(connection: Connection, key: Key) -> None:
    """Note that a key was used just now."""
    connection.execute(update(keys).where(keys.c.id == key.id).values(last_used_at=datetime.now(UTC)))


def is_stale(key: Key) -> bool:
    """Whether it is time to note again that the key is in use."""
    return key.last_used_at is None or datetime.now(UTC) - key.last_used_at > _USED_EVERY


def revoke(connection: Connection, key_id: str) -> bool:
    """Let a key open nothing any more; whether there was one that did."""
    here = (keys.c.id == key_id, keys.c.revoked.is_(False))
    return connection.execute(update(keys).where(*here).values(revoked=True)).rowcount > 0


def every(connection: Connection) -> Sequence[Key]:
    """All keys, the oldest first."""
    return [_key(row._mapping) for row in connection.execute(select(keys).order_by(keys.c.created_at, keys.c.id))]


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(row: object) -> Key:
    plain = dict(row)  # type: ignore[call-overload]
    plain.pop("hash")
    return Key(**(plain | {"scopes": frozenset(plain["scopes"])}))
