"""A notation for writing annotated samples by hand, and its compiler.

    ## b1-001 | 县教育局 | 2022 | parts, channels | -
    全年公开信息240条，其中网站130条，未收到投诉。满意率、办复率均为100%。
    - 240条 :: disclosure.items :: 公开信息
    - 130条 :: disclosure.items :: 公开信息 ; channel=网站 ; of=240条
    - !未收到 :: complaint.total :: 投诉
    - 100% :: proposal.satisfaction_rate :: 满意率
    + 100% :: proposal.reply_rate :: 办复率

A fact's line begins with ``-`` (its anchor stands after that of the line before) or ``+`` (the same anchor).
Anchors are quantities as they stand, ``!`` negating words, ``~`` words of change without a figure. ``= none``
marks a paragraph without facts. Every quote is searched in the text, white space aside; ``quote#2`` is its second
occurrence. The values come from the grammar of numbers, never from the writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import typer

from annotations.catalogue import catalogue
from annotations.samples import QUALIFIER_LABELS, Sample, SampleFact, Span, problems, write_samples
from service.facts.quantities import Number, find_numbers
from service.facts.valuing import NEGATED, Stated, stated_quantity, stated_unchanged, year_of
from service.facts.words import bare, nearest, occurrences

_KEYS = {*QUALIFIER_LABELS, "of", "kind", "change", "period", "year"}
_DENIALS = re.compile("未|无|没有|没|零")


class NotationError(ValueError):
    """A line of the notation that cannot be understood."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    same_anchor: bool
    anchor: str
    metric: str
    label: str
    keys: dict[str, str]


@dataclass
class _Draft:
    """One sample as it is being put together: quotes become spans, each stretch and label once."""

    text: str
    year: int
    numbers: list[Number]
    spans: dict[tuple[str, int, int], Span] = field(default_factory=dict)
    facts: list[SampleFact] = field(default_factory=list)
    anchors: list[tuple[int, int]] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)

    def mark(self, label: str, where: tuple[int, int]) -> str:
        span = self.spans.setdefault((label, *where), Span(f"s{len(self.spans) + 1}", label, *where))
        return span.id


def compile_notation(source: str) -> Iterator[Sample | NotationError]:
    """Samples of a draft in order; in place of a broken one the error, which names its line."""
    blocks = re.split(r"(?m)^(?=## )", source)
    line_number = blocks[0].count("\n") + 1
    for block in blocks[1:]:
        try:
            yield _sample(block, line_number)
        except NotationError as error:
            yield error
        line_number += block.count("\n")


def _sample(block: str, first_line: int) -> Sample:
    lines = block.rstrip("\n").split("\n")
    header = [part.strip() for part in lines[0][3:].split("|")]
    if len(header) != 5 or not re.fullmatch(r"\d{4}", header[2]):
        raise NotationError(f"line {first_line}: a header is '## id | agency | year | constructs | note'")
    body = next((i for i, line in enumerate(lines[1:], 1) if re.match(r"[-+] .*::|= none", line)), None)
    if body is None:
        raise NotationError(f"line {first_line}: {header[0]} has neither facts nor '= none'")
    text = "\n".join(line.strip() for line in lines[1:body] if line.strip())
    draft = _Draft(text, int(header[2]), find_numbers(text))
    for offset, line in enumerate(lines[body:], body):
        if not line.strip() or line.startswith("= none"):
            continue
        try:
            _add_fact(draft, _parse_line(line, first_line + offset))
        except NotationError as error:
            raise NotationError(f"line {first_line + offset}: {error} [{header[0]}: {line.strip()}]") from None
    try:
        facts = _with_parts(draft)
    except NotationError as error:
        raise NotationError(f"line {first_line}: {header[0]}: {error}") from None
    sample = Sample(
        id=header[0],
        batch=header[0].split("-")[0],
        agency=header[1],
        year=draft.year,
        constructs=tuple(part.strip() for part in header[3].split(",") if part.strip()),
        note="" if header[4] == "-" else header[4],
        text=text,
        spans=tuple(draft.spans.values()),
        facts=facts,
    )
    for reason in problems(sample):
        raise NotationError(f"line {first_line}: {header[0]}: {reason}")
    return sample


def _parse_line(line: str, number: int) -> _Line:
    parts = [part.strip() for part in line[2:].split("::")]
    if line[:2] not in ("- ", "+ ") or len(parts) != 3:
        raise NotationError("a fact is '- ANCHOR :: metric :: LABEL ; key=value'")
    label, *pairs = (part.strip() for part in parts[2].split(";"))
    keys: dict[str, str] = {}
    for pair in filter(None, pairs):
        key, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or key not in _KEYS or not value:
            raise NotationError(f"unknown key in '{pair}'")
        keys[key] = value
    if parts[1] not in catalogue():
        raise NotationError(f"unknown metric {parts[1]}")
    return _Line(number, line[0] == "+", parts[0], parts[1], label, keys)


def _add_fact(draft: _Draft, line: _Line) -> None:
    where, label = _anchor(draft, line)
    indicator = _nearest(draft.text, line.label.split("…")[-1], where)
    change = _nearest(draft.text, line.keys["change"], where) if "change" in line.keys else None
    period = _nearest(draft.text, line.keys["period"], where) if "period" in line.keys else None
    stated = _stated(draft, label, where, change)
    kind = line.keys.get("kind") or _default_kind(line, label, stated)
    if kind == "change" and label == "QUANTITY" and change is None:
        raise NotationError("a change with a figure needs change=WORDS")
    qualifiers = {
        name: draft.mark(QUALIFIER_LABELS[name], _nearest(draft.text, line.keys[name], where))
        for name in QUALIFIER_LABELS
        if name in line.keys
    }
    draft.facts.append(
        SampleFact(
            id=f"f{len(draft.facts) + 1}",
            metric=line.metric,
            kind=kind,
            value=stated.value,
            unit=stated.unit,
            negated=stated.negated,
            approx=stated.approx,
            year=_year(draft, line, period),
            anchor=draft.mark(label, where),
            indicator=draft.mark("INDICATOR", indicator),
            qualifiers=qualifiers,
            change=None if change is None else draft.mark("CHANGE", change),
            period=None if period is None else draft.mark("PERIOD", period),
            part_of=line.keys.get("of"),
        )
    )
    draft.anchors.append(where)
    draft.quotes.append(line.anchor)


def _anchor(draft: _Draft, line: _Line) -> tuple[tuple[int, int], str]:
    quote, label = line.anchor, "QUANTITY"
    if quote[0] in "!~":
        label = "NEGATION" if quote[0] == "!" else "CHANGE"
        quote = quote[1:]
    if line.same_anchor:
        if not draft.anchors:
            raise NotationError("'+' needs a line before it")
        where = draft.anchors[-1]
        if "#" in quote or bare(quote) not in bare(draft.text[slice(*where)]):
            where = _nearest(draft.text, quote, where)
    elif "#" in quote:
        where = _nearest(draft.text, quote, (0, 0))
    else:
        # A change of figures may stand before its figure; the order of lines follows quantities and negations.
        after = max((end for _, end in draft.anchors[-1:]), default=0)
        found = [place for place in occurrences(draft.text, quote) if place[0] >= after]
        if not found:
            raise NotationError(f"'{quote}' does not occur after the previous anchor")
        where = found[0]
    if label != "QUANTITY":
        return where, label
    number = _number_at(draft.numbers, where)
    if number is None:
        raise NotationError(f"the grammar sees no quantity in '{quote}'")
    return (number.start, number.end), label


def _number_at(numbers: list[Number], where: tuple[int, int]) -> Number | None:
    return next((n for n in numbers if n.kind == "quantity" and n.start < where[1] and where[0] < n.end), None)


def _stated(draft: _Draft, label: str, where: tuple[int, int], change: tuple[int, int] | None) -> Stated:
    if label == "NEGATION":
        return NEGATED
    if label == "CHANGE":
        return stated_unchanged(None)
    number = _number_at(draft.numbers, where)
    if number is None:
        raise NotationError("no quantity")
    return stated_quantity(number, None if change is None else draft.text[slice(*change)])


def _default_kind(line: _Line, label: str, stated: Stated) -> str:
    if label == "CHANGE" or "change" in line.keys:
        return "change"
    if catalogue()[line.metric].measure == "rate" and label == "QUANTITY":
        return "rate"
    return "rate" if stated.unit == "%" and line.metric == "other" else "level"


def _year(draft: _Draft, line: _Line, period: tuple[int, int] | None) -> int | None:
    if "year" in line.keys:
        return None if line.keys["year"] == "none" else int(line.keys["year"])
    if line.metric == "request.carried_in":
        return draft.year
    return year_of(None if period is None else draft.text[slice(*period)], draft.year)


def _with_parts(draft: _Draft) -> tuple[SampleFact, ...]:
    """Facts with ``of=`` quotes replaced by the ids of the facts meant: the nearest before, else the first after."""
    resolved = []
    for i, fact in enumerate(draft.facts):
        if fact.part_of is None:
            resolved.append(fact)
            continue
        wanted = bare(fact.part_of)
        order = [*range(i - 1, -1, -1), *range(i + 1, len(draft.facts))]
        found = [j for j in order if bare(draft.quotes[j]) == wanted or draft.facts[j].id == fact.part_of]
        if not found and "#" in wanted:
            place = _nearest(draft.text, fact.part_of, (0, 0))
            found = [j for j in order if draft.anchors[j][0] < place[1] and place[0] < draft.anchors[j][1]]
        if not found:
            raise NotationError(f"{fact.id}: of={fact.part_of} is the anchor of no fact")
        # Several facts may rest on one anchor; the total is the first of them with the part's own group of metrics.
        total = min(
            (j for j in found if draft.facts[j].anchor == draft.facts[found[0]].anchor),
            key=lambda j: (draft.facts[j].metric.split(".")[0] != fact.metric.split(".")[0], j),
        )
        resolved.append(replace(fact, part_of=draft.facts[total].id))
    return tuple(resolved)


def _nearest(text: str, quote: str, where: tuple[int, int]) -> tuple[int, int]:
    """The occurrence of ``quote`` nearest to ``where`` (``quote#2``: the second of all), before rather than after."""
    words, mark, ordinal = quote.rpartition("#")
    if mark and ordinal.isdigit():
        found = occurrences(text, words)
        if int(ordinal) > len(found):
            raise NotationError(f"'{words}' occurs {len(found)} times, not {ordinal}")
        return found[int(ordinal) - 1]
    place = nearest(text, quote, where)
    if place is None:
        raise NotationError(f"'{quote}' does not occur in the text")
    return place


def uncovered(sample: Sample) -> list[str]:
    """Quantities and denials of a sample that no fact rests on, each with a little of its surroundings."""
    taken = [(span.start, span.end) for span in sample.spans]
    places = [(n.start, n.end) for n in find_numbers(sample.text) if n.kind == "quantity"]
    places += [match.span() for match in _DENIALS.finditer(sample.text)]
    free = [place for place in places if not any(a < place[1] and place[0] < b for a, b in taken)]
    return [sample.text[max(0, start - 8) : end + 8].replace("\n", "⏎") for start, end in sorted(free)]


def main(
    draft: Path = typer.Argument(..., help="A file in the notation."),
    output: Path | None = typer.Option(None, help="Write the samples here as JSON Lines."),
    quiet: bool = typer.Option(False, help="Leave out what no fact covers."),
) -> None:
    """Check a draft of samples and compile it to JSON Lines.

    Example: python -m training.notation drafts/b1.txt --output annotations/samples/b1.jsonl
    """
    samples: list[Sample] = []
    n_errors = 0
    for result in compile_notation(draft.read_text("utf-8")):
        if isinstance(result, NotationError):
            n_errors += 1
            typer.echo(f"error  {result}")
            continue
        samples.append(result)
        for place in [] if quiet else uncovered(result):
            typer.echo(f"open   {result.id}: …{place}…")
    n_facts = sum(len(sample.facts) for sample in samples)
    typer.echo(f"{len(samples)} samples, {n_facts} facts, {n_errors} errors")
    if output is not None:
        write_samples(output, samples)
    raise typer.Exit(1 if n_errors else 0)


if __name__ == "__main__":
    typer.run(main)
