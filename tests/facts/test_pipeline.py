"""The spaCy pipeline: characters as tokens, numbers and statements on the Doc."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from models.fact_reader.decode import Statement
from models.fact_reader.passage import MarkedText
from models.fact_reader.reading import FactReader
from service.facts.pipeline import CharacterTokenizer, mark_quantities, marked_text, narrative_pipeline

VOCAB = spacy.blank("xx").vocab
TEXT = "2023年公开 信息240条，其中网站130条。"


class PreparedReader:
    """Says of the first quantity of every text that it counts the characters before it."""

    def __init__(self, metric: str) -> None:
        self.metric = metric
        self.batches: list[int] = []

    def read(self, texts: Sequence[MarkedText]) -> list[list[Statement]]:
        self.batches.append(len(texts))
        return [self._statements(marked) for marked in texts]

    def _statements(self, marked: MarkedText) -> list[Statement]:
        if not marked.quantities:
            return []
        anchor = marked.quantities[0]
        indicator = (anchor[0] - 2, anchor[0])
        return [Statement(anchor, "QUANTITY", indicator, self.metric, "level", 0.9, {"CHANNEL": (0, 1)})]


def reader(metric: str = "disclosure.items") -> FactReader:
    return cast(FactReader, PreparedReader(metric))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_every_character_is_a_token(text: str) -> None:
    doc = CharacterTokenizer(VOCAB)(text)
    assert doc.text == text
    assert [token.idx for token in doc] == list(range(len(text)))


def test_mark_quantities_tells_quantities_from_other_numbers() -> None:
    doc = mark_quantities(CharacterTokenizer(VOCAB)(TEXT))
    assert [span.text for span in doc.spans["quantities"]] == ["240条", "130条"]
    assert [span.text for span in doc.spans["others"]] == ["2023年"]
    assert [number.value for number in doc._.numbers] == [None, 240, 130]
    marked = marked_text(doc)
    assert [TEXT[slice(*place)] for place in marked.quantities] == ["240条", "130条"]
    assert [TEXT[slice(*place)] for place in marked.others] == ["2023年"]


def test_the_pipeline_writes_statements_and_their_spans() -> None:
    doc = narrative_pipeline(reader())(TEXT)
    (statement,) = doc._.statements
    assert statement.metric == "disclosure.items"
    assert [(span.text, span.label_) for span in doc.spans["entities"]] == [
        ("2", "CHANNEL"),
        ("信息", "INDICATOR"),
        ("240条", "QUANTITY"),
    ]


def test_the_pipeline_reads_many_texts_together_and_keeps_their_order() -> None:
    prepared = PreparedReader("disclosure.items")
    docs = list(narrative_pipeline(cast(FactReader, prepared)).pipe([f"公开{n}条" for n in range(70)]))
    assert [doc._.numbers[0].value for doc in docs] == list(range(70))
    assert sum(prepared.batches) == 70
    assert len(prepared.batches) < 70


def test_two_pipelines_keep_their_own_models() -> None:
    first, second = narrative_pipeline(reader("disclosure.items")), narrative_pipeline(reader("request.received"))
    assert [nlp(TEXT)._.statements[0].metric for nlp in (first, second)] == ["disclosure.items", "request.received"]


@pytest.mark.parametrize("text", ["", "\n", "无。"])
def test_a_text_without_numbers_has_no_statements(text: str) -> None:
    assert narrative_pipeline(reader())(text)._.statements == ()
