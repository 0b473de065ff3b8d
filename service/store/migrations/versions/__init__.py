"""One step each, the newest last by its revision."""
