"""Notes beside a page stand near their places and never over each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.draw.appearance import appearance
from service.draw.pictures.notes import Note, arranged
from service.draw.pictures.pen import Piece, Words

LINE = (Piece(0.0, Words("注", 20)),)


def note(top: float, n_lines: int = 1) -> Note:
    return Note(top, (LINE,) * n_lines, appearance().states["fact"].light)


def test_a_note_stands_beside_its_place_where_there_is_room() -> None:
    assert [top for top, _ in arranged([note(400), note(200)], 100, 1000)] == [200, 400]


def test_notes_move_down_and_from_the_end_of_the_page_up() -> None:
    assert [top for top, _ in arranged([note(200), note(201)], 100, 1000)] == [200, 238]
    assert [top for top, _ in arranged([note(990), note(995)], 100, 1000)] == [933, 971]


@given(st.lists(st.tuples(st.floats(0, 2000), st.integers(1, 6)), max_size=40))
def test_no_note_stands_over_another_or_above_the_page(given_notes: list[tuple[float, int]]) -> None:
    placed = arranged([note(top, n_lines) for top, n_lines in given_notes], 100, 2000)
    assert len(placed) == len(given_notes)
    assert all(top >= 100 for top, _ in placed)
    for (top, one), (after, _) in zip(placed, placed[1:], strict=False):
        assert after >= top + one.height
    room = sum(one.height for _, one in placed) + 9 * len(placed)
    if room < 1900:
        assert all(top + one.height <= 2000.01 for top, one in placed)
