"""Lines of prose → HTML, in the ways of several editors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from random import Random
from typing import Literal

Kind = Literal["title", "heading", "text", "signature"]


@dataclass(frozen=True, slots=True)
class ProseLine:
    """A line of prose and what it is."""

    text: str
    kind: Kind


ProseWriter = Callable[[Sequence[ProseLine], Random], str]
"""What stands between two tables → HTML."""

_INDENT = "\u3000\u3000"
_OFFICE_SPANS = {
    True: "<span\nlang=EN-US style='font-size:16.0pt;mso-fareast-font-family:仿宋_GB2312'>",
    False: "<span style='font-size:16.0pt;font-family:仿宋_GB2312;\nmso-hansi-font-family:Calibri'>",
}
_WPS_OPENED = (
    '<p class=MsoNormal style="text-indent:24.0000pt;mso-pagination:none;" >'
    "<span style=\"mso-spacerun:'yes';font-family:仿宋;\" >"
)
_WPS_CLOSED = "</span><span style=\"mso-spacerun:'yes'\" ><o:p></o:p></span></p>"


def paragraphs(lines: Sequence[ProseLine], _: Random) -> str:
    """A paragraph each, indented by full-width spaces, headings bold."""
    return "\n".join(
        f'<p style="text-indent:2em">{_strong(line) if _heads(line) else _INDENT + escape(line.text)}</p>'
        for line in lines
    )


def headings(lines: Sequence[ProseLine], random: Random) -> str:
    """Headings as h2 to h4."""
    level = random.choice((2, 3, 4))
    tags = {"title": "h1", "heading": f"h{level}", "text": "p", "signature": "p"}
    return "\n".join(f"<{tags[line.kind]}>{escape(line.text)}</{tags[line.kind]}>" for line in lines)


def spans(lines: Sequence[ProseLine], random: Random) -> str:
    """Nested spans whose borders go through words and numbers."""
    return "\n".join(
        f'<p class="p1"><span style="font-size:16px">{_cut(line.text, random)}</span></p>' for line in lines
    )


def breaks(lines: Sequence[ProseLine], random: Random) -> str:
    """All in one div, line by line, sometimes with an empty line between."""
    gap = random.choice(("<br>", "<br/>\r\n", "<br><br>"))
    return (
        '<div class="content">'
        + gap.join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(line.text)}" for line in lines)
        + "<br></div>"
    )


def divs(lines: Sequence[ProseLine], random: Random) -> str:
    """A div each, empty ones between them."""
    return "".join(
        f"<div>{escape(line.text)}</div>" + ("<div><br></div>" if random.random() < 0.3 else "") for line in lines
    )


def sections(lines: Sequence[ProseLine], random: Random) -> str:
    """Sections in sections, as editors for messengers make them; the number of a heading stands in a box of its own."""
    out = []
    for line in lines:
        text = f"<span>{_cut(line.text, random)}</span>"
        if line.kind == "heading" and "、" in line.text:
            number, title = line.text.split("、", 1)
            box = f'<strong><span style="color:#fff">{escape(number)}、</span></strong>'
            text = f'{box}<span leaf="">{escape(title)}</span>'
        out.append(
            f'<section style="margin:10px 0"><section><p style="line-height:1.75em">{text}</p></section></section>'
            '<p style="display:none"><mp-style-type data-value="3"></mp-style-type></p>'
        )
    return "\n".join(out)


def office(lines: Sequence[ProseLine], _: Random) -> str:
    """As Word saves it: tags broken over lines, digits in spans of their own, o:p at the end of a paragraph."""
    out = []
    for line in lines:
        runs = "".join(f"{_OFFICE_SPANS[run[0].isascii()]}{escape(run)}</span>" for run in _scripts(line.text))
        tag = "h1" if line.kind == "heading" else "p"
        mark = "class=MsoNormal " if tag == "p" else ""
        opened = f"<{tag} {mark}style='text-indent:32.0pt;mso-char-indent-count:2.0'>"
        out.append(f"{opened}{runs}<span\nlang=EN-US><o:p></o:p></span></{tag}>")
    return "\n\n".join(out)


def wps(lines: Sequence[ProseLine], _: Random) -> str:
    """As WPS saves it: font tags and an empty one at each end."""
    return "\n".join(f'{_WPS_OPENED}<font face="仿宋" >{escape(line.text)}</font>{_WPS_CLOSED}' for line in lines)


def unclosed(lines: Sequence[ProseLine], _: Random) -> str:
    """Upper case, paragraphs never closed."""
    return "\n".join(
        f"<P>{'<B>' if _heads(line) else ''}{_INDENT}{escape(line.text)}{'</B>' if _heads(line) else ''}"
        for line in lines
    )


def well_formed(lines: Sequence[ProseLine], _: Random) -> str:
    """Paragraphs that are XML; their source is indented, so that white space surrounds the text."""
    return "\n".join(f'<p class="{line.kind}">\n      {escape(line.text)}\n    </p>' for line in lines)


def _heads(line: ProseLine) -> bool:
    return line.kind in ("title", "heading")


def _strong(line: ProseLine) -> str:
    return f"<strong>{escape(line.text)}</strong>"


def _cut(text: str, random: Random) -> str:
    """The text in spans of three to twelve characters, one in four nested."""
    out, at = [], 0
    while at < len(text):
        length = random.randint(3, 12)
        run = escape(text[at : at + length])
        out.append(f"<span><font>{run}</font></span>" if random.random() < 0.25 else f"<span>{run}</span>")
        at += length
    return "".join(out)


def _scripts(text: str) -> list[str]:
    """Runs of ASCII and of other characters."""
    runs: list[str] = []
    for char in text:
        if runs and runs[-1][0].isascii() == char.isascii():
            runs[-1] += char
        else:
            runs.append(char)
    return runs
