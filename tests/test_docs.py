"""The pages say what the code does: every setting, route, command, code, rule, metric and field stands in its page."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
from pydantic import BaseModel

from annotations.catalogue import Metric, catalogue
from annotations.labels import entity_labels, relation_labels
from service import __version__, errors, wire
from service.api.app import create_app
from service.cli import app as nianbao
from service.forms.cell import CellStatus, Edition
from service.reading import NO_REPORT
from service.reconcile.engine import all_rules
from service.reconcile.finding import Severity, Verdict
from service.settings import Settings
from training.__main__ import app as training

REPOSITORY = Path(__file__).parents[1]
PAGES = sorted(path for pattern in ("*.md", "[!.]*/*.md") for path in REPOSITORY.glob(pattern))
# Written apart, so that this file does not hold what it looks for.
FOREIGN_PATHS = [("/" + name + "/").encode() for name in ("work", "root", "home")]


def page(name: str) -> str:
    return (REPOSITORY / name).read_text("utf-8")


def absent(wanted: Iterator[str] | list[str], name: str) -> list[str]:
    """What of ``wanted`` does not stand in a page as code."""
    text = page(name)
    return [word for word in wanted if f"`{word}`" not in text]


def commands() -> dict[str, Any]:
    """Every command with its full name."""
    found: dict[str, Any] = {}
    groups: list[tuple[str, Any]] = [
        (prefix, typer.main.get_command(app))
        for prefix, app in (("nianbao", nianbao), ("python -m training", training))
    ]
    for prefix, group in groups:
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                groups.append((f"{prefix} {name}", command))
            else:
                found[f"{prefix} {name}"] = command
    return found


def error_codes() -> list[str]:
    """The codes of all errors, and those that the API gives by itself."""
    kinds: list[type[errors.NianbaoError]] = [errors.NianbaoError]
    for kind in kinds:
        kinds.extend(kind.__subclasses__())
    # Those of HTTP itself are given in one place.
    own = set(re.findall(r'"(request\.[a-z_]+)"', (REPOSITORY / "service" / "api" / "problems.py").read_text("utf-8")))
    return sorted({kind.code for kind in kinds} | own)


def shapes() -> list[type[BaseModel]]:
    """The parts of a reading."""
    found = [value for value in vars(wire).values() if isinstance(value, type) and issubclass(value, BaseModel)]
    return [shape for shape in found if shape.__module__ == wire.__name__]


def metric_row(metric: Metric) -> str:
    units = "、".join(metric.units) or "—"
    return f"| `{metric.id}` | {metric.zh} | {metric.measure} | {units} | {metric.definition} |"


def shell_lines(text: str) -> list[str]:
    """The commands of a page: the lines of its shell blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def make_targets() -> list[str]:
    return re.findall(r"^([a-z][a-z-]*):.*##", page("Makefile"), flags=re.MULTILINE)


def repository_files() -> list[Path]:
    """What is, or is about to be, under version control."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(listing, cwd=REPOSITORY, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        if os.environ.get("CI"):
            pytest.fail(f"the files of the repository cannot be listed: {error}")
        pytest.skip("this is no git checkout")
    paths = (REPOSITORY / name for name in done.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_setting_is_described() -> None:
    text = page("docs/settings.md")
    rows = {name: f"| `{name}` | `NIANBAO_{name.upper()}` |" for name in Settings.model_fields}
    assert [name for name, row in rows.items() if row not in text] == []
    plain = {
        name: field.default for name, field in Settings.model_fields.items() if not isinstance(field.default, Path)
    }
    assert [name for name, default in plain.items() if f"{rows[name]} `{default}` |" not in text] == []


def test_every_route_is_described() -> None:
    app = create_app(Settings())
    routes = [path for route in app.routes if isinstance(path := getattr(route, "path", None), str)]
    text = page("docs/api.md")
    assert [path for path in routes if f"`{path}`" not in text and f"`GET {path}`" not in text] == []
    operations = [f"{method.upper()} {path}" for path, of in app.openapi()["paths"].items() for method in of]
    assert operations
    assert absent(operations, "docs/api.md") == []


def test_every_error_code_is_described() -> None:
    assert absent([*error_codes(), NO_REPORT.code], "docs/api.md") == []


def test_every_field_of_a_reading_is_described() -> None:
    fields = {field.alias or name for shape in shapes() for name, field in shape.model_fields.items()}
    assert {"schema", "facts", "suspects"} <= fields
    assert absent(sorted(fields), "docs/reading.md") == []


def test_every_word_that_a_field_may_hold_is_described() -> None:
    words = [word for kind in (CellStatus, Edition, Severity, Verdict) for word in get_args(kind)]
    assert absent([*words, NO_REPORT.code], "docs/reading.md") == []


def test_every_rule_is_described() -> None:
    assert absent([rule.id for rule in all_rules()], "docs/rules.md") == []


def test_every_metric_is_described_as_in_the_catalogue() -> None:
    lines = page("docs/metrics.md").splitlines()
    assert [line for line in lines if line.startswith("| `")] == [metric_row(metric) for metric in catalogue().values()]


def test_every_label_is_described() -> None:
    assert absent([*entity_labels(), *relation_labels()], "annotations/README.md") == []


def test_every_command_is_described() -> None:
    assert [name for name in commands() if f"### `{name}`\n" not in page("docs/commands.md")] == []


@pytest.mark.parametrize("name", commands())
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = commands()[name]
    assert re.search("(?:示例：|Example: )" + re.escape(name), command.help)
    assert [option.name for option in command.params if option.param_type_name == "option" and not option.help] == []


@pytest.mark.parametrize("name", commands())
def test_every_option_is_described_with_its_command(name: str) -> None:
    section = re.split("(?m)^##+ ", page("docs/commands.md").split(f"### `{name}`\n")[1])[0]
    flags = [flag for option in commands()[name].params for flag in (*option.opts, *option.secondary_opts)]
    options = [flag for flag in flags if flag.startswith("--") and flag != "--help"]
    assert [flag for flag in options if f"`{flag}" not in section] == []


def test_every_make_target_is_described() -> None:
    assert {"demo", "test", "check"} <= set(make_targets())
    assert absent([f"make {target}" for target in make_targets()], "docs/commands.md") == []


def test_make_targets_of_the_pages_exist() -> None:
    targets = set(make_targets())
    named = {
        (path.name, target)
        for path in PAGES
        for target in re.findall(r"[`\n]make ([a-z][a-z-]*)", path.read_text("utf-8"))
    }
    assert sorted(entry for entry in named if entry[1] not in targets) == []


def test_both_readmes_name_the_same_commands() -> None:
    english, chinese = page("README.md"), page("README.zh.md")
    assert len(shell_lines(english)) > 10
    assert shell_lines(english) == shell_lines(chinese)
    inline = "`((?:make|nianbao|python) [^`]*)`"
    assert sorted(re.findall(inline, english)) == sorted(re.findall(inline, chinese))
    links = r"\]\((?!README)([^)]+?)(?:\.zh)?(?:\.md)?\)"
    assert re.findall(links, english) == re.findall(links, chinese)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_links_of_a_page_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", path.read_text("utf-8"))
    targets = [((path.parent / file) if file else path, anchor) for file, anchor in links]
    assert [str(file) for file, _ in targets if not file.exists()] == []
    assert [anchor for file, anchor in targets if anchor and anchor not in anchors(file.read_text("utf-8"))] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_no_figure_of_a_page_is_left_open(path: Path) -> None:
    assert re.findall(r"\{\{\w+\}\}", path.read_text("utf-8")) == []


def test_the_changelog_tells_of_this_version() -> None:
    assert f"\n## {__version__}\n" in page("CHANGELOG.md")


def test_no_file_holds_a_path_of_a_machine() -> None:
    files = repository_files()
    assert files
    found = [(path, part) for path in files for part in FOREIGN_PATHS if part in path.read_bytes()]
    assert [(path.relative_to(REPOSITORY).as_posix(), part.decode()) for path, part in found] == []
