"""Words are found white space aside, never inside a longer number, and the nearest place is meant."""

from __future__ import annotations

import pytest

from service.facts.words import nearest, occurrences


@pytest.mark.parametrize(
    ("text", "quote", "places"),
    [
        ("收到2件，另有12件、3.2件", "2件", [(2, 4)]),
        ("政 府\n信息", "政府信息", [(0, 6)]),
        ("公开公开", "公开", [(0, 2), (2, 4)]),
        ("公开", "不公开", []),
        ("公开", " ", []),
    ],
)
def test_where_words_stand(text: str, quote: str, places: list[tuple[int, int]]) -> None:
    assert occurrences(text, quote) == places


@pytest.mark.parametrize(("where", "place"), [((0, 1), (0, 2)), ((5, 6), (3, 5)), ((2, 3), (0, 2)), ((9, 9), (7, 9))])
def test_nearest_place_is_meant_and_before_rather_than_after(where: tuple[int, int], place: tuple[int, int]) -> None:
    assert nearest("网站、网站和、网站", "网站", where) == place


def test_what_stands_nowhere_has_no_place() -> None:
    assert nearest("网站", "报纸", (0, 1)) is None
