"""The tables of the real reports in ``shared/seeds``, cell by cell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.documents.outline import read_report
from service.documents.reader import read_document
from service.forms.recognise import recognise
from tests.seeds import SEEDS


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cell_of_a_real_report_is_read_and_none_invented(shared: Path, seed: str) -> None:
    path = shared / "seeds" / f"{seed}.txt"
    gold = json.loads((shared / "seeds" / "gold" / f"{seed}.json").read_text("utf-8"))
    form = recognise(read_report(read_document(path.read_bytes(), path.name)))
    assert form.edition == gold["report"]["edition"]
    assert {id: str(cell.value) for id, cell in form.cells.items() if cell.value is not None} == gold["cells"]
    assert {cell.status for id, cell in form.cells.items() if id not in gold["cells"]} <= {"missing"}
    assert form.extra_rows == ()
