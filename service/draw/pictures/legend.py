"""What colours, signs and lines mean, in one or two lines."""

from __future__ import annotations

from service.draw.appearance import State, appearance
from service.draw.pictures.fonts import fonts
from service.draw.pictures.pen import INK, QUIET, Pen, Words

_SWATCH = (34, 24)
_SIZE = 18
_ROW = 34
_GAP = 22
_BETWEEN = 8


def draw_legend(pen: Pen, x: float, y: float, width: float) -> float:
    """The legend from ``x``, ``y`` on in at most so many pixels; returns where it ends."""
    left = pen.text(x, y + 2, Words("图例", _SIZE, INK, bold=True)) + _GAP
    for state in appearance().states.values():
        if state.id == "missing":
            continue
        needed = _SWATCH[0] + _BETWEEN + fonts().width(state.zh, _SIZE)
        if left + needed > x + width:
            left, y = x, y + _ROW
        _swatch(pen, left, y, state)
        left = pen.text(left + _SWATCH[0] + _BETWEEN, y + 2, Words(state.zh, _SIZE, QUIET)) + _GAP
    return y + _ROW


def _swatch(pen: Pen, x: float, y: float, state: State) -> None:
    box = (x, y, x + _SWATCH[0], y + _SWATCH[1])
    colours = state.light
    if state.id == "section":
        pen.fill((x + _SWATCH[0] - 6, y, x + _SWATCH[0], y + _SWATCH[1]), colours.line)
        return
    if state.id == "fails":
        pen.badge(x + 5, y, 1, colours, size=16)
        return
    pen.fill(box, colours.fill)
    if state.id == "fact":
        pen.line((x, box[3], box[2], box[3]), colours.line, width=4)
        return
    if state.hatched:
        pen.hatch(box, colours.line)
    pen.frame(box, colours.line, width=2 if state.dashed else 1, dashed=state.dashed)
    if state.sign:
        pen.text(x + (_SWATCH[0] - fonts().width(state.sign, 15)) / 2, y + 3, Words(state.sign, 15, colours.ink))
