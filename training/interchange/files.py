"""Files of annotated samples, whatever tool they come from → samples, and everything that is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from spacy.tokens import Doc

from annotations.samples import BrokenSample, Sample, from_json, to_json
from training.interchange import docbin, doccano, label_studio
from training.interchange.markup import sample_of

Tool = Literal["nianbao", "doccano", "label-studio", "spacy"]
SUFFIXES: dict[Tool, str] = {"nianbao": ".jsonl", "doccano": ".jsonl", "label-studio": ".json", "spacy": ".spacy"}
_UNNAMED_AGENCY = "未注明"
_Entry = tuple[str, Callable[[], Sample]]
"""Where a sample stands, and how to read it."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found in a folder: the good samples, and each broken one with file, line (or number) and reason."""

    samples: tuple[Sample, ...]
    broken: tuple[BrokenSample, ...]


def gather(path: Path, *, year: int) -> Gathered:
    """All samples of a file or of a folder; ``year`` is the report's year of those that do not say it."""
    samples: dict[str, Sample] = {}
    broken: list[BrokenSample] = []
    for file in sample_files(path):
        for where, read in _entries(file, year):
            try:
                sample = read()
                if sample.id in samples:
                    raise ValueError(f"the id {sample.id} occurs twice")
            except BrokenSample as error:
                broken.append(error)
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                broken += [BrokenSample(where, reason) for reason in _reasons(error)]
            else:
                samples[sample.id] = sample
    return Gathered(tuple(samples.values()), tuple(broken))


def sample_files(path: Path) -> list[Path]:
    """The file, or in a folder every file with an ending of a known tool, sorted."""
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.suffix in set(SUFFIXES.values()) and file.is_file())


def export(samples: Iterable[Sample], path: Path, tool: Tool) -> None:
    """Write samples as a tool imports them."""
    if tool == "spacy":
        path.write_bytes(docbin.dump(samples))
        return
    text = {
        "nianbao": lambda: "".join(to_json(sample) + "\n" for sample in samples),
        "doccano": lambda: doccano.dump(samples),
        "label-studio": lambda: label_studio.dump(samples),
    }[tool]()
    path.write_text(text, "utf-8")


def _reasons(error: Exception) -> list[str]:
    if isinstance(error, KeyError):
        return [f"the field {error} is missing"]
    return str(error).split("\n")


def _entries(file: Path, year: int) -> Iterator[_Entry]:
    if file.suffix == ".spacy":
        return _from_docbin(file, year)
    if file.suffix == ".json":
        return _from_label_studio(file, year)
    return _from_lines(file, year)


def _from_lines(file: Path, year: int) -> Iterator[_Entry]:
    """Samples of this project or of doccano, a line each."""
    for number, line in enumerate(_text(file).split("\n"), 1):
        where = f"{file}:{number}"
        if line.strip():
            yield where, partial(_of_line, line, where, file, number, year)


def _of_line(line: str, where: str, file: Path, number: int, year: int) -> Sample:
    record = _json(line)
    if doccano.is_doccano(record):
        return sample_of(doccano.parse(record, **_unsaid(file, number, year)))
    return from_json(line, where)


def _from_label_studio(file: Path, year: int) -> Iterator[_Entry]:
    try:
        tasks = _json(_text(file))
    except ValueError as error:
        yield str(file), partial(_refuse, str(error))
        return
    for number, task in enumerate(tasks if isinstance(tasks, list) else [tasks], 1):
        yield f"{file}:{number}", partial(_of_task, task, file, number, year)


def _of_task(task: Any, file: Path, number: int, year: int) -> Sample:
    if not label_studio.is_label_studio(task):
        raise ValueError("no task of Label Studio")
    return sample_of(label_studio.parse(task, **_unsaid(file, number, year)))


def _from_docbin(file: Path, year: int) -> Iterator[_Entry]:
    try:
        docs = list(docbin.documents(file.read_bytes()))
    except ValueError as error:
        yield str(file), partial(_refuse, str(error))
        return
    for number, doc in enumerate(docs, 1):
        yield f"{file}:{number}", partial(_of_doc, doc, file, number, year)


def _of_doc(doc: Doc, file: Path, number: int, year: int) -> Sample:
    return sample_of(docbin.parse(doc, **_unsaid(file, number, year)))


def _refuse(reason: str) -> Sample:
    raise ValueError(reason)


def _unsaid(file: Path, number: int, year: int) -> dict[str, Any]:
    """What a sample is called that comes without the fields of this project."""
    return {"id": f"{file.stem}-{number:04}", "batch": file.stem, "agency": _UNNAMED_AGENCY, "year": year}


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8-sig", errors="replace")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
