"""The clause of a fact is cut where clauses end, and its number and words are told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.facts.fact import Evidence
from service.findings.quoting import clause
from tests.draw.builders import make_fact

TEXT = "本年度，收到政府信息公开申请20件，\n其中网上提交12件。"


@pytest.mark.parametrize(
    ("number", "label", "expected"),
    [
        ("20件", "政府信息公开申请", [("收到", ""), ("政府信息公开申请", "label"), ("20件", "quantity")]),
        ("12件", "提交", [("其中网上", ""), ("提交", "label"), ("12件", "quantity")]),
        (
            "20件",
            "提交",
            [("收到政府信息公开申请", ""), ("20件", "quantity"), ("， 其中网上", ""), ("提交", "label"), ("12件", "")],
        ),
    ],
)
def test_clause(number: str, label: str, expected: list[tuple[str, str]]) -> None:
    (evidence,) = make_fact(TEXT, number, label).evidence
    assert [(segment.text, segment.role) for segment in clause(TEXT, evidence)] == expected


def test_clause_without_an_end_is_cut() -> None:
    text = "甲" * 500 + "申请20件" + "乙" * 500
    (evidence,) = make_fact(text, "20件", "申请").evidence
    assert len("".join(segment.text for segment in clause(text, evidence))) < 120


@given(st.text("甲乙，。\n1", min_size=1, max_size=40), st.data())
def test_segments_are_the_text_around_the_evidence(text: str, data: st.DataObject) -> None:
    offsets = st.integers(0, len(text))
    first, second = (sorted((data.draw(offsets), data.draw(offsets))) for _ in range(2))
    evidence = Evidence(
        min(first[0], second[0]), max(first[1], second[1]), (first[0], first[1]), (second[0], second[1])
    )
    found = clause(text, evidence)
    joined = "".join(segment.text for segment in found)
    assert joined in text.replace("\n", " ")
    assert text[evidence.start : evidence.end].replace("\n", " ") in joined
    assert "".join(s.text for s in found if s.role == "quantity") == text[first[0] : first[1]].replace("\n", " ")
