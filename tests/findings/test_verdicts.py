"""A verdict comes back with the same finding of the same body, and with no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import VerdictError
from service.findings.verdicts import PersonVerdict, VerdictKey, Verdicts
from tests.findings.readings import WRONG, checked, failing

ROW = "form.row_total"
DISMISSED = PersonVerdict("dismissed", "已核对", "张三", datetime(2024, 2, 1, 9, 30))
LINE = '{"agency": "甲县水务局", "year": 2023, "key": "0123456789abcdef", "verdict": "confirmed"}'


def judged() -> Verdicts:
    reading = checked()
    return Verdicts().having(reading, failing(reading, ROW), DISMISSED)


@pytest.mark.parametrize(
    "draft",
    [
        pytest.param({}, id="the same report again"),
        pytest.param({"name": "第二稿.docx"}, id="another file"),
        pytest.param(
            {"sentences": ("本年度工作平稳。", "全年收到政府信息公开申请20件。")}, id="other sentences before it"
        ),
        pytest.param({"cells": WRONG | {"review.upheld": "1"}}, id="another figure elsewhere"),
        pytest.param({"agency": "甲县 水务局"}, id="the name set with a blank"),
    ],
)
def test_verdict_survives_a_draft_with_the_same_evidence(draft: dict[str, Any]) -> None:
    reading = checked(**draft)
    assert judged().of(reading, failing(reading, ROW)) == DISMISSED


@pytest.mark.parametrize(
    "draft",
    [
        pytest.param({"cells": WRONG | {"requests.new@natural_person": "4"}}, id="the part is another"),
        pytest.param({"cells": WRONG | {"requests.new@total": "7"}}, id="the total is another"),
        pytest.param({"agency": "乙县水务局"}, id="another body"),
        pytest.param({"year": 2022}, id="another year"),
    ],
)
def test_verdict_is_lost_with_other_evidence_body_or_year(draft: dict[str, Any]) -> None:
    reading = checked(**draft)
    assert judged().of(reading, failing(reading, ROW)) is None


def test_verdict_on_a_body_without_name_belongs_to_its_file() -> None:
    reading = checked()
    nameless = replace(reading, report=replace(reading.report, agency=None))
    verdicts = Verdicts().having(nameless, failing(nameless, ROW), DISMISSED)
    assert verdicts.of(nameless, failing(nameless, ROW)) == DISMISSED
    assert verdicts.of(replace(nameless, id="f" * 32), failing(nameless, ROW)) is None


def test_later_verdict_holds(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.jsonl"
    path.write_text(f"{LINE}\n\n{LINE.replace('confirmed', 'dismissed')}\n", "utf-8")
    (verdict,) = Verdicts.load(path).given.values()
    assert verdict == PersonVerdict("dismissed")
    assert (Verdicts.load(path) | judged()).given == {**Verdicts.load(path).given, **judged().given}


names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).filter(str.strip)
moments = st.none() | st.datetimes(timezones=st.none() | st.just(UTC))


@given(
    st.dictionaries(
        st.builds(
            VerdictKey, names, st.none() | st.integers(1000, 9999), st.from_regex("[0-9a-f]{16}", fullmatch=True)
        ),
        st.builds(
            PersonVerdict,
            st.sampled_from(["confirmed", "dismissed"]),
            st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
            names,
            moments,
        ),
        max_size=4,
    )
)
def test_saved_verdicts_are_loaded_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, given: dict[VerdictKey, PersonVerdict]
) -> None:
    path = tmp_path_factory.mktemp("verdicts") / "verdicts.jsonl"
    verdicts = Verdicts({key.plain: verdict for key, verdict in given.items() if key.plain.agency})
    verdicts.save(path)
    assert Verdicts.load(path) == verdicts
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_mark_of_windows_at_the_beginning_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + LINE.encode() + b"\r\n")
    assert len(Verdicts.load(path)) == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("gone", "不是一个 JSON 对象"),
        ("[]", "不是一个 JSON 对象"),
        ("[" * 5000, "不是一个 JSON 对象"),
        (LINE.replace("甲县水务局", "\\ud800"), "不是一个 JSON 对象"),
        (LINE.replace('"agency": "甲县水务局", ', ""), "agency"),
        (LINE.replace("甲县水务局", ""), "agency"),
        (LINE.replace("2023", '"2023"'), "year"),
        (LINE.replace("2023", "23"), "year"),
        (LINE.replace("0123456789abcdef", "0123"), "key"),
        (LINE.replace("confirmed", "perhaps"), "verdict"),
        (LINE.replace("}", ', "when": "yesterday"}'), "when"),
        (LINE.replace("}", ', "comment": 1}'), "comment"),
    ],
)
def test_broken_line_is_told_with_its_number_and_reason(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "verdicts.jsonl"
    path.write_text(f"{LINE}\n{line}\n", "utf-8")
    with pytest.raises(VerdictError) as caught:
        Verdicts.load(path)
    assert "有1处" in caught.value.message
    assert "第2行：" in caught.value.message
    assert reason in caught.value.message


def test_every_broken_line_is_told(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.jsonl"
    path.write_bytes(b"\xff\xfe\n" + LINE.encode() + b"\n{}\n")
    with pytest.raises(VerdictError) as caught:
        Verdicts.load(path)
    assert "有2处" in caught.value.message
    assert [number for number in (1, 2, 3) if f"第{number}行" in caught.value.message] == [1, 3]


def test_what_was_saved_before_stays_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        judged().save(tmp_path / "gone" / "verdicts.jsonl")
