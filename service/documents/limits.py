"""How much one document may be: beyond it a file is refused, however patient the reader."""

from __future__ import annotations

from dataclasses import dataclass

from service.documents.document import Content, Grid, Paragraph
from service.errors import DocumentTooComplex, DocumentTooLarge


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of the file, and pages, table cells and characters of what is in it."""

    max_bytes: int = 20 * 1024 * 1024
    max_pages: int = 300
    max_cells: int = 20_000
    max_characters: int = 200_000

    def check_size(self, n_bytes: int, name: str) -> None:
        """Raise DocumentTooLarge for a file beyond ``max_bytes``."""
        if n_bytes > self.max_bytes:
            raise DocumentTooLarge(f"文件“{name}”有 {n_bytes:,} 字节，超过上限 {self.max_bytes:,} 字节。")

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
