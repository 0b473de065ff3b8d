"""The cells of a table on a page → their texts, each with the confidence of the recognition."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from service.documents.scan.figures import read_figures
from service.documents.scan.glyphs import CellInk
from service.documents.scan.images import Pixels
from service.documents.scan.labels import read_labels, read_squares
from service.documents.scan.showing import BLANK, Recognised

_HARDLY = 0.5  # a text read less surely may be of another kind
_DASH = (0.33, 0.25)  # of the height of a digit: how thin and how long at least

_Reader = Callable[[Pixels, Sequence[CellInk]], list[Recognised]]


def recognise_cells(grey: Pixels, cells: Sequence[CellInk]) -> list[Recognised]:
    """The text of each cell on a page that was cleared for recognition; cells without ink are blank."""
    found = [Recognised("-", 1.0) if _is_dash(cell) else BLANK for cell in cells]
    written = [index for index, cell in enumerate(cells) if cell.lines and not _is_dash(cell)]
    squares = [index for index in written if cells[index].is_square]
    figures = [index for index in written if cells[index].is_figure and not cells[index].is_square]
    labels = [index for index in written if not (cells[index].is_figure or cells[index].is_square)]
    for chosen, reader in ((squares, read_squares), (figures, read_figures), (labels, read_labels)):
        for index, look in zip(chosen, reader(grey, [cells[index] for index in chosen]), strict=True):
            found[index] = look
    # What looked like a number and could not be read as one may be a word all the same; a square one, two digits.
    for chosen, reader in ((squares, read_figures), (squares, read_labels), (figures, read_labels)):
        _look_again(found, grey, cells, [index for index in chosen if not _is_told(cells[index], found[index])], reader)
    return found


def _look_again(
    found: list[Recognised], grey: Pixels, cells: Sequence[CellInk], chosen: Sequence[int], reader: _Reader
) -> None:
    """Read the chosen cells with another reader, and take what that is surer of."""
    for index, look in zip(chosen, reader(grey, [cells[index] for index in chosen]), strict=True):
        if look.confidence > found[index].confidence:
            found[index] = look


def _is_told(cell: CellInk, look: Recognised) -> bool:
    """Whether a figure is one beyond doubt, or all the same: no Han character is so narrow."""
    return look.confidence >= _HARDLY or (cell.lines[0].is_narrow and bool(look.text))


def _is_dash(cell: CellInk) -> bool:
    """Whether it is nothing but a dash, which the recognition of lines overlooks."""
    if len(cell.lines) != 1 or len(cell.lines[0].stretches) > 3:
        return False
    area = cell.lines[0].area
    return area.height < cell.digit * _DASH[0] and area.width > cell.digit * _DASH[1]
