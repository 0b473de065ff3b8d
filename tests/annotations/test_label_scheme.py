"""The label scheme of spans and relations."""

from __future__ import annotations

from annotations.labels import entity_labels, relation_labels
from annotations.samples import ANCHOR_LABELS, QUALIFIER_LABELS
from models.fact_reader import joints


def test_entity_labels_are_those_of_the_guidelines() -> None:
    assert entity_labels() == (
        *("QUANTITY", "INDICATOR", "CHANNEL", "CATEGORY", "PARTY", "ROLE", "PERIOD", "NEGATION", "CHANGE"),
    )


def test_relation_labels_are_those_of_the_guidelines() -> None:
    assert relation_labels() == (
        *("measures", "negates", "changes", "channel", "category", "party", "role", "period", "part_of"),
    )


def test_code_that_joins_spans_uses_labels_of_the_scheme() -> None:
    named = {*ANCHOR_LABELS, *QUALIFIER_LABELS.values(), *joints.ANCHORS, *joints.QUALIFIERS, joints.INDICATOR}
    assert named == set(entity_labels())
