"""The rules over two years of one body that need code, in the order in which they are said."""

from __future__ import annotations

from typing import Final

from service.reconcile.check import Check

YEAR_CHECKS: Final[tuple[Check, ...]] = ()
