"""Reports of invented offices: figures that fit together, tables that hold them, a narrative around them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from benchmarks.documents.figures import (
    Figures,
    Size,
    application_figures,
    dispute_figures,
    old_figures,
    proactive_figures,
)
from benchmarks.documents.old_sheets import COLUMNS, old_sheet
from benchmarks.documents.printed import OldTable, load, old_rows, requests
from benchmarks.documents.report import Edition, GeneratedReport, Part, Sheet
from benchmarks.documents.sheets import application_sheet, dispute_sheet, proactive_sheets, spaced
from benchmarks.documents.style import Style, draw_style
from benchmarks.documents.writing import Typist

_YEARS: Mapping[str, Sequence[int]] = {
    "annual": range(2012, 2019),
    "coded": range(2008, 2014),
    "statistics": range(2014, 2019),
    # Some offices kept the form of 2019 for years.
    "V1": (2019, 2019, 2020, 2020, 2020, 2021, 2022, 2023),
    "V2": range(2021, 2026),
}
_TITLES = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
_NUMBERS = "一二三四五六七八九"
_RANGE = re.compile(r"〈(\d+)-(\d+)〉")


@dataclass(frozen=True, slots=True)
class _Writer:
    """Fills in the sentences of one report."""

    rng: random.Random
    fields: Mapping[str, object]

    def one_of(self, texts: Sequence[str]) -> str:
        return self.filled(self.rng.choice(texts))

    def filled(self, text: str) -> str:
        text = _RANGE.sub(lambda match: str(self.rng.randint(int(match[1]), int(match[2]))), text)
        return text.format_map(self.fields)


def generate(seed: int, edition: Edition, *, style: Style | None = None) -> GeneratedReport:
    """The report number ``seed`` of an edition; without ``style`` one is drawn."""
    rng = random.Random(f"{edition} {seed}")
    style = draw_style(rng) if style is None else style
    table: OldTable = "statistics" if edition == "V0b" else rng.choice(("annual", "coded"))
    year = rng.choice(_YEARS[edition if edition in ("V1", "V2") else table])
    agency, size, makes_regulations = _office(rng)
    figures = (
        _figures(rng, edition, size, makes_regulations=makes_regulations)
        if edition in ("V1", "V2")
        else _old_figures(rng, table, size)
    )
    fields = {"agency": agency, "year": year, "next": year + 1, **_named(figures)}
    writer = _Writer(rng, fields)
    typist = Typist(figures, style, rng)
    old = edition.startswith("V0")
    parts = tuple(_old_parts(writer, typist, edition, table) if old else _parts(writer, typist, edition))
    return GeneratedReport(
        edition=edition,
        agency=agency,
        year=year,
        title=writer.one_of(_wording()["old_titles" if old else "titles"]),
        preamble=(writer.one_of(_wording()["preambles"]["V0" if old else edition]),),
        parts=parts,
        signature=(agency, f"{year + 1}年{rng.randint(1, 3)}月{rng.randint(1, 28)}日"),
        cells=dict(typist.read),
        seed=seed,
    )


@cache
def _wording() -> dict[str, Any]:
    return load("wording.toml")


def _office(rng: random.Random) -> tuple[str, Size, bool]:
    kind = rng.choice(_wording()["office"])
    place = rng.choice(_wording()["places"])
    name: str = rng.choice(kind["names"]).format(place=place)
    makes_regulations = bool(kind.get("makes_regulations")) and place.endswith("市")
    return name, rng.choice(kind["sizes"]), makes_regulations


def _figures(rng: random.Random, edition: Edition, size: Size, *, makes_regulations: bool) -> Figures:
    return {
        **proactive_figures(rng, edition, size, makes_regulations=makes_regulations),
        **application_figures(rng, requests(edition), size),
        **dispute_figures(rng, size),
    }


def _old_figures(rng: random.Random, table: OldTable, size: Size) -> Figures:
    """Every row in every column; the second column, of several years or periods, is the larger one."""
    rows = old_rows(table)
    period = old_figures(rng, rows, size)
    before = old_figures(rng, rows, size)
    columns = COLUMNS[table]
    figures = {row + columns[0]: value for row, value in period.items()}
    if len(columns) > 1:
        figures |= {row + columns[1]: value + before[row] for row, value in period.items()}
    return figures


def _named(figures: Figures) -> dict[str, object]:
    """The figures that sentences use, by the names that wording.toml gives them."""
    ids = {
        "new": ("requests.new@total",),
        "carried_in": ("requests.carried_in@total",),
        "total": ("outcomes.total@total",),
        "carried_out": ("requests.carried_out@total",),
        "granted": ("outcomes.granted@total",),
        "partial": ("outcomes.partial@total",),
        "published": ("v0.published", "v0a.published@year", "v0a.published@period"),
        "received": ("v0.requests.received", "v0a.requests.received@year", "v0a.requests.received@period"),
    }
    return {name: next((figures[id] for id in known if id in figures), Decimal(0)) for name, known in ids.items()}


def _parts(writer: _Writer, typist: Typist, edition: Edition) -> Iterator[Part]:
    """The six parts of the form since 2019."""
    rng, style = writer.rng, typist.style
    bodies: list[tuple[str | Sheet, ...]] = [
        tuple(_general(writer)),
        (*_caption(writer, typist, "proactive"), *proactive_sheets(edition, typist)),
        (*_caption(writer, typist, "requests"), application_sheet(edition, typist)),
        (*_caption(writer, typist, "disputes"), dispute_sheet(typist)),
        tuple(writer.filled(text) for text in _some(rng, _wording()["problems"]["paragraphs"], 2)),
        tuple(writer.filled(text) for text in _some(rng, _wording()["other"]["paragraphs"], 1)),
    ]
    for number, title, body in zip(_NUMBERS, _TITLES, bodies, strict=False):
        yield Part(number, title, tuple(_stretched(piece, rng, style) for piece in body))


def _stretched(piece: str | Sheet, rng: random.Random, style: Style) -> str | Sheet:
    return spaced(piece, rng) if isinstance(piece, Sheet) and style.labels == "spaced" else piece


def _general(writer: _Writer) -> Iterator[str]:
    general = _wording()["general"]
    yield writer.one_of(general["opening"])
    run_in = writer.rng.random() < 0.5
    for number, (title, texts) in zip(_NUMBERS, general["aspects"], strict=False):
        if run_in:
            yield f"（{number}）{title}。{writer.one_of(texts)}"
        else:
            yield f"（{number}）{title}情况"
            yield writer.one_of(texts)


def _caption(writer: _Writer, typist: Typist, table: str) -> Iterator[str]:
    if typist.style.captions:
        yield writer.one_of(_wording()["captions"][table])


def _some(rng: random.Random, texts: Sequence[str], fewest: int) -> list[str]:
    """At least ``fewest`` of the texts, in their order."""
    chosen = set(rng.sample(range(len(texts)), rng.randint(fewest, len(texts))))
    return [text for at, text in enumerate(texts) if at in chosen]


def _old_parts(writer: _Writer, typist: Typist, edition: Edition, table: OldTable) -> Iterator[Part]:
    """The chapters before 2019, and the table as an annex."""
    old = _wording()["old"]
    chapters = old["parts"]
    for number, (title, texts) in zip(_NUMBERS, chapters, strict=False):
        yield Part(number, title, tuple(writer.filled(text) for text in texts))
    sheet = _stretched(old_sheet(table, typist), writer.rng, typist.style)
    yield Part(_NUMBERS[len(chapters)], "附表", (old["captions"][edition], sheet))
