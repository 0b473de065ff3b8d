from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.documents.pdf.characters import written
from service.documents.pdf.lines import visual_lines
from service.documents.pdf.page import Character
from tests.documents.pdf.test_cell_text import at, line


def texts(characters: list[Character]) -> list[str]:
    return [found.text for found in visual_lines(characters, 1)]


def test_lines_go_from_top_to_bottom_and_left_to_right() -> None:
    assert texts(line("第二行", top=20) + line("右", left=50) + line("左")) == ["左    右", "第二行"]


def test_raised_figures_stay_in_their_line() -> None:
    assert texts([*line("公开条例"), at("1", 46, 0, size=6)]) == ["公开条例1"]


def test_bold_that_is_painted_twice_is_written_once() -> None:
    assert texts(line("总体情况") + line("总体情况", left=5.4)) == ["总体情况"]


def test_doubled_characters_side_by_side_stay() -> None:
    assert texts(line("1100件件")) == ["1100件件"]


def test_gap_between_words_of_another_script_is_a_space() -> None:
    assert texts(line("Word") + line("PDF", left=30)) == ["Word PDF"]


def test_columns_begin_behind_wide_gaps() -> None:
    (found,) = visual_lines(line("规章") + line("12", left=40) + line("3", left=60), 1)
    assert [(segment.text, segment.left, segment.right) for segment in found.segments()] == [
        ("规章", 5, 25),
        ("12", 40, 50),
        ("3", 60, 65),
    ]


@given(
    st.lists(
        st.builds(
            at,
            st.sampled_from("公开1 a。"),
            st.floats(0, 500),
            st.floats(0, 800),
            size=st.sampled_from([6.0, 10.0, 22.0]),
        ),
        max_size=60,
    )
)
def test_edges_fit_the_text_and_never_go_back(characters: list[Character]) -> None:
    for found in visual_lines(characters, 1):
        assert len(found.edges) == len(found.text) + 1
        assert list(found.edges) == sorted(found.edges)
        assert "".join(found.text.split()) == "".join("".join(s.text for s in found.segments()).split())


def test_radicals_are_read_as_the_characters_they_stand_for() -> None:
    assert [written(ord(character)) for character in "⾏⻓⺠⼀\ufb01"] == ["行", "长", "民", "一", "fi"]


def test_debris_of_fonts_is_dropped() -> None:
    assert [written(code) for code in (0, 0x200B, 0x0D, 0x07, 0xD800, 0x110000, 0xA0)] == ["", "", "", "", "", "", " "]
