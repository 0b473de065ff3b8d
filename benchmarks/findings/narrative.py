"""A whole report around figures: six parts, tables, and a narrative of which every stated fact is known."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from typing import Any

from benchmarks.documents.printed import load as load_printed
from benchmarks.documents.report import GeneratedReport, Part, Sheet
from benchmarks.documents.sheets import application_sheet, dispute_sheet, proactive_sheets
from benchmarks.documents.style import Style
from benchmarks.documents.writing import Typist
from benchmarks.findings.figures import Figures, NewEdition
from benchmarks.findings.offices import Office
from benchmarks.findings.sentences import Told, Year, tell

_TITLES = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
_NOTHING = Told("没有其他需要报告的事项。")
_FEE_SINCE = 2021
_RANGE = re.compile(r"〈(\d+)-(\d+)〉")


@dataclass(frozen=True, slots=True)
class Composed:
    """A report as it would be printed, and its paragraphs that state facts."""

    report: GeneratedReport
    told: tuple[Told, ...]


def compose(
    rng: random.Random,
    *,
    office: Office,
    edition: NewEdition,
    year: int,
    figures: Figures,
    said: Figures,
    before: Figures | None,
    style: Style,
    talks: bool = True,
) -> Composed:
    """The report of a year: ``figures`` stand in its tables, of ``said`` its narrative speaks.

    A report that does not ``talk`` has prose without the figures of the tables.
    """
    words = {
        "agency": office.name,
        "place": office.place,
        "year": str(year),
        "last": str(year - 1),
        "next": str(year + 1),
    }
    scope = Year(edition, office.kind, said, before, words)
    general, problems, other = _prose(rng, scope, year, talks=talks)
    typist = Typist(figures, style, rng)
    bodies: tuple[tuple[str | Sheet, ...], ...] = (
        tuple(told.text for told in general),
        tuple(proactive_sheets(edition, typist)),
        (application_sheet(edition, typist),),
        (dispute_sheet(typist),),
        tuple(told.text for told in problems),
        tuple(told.text for told in other),
    )
    report = GeneratedReport(
        edition=edition,
        agency=office.name,
        year=year,
        title=rng.choice(_wording()["titles"]).format(agency=office.name, year=year),
        preamble=(_preamble(rng, edition, words),),
        parts=tuple(map(Part, "一二三四五六", _TITLES, bodies)),
        signature=(office.name, f"{year + 1}年1月{rng.randint(5, 31)}日"),
        cells=dict(typist.read),
        seed=0,
    )
    return Composed(report, tuple(told for told in (*general, *problems, *other) if told.marks))


def _preamble(rng: random.Random, edition: NewEdition, words: Mapping[str, str]) -> str:
    text = rng.choice(_wording()["preambles"][edition]).format(**words)
    return _RANGE.sub(lambda match: str(rng.randint(int(match[1]), int(match[2]))), text)


@cache
def _wording() -> dict[str, Any]:
    return load_printed("wording.toml")


def _prose(
    rng: random.Random, scope: Year, year: int, *, talks: bool
) -> tuple[Sequence[Told], Sequence[Told], Sequence[Told]]:
    """The paragraphs of parts one, five and six."""

    def paragraph(head: str, *topics: str) -> Told:
        return reduce(Told.__add__, (tell(rng, topic, scope) for topic in topics), Told(head))

    fee = tell(rng, "fee", scope) if year >= _FEE_SINCE else Told("")
    fee_early = rng.random() < 0.1
    requests = ["inflow", *(topic for topic in ("outcomes", "comparison", "disputes") if rng.random() < 0.6)]
    documents = [topic for topic in ("documents", "decisions") if rng.random() < 0.5]
    general = [
        paragraph("", "opening"),
        paragraph("（一）主动公开。", "publication", *(documents if talks else ())),
        paragraph(
            "（二）依申请公开。" if talks else "（二）依申请公开。办理流程更加规范。", *(requests if talks else ())
        ),
        paragraph("（三）政府信息管理。", "management"),
        paragraph("（四）平台建设。", "platform"),
        paragraph("（五）监督保障。", "evaluation", "governance") + (fee if fee_early else Told("")),
    ]
    problems = [paragraph("", "problems")]
    other = [told for told in (Told("") if fee_early else fee, _maybe(rng, paragraph("", "proposals"))) if told.text]
    if talks and rng.random() < 0.2:
        problems.append(Told("从数据看，") + _again(general[2]))
    return general, problems, other or [_NOTHING]


def _maybe(rng: random.Random, told: Told) -> Told:
    return told if rng.random() < 0.5 else Told("")


def _again(told: Told) -> Told:
    """The first sentence behind the heading once more, as reports repeat their figures."""
    start = told.text.index("。") + 1
    end = told.text.index("。", start) + 1
    marks = tuple(mark.moved(-start) for mark in told.marks if start <= mark.quantity[0] and mark.quantity[1] <= end)
    return replace(told, text=told.text[start:end], marks=marks)
