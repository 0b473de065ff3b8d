"""How much one document may be: beyond it a file is refused, however patient the reader."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from service.documents.document import Content, Grid, Paragraph
from service.documents.formats import IMAGE, Kind
from service.errors import DocumentTooComplex, DocumentTooLarge

# Noise cannot be packed: a report scanned at 300 pixels an inch makes 10 MiB a page, though it is soon read. How many
# pixels a picture may have is bounded where it is opened.
_PICTURES = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of the file (of a picture three times as many), and pages, table cells and characters of what is in it."""

    max_bytes: int = 20 * 1024 * 1024
    max_pages: int = 300
    max_cells: int = 20_000
    max_characters: int = 200_000

    @property
    def most_bytes(self) -> int:
        """The largest file of any kind."""
        return self.max_bytes * _PICTURES

    def check_size(self, n_bytes: int, name: str, kind: Kind | None = None) -> None:
        """Raise DocumentTooLarge for a file beyond ``max_bytes``; as long as its kind is not known, by its name."""
        is_picture = kind is IMAGE or (kind is None and PurePath(name).suffix.lower() in IMAGE.extensions)
        most = self.most_bytes if is_picture else self.max_bytes
        if n_bytes > most:
            raise DocumentTooLarge(f"文件“{name}”有 {n_bytes:,} 字节，超过上限 {most:,} 字节。")

    def check_content(self, content: Content, name: str) -> None:
        """Raise DocumentTooComplex for more than any report has: the stages that follow take time by it."""
        grids = [block for block in content.blocks if isinstance(block, Grid)]
        paragraphs = (block.text for block in content.blocks if isinstance(block, Paragraph))
        cells = [cell.text for grid in grids for cell in grid.cells]
        for title, n, most in (
            ("页", content.pages or 0, self.max_pages),
            ("个单元格", len(cells), self.max_cells),
            ("个字符", sum(map(len, paragraphs)) + sum(map(len, cells)), self.max_characters),
        ):
            if n > most:
                raise DocumentTooComplex(f"文件“{name}”有 {n:,} {title}，超过上限 {most:,}，不像一份年度报告。")


DEFAULT_LIMITS = Limits()
