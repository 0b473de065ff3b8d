"""Last year's figures as this report states them: what holds, what fails, what cannot be said."""

from __future__ import annotations

from typing import Any

import pytest

from service.reconcile.years.stated import stated_last_year

from .years import Said, subject, told

NEW, IN, TOTAL = "requests.new@total", "requests.carried_in@total", "outcomes.total@total"


@pytest.mark.parametrize(
    ("said", "last", "verdict"),
    [
        pytest.param(told("request.new", "5", "上年为5件"), {"cells": {NEW: "5"}}, "holds", id="new"),
        pytest.param(told("request.new", "6", "上年为6件"), {"cells": {NEW: "5"}}, "fails", id="another figure"),
        pytest.param(
            told("request.received", "6", "上年为6件"), {"cells": {NEW: "5", IN: "1"}}, "holds", id="with carried in"
        ),
        pytest.param(
            told("normative.in_force", "9", "上年底为9件"),
            {"edition": "V1", "cells": {"p19.normative.public_total": "9"}},
            "holds",
            id="2019 edition",
        ),
        pytest.param(
            told("request.received", "6", "上年为6件"),
            {"edition": "V0b", "cells": {"v0.requests.received": "7"}},
            "fails",
            id="2014 edition",
        ),
        pytest.param(
            told("request.new", "6", "上年为6件"),
            {"cells": {}, "missing": [NEW, IN]},
            "undecided",
            id="table breaks off",
        ),
        pytest.param(
            told("request.new", "6", "上年为6件", doubtful=True), {"cells": {NEW: "5"}}, "undecided", id="doubtful"
        ),
        pytest.param(
            told("request.new", "60", "全市上年为60件"), {"cells": {NEW: "5"}}, "undecided", id="a whole region"
        ),
        pytest.param(
            told("request.new", "30", "上年为近30件", approx="about"),
            {"cells": {NEW: "38"}},
            "undecided",
            id="approximate",
        ),
        pytest.param(
            told("request.new", "30", "上年为近30件", approx="about"),
            {"cells": {NEW: "29"}},
            "holds",
            id="approximately so",
        ),
    ],
)
def test_stated_figure_against_last_years_tables(said: Said, last: dict[str, Any], verdict: str) -> None:
    metric, value, quote, fields = said
    this = subject(2023, (metric, value, quote, {"year": 2022, **fields}), last=subject(2022, **last))
    found = stated_last_year(this)
    assert [finding.verdict for finding in found] == [verdict]
    assert found[0].rule == "years.stated"


@pytest.mark.parametrize(
    ("value", "last_said", "verdicts"),
    [
        ("100", (told("disclosure.items", "100", "公开信息100条", unit="条"),), ["holds"]),
        ("90", (told("disclosure.items", "100", "公开信息100条", unit="条"),), ["fails"]),
        (
            "90",
            (
                told("disclosure.items", "100", "公开信息100条", unit="条"),
                told("disclosure.items", "95", "公开信息95条", unit="条"),
            ),
            ["undecided"],
        ),
        ("90", (told("disclosure.items", "100", "网站100条", unit="条", channel="网站"),), []),
        ("90", (told("disclosure.items", "100", "推送100件", unit="件", label="推送"),), []),
        ("90", (), []),
    ],
)
def test_stated_figure_against_last_years_text(value: str, last_said: tuple[Said, ...], verdicts: list[str]) -> None:
    said = told("disclosure.items", value, f"上年{value}条", unit="条", year=2022, label="公开信息")
    worded = [(m, v, quote, {"label": "公开信息", **fields}) for m, v, quote, fields in last_said]
    found = stated_last_year(subject(2023, said, last=subject(2022, *worded)))
    assert [finding.verdict for finding in found] == verdicts


def test_carried_in_is_a_figure_of_this_year() -> None:
    said = told("request.carried_in", "3", "2022年结转3件", year=2022)
    assert stated_last_year(subject(2023, said, last=subject(2022))) == ()


def test_failing_figure_is_told_with_last_years() -> None:
    said = told("request.new", "6", "上年为6件", year=2022)
    found = stated_last_year(subject(2023, said, last=subject(2022, cells={NEW: "5"})))[0]
    assert (found.left, found.right, found.facts) == ("6", "5", ("f0",))
    assert "表中本年新收为5" in found.message
