"""doccano's JSON Lines (sequence labelling with relations, version 1.8): entities and relations beside the text.

doccano keeps fields that it does not know, so the sample goes along in one of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from annotations.samples import Sample, Span, from_json, to_json
from training.interchange.markup import Markup, Relation, markup_of

ORIGIN = "nianbao"


def is_doccano(record: object) -> bool:
    """Whether a record of JSON is a document of doccano."""
    return isinstance(record, dict) and "text" in record and "entities" in record


def dump(samples: Iterable[Sample]) -> str:
    """Samples as doccano imports them: a line each."""
    return "".join(json.dumps(_record(n, sample), ensure_ascii=False) + "\n" for n, sample in enumerate(samples, 1))


def _record(number: int, sample: Sample) -> dict[str, Any]:
    markup = markup_of(sample)
    # doccano wants numbers for ids, each once in the whole file.
    ids = {span.id: 1000 * number + n for n, span in enumerate(markup.spans)}
    entities = [
        {"id": ids[span.id], "label": span.label, "start_offset": span.start, "end_offset": span.end}
        for span in markup.spans
    ]
    relations = [
        {"id": 1000 * number + n, "from_id": ids[r.head], "to_id": ids[r.tail], "type": r.type}
        for n, r in enumerate(markup.relations)
    ]
    origin = json.loads(to_json(sample))
    return {"id": number, "text": sample.text, "entities": entities, "relations": relations, ORIGIN: origin}


def parse(record: dict[str, Any], *, id: str, batch: str, agency: str, year: int) -> Markup:
    """The marks of a document that doccano exported. What it does not say is taken from the arguments.

    Raises KeyError, TypeError or ValueError where it is none.
    """
    origin = from_json(json.dumps(record[ORIGIN]), id) if record.get(ORIGIN) else None
    return Markup(
        id=id if origin is None else origin.id,
        batch=batch if origin is None else origin.batch,
        agency=agency if origin is None else origin.agency,
        year=year if origin is None else origin.year,
        text=record["text"],
        spans=tuple(
            Span(str(e["id"]), e["label"], int(e["start_offset"]), int(e["end_offset"])) for e in record["entities"]
        ),
        relations=tuple(Relation(r["type"], str(r["from_id"]), str(r["to_id"])) for r in record.get("relations", ())),
        origin=origin,
    )
