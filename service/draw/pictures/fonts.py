"""A font with Chinese characters, wherever the system has one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

from service.errors import ProgramMissing

_NO_FONT = (
    "没有找到中文字体，不能绘制图片。请安装一种，例如 Debian/Ubuntu 的 fonts-noto-cjk 或 fonts-wqy-microhei，"
    "Windows 的微软雅黑。"
)


@dataclass(frozen=True, slots=True)
class Face:
    """A font file by its name, and which of the faces in it."""

    file: str
    index: int


@dataclass(frozen=True, slots=True)
class Fonts:
    """A regular and a bold face in all sizes."""

    regular: Face
    bold: Face
    _sized: dict[tuple[bool, int], FreeTypeFont] = field(default_factory=dict, compare=False)
    _widths: dict[tuple[bool, int, str], float] = field(default_factory=dict, compare=False)

    def sized(self, size: int, *, bold: bool = False) -> FreeTypeFont:
        """The face in a size of so many pixels."""
        if (bold, size) not in self._sized:
            face = self.bold if bold else self.regular
            self._sized[bold, size] = ImageFont.truetype(face.file, size, index=face.index)
        return self._sized[bold, size]

    def width(self, text: str, size: int, *, bold: bool = False) -> float:
        """How many pixels a text takes, its characters set side by side."""
        return sum(self._character_width(character, size, bold) for character in text)

    def _character_width(self, character: str, size: int, bold: bool) -> float:
        key = (bold, size, character)
        if key not in self._widths:
            self._widths[key] = self.sized(size, bold=bold).getlength(character)
        return self._widths[key]


@cache
def fonts() -> Fonts:
    """The first of the known fonts that the system has; raises ProgramMissing where it has none of them."""
    for entry in tomllib.loads(files("service.draw.pictures").joinpath("fonts.toml").read_text("utf-8"))["font"]:
        regular = Face(entry["file"], entry.get("face", 0))
        if _is_there(regular):
            bold = Face(entry.get("bold", regular.file), regular.index)
            return Fonts(regular, bold if _is_there(bold) else regular)
    raise ProgramMissing(_NO_FONT)


def _is_there(face: Face) -> bool:
    try:
        ImageFont.truetype(face.file, 12, index=face.index)
    except OSError:
        return False
    return True
