"""Visual lines → paragraphs, by how the lines lie: indents, lines that end early, gaps, and titles in the middle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from service.documents.document import Paragraph, Place, Run, Source
from service.documents.heading import begins_item, ends_sentence, is_heading, section_of
from service.documents.pdf.lines import VisualLine
from service.documents.pdf.margins import Margins

# In heights of a character.
_INDENT = 1.2
_LONGEST_INDENT = 5.0
_SLACK = 0.6
_CENTRED_MARGIN = 2.0
_CENTRED_SKEW = 1.0
_OTHER_SIZE = 0.12
_LARGE_PITCH, _LARGEST_PITCH = 1.35, 2.5
# In usual distances of lines.
_GAP = 1.35
_UNBROKEN = re.compile(r"^(?:[A-Za-z0-9.,%/:@_&?=+~#-]+|[（《“‘〈【〔(\[]*.)[，。、；：？！）》”’〉】〕…%‰,.;:!?)\]]*")
_STOPPED = re.compile(r"[。！？]$")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(slots=True)
class Gathered:
    """The lines of one paragraph; ``after_gap`` where a page begins with it."""

    lines: list[VisualLine]
    after_gap: bool = False
    _text: str = field(default="", init=False)

    def paragraph(self, block: int) -> Paragraph:
        """The lines as one paragraph with the places of its characters."""
        text, runs = "", list[Run]()
        for line in self.lines:
            if text and _LATIN.match(text[-1]) and _LATIN.match(line.text[0]) and text[-1] != "-":
                text += " "
            runs.append(line.run(len(text)))
            text += line.text
        page = self.lines[0].page
        boxes = [line.box for line in self.lines if line.page == page]
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        place = Place(page, (min(lefts), min(tops), max(rights), max(bottoms)))
        return Paragraph(text, Source(block, place=place), after_gap=self.after_gap, runs=tuple(runs))


def gather(lines: Sequence[VisualLine], margins: Margins) -> list[Gathered]:
    """The paragraphs of neighbouring lines of one page."""
    paragraphs: list[Gathered] = []
    for line in lines:
        if paragraphs and not begins(paragraphs[-1].lines, line, margins):
            paragraphs[-1].lines.append(line)
        else:
            paragraphs.append(Gathered([line]))
    return paragraphs


def begins(before: Sequence[VisualLine], line: VisualLine, margins: Margins) -> bool:
    """Whether a line begins a paragraph, and does not go on with the lines ``before``."""
    last = before[-1]
    same_page = last.page == line.page
    if abs(line.size - last.size) > _OTHER_SIZE * max(line.size, last.size):
        return True
    pitch = min(max(margins.pitch, _LARGE_PITCH * line.size), _LARGEST_PITCH * line.size)
    if same_page and line.bottom - last.bottom > _GAP * pitch:
        return True
    if is_centred(last, margins) or section_of(line.text) is not None or has_room(last, line, margins):
        return True
    if is_centred(line, margins):
        # A title that fills its line goes on in the middle of the next.
        return ends_sentence(last.text)
    if not margins.indented and begins_item(line.text) and _STOPPED.search(last.text):
        return True
    return is_indented(line, margins) and not _hangs(before, line, margins)


def is_centred(line: VisualLine, margins: Margins) -> bool:
    """Whether a line stands in the middle between the margins, with room on both sides."""
    left, right = line.left - margins.left, margins.right - line.right
    room = _CENTRED_MARGIN * line.size
    # The first line of a paragraph is indented by as much as the last character before a number may leave free.
    return min(left, right) > room * 1.25 and abs(left - right) <= _CENTRED_SKEW * line.size


def has_room(last: VisualLine, line: VisualLine, margins: Margins) -> bool:
    """Whether what begins a line would have had room at the end of the line before: somebody ended that."""
    match = _UNBROKEN.match(line.text)
    n = min(match.end() if match else 1, len(line.text))
    needed = line.edges[n] - line.edges[0]
    # A long address may be broken anywhere.
    needed = min(needed, (margins.right - margins.left) / 2)
    return margins.right - last.right > needed + _SLACK * line.size


def is_indented(line: VisualLine, margins: Margins) -> bool:
    """Whether a line begins further right than full lines do."""
    return _INDENT * line.size <= line.left - margins.left


def _hangs(before: Sequence[VisualLine], line: VisualLine, margins: Margins) -> bool:
    """Whether an indented line goes on with a paragraph that is indented as a whole."""
    last = before[-1]
    if line.left - margins.left > _LONGEST_INDENT * line.size:
        return False
    if abs(line.left - last.left) > line.size / 2:
        # The lines under a number that stands out to the left.
        return len(before) == 1 and begins_item(last.text) and 0 < line.left - last.left <= _LONGEST_INDENT * line.size
    heads = begins_item(last.text) and is_heading(last.text)
    return not ends_sentence(last.text) and not begins_item(line.text) and not (heads and margins.indented)
