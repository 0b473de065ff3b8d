"""One picture that sums up: how many cells, facts and findings, what fails, what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from service.draw.appearance import Colours, appearance
from service.draw.marks import CellMark, Marks
from service.draw.pictures.legend import draw_legend
from service.draw.pictures.pen import DESK, INK, PAPER, QUIET, RULE, Pen, Piece, Words, broken, height_of
from service.draw.short_titles import row_and_column
from service.reading import Reading

_WIDTH, _MARGIN, _PAD = 1600, 40, 26
_TILE = (150, 84)
_TILE_GAP = 12
_MOST_ENTRIES = 60
_STATES = ("read", "doubtful", "ambiguous", "unreadable", "blank", "not_applicable", "missing")
_VERDICT_STATES = {"fails": "fails", "broken": "unreadable", "undecided": "ambiguous", "holds": "read"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list, with the number of its finding if it is one that is marked."""

    lines: tuple[tuple[Piece, ...], ...]
    colours: Colours
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A list under a heading."""

    heading: str
    entries: tuple[Entry, ...]

    @property
    def height(self) -> float:
        """In pixels."""
        return 2 * _PAD + 46 + sum(height_of(entry.lines) + 12 for entry in self.entries)


def summary_sheet(reading: Reading, marks: Marks) -> Image.Image:
    """The sheet that stands before the pages."""
    blocks = list(_blocks(reading, marks))
    head = 330
    height = head + sum(block.height + 24 for block in blocks) + _MARGIN
    pen = Pen(Image.new("RGB", (_WIDTH, round(height)), DESK))
    _head(pen, reading, marks)
    top = float(head)
    for block in blocks:
        _draw_block(pen, top, block)
        top += block.height + 24
    return pen.image


def _head(pen: Pen, reading: Reading, marks: Marks) -> None:
    report, form = reading.report, reading.form
    x = pen.text(_MARGIN, 30, Words(report.agency or "机关名称未识别", 38, INK, bold=True))
    pen.text(x + 20, 30, Words(f"{report.year}年" if report.year else "年度未识别", 38))
    edition = appearance().editions[form.edition] if form.edition else "没有统计表"
    pen.text(_MARGIN, 88, Words(f"{reading.document.name} · {edition} · {report.title or '标题未识别'}", 20, QUIET))
    left = float(_MARGIN)
    counts = list(_counts(reading, marks))
    width = min(_TILE[0], (_WIDTH - 2 * _MARGIN + _TILE_GAP) / len(counts) - _TILE_GAP)
    for number, name, colours in counts:
        pen.fill((left, 134, left + width, 134 + _TILE[1]), PAPER)
        pen.fill((left, 134, left + width, 138), colours.line if number else RULE)
        pen.text(left + 12, 144, Words(str(number), 32, INK, bold=True))
        pen.text(left + 12, 186, Words(name, 18, QUIET))
        left += width + _TILE_GAP
    draw_legend(pen, _MARGIN, 246, _WIDTH - 2 * _MARGIN)


def _counts(reading: Reading, marks: Marks) -> Iterator[tuple[int, str, Colours]]:
    states = appearance().states
    for id in _STATES:
        if marks.states[id] or id in ("read", "missing"):
            yield marks.states[id], f"格{states[id].zh}", states[id].light
    yield len(marks.facts), "条事实", states["fact"].light
    n_doubtful = sum(mark.fact.doubtful for mark in marks.facts)
    if n_doubtful:
        yield n_doubtful, "条事实存疑", states["doubtful"].light
    for verdict, zh in appearance().verdicts.items():
        if reading.verdicts[verdict] or verdict in ("fails", "holds"):
            yield reading.verdicts[verdict], f"项{zh}", states[_VERDICT_STATES[verdict]].light


def _blocks(reading: Reading, marks: Marks) -> Iterator[Block]:
    states = appearance().states
    problems = [_entry([Words(problem.message)], states["doubtful"].light) for problem in reading.problems]
    failing = [_finding(mark.number, mark.finding.message, mark.finding.severity) for mark in marks.failing]
    absent = [
        _entry([Words(f"{section.number}、{section.title}")], states["missing"].light)
        for section in reading.report.sections
        if not section.present
    ]
    missing = list(_missing(marks.missing))
    open_findings = [mark.finding for mark in marks.findings if mark.finding.verdict == "undecided"]
    # Where cells are missing, dozens of equations are undecided for that one reason.
    undecided = [_entry([Words(f.message)], states["ambiguous"].light) for f in open_findings if f.facts]
    if len(open_findings) > len(undecided):
        rest = f"表内核对有{len(open_findings) - len(undecided)}项因缺格或空白无法断定"
        undecided.append(_entry([Words(rest, 20, QUIET)], states["ambiguous"].light))
    yield from _block("读取问题", problems, len(problems))
    yield from _block("核对不符", failing, len(failing))
    yield from _block("没有找到的章节", absent, len(absent))
    yield from _block("缺失的格", missing, len(marks.missing))
    yield from _block("待定的核对", undecided, len(open_findings))


def _block(title: str, entries: Sequence[Entry], n: int) -> Iterator[Block]:
    """The list, cut where it is very long; nothing where it is empty."""
    if not entries:
        return
    shown = list(entries[:_MOST_ENTRIES])
    if len(entries) > len(shown):
        rest = Words(f"另有{len(entries) - len(shown)}条没有列出", 20, QUIET)
        shown.append(_entry([rest], appearance().states["section"].light))
    yield Block(f"{title}　{n}", tuple(shown))


def _finding(number: int, message: str, severity: str) -> Entry:
    colours = appearance().states["fails"].light
    words = [Words(f"{appearance().severities[severity]}　", 20, colours.line, bold=True), Words(message)]
    return _entry(words, colours, number=number)


def _missing(cells: Sequence[CellMark]) -> Iterator[Entry]:
    """The cells by the rows of the form that they belong to."""
    rows: defaultdict[str, list[str]] = defaultdict(list)
    for mark in cells:
        row, column = row_and_column(mark.title)
        rows[row].append(column)
    for row, columns in rows.items():
        words = [Words(row), Words("　" + "、".join(columns), 19, QUIET)]
        yield _entry(words, appearance().states["missing"].light)


def _entry(words: Sequence[Words], colours: Colours, *, number: int | None = None) -> Entry:
    width = _WIDTH - 2 * _MARGIN - 2 * _PAD - 60
    return Entry(tuple(map(tuple, broken(words, width))), colours, number)


def _draw_block(pen: Pen, top: float, block: Block) -> None:
    box = (_MARGIN, top, _WIDTH - _MARGIN, top + block.height)
    pen.fill(box, PAPER)
    pen.frame(box, RULE)
    left, y = _MARGIN + _PAD, top + _PAD
    pen.text(left, y, Words(block.heading, 24, INK, bold=True))
    y += 46
    for entry in block.entries:
        bottom = y + height_of(entry.lines)
        pen.fill((left, y, left + 4, bottom), entry.colours.line)
        if entry.number is not None:
            pen.badge(left + 14, y + 1, entry.number, entry.colours)
        pen.paragraph(left + (54 if entry.number is not None else 18), y, entry.lines)
        y = bottom + 12
