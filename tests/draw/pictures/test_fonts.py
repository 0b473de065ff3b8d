"""Fonts: the first that the system has, else an error that says what to install."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PIL import ImageFont

from service.draw.pictures.fonts import fonts
from service.errors import ProgramMissing
from tests.draw.pictures.fonts import need_font


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A system without any of the fonts."""

    def missing(*_: object, **__: object) -> None:
        raise OSError("cannot open resource")

    fonts.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(ImageFont, "truetype", missing)
        yield
    fonts.cache_clear()


@pytest.mark.usefixtures("no_fonts")
def test_without_a_font_the_error_says_what_to_install() -> None:
    with pytest.raises(ProgramMissing, match="fonts-noto-cjk"):
        fonts()


def test_a_text_is_as_wide_as_its_characters() -> None:
    need_font()
    assert fonts().width("收到", 20) == pytest.approx(2 * fonts().width("收", 20), abs=1)
    assert fonts().width("", 20) == 0
