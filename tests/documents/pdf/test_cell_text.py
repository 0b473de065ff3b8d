from __future__ import annotations

import pytest

from service.documents.pdf.cell_text import cell_text
from service.documents.pdf.page import Character, Turn


def at(text: str, left: float, top: float, *, size: float = 10, turn: Turn = 0) -> Character:
    width = size / 2 if text.isascii() else size
    return Character(text, left, top, left + width, top + size, size, turn)


def line(text: str, left: float = 5, top: float = 0) -> list[Character]:
    characters = []
    for character in text:
        characters.append(at(character, left, top))
        left = characters[-1].right
    return characters


def column(text: str, left: float, *, top: float = 0, turn: Turn = 0) -> list[Character]:
    return [at(character, left, top + 10 * number, turn=turn) for number, character in enumerate(text)]


@pytest.mark.parametrize(
    ("characters", "width", "text"),
    [
        (line("商业") + line("企业", top=12), 30, "商业企业"),
        (line("商业") + line("企业", top=12), 300, "商业企业"),
        (line("2098") + line("1", top=12), 32, "20981"),
        (line("12") + line("34", top=12), 80, "12 34"),
        (line("本年") + line("2023", top=12), 32, "本年2023"),
        (line("本年") + line("2023", top=12), 90, "本年 2023"),
        (line("Word") + line("PDF", top=12), 30, "Word PDF"),
        (line("自 然 人"), 90, "自 然 人"),
        (column("结果维持", 5), 20, "结果维持"),
        (column("不予", 20) + column("公开", 8), 40, "不予公开"),
        (column("不予", 20, turn=90) + column("公开", 8, turn=90), 40, "不予公开"),
        ([at(text, 8, 40 - 10 * number, turn=270) for number, text in enumerate("结果维持")], 40, "结果维持"),
        ([at(text, 40 - 10 * number, 8, turn=180) for number, text in enumerate("结果维持")], 60, "结果维持"),
        ([], 20, ""),
    ],
    ids=[
        *("two lines", "two paragraphs", "figure broken for width", "two figures", "figure after words, broken"),
        *("figure after words", "words of another script", "spaces", "one character a line", "columns from the right"),
        *("turned columns", "turned upwards", "upside down", "nothing"),
    ],
)
def test_text_of_a_cell(characters: list[Character], width: float, text: str) -> None:
    assert cell_text(characters, width=width, height=60).text == text


@pytest.mark.parametrize(("width", "is_full"), [(32, True), (90, False)])
def test_cell_without_room_for_another_figure_is_full(width: float, is_full: bool) -> None:
    assert cell_text(line("2098"), width=width, height=20).is_full is is_full
