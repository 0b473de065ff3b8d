"""Corrections kept, and the samples that follow from them made anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import Field
from sqlalchemy import Connection

from service.api.running import Running
from service.api.shapes import Shape, shown_correction
from service.corrections.changes import FactChange, NewFact, addition_of, changed_addition, correction_of
from service.corrections.keys import added_key, key_of, keyed
from service.corrections.learning import Learnt, learnt
from service.errors import NotFound, RequestError
from service.store import audit, judgements
from service.store.judgements import StoredCorrection
from service.store.reports import ReadingBody, find, reading_of


class CorrectionItem(Shape):
    """A correction with what it teaches; ``fact`` is the id of the fact in the newest reading, None if it has none."""

    key: str
    fact: str | None
    correction: dict[str, Any]
    who: str
    at: datetime
    learnable: bool = Field(description="Whether it became a sample to train on.")
    reason: str | None = Field(description="Why it did not.")
    sample: dict[str, Any] | None


def correct_fact(state: Running, report_id: str, name: str, change: FactChange, who: str) -> CorrectionItem:
    """Keep what a person says of a fact; NotFound without report or fact, RequestError where it makes no fact."""
    with state.store.database.writing() as connection:
        body = _body(connection, report_id)
        facts, given = keyed(body["facts"]), _given(connection, report_id)
        key = name if _is_added(given, name) else key_of(body["facts"], name)
        if key is None:
            raise NotFound("最新的读取结果里没有这一事实。")
        earlier = given[key].correction if key in given else {}
        said = correction_of(change, facts[key], earlier) if key in facts else changed_addition(change, earlier)
        correction = _with_total(said, key, body, given)
        judgements.correct(connection, report_id, key, correction, sample=None, who=who)
        audit.note(connection, who, "fact.correct", report_id, {"key": key, "correction": correction})
        return _relearnt(connection, report_id, body)[key]


def add_fact(state: Running, report_id: str, new: NewFact, who: str) -> CorrectionItem:
    """Keep that a fact is missing; NotFound without report, RequestError where it makes no fact."""
    with state.store.database.writing() as connection:
        body = _body(connection, report_id)
        correction = addition_of(new, body["report"]["year"])
        key = added_key(correction)
        correction = _with_total(correction, key, body, _given(connection, report_id))
        judgements.correct(connection, report_id, key, correction, sample=None, who=who)
        audit.note(connection, who, "fact.add", report_id, {"key": key, "correction": correction})
        return _relearnt(connection, report_id, body)[key]


def withdraw(state: Running, report_id: str, key: str, who: str) -> None:
    """Take a correction back; NotFound where there is none."""
    with state.store.database.writing() as connection:
        body = _body(connection, report_id)
        if not judgements.withdraw(connection, report_id, key):
            raise NotFound("没有这条改正。")
        audit.note(connection, who, "fact.withdraw", report_id, {"key": key})
        _relearnt(connection, report_id, body)


def corrections_on(state: Running, report_id: str) -> list[CorrectionItem]:
    """All corrections of a report, the oldest first; NotFound where there is no such report."""
    with state.store.database.reading() as connection:
        reading = reading_of(connection, report_id)
        given = _given(connection, report_id)
    if reading is None:
        raise NotFound("没有这份报告。")
    lessons = learnt(reading.body, {key: each.correction for key, each in given.items()})
    return [_item(each, lessons.get(key), reading.body) for key, each in given.items()]


def _body(connection: Connection, report_id: str) -> ReadingBody:
    """The newest reading of a report, whose corrections nobody else changes until the transaction ends."""
    report = find(connection, report_id, lock=True)
    reading = None if report is None else reading_of(connection, report_id)
    if reading is None:
        raise NotFound("没有这份报告。")
    return reading.body


def _given(connection: Connection, report_id: str) -> dict[str, StoredCorrection]:
    return {each.fact_key: each for each in judgements.corrections_of(connection, report_id)}


def _is_added(given: Mapping[str, StoredCorrection], name: str) -> bool:
    return name in given and bool(given[name].correction.get("added"))


def _with_total(
    correction: dict[str, Any], key: str, body: ReadingBody, given: Mapping[str, StoredCorrection]
) -> dict[str, Any]:
    """The correction with its total by key; RequestError where there is no such total, or it is a part of this one."""
    name = correction.get("part_of")
    if name is None:
        return correction
    total = name if name in given else key_of(body["facts"], name)
    if total is None:
        raise RequestError(f"part_of 指的事实“{name}”不存在。")
    keys = {fact["id"]: each for each, fact in keyed(body["facts"]).items()}
    totals = {each: keys.get(fact["part_of"]) for each, fact in keyed(body["facts"]).items()}
    totals |= {each: said.correction["part_of"] for each, said in given.items() if "part_of" in said.correction}
    above: str | None = total
    for _ in range(len(totals) + 1):
        if above == key:
            raise RequestError("part_of 指的是这一事实本身，或它自己的一部分。")
        above = None if above is None else totals.get(above)
    return correction | {"part_of": total}


def _relearnt(connection: Connection, report_id: str, body: ReadingBody) -> dict[str, CorrectionItem]:
    """All corrections of a report, with the samples that follow from them now kept beside them."""
    given = _given(connection, report_id)
    lessons = learnt(body, {key: each.correction for key, each in given.items()})
    made = {lesson.sample["id"]: lesson.sample for lesson in lessons.values() if lesson.sample is not None}
    for key, each in given.items():
        # What was learnt from a fact that is read otherwise by now stays, unless its paragraph was corrected since.
        old = each.sample
        sample = lessons[key].sample if key in lessons else old if old is None else made.get(old["id"], old)
        if sample != old:
            judgements.set_sample(connection, report_id, key, sample)
    given = _given(connection, report_id)
    return {key: _item(each, lessons.get(key), body) for key, each in given.items()}


def _item(correction: StoredCorrection, lesson: Learnt | None, body: ReadingBody) -> CorrectionItem:
    by_key = keyed(body["facts"])
    fact, sample = by_key.get(correction.fact_key), correction.sample
    return CorrectionItem(
        key=correction.fact_key,
        fact=None if fact is None else fact["id"],
        correction=shown_correction(correction, {key: each["id"] for key, each in by_key.items()}),
        who=correction.who,
        at=correction.at,
        learnable=sample is not None,
        reason=None if sample is not None or lesson is None else lesson.reason,
        sample=None if sample is None else dict(sample),
    )
