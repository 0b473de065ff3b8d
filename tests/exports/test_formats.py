"""Tables as files: CSV that Excel opens and nothing runs in, JSON Lines, Parquet."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ExportUnavailable
from service.exports.formats import csv_pieces, json_pieces, parquet_pieces
from service.exports.rows import COLUMNS, Kept, Kind, Row, rows_of

TEXT: Mapping[str, Kind] = {"words": "text", "n": "whole", "share": "number", "sure": "flag"}


def row(words: str | None, n: int | None = 1, share: float | None = 0.5, sure: bool | None = True) -> Row:
    return {"words": words, "n": n, "share": share, "sure": sure}


def read_csv(pieces: Iterable[bytes]) -> list[list[str]]:
    data = b"".join(pieces)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("网站", "网站"),
        ("-2", "-2"),
        ("+3.5", "+3.5"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+cmd|'/c calc'!A0", "'-2+cmd|'/c calc'!A0"),
        (" =1", "' =1"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ('第一行\n第二行,“引”"号"', '第一行\n第二行,“引”"号"'),
        (None, ""),
    ],
)
def test_no_text_becomes_a_formula(words: str | None, told: str) -> None:
    header, found = read_csv(csv_pieces([row(words)], TEXT))
    assert (header, found) == (list(TEXT), [told, "1", "0.5", "true"])


@given(st.lists(st.text(max_size=20), max_size=5))
def test_no_cell_begins_like_a_formula(texts: list[str]) -> None:
    for line in read_csv(csv_pieces([row(text) for text in texts], {"words": "text"}))[1:]:
        assert not line[0].lstrip().startswith(("=", "@")) if line else True


def test_json_lines_keep_values_as_they_are() -> None:
    rows = [row("甲"), row(None, None, None, None)]
    lines = b"".join(json_pieces(rows, TEXT)).decode().splitlines()
    assert [json.loads(line) for line in lines] == [dict(each) for each in rows]


def test_parquet_keeps_types_and_nothing() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = [row(str(n), n) for n in range(5000)] + [row(None, None, None, None)]
    table = parquet.read_table(io.BytesIO(b"".join(parquet_pieces(rows, TEXT))))
    assert table.to_pylist() == [dict(each) for each in rows]
    assert [str(kind) for kind in table.schema.types] == ["string", "int32", "double", "bool"]


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExportUnavailable, match="nianbao\\[export\\]"):
        parquet_pieces([], TEXT)


@pytest.mark.parametrize("pieces", [csv_pieces, json_pieces])
def test_rows_are_not_gathered_before_they_are_told(pieces: object) -> None:
    taken = 0

    def rows() -> Iterator[Row]:
        nonlocal taken
        for n in range(100_000):
            taken = n
            yield row(str(n))

    told = pieces(rows(), TEXT)  # type: ignore[operator]
    for _ in range(3):
        next(told)
    assert taken < 10_000


@pytest.mark.parametrize("what", ["facts", "cells"])
def test_rows_have_every_column(what: str) -> None:
    fact = dict.fromkeys(("id", "metric", "label", "value", "unit", "kind", "approx", "year", "precision"))
    fact |= dict.fromkeys(("channel", "category", "party", "role", "part_of", "confidence"))
    fact |= dict.fromkeys(("negated", "doubtful", "parts_doubtful"), False)
    fact |= {"key": "k", "evidence": [{"start": 2, "end": 5}]}
    cell = dict.fromkeys(("value", "status", "raw", "unit", "confidence", "doubtful"))
    body = {
        "id": "r",
        "document": {"name": "报告.docx"},
        "report": {"agency": "甲局", "year": 2023, "edition": "V2"},
        "versions": {"model": "facts-1"},
        "text": "公开申请6件。",
        "facts": [fact],
        "cells": {"a@b": cell},
    }
    [found] = rows_of(what, Kept(body, {"k": {"wrong": True}}))  # type: ignore[arg-type]
    assert list(found) == list(COLUMNS[what])  # type: ignore[index]
    if what == "facts":
        assert (found["quote"], found["said"], found["correction"]) == ("申请6", "removed", '{"wrong": true}')
