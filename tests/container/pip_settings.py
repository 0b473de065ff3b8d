"""This machine's settings of pip, for the pip inside a build: where packages are, and who vouches for that place."""

from __future__ import annotations

import ast
import sys
from configparser import ConfigParser
from pathlib import Path

from .podman import run

_CARRIED = ("index-url", "find-links", "cert", "trusted-host", "proxy", "timeout")
_CERTIFICATES = "/etc/nianbao-build.crt"


def build_options(folder: Path) -> list[str]:
    """Options of a build that mount a file of settings, written to ``folder``, and what it names. Nothing stays in the image."""
    known = _settings()
    mounted = {place: place for place in known.get("find-links", "").split() if Path(place).is_dir()}
    if "cert" in known:
        mounted[known["cert"]] = _CERTIFICATES
        known["cert"] = _CERTIFICATES
    file = folder / "pip.conf"
    settings = ConfigParser(interpolation=None)
    settings["global"] = known
    with file.open("w", encoding="utf-8") as out:
        settings.write(out)
    mounted[str(file)] = "/etc/pip.conf"
    return [f"--volume={here}:{there}:ro" for here, there in mounted.items()]


def _settings() -> dict[str, str]:
    """What ``pip config list`` tells; the environment, which comes last there, wins."""
    found = {}
    for line in run(sys.executable, "-m", "pip", "config", "list").splitlines():
        name, _, value = line.partition("=")
        option = name.rpartition(".")[2]
        if option in _CARRIED:
            found[option] = str(ast.literal_eval(value)).strip()
    return found
