"""WordprocessingML by the piece: runs, paragraphs, and what editing leaves in them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from xml.sax.saxutils import escape

from benchmarks.documents.docx_layout import Layout

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_WHO = 'w:author="校对" w:date="2024-01-08T09:00:00Z"'


@dataclass(slots=True)
class Ids:
    """Numbers for what Word wants numbered: changes, bookmarks, controls."""

    _next: count[int]

    @classmethod
    def fresh(cls) -> Ids:
        """Counting from 1."""
        return cls(count(1))

    def take(self) -> int:
        """The next number."""
        return next(self._next)


@dataclass(frozen=True, slots=True)
class Hand:
    """Writes runs and paragraphs in one font and size."""

    layout: Layout
    ids: Ids
    size: float

    def properties(self, *, bold: bool = False) -> str:
        """The w:rPr of a run."""
        font, half_points = self.layout.font, round(self.size * 2)
        return (
            f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>{"<w:b/>" if bold else ""}'
            f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
        )

    def run(self, text: str, *, bold: bool = False) -> str:
        """A w:r; line breaks in the text become w:br."""
        inside = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
        return f"<w:r>{self.properties(bold=bold)}{inside}</w:r>"

    def paragraph(
        self,
        content: str,
        *,
        align: str = "both",
        indent: bool = False,
        style: str = "",
        number: tuple[int, int] | None = None,
    ) -> str:
        """A w:p around runs; ``number`` is list and level."""
        properties = f'<w:pStyle w:val="{style}"/>' if style else ""
        if number is not None:
            properties += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
        properties += '<w:spacing w:before="0" w:after="0"/>'
        if indent:
            properties += f'<w:ind w:firstLine="{round(self.size * 40)}" w:firstLineChars="200"/>'
        elif number is not None or style:
            properties += '<w:ind w:left="0" w:firstLine="0"/>'
        return f'<w:p><w:pPr>{properties}<w:jc w:val="{align}"/></w:pPr>{content}</w:p>'

    def deleted(self, text: str) -> str:
        """A deletion that is tracked."""
        return (
            f'<w:del w:id="{self.ids.take()}" {_WHO}><w:r>{self.properties()}'
            f'<w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'
        )

    def inserted(self, runs: str) -> str:
        """An insertion that is tracked."""
        return f'<w:ins w:id="{self.ids.take()}" {_WHO}>{runs}</w:ins>'

    def row_change(self, kind: str) -> str:
        """The mark of a row that was inserted or deleted (``ins`` or ``del``)."""
        return f'<w:{kind} w:id="{self.ids.take()}" {_WHO}/>'

    def bookmarked(self, runs: str, name: str) -> str:
        """Runs between the ends of a bookmark."""
        number = self.ids.take()
        start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        return f'{start}{runs}<w:bookmarkEnd w:id="{number}"/>'

    def calculated(self, text: str) -> str:
        """A field: a formula and the result that is seen."""
        return (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            '<w:r><w:instrText xml:space="preserve"> =SUM(LEFT) \\# "0" </w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{self.run(text)}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    def controlled(self, content: str) -> str:
        """A content control around runs, a paragraph or a row."""
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="填写"/><w:id w:val="{self.ids.take()}"/></w:sdtPr>'
            f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )

    def boxed(self, paragraphs: str, *, width: float) -> str:
        """A run with a text box, as Word writes it: the drawing, and an older one for programs that know no other."""
        emu = round(width * 360000)
        return f"""<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{emu}" cy="1080000"/>
<wp:docPr id="{self.ids.take()}" name="文本框"/><a:graphic>
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>
<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{emu}" cy="1080000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>
<wps:txbx><w:txbxContent>{paragraphs}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>
</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape style="width:400pt;height:80pt">
<v:textbox><w:txbxContent>{paragraphs}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""
