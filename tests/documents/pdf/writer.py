"""Writes small PDF files by hand: text of a Chinese font that is not embedded, lines, filled areas, a picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from service.documents.document import Box

WIDTH, HEIGHT = 595.0, 842.0
_TURNS = {0: "1 0 0 1", 90: "0 -1 1 0", 180: "-1 0 0 -1", 270: "0 1 -1 0", 45: "0.7 -0.7 0.7 0.7"}


@dataclass
class Sheet:
    """One page; heights count from its top, text stands on its base line."""

    operators: list[str] = field(default_factory=list)
    boxes: str = f"/MediaBox [0 0 {WIDTH} {HEIGHT}]"
    height: float = HEIGHT

    def text(self, left: float, base: float, text: str, *, size: float = 12, turn: int = 0, mode: int = 0) -> None:
        """Write ``text``; ``turn`` in degrees clockwise, ``mode`` 3 is not painted."""
        code = text.encode("utf-16-be").hex()
        place = f"{_TURNS[turn]} {left} {self.height - base} Tm"
        self.operators.append(f"BT {mode} Tr /F {size} Tf {place} <{code}> Tj ET")

    def line(self, left: float, top: float, right: float, bottom: float) -> None:
        """Draw a line."""
        self.operators.append(f"{left} {self.height - top} m {right} {self.height - bottom} l S")

    def frame(self, box: Box) -> None:
        """Draw the four sides of a rectangle as one path."""
        self.operators.append(f"{self._rectangle(box)} S")

    def fill(self, box: Box, grey: float = 0) -> None:
        """Fill a rectangle."""
        self.operators.append(f"q {grey} g {self._rectangle(box)} f Q")

    def picture(self, box: Box) -> None:
        """Paint a grey picture."""
        left, top, right, bottom = box
        self.operators.append(f"q {right - left} 0 0 {bottom - top} {left} {self.height - bottom} cm /I Do Q")

    def paragraph(self, top: float, lines: Iterable[str], *, left: float = 72, size: float = 12) -> float:
        """Lines under each other, the first indented by two characters; returns where the next paragraph begins."""
        for number, line in enumerate(lines):
            self.text(left + (2 * size if number == 0 else 0), top + size, line, size=size)
            top += size * 1.6
        return top

    def _rectangle(self, box: Box) -> str:
        left, top, right, bottom = box
        return f"{left} {self.height - bottom} {right - left} {bottom - top} re"


@dataclass(frozen=True)
class Merged:
    """A cell with the rows and columns that it covers."""

    text: str
    rows: int = 1
    columns: int = 1


def table(
    sheet: Sheet,
    rows: Sequence[Sequence[str | Merged]],
    *,
    left: float = 72,
    top: float = 100,
    widths: Sequence[float],
    height: float = 20,
    size: float = 9,
    ruled: bool = True,
) -> float:
    """Cells with their text in the middle, lines of it parted by \\n; returns where the table ends."""
    xs = [left + sum(widths[:at]) for at in range(len(widths) + 1)]
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while (at, column) in taken:
                column += 1
            cell = cell if isinstance(cell, Merged) else Merged(cell)
            taken |= {(at + i, column + j) for i in range(cell.rows) for j in range(cell.columns)}
            box = (xs[column], top + at * height, xs[column + cell.columns], top + (at + cell.rows) * height)
            if ruled:
                sheet.frame(box)
            _write(sheet, cell.text.split("\n"), box, size)
            column += cell.columns
    return top + len(rows) * height


def _write(sheet: Sheet, lines: Sequence[str], box: Box, size: float) -> None:
    left, top, right, bottom = box
    first = (top + bottom) / 2 - len(lines) * size / 2
    for number, line in enumerate(lines):
        width = sum(size / 2 if character.isascii() else size for character in line)
        sheet.text((left + right - width) / 2, first + (number + 0.88) * size, line, size=size)


def pdf(*sheets: Sheet, font: str | None = None, trailer: str = "") -> bytes:
    """The file of these pages."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(sheets)} /Kids [{' '.join(f'{7 + 2 * at} 0 R' for at in range(len(sheets)))}] >>",
        font or "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] /FontDescriptor 5 0 R"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /Ascent 752 /Descent -271 /CapHeight 737 /StemV 58"
        " /ItalicAngle 0 /FontBBox [-25 -254 1000 880] >>",
        _stream("80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
        " /Filter /ASCIIHexDecode"),
    ]  # fmt: skip
    for number, sheet in enumerate(sheets):
        resources = "/Resources << /Font << /F 3 0 R >> /XObject << /I 6 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {sheet.boxes} /Contents {8 + 2 * number} 0 R {resources} >>")
        objects.append(_stream("\n".join(sheet.operators)))
    return assemble(objects, trailer=trailer)


def _stream(data: str, entries: str = "") -> str:
    return f"<< {entries} /Length {len(data)} >>\nstream\n{data}\nendstream"


def assemble(objects: Sequence[str], *, trailer: str = "") -> bytes:
    """A file of objects numbered from 1, the first of them its catalogue."""
    out, offsets = "%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("ascii")
