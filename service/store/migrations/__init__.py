"""Alembic's environment: the steps from one schema of the store to the next."""
