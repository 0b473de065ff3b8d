"""What stands between the tags of a table cell: the many ways in which editors write the same few characters."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from random import Random

from benchmarks.documents.report import SheetCell

CellWriter = Callable[[SheetCell, Random], str]

_LONGEST_STACKED = 5


def plain(cell: SheetCell, _: Random) -> str:
    """Nothing but the text."""
    return _lines(cell.text)


def in_paragraphs(cell: SheetCell, random: Random) -> str:
    """A paragraph for each line, centred, blank cells with a no-break space; sometimes an empty paragraph behind."""
    lines = "".join(
        f'<p style="text-align:center">{_runs(line, random) or "&nbsp;"}</p>' for line in cell.text.split("\n")
    )
    return lines + ("<p></p>" if random.random() < 0.1 else "")


def padded(cell: SheetCell, random: Random) -> str:
    """Spaces of all widths before and behind, and inside two-character labels."""
    text = _lines(cell.text)
    if cell.header and len(cell.text) == 2:
        text = random.choice(("&nbsp;", "\u3000", "&emsp;", " ")).join(text)
    return random.choice(("", "&nbsp;", "\u3000")) + (text or "&nbsp;") + random.choice(("", "&nbsp;", "&ensp;", "\n"))


def broken(cell: SheetCell, random: Random) -> str:
    """Labels broken by <br> in the middle."""
    text = cell.text.replace("\n", "")
    if not cell.header or len(text) < 4:
        return escape(text)
    middle = len(text) // 2 + random.randint(-1, 1)
    return f"{escape(text[:middle])}<br>{escape(text[middle:])}"


def stacked(cell: SheetCell, random: Random) -> str:
    """Short labels one character on a line, as in a narrow column."""
    text = cell.text.replace("\n", "")
    if cell.header and (cell.vertical or len(text) <= _LONGEST_STACKED):
        return random.choice(("<br>", "<br />\n")).join(map(escape, text))
    return escape(text)


def spanned(cell: SheetCell, random: Random) -> str:
    """Words and numbers split over nested spans."""
    return f'<span style="font-family:宋体"><span>{_runs(cell.text, random)}</span></span>'


def office(cell: SheetCell, _: Random) -> str:
    """As Word saves it: a paragraph of its own class, digits in a span of their own language, an o:p at the end."""
    paragraphs = []
    for line in cell.text.split("\n"):
        words = f"<span\nstyle='font-family:宋体;mso-ascii-font-family:Calibri'>{_latin_apart(line)}</span>"
        opened = "<p class=MsoNormal align=center style='text-align:center;mso-pagination:widow-orphan'>"
        paragraphs.append(
            f"{opened}{words if line else ''}"
            "<span lang=EN-US style='font-size:9.0pt;mso-bidi-font-size:11.0pt'><o:p>&nbsp;</o:p></span></p>"
        )
    return "\n  ".join(paragraphs)


def well_formed(cell: SheetCell, _: Random) -> str:
    """Plain text in XML: breaks are closed, no named entities."""
    return _lines(cell.text).replace("<br>", "<br />") or "&#160;"


def _lines(text: str) -> str:
    return "<br>".join(map(escape, text.split("\n")))


def _latin_apart(text: str) -> str:
    """Runs of ASCII letters and digits in spans of their own."""
    out, latin = "", False
    for char in text:
        ascii_char = char.isascii() and char.isalnum()
        if ascii_char != latin:
            out += "<span lang=EN-US>" if ascii_char else "</span>"
            latin = ascii_char
        out += escape(char)
    return out + ("</span>" if latin else "")


def _runs(text: str, random: Random) -> str:
    """The text in up to three spans, cut anywhere."""
    if len(text) < 2:
        return escape(text)
    at = sorted({0, len(text), random.randint(1, len(text) - 1), random.randint(1, len(text) - 1)})
    runs = (text[first:end] for first, end in zip(at, at[1:], strict=False))
    return "".join(
        run.replace("\n", "<br>") if "\n" in run else f'<span style="font-size:14px">{escape(run)}</span>'
        for run in runs
    )
