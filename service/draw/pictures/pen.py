"""Draws on a picture: rectangles that let the print show through, and text in lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageColor, ImageDraw

from service.documents.document import Box
from service.draw.appearance import Colours
from service.draw.pictures.fonts import fonts
from service.draw.visible import visible

INK, QUIET, RULE, PAPER, DESK = "#1f252d", "#5d6875", "#d5dae1", "#ffffff", "#f4f5f7"
LEADING = 1.45
# Latin letters stay together; no line begins with a closing mark or ends with an opening one.
_TOKEN = re.compile(r"[（《“‘「]*(?:[!-~]+|.)[，。；、：？！）》”’」]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Words:
    """Text of one look; ``size`` in pixels."""

    text: str
    size: int = 20
    colour: str = INK
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Words on a line, ``x`` pixels from its left end."""

    x: float
    words: Words


def broken(text: Sequence[Words], width: float) -> list[list[Piece]]:
    """Text as lines of at most so many pixels."""
    lines: list[list[Piece]] = [[]]
    x = 0.0
    for words in text:
        for token in _tokens(words, width):
            taken = fonts().width(token, words.size, bold=words.bold)
            if x + taken > width and x > 0:
                lines.append([])
                x = 0.0
            if x > 0 or token.strip():
                lines[-1].append(Piece(x, Words(token, words.size, words.colour, words.bold)))
                x += taken
    return lines


def _tokens(words: Words, width: float) -> list[str]:
    tokens: list[str] = []
    for token in _TOKEN.findall(" ".join(visible(words.text).split("\n"))):
        fits = fonts().width(token, words.size, bold=words.bold) <= width
        tokens += [token] if fits else list(token)
    return tokens


class Pen:
    """Draws in pixels on one picture."""

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self._draw = ImageDraw.Draw(image, "RGBA")

    def fill(self, box: Box, colour: str, *, opacity: float = 1.0) -> None:
        """A filled rectangle."""
        if _has_extent(box):
            self._draw.rectangle(box, fill=(*ImageColor.getrgb(colour)[:3], round(255 * opacity)))

    def frame(self, box: Box, colour: str, *, width: int = 1, dashed: bool = False) -> None:
        """The border of a rectangle."""
        left, top, right, bottom = box
        if not _has_extent(box):
            return
        if dashed:
            for side in ((left, top, right, top), (left, bottom, right, bottom)):
                self.line(side, colour, width=width, dashed=True)
            for side in ((left, top, left, bottom), (right, top, right, bottom)):
                self.line(side, colour, width=width, dashed=True)
        else:
            self._draw.rectangle(box, outline=colour, width=width)

    def line(self, ends: Box, colour: str, *, width: int = 1, dashed: bool = False) -> None:
        """A line, level or upright where it is dashed."""
        if not dashed:
            self._draw.line(ends, fill=colour, width=width)
            return
        left, top, right, bottom = ends
        length = max(right - left, bottom - top)
        dash = 3 * width
        for at in range(0, round(length), 2 * dash):
            end = min(at + dash, length)
            part = (left + at, top, left + end, top) if right > left else (left, top + at, left, top + end)
            self._draw.line(part, fill=colour, width=width)

    def hatch(self, box: Box, colour: str) -> None:
        """Slanting lines over a rectangle."""
        if not _has_extent(box):
            return
        left, top, right, bottom = box
        height = bottom - top
        for at in range(0, round(right - left + height), 14):
            x0, y0 = left + at, top
            x1, y1 = left + at - height, bottom
            if x0 > right:
                y0, x0 = top + (x0 - right), right
            if x1 < left:
                y1, x1 = bottom - (left - x1), left
            self._draw.line((x0, y0, x1, y1), fill=(*ImageColor.getrgb(colour)[:3], 110), width=2)

    def text(self, x: float, y: float, words: Words, *, middle: bool = False) -> float:
        """Text on one line, its top left corner (or the middle of its left side) at ``x``, ``y``; returns its end."""
        shown = visible(words.text)
        font = fonts().sized(words.size, bold=words.bold)
        self._draw.text((x, y), shown, font=font, fill=words.colour, anchor="lm" if middle else "la")
        return x + font.getlength(shown)

    def paragraph(self, x: float, y: float, lines: Sequence[Sequence[Piece]]) -> float:
        """Lines of text; returns where they end."""
        for line in lines:
            height = max((piece.words.size for piece in line), default=20)
            for piece in line:
                self.text(x + piece.x, y + (height - piece.words.size) * 0.9, piece.words)
            y += height * LEADING
        return y

    def badge(self, x: float, y: float, number: int, colours: Colours, *, size: int = 17) -> float:
        """A number in a round field, its top left corner at ``x``, ``y``; returns where it ends."""
        font = fonts().sized(size, bold=True)
        height = size * 1.45
        width = max(height, font.getlength(str(number)) + size * 0.8)
        self._draw.rounded_rectangle((x, y, x + width, y + height), radius=height / 2, fill=colours.line)
        self._draw.text((x + width / 2, y + height / 2), str(number), font=font, fill=PAPER, anchor="mm")
        return x + width


def _has_extent(box: Box) -> bool:
    """Whether there is anything to draw: what lies outside its page is cut off to nothing."""
    return box[2] > box[0] and box[3] > box[1]


def height_of(lines: Sequence[Sequence[Piece]]) -> float:
    """How many pixels lines of text take."""
    return sum(max((piece.words.size for piece in line), default=20) * LEADING for line in lines)
