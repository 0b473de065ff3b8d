"""Imports run one way, and what serves needs nothing of what trains."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]

# Each part of the code and the parts it may import, itself aside (docs/architecture.md).
MAY_IMPORT: dict[str, set[str]] = {
    "annotations": set(),
    "models": set(),
    "service.errors": set(),
    "service.settings": {"models"},
    "service.documents": {"service.errors"},
    "service.forms": {"service.documents", "service.errors"},
    "service.facts": {"service.documents", "service.errors", "models", "annotations"},
    "service.reconcile": {"service.facts", "service.forms", "service.documents", "service.errors", "annotations"},
    "service.versions": set(),
    "service.reading": {
        *("service", "models", "service.errors", "service.versions"),
        *("service.documents", "service.forms", "service.facts", "service.reconcile"),
    },
    "service.wire": {"service.reading", "service.documents", "service.forms", "service.facts", "service.reconcile"},
    "service.findings": {
        *("service.errors", "service.reading", "service.draw"),
        *("service.documents", "service.forms", "service.facts", "service.reconcile"),
    },
    "service.show": {
        *("annotations", "service.findings", "service.reading", "service.wire"),
        *("service.documents", "service.forms", "service.facts", "service.reconcile"),
    },
    "service.draw": {
        *("annotations", "service.errors", "service.reading", "service.wire"),
        *("service.documents", "service.forms", "service.facts", "service.reconcile"),
    },
    "service.restoring": {
        *(
            "service.documents",
            "service.facts",
            "service.forms",
            "service.reading",
            "service.reconcile",
            "service.wire",
        ),
    },
    "service.store": {"service.errors"},
    "service.shelf": {"models", "service.errors", "service.reading"},
    "service.operation": {"service.errors", "service.reading"},
    "service.client": set(),
    "service.backups": {"service", "service.errors", "service.shelf", "service.store"},
    "service.clock": set(),
    "service.jobs": {
        *("models", "service.clock", "service.operation", "service.tied"),
        *("service.errors", "service.reading", "service.restoring", "service.series", "service.shelf", "service.store"),
        "service.wire",
    },
    "service.corrections": {"annotations", "service.documents", "service.errors", "service.facts", "service.wire"},
    "service.exports": {"service.corrections", "service.errors", "service.store"},
    "service.rule_list": {"service.reconcile"},
    "service.opening": {"service.reading", "service.documents", "service.reconcile", "service.settings"},
    "service.batch": {"service.reading", "service.documents", "service.errors"},
    "service.series": {"service.reading"},
    "service.commands": {
        *("service.batch", "service.findings", "service.opening", "service.reading", "service.series", "service.wire"),
        *("service.documents", "service.draw", "service.reconcile", "service.settings", "service.errors"),
        *("service.api", "service.backups", "service.client", "service.operation", "service.store"),
    },
    "service.api": {
        "service.operation",
        *(
            "service",
            "service.opening",
            "service.reading",
            "service.reconcile",
            "service.rule_list",
            "service.versions",
        ),
        *("service.batch", "service.errors", "service.jobs", "service.settings", "service.shelf", "service.store"),
        *("annotations", "models", "service.corrections", "service.exports", "service.findings", "service.restoring"),
        "service.wire",
    },
    "service.cli": {
        *("service", "service.api", "service.batch", "service.opening", "service.reading", "service.reconcile"),
        *("service.documents", "service.draw", "service.show", "service.wire", "service.settings", "service.errors"),
        *("service.rule_list", "service.commands"),
    },
    "service.__main__": {"service.cli"},
    "service.tied": {"service.cli", "service.clock"},
    "training": {"annotations", "models", "service.facts", "service.documents"},
}
PROJECT = {"annotations", "models", "service", "training"}
# torch and its company belong to training and to the modules of the network that only training loads.
TRAINING_ONLY = {"torch", "transformers", "safetensors", "onnx", "onnxscript"}
WITH_TORCH = {
    *("models.encoder", "models.fact_reader.network", "models.fact_reader.torch_scorer", "models.fact_reader.weights"),
}


def modules() -> list[tuple[str, Path]]:
    """(dotted name, path) of every module of the project."""
    paths = (path for part in sorted(PROJECT) for path in sorted((REPOSITORY / part).rglob("*.py")))
    return [
        (".".join(path.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__"), path) for path in paths
    ]


def imported(path: Path) -> set[str]:
    """Every module that a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def part_of(module: str) -> str:
    """The part of the code that a module belongs to: the longest name in the table."""
    names = [name for name in (*MAY_IMPORT, "service") if module == name or module.startswith(name + ".")]
    return max(names, key=len)


@pytest.mark.parametrize(("module", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_module_imports_only_what_lies_below_it(module: str, path: Path) -> None:
    part = part_of(module)
    allowed = MAY_IMPORT.get(part, set()) | {part}
    below = {part_of(name) for name in imported(path) if name.split(".")[0] in PROJECT}
    assert below <= allowed, f"{module} may not import {sorted(below - allowed)}"


@pytest.mark.parametrize(("module", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_module_that_serves_imports_nothing_of_training(module: str, path: Path) -> None:
    if module.startswith("training") or module in WITH_TORCH:
        return
    assert not {name.split(".")[0] for name in imported(path)} & TRAINING_ONLY


def test_service_starts_without_torch() -> None:
    blocked = "import sys; sys.modules.update(dict.fromkeys(('torch', 'transformers', 'onnx', 'safetensors')))\n"
    program = blocked + "import service.api.app, service.cli\nservice.api.app.create_app()\nprint('started')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=REPOSITORY, check=False)
    assert done.stdout.strip() == "started", done.stderr
