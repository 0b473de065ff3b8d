"""Run in a container: what its process is and may, as JSON."""

import json
import os
from pathlib import Path

PLACES = ("/", "/etc", "/opt", "/usr/local", "/var/lib", "/data", "/tmp")


def writable(folder: str) -> bool:
    """Whether a file can be made there."""
    file = Path(folder, "probe")
    try:
        file.touch()
        file.unlink()
    except OSError:
        return False
    return True


status = dict(line.split(":\t", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":\t" in line)
routes = [line.split()[1] for line in Path("/proc/net/route").read_text().splitlines()[1:]]
print(
    json.dumps(
        {
            "user": os.getuid(),
            "capabilities": int(status["CapBnd"], 16),
            "may_gain_privileges": status["NoNewPrivs"].strip() == "0",
            "leads_out": "00000000" in routes,
            "writable": [folder for folder in PLACES if writable(folder)],
        }
    )
)
