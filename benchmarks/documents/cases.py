"""Which reports are rendered how: one and the same report, by its number, in every format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from benchmarks.documents import office, render_docx, render_html, render_pdf, render_text, scans
from benchmarks.documents.docx_layout import PRINTED, Layout
from benchmarks.documents.generate import generate
from benchmarks.documents.report import Edition, GeneratedReport

FORMATS = ("docx", "html", "text", "pdf", "doc", "rtf", "odt", "scan")
EXACT_FORMATS = ("docx", "html", "text", "pdf")
"""The formats in which no cell may be read wrongly."""

_MIX: Sequence[Edition] = ("V2", "V1", "V2", "V0b", "V2", "V1", "V0a")
_AT_ONCE = 20
_MARGINS = (0.0, 0.3, -0.2, 0.6, 0.1)


@dataclass(frozen=True, slots=True)
class Case:
    """A file and the report that it holds."""

    format: str
    variant: str
    name: str
    data: bytes
    report: GeneratedReport


def cases(format_: str, count: int, first: int = 0) -> Iterator[Case]:
    """``count`` files of a format, from number ``first`` on."""
    numbers = range(first, first + count)
    target = office.TARGETS.get(format_)
    if target is not None:
        yield from _printed(target, render_pdf.VARIANTS if target == "pdf" else {}, numbers)
        return
    if format_ == "scan":
        yield from _scanned(numbers)
        return
    module = {"docx": render_docx, "html": render_html, "text": render_text}[format_]
    names = list(module.VARIANTS)
    for number in numbers:
        variant, report = names[number % len(names)], numbered(number)
        data = module.VARIANTS[variant](report)
        yield Case(format_, variant, f"{number:04}{module.EXTENSIONS[variant]}", data, report)


def numbered(number: int) -> GeneratedReport:
    """Report ``number`` of the benchmark; neighbours are of different editions."""
    edition = _MIX[(number + number // len(_MIX) + number // len(_MIX) ** 2) % len(_MIX)]
    return generate(number, edition)


def _printed(
    target: office.Target, drawn: Mapping[str, Callable[[GeneratedReport], bytes]], numbers: Iterable[int]
) -> Iterator[Case]:
    """Files that LibreOffice makes, many at once, among them those that are ``drawn`` directly."""
    names = [*PRINTED, *drawn]
    left = iter(numbers)
    while chunk := list(islice(left, _AT_ONCE)):
        reports = {number: numbered(number) for number in chunk}
        variants = {number: names[number % len(names)] for number in chunk}
        through_office = [number for number in chunk if variants[number] in PRINTED]
        sources = [render_docx.render(reports[n], _shifted(PRINTED[variants[n]], n)) for n in through_office]
        files = dict(zip(through_office, office.convert(sources, target), strict=True))
        for number in chunk:
            data = files[number] if number in files else drawn[variants[number]](reports[number])
            yield Case(target, variants[number], f"{number:04}.{target}", data, reports[number])


def _scanned(numbers: Iterable[int]) -> Iterator[Case]:
    """Printed files, ruled as what is scanned nearly always is, put through a scanner."""
    names, layouts = list(scans.VARIANTS), [layout for layout in PRINTED.values() if layout.borders]
    left = iter(numbers)
    while chunk := list(islice(left, _AT_ONCE)):
        reports = [numbered(number) for number in chunk]
        sources = [
            render_docx.render(report, _shifted(layouts[number % len(layouts)], number))
            for number, report in zip(chunk, reports, strict=True)
        ]
        for number, report, printed in zip(chunk, reports, office.convert(sources, "pdf"), strict=True):
            variant = names[number % len(names)]
            data = scans.VARIANTS[variant](printed, number)
            yield Case("scan", variant, f"{number:04}{scans.EXTENSIONS[variant]}", data, report)


def _shifted(layout: Layout, number: int) -> Layout:
    """A layout with other margins for every report, so that pages end at other rows."""
    margin = layout.page.margin + _MARGINS[number % len(_MARGINS)]
    return replace(layout, page=replace(layout.page, margin=margin))
