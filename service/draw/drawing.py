"""A Reading → files that show it: one picture for each page and one that sums up, or one HTML page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from service.draw.html.document import html_page
from service.draw.marks import marks
from service.draw.pictures.pages import page_pictures
from service.draw.pictures.placed import PageMarks, placed
from service.draw.pictures.sheet import page_sheet
from service.draw.pictures.summary import summary_sheet
from service.reading import Reading

_WITH_PAGES = ("pdf", "image")
_COMPRESSION = 3  # of PNG: more takes longer and gains nothing


def draw(reading: Reading, data: bytes, folder: Path) -> Iterator[Path]:
    """Write what was read from ``data`` into ``folder``, and give each file when it is written.

    The files have the name of the document, its ending included, so that no document is overwritten by its own
    drawing or that of another. Raises DocumentError where its pages cannot be drawn, OSError where nothing can be
    written.
    """
    name = Path(reading.document.name).name
    folder.mkdir(parents=True, exist_ok=True)
    if reading.document.format not in _WITH_PAGES:
        path = folder / f"{name}.drawn.html"
        path.write_text(html_page(reading), "utf-8", errors="xmlcharrefreplace")
        yield path
        return
    marked = marks(reading)
    on_pages = placed(reading, marked)
    path = folder / f"{name}.drawn-summary.png"
    summary_sheet(reading, marked).save(path, compress_level=_COMPRESSION)
    yield path
    for page in page_pictures(reading.document, data):
        path = folder / f"{name}.drawn-{page.number}.png"
        page_sheet(reading, page, on_pages.get(page.number, PageMarks())).save(path, compress_level=_COMPRESSION)
        yield path
