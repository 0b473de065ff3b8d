"""``python -m service`` is the ``nianbao`` command."""

from service.cli import app

app()
