"""Lines of the narrative cut where words of facts begin and end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.draw.html.line import Place, places, segments
from service.draw.marks import FactMark, marks
from tests.draw.builders import SENTENCE, make_blocks, make_fact, make_reading


def fact_marks() -> tuple[FactMark, ...]:
    facts = [
        make_fact(SENTENCE, "20件", "收到政府信息公开申请", id="f1"),
        make_fact(SENTENCE, "12件", "网上提交", id="f2"),
        make_fact(SENTENCE, "12件", "申请", id="f3", doubtful=True),
    ]
    return marks(make_reading(make_blocks(), facts=facts)).facts


def test_numbers_and_words_become_segments() -> None:
    cut = segments(SENTENCE, 0, places(fact_marks()))
    told = [(segment.text, segment.role, [mark.fact.id for mark in segment.marks]) for segment in cut]
    assert told == [
        ("全年", None, []),
        ("收到政府信息公开", "label", ["f1"]),
        ("申请", "label", ["f1", "f3"]),
        ("20件", "quantity", ["f1"]),
        ("，其中", None, []),
        ("网上提交", "label", ["f2"]),
        ("12件", "quantity", ["f2", "f3"]),
        ("。", None, []),
    ]
    assert [segment.doubtful for segment in cut] == [False, False, True, False, False, False, True, False]


def test_every_evidence_has_an_anchor_where_its_number_begins() -> None:
    cut = segments(SENTENCE, 0, places(fact_marks()))
    assert {anchor: segment.text for segment in cut for anchor in segment.anchors} == {
        "fact-0-0": "20件",
        "fact-1-0": "12件",
        "fact-2-0": "12件",
    }


def test_a_number_that_begins_in_the_line_before_ends_in_this_one() -> None:
    here = [Place(3, 9, "quantity", fact_marks()[0], "a")]
    first, second = segments("01234", 0, here), segments("6789", 6, here)
    assert [segment.anchors for segment in first if segment.role] == [("a",)]
    assert [(segment.text, len(segment.ending)) for segment in second] == [("678", 1), ("9", 0)]


@given(
    st.text(min_size=1, max_size=30),
    st.integers(0, 20),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(["quantity", "label"])), max_size=6),
)
def test_segments_are_the_whole_line(text: str, start: int, spans: list[tuple[int, int, str]]) -> None:
    mark = fact_marks()[0]
    here = [Place(min(a, b), max(a, b), "label" if role == "label" else "quantity", mark, "") for a, b, role in spans]
    cut = segments(text, start, here)
    assert "".join(segment.text for segment in cut) == text
    assert all(segment.text for segment in cut)
    covered = {at for place in here for at in range(place.start, place.end)}
    position = start
    for segment in cut:
        assert {at in covered for at in range(position, position + len(segment.text))} == {bool(segment.role)}
        position += len(segment.text)
