"""A narrative whose statements are written down, so that only what is made of them is tested."""

from __future__ import annotations

import re
from collections.abc import Callable

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from models.fact_reader.decode import Range, Statement
from service.documents.document import Document, Source
from service.documents.report import Passage, Report
from service.facts.extract import extract_facts
from service.facts.fact import Fact
from service.facts.pipeline import CharacterTokenizer, mark_quantities


class Narrative:
    """A report of a few passages, and what a model would say of them: quotes in place of offsets."""

    def __init__(self, *passages: str, year: int | None = 2023) -> None:
        self.passages = passages
        self.year = year
        self.statements: dict[str, list[Statement]] = {passage: [] for passage in passages}

    def state(
        self,
        anchor: str,
        metric: str,
        label: str,
        *,
        passage: int = 0,
        kind: str = "level",
        confidence: float = 0.9,
        of: str | None = None,
        **qualifiers: str,
    ) -> None:
        text = self.passages[passage]
        label_of = {"!": "NEGATION", "~": "CHANGE"}.get(anchor[0], "QUANTITY")
        self.statements[text].append(
            Statement(
                anchor=_range(text, anchor.lstrip("!~")),
                anchor_label=label_of,
                indicator=_range(text, label),
                metric=metric,
                kind=kind,
                confidence=confidence,
                qualifiers={name.upper(): _range(text, words) for name, words in qualifiers.items()},
                totals={} if of is None else {_range(text, of): 0.9},
            )
        )

    def facts(self) -> tuple[Fact, ...]:
        return extract_facts(self.report(), self._pipeline())

    def report(self) -> Report:
        text, places, lines = "", [], []
        for i, passage in enumerate(self.passages):
            places.append(Passage(len(text), len(text) + len(passage), "一"))
            lines.append((len(text), Source(block=i)))
            text += passage + "\n"
        document = Document(name="x.txt", format="text", sha256="", blocks=())
        return Report(document, None, "某局", self.year, (), text, tuple(lines), tuple(places), ())

    def _pipeline(self) -> Language:
        statements = self.statements
        nlp = spacy.blank("xx")
        nlp.tokenizer = CharacterTokenizer(nlp.vocab)

        def prepared(doc: Doc) -> Doc:
            mark_quantities(doc)
            doc._.statements = tuple(statements[doc.text])
            return doc

        @Language.factory("tests_prepared_statements")
        def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
            return prepared

        nlp.add_pipe("tests_prepared_statements")
        return nlp


def _range(text: str, quote: str) -> Range:
    match = re.search(re.escape(quote), text)
    assert match is not None, quote
    return match.span()
