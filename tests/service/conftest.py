"""Databases of both kinds, as the store's own tests have them."""

from __future__ import annotations

from tests.store.conftest import database_url

__all__ = ["database_url"]
