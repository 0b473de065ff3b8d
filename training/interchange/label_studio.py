"""Label Studio's JSON: tasks whose annotations hold regions of a text and relations between them.

Label Studio counts characters as a browser does, in UTF-16 units: a character beyond the basic plane counts twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import quoteattr

from annotations.labels import entity_labels
from annotations.samples import Sample, Span, from_json, to_json
from training.interchange.markup import Markup, Relation, markup_of, relation_types

ORIGIN = "nianbao"
_LABELS, _TEXT = "label", "text"


def is_label_studio(record: object) -> bool:
    """Whether a record of JSON is a task of Label Studio."""
    return isinstance(record, dict) and isinstance(record.get("data"), dict) and _TEXT in record["data"]


def labeling_config() -> str:
    """The labelling interface to paste into a project: the labels of spans and the types of relations."""
    labels = "\n".join(f"    <Label value={quoteattr(label)}/>" for label in entity_labels())
    relations = "\n".join(f"    <Relation value={quoteattr(type)}/>" for type in relation_types())
    return (
        "<View>\n"
        f"  <Relations>\n{relations}\n  </Relations>\n"
        f'  <Labels name="{_LABELS}" toName="{_TEXT}">\n{labels}\n  </Labels>\n'
        f'  <Text name="{_TEXT}" value="${_TEXT}"/>\n'
        "</View>\n"
    )


def dump(samples: Iterable[Sample]) -> str:
    """Samples as Label Studio imports them: one JSON array of tasks with their annotations."""
    return json.dumps([_task(sample) for sample in samples], ensure_ascii=False, indent=1) + "\n"


def _task(sample: Sample) -> dict[str, Any]:
    markup = markup_of(sample)
    regions: list[dict[str, Any]] = [
        {
            "id": span.id,
            "from_name": _LABELS,
            "to_name": _TEXT,
            "type": "labels",
            "value": {
                "start": _units(sample.text, span.start),
                "end": _units(sample.text, span.end),
                "text": sample.text[span.start : span.end],
                "labels": [span.label],
            },
        }
        for span in markup.spans
    ]
    relations = [
        {"type": "relation", "from_id": r.head, "to_id": r.tail, "direction": "right", "labels": [r.type]}
        for r in markup.relations
    ]
    data = {_TEXT: sample.text, ORIGIN: json.loads(to_json(sample))}
    return {"data": data, "annotations": [{"result": [*regions, *relations]}]}


def parse(record: dict[str, Any], *, id: str, batch: str, agency: str, year: int) -> Markup:
    """The marks of a task's last annotation. What it does not say is taken from the arguments.

    Raises KeyError, TypeError or ValueError where it is none.
    """
    data = record["data"]
    origin = from_json(json.dumps(data[ORIGIN]), id) if data.get(ORIGIN) else None
    kept = [annotation for annotation in record.get("annotations", ()) if not annotation.get("was_cancelled")]
    if not kept:
        raise ValueError("the task has no annotation")
    text, results = data[_TEXT], kept[-1]["result"]
    spans = [
        Span(region["id"], label, _offset(text, region["value"]["start"]), _offset(text, region["value"]["end"]))
        for region in results
        if region["type"] == "labels"
        for label in region["value"]["labels"][:1]
    ]
    relations = [
        Relation(type, *_ends(relation))
        for relation in results
        if relation["type"] == "relation"
        for type in relation.get("labels") or ()
    ]
    return Markup(
        id=id if origin is None else origin.id,
        batch=batch if origin is None else origin.batch,
        agency=agency if origin is None else origin.agency,
        year=year if origin is None else origin.year,
        text=text,
        spans=tuple(spans),
        relations=tuple(relations),
        origin=origin,
    )


def _ends(relation: dict[str, Any]) -> tuple[str, str]:
    ends = relation["from_id"], relation["to_id"]
    return ends[::-1] if relation.get("direction") == "left" else ends


def _units(text: str, offset: int) -> int:
    """The UTF-16 units before a character."""
    return len(text[:offset].encode("utf-16-le")) // 2


def _offset(text: str, units: int) -> int:
    """The character that stands behind so many UTF-16 units."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le"))
