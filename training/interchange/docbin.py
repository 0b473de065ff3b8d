"""spaCy's DocBin: one Doc a sample, one token a character.

Spans stand in ``doc.spans["nianbao"]``, relations and the sample itself in ``doc.user_data``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, DocBin
from spacy.tokens import Span as DocSpan
from spacy.vocab import Vocab

from annotations.samples import Sample, Span, from_json, to_json
from training.interchange.markup import Markup, Relation, markup_of

SPANS, RELATIONS, ORIGIN = "nianbao", "nianbao_relations", "nianbao_origin"


def dump(samples: Iterable[Sample]) -> bytes:
    """Samples as the bytes of a ``.spacy`` file."""
    vocab = Vocab()
    return DocBin(docs=[_doc(sample, vocab) for sample in samples], store_user_data=True).to_bytes()


def _doc(sample: Sample, vocab: Vocab) -> Doc:
    markup = markup_of(sample)
    doc = Doc(vocab, words=list(sample.text), spaces=[False] * len(sample.text))
    doc.spans[SPANS] = [DocSpan(doc, s.start, s.end, label=s.label, span_id=s.id) for s in markup.spans]
    doc.user_data[RELATIONS] = json.dumps([[r.type, r.head, r.tail] for r in markup.relations])
    doc.user_data[ORIGIN] = to_json(sample)
    return doc


def documents(data: bytes) -> Iterator[Doc]:
    """The Docs of a ``.spacy`` file; raises ValueError where the bytes are none."""
    try:
        docs = DocBin(store_user_data=True).from_bytes(data)
        yield from docs.get_docs(Vocab())
    except Exception as error:  # zlib, msgpack and spaCy each have errors of their own for broken bytes
        raise ValueError(f"no DocBin: {error}") from error


def parse(doc: Doc, *, id: str, batch: str, agency: str, year: int) -> Markup:
    """The marks of a Doc. What it does not say is taken from the arguments; ValueError where it has no spans."""
    if SPANS not in doc.spans:
        raise ValueError(f"the Doc has no spans under {SPANS!r}")
    origin = from_json(doc.user_data[ORIGIN], id) if doc.user_data.get(ORIGIN) else None
    spans = [
        Span(span.id_ or f"s{n}", span.label_, span.start_char, span.end_char)
        for n, span in enumerate(doc.spans[SPANS], 1)
    ]
    return Markup(
        id=id if origin is None else origin.id,
        batch=batch if origin is None else origin.batch,
        agency=agency if origin is None else origin.agency,
        year=year if origin is None else origin.year,
        text=doc.text,
        spans=tuple(spans),
        relations=tuple(Relation(*entry) for entry in json.loads(doc.user_data.get(RELATIONS, "[]"))),
        origin=origin,
    )
