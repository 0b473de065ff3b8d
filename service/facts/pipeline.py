"""The spaCy pipeline that carries the annotation of a narrative: characters as tokens, quantities, statements.

``doc.spans["quantities"]`` and ``doc.spans["others"]`` hold the numbers of the grammar, ``doc.spans["entities"]`` the
spans of the model (as displaCy and ``DocBin`` want them); ``doc._.numbers`` and ``doc._.statements`` the values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup
from spacy.util import minibatch
from spacy.vocab import Vocab

from models.fact_reader.decode import Statement
from models.fact_reader.passage import MarkedText
from models.fact_reader.reading import FactReader
from service.facts.quantities import find_numbers

BATCH_DOCS = 64

Doc.set_extension("numbers", default=(), force=True)
Doc.set_extension("statements", default=(), force=True)


class CharacterTokenizer:
    """Every character is a token, white space too: offsets of tokens are offsets of the text."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A Doc with one token a character."""
        return Doc(self.vocab, words=list(text), spaces=[False] * len(text))

    def to_bytes(self, **_: object) -> bytes:
        """There is nothing to keep."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> CharacterTokenizer:
        """There is nothing to restore."""
        return self

    def to_disk(self, *_: object, **__: object) -> None:
        """There is nothing to keep."""

    def from_disk(self, *_: object, **__: object) -> CharacterTokenizer:
        """There is nothing to restore."""
        return self


@Language.component("nianbao_quantities")
def mark_quantities(doc: Doc) -> Doc:
    """Find every number of the text by the grammar of numbers."""
    numbers = find_numbers(doc.text)
    doc._.numbers = tuple(numbers)
    for group, kind in (("quantities", "quantity"), ("others", "other")):
        spans = [doc[n.start : n.end] for n in numbers if n.kind == kind]
        doc.spans[group] = SpanGroup(doc, name=group, spans=spans)
    return doc


class StatementFinder:
    """The component that asks the model (spaCy's shape: ``predict``, then ``set_annotations``)."""

    def __init__(self, reader: FactReader, name: str) -> None:
        self.reader = reader
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc."""
        self.set_annotations([doc], self.predict([doc]))
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCH_DOCS) -> Iterator[Doc]:
        """Annotate a stream of Docs, many at a time."""
        for docs in minibatch(stream, size=batch_size):  # type: ignore[no-untyped-call]
            batch = list(docs)
            self.set_annotations(batch, self.predict(batch))
            yield from batch

    def predict(self, docs: list[Doc]) -> list[list[Statement]]:
        """The model's statements of each Doc; nothing is written."""
        return self.reader.read([marked_text(doc) for doc in docs])

    def set_annotations(self, docs: list[Doc], found: list[list[Statement]]) -> None:
        """Write statements to the Docs, and their spans as a span group."""
        for doc, statements in zip(docs, found, strict=True):
            doc._.statements = tuple(statements)
            labelled = {(*s.indicator, "INDICATOR") for s in statements}
            labelled |= {(*s.anchor, s.anchor_label) for s in statements}
            labelled |= {(*where, label) for s in statements for label, where in s.qualifiers.items()}
            spans = [doc.char_span(start, end, label=label) for start, end, label in sorted(labelled)]
            doc.spans["entities"] = SpanGroup(doc, name="entities", spans=[span for span in spans if span is not None])


def marked_text(doc: Doc) -> MarkedText:
    """What the model needs of a Doc."""
    quantities = tuple((n.start, n.end) for n in doc._.numbers if n.kind == "quantity")
    others = tuple((n.start, n.end) for n in doc._.numbers if n.kind == "other")
    return MarkedText(doc.text, quantities, others)


def narrative_pipeline(reader: FactReader) -> Language:
    """The pipeline over a loaded model."""
    nlp = spacy.blank("xx")
    nlp.tokenizer = CharacterTokenizer(nlp.vocab)
    nlp.add_pipe("nianbao_quantities")

    @Language.factory("nianbao_statements")
    def create(nlp: Language, name: str) -> StatementFinder:
        return StatementFinder(reader, name)

    nlp.add_pipe("nianbao_statements")
    return nlp
