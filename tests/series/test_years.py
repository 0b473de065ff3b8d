"""Which reading is that of the year before."""

from __future__ import annotations

from collections.abc import Mapping

from service.reading import Reading, Timings
from service.series.years import years_before
from tests.reconcile.builders import make_form, make_report


def reading(
    id: str, agency: str | None, year: int | None, cells: Mapping[str, str | None] | None = None, *, tables: bool = True
) -> Reading:
    report = make_report(agency=agency, year=year)
    form = make_form(cells or {}, edition="V2" if tables else None)
    return Reading(id, report.document, (), report, form, (), (), {}, Timings(0, 0, 0))


def before(*readings: Reading) -> list[str | None]:
    return [None if last is None else last.id for last in years_before(readings)]


def test_bodies_and_years_are_matched_in_any_order() -> None:
    found = before(
        reading("a23", "甲县水务局", 2023),
        reading("b22", "乙县水务局", 2022),
        reading("a22", "甲县 水务局", 2022),
        reading("b23", "乙县水务局", 2023),
        reading("a21", "甲县水务局", 2021),
    )
    assert found == ["a22", None, "a21", "b22", None]


def test_unknown_bodies_and_years_match_nothing() -> None:
    found = before(
        reading("1", None, 2023), reading("2", None, 2022), reading("3", "甲县水务局", None), reading("4", "（）", 2022)
    )
    assert found == [None] * 4


def test_a_gap_of_two_years_is_no_year_before() -> None:
    assert before(reading("1", "甲县水务局", 2023), reading("2", "甲县水务局", 2021)) == [None, None]


def test_copies_of_one_report_are_one() -> None:
    cells = {"requests.new@total": "3"}
    last = [reading("docx", "甲县水务局", 2022, cells), reading("pdf", "甲县水务局", 2022, cells)]
    assert before(reading("1", "甲县水务局", 2023), *last)[0] == "docx"


def test_drafts_that_differ_are_not_guessed_between() -> None:
    last = [reading(n, "甲县水务局", 2022, {"requests.new@total": n}) for n in ("3", "4")]
    assert before(reading("new", "甲县水务局", 2023), *last)[0] is None


def test_reports_without_tables_are_not_told_to_be_copies() -> None:
    last = [reading(id, "甲县水务局", 2022, tables=False) for id in ("1", "2")]
    assert before(reading("new", "甲县水务局", 2023), *last)[0] is None
