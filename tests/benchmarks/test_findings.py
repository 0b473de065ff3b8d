"""The benchmark of the rules: what it draws is consistent, what it plants is not, and a share of it is measured."""

from __future__ import annotations

import json
import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.findings import consistent
from benchmarks.findings.__main__ import main
from benchmarks.findings.cases import Body, last_report, subject, written_report
from benchmarks.findings.double_slips import DOUBLE_KINDS, double_slip
from benchmarks.findings.explanations import explanations, system
from benchmarks.findings.expressions import Unknown, evaluate, written
from benchmarks.findings.figures import COLUMNS, Figures, NewEdition
from benchmarks.findings.narrative import Composed
from benchmarks.findings.offices import load
from benchmarks.findings.planted import Planted, planted
from benchmarks.findings.scores import scores
from benchmarks.findings.sentences import Year, tell
from benchmarks.findings.slips import SINGLE_KINDS, Sheets, Slip, rows_of, single_slip
from service.reconcile.engine import reconcile

SEEDS = st.integers(0, 10**6)
NEW_EDITIONS = st.sampled_from(("V1", "V2"))


def body(seed: int, edition: NewEdition = "V2") -> Body:
    return Body.draw(random.Random(seed), edition)


def sheets(drawn: Body) -> Sheets:
    return Sheets(rows_of(drawn.edition), drawn.figures, drawn.before)


@given(seed=SEEDS, edition=NEW_EDITIONS)
def test_figures_of_two_years_fit_together(seed: int, edition: NewEdition) -> None:
    drawn = body(seed, edition)
    for figures in (drawn.before, drawn.figures):
        assert not system(edition).residuals(figures)
        assert all(value >= 0 for cell, value in figures.items() if not cell.endswith(".items_delta"))
    for column in COLUMNS:
        assert drawn.figures[f"requests.carried_in@{column}"] == drawn.before[f"requests.carried_out@{column}"]


@pytest.mark.parametrize("edition", ["V1", "V2"])
def test_equations_speak_of_every_cell(edition: NewEdition) -> None:
    assert set(system(edition).of_cell) == {cell for row in rows_of(edition) for cell in row}


def test_half_of_the_towns_have_no_application_and_cities_have_hundreds() -> None:
    drawn = [body(seed) for seed in range(600)]
    towns = [each.figures["requests.new@total"] for each in drawn if each.office.kind == "town"]
    cities = [each.figures["requests.new@total"] for each in drawn if each.office.kind == "city government"]
    assert 0.4 < sum(not new for new in towns) / len(towns) < 0.75
    assert min(cities) > 150


@given(seed=SEEDS, edition=NEW_EDITIONS)
def test_a_single_slip_leaves_one_wrong_cell_that_explains_it(seed: int, edition: NewEdition) -> None:
    drawn = body(seed, edition)
    slip = single_slip(random.Random(seed), sheets(drawn))
    if slip is None:
        return
    [(cell, value)] = slip.cells.items()
    assert value != drawn.figures[cell]
    assert value is None or value >= 0
    typed = drawn.figures | {cell: value or Decimal(0)}
    found = explanations(edition, typed)
    assert {cell: drawn.figures[cell]} in found
    for changes in found:
        assert not system(edition).residuals(typed | dict(changes))


@settings(max_examples=30)
@given(seed=SEEDS)
def test_explanations_of_double_slips_mend_every_equation(seed: int) -> None:
    drawn = body(seed)
    slip = double_slip(random.Random(seed), sheets(drawn))
    if slip is None:
        return
    assert len(slip.cells) > 1
    typed = drawn.figures | {cell: value or Decimal(0) for cell, value in slip.cells.items()}
    found = explanations("V2", typed)
    assert len({len(changes) for changes in found}) <= 1
    for changes in found:
        assert not system("V2").residuals(typed | dict(changes))


@pytest.mark.parametrize(
    ("typed", "explained"),
    [
        ({"outcomes.granted@business": "1"}, [{"outcomes.granted@business": "0"}]),
        # Two upheld, and the total says three: any of the five may be wrong, but nothing can be less than nothing.
        (
            {"review.upheld": "2", "review.total": "3"},
            [
                {"review.upheld": "3"},
                {"review.corrected": "1"},
                {"review.other": "1"},
                {"review.pending": "1"},
                {"review.total": "2"},
            ],
        ),
        ({"review.total": "1", "review.upheld": "2"}, [{"review.upheld": "1"}, {"review.total": "2"}]),
        (
            {"review.total": "1", "outcomes.granted@total": "1", "litigation_direct.total": "1"},
            [],
        ),
    ],
)
def test_explanations_are_all_smallest_ones(typed: dict[str, str], explained: list[dict[str, str]]) -> None:
    figures: Figures = {cell: Decimal(0) for row in rows_of("V2") for cell in row}
    found = explanations("V2", figures | {cell: Decimal(value) for cell, value in typed.items()})
    assert sorted(({c: str(v) for c, v in changes.items()} for changes in found), key=str) == sorted(explained, key=str)


def test_slips_of_every_kind_occur() -> None:
    single, double = set[str](), set[str]()
    drawn = [sheets(body(seed)) for seed in range(40)]
    for seed in range(500):
        for slipping, kinds in ((single_slip, single), (double_slip, double)):
            slip = slipping(random.Random(seed), drawn[seed % len(drawn)])
            kinds |= {slip.kind} if slip is not None else set()
    assert single == set(SINGLE_KINDS)
    assert double == set(DOUBLE_KINDS)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("a", "6"),
        ("a + b", "10"),
        ("a - b / b", "0.5"),
        ("a / b + group", "0.8571428571428571428571428571"),
        ("a * 100", "600"),
        ("group", "3"),
        ("group@x", "9"),
        ("before:a", "5"),
        ("7 - a", "1"),
    ],
)
def test_expressions_are_worked_out_from_left_to_right(expression: str, value: str) -> None:
    figures = {"a": "6", "b": "4", "group.x@total": "1", "group.y@total": "2", "group.x@x": "9"}
    known = {name: Decimal(number) for name, number in figures.items()}
    assert evaluate(expression, known, {"a": Decimal(5)}) == Decimal(value)


@pytest.mark.parametrize("expression", ["c", "before:b", "a + c"])
def test_expressions_with_unknown_names_are_unknown(expression: str) -> None:
    with pytest.raises(Unknown):
        evaluate(expression, {"a": Decimal(1), "b": Decimal(1)}, {})


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        ("1234", "", "1234"),
        ("1234", "余", "1200"),
        ("1234", "近", "1300"),
        ("1200", "近", "1200"),
        ("0.3333", "%1", "33.3"),
        ("0.005", "%0", "1"),
        ("98765", "万1", "9.8"),
        ("360.0", "约2", "360"),
        ("12.346", "约2", "12.35"),
        ("1", "汉", "一"),
        ("2", "汉", "两"),
        ("10", "汉", "十"),
    ],
)
def test_figures_are_written_as_offices_write_them(value: str, form: str, text: str) -> None:
    assert written(Decimal(value), form) == text


def composed(seed: int, edition: NewEdition = "V2") -> Composed:
    return written_report(random.Random(seed), body(seed, edition))


@settings(max_examples=25)
@given(seed=SEEDS, edition=NEW_EDITIONS)
def test_facts_stand_where_they_are_said_to_stand(seed: int, edition: NewEdition) -> None:
    report = subject(composed(seed, edition))
    assert report.facts
    for fact in report.facts:
        assert report.report.text[slice(*fact.evidence[0].label)] == fact.label
        for evidence in fact.evidence:
            assert evidence.start <= evidence.quantity[0] < evidence.quantity[1] <= evidence.end
        assert fact.negated == (fact.unit is None and not fact.value)
    assert {fact.part_of for fact in report.facts} - {None} <= {fact.id for fact in report.facts}


def test_report_has_the_form_agency_and_year() -> None:
    drawn = body(7)
    report = subject(composed(7), last_year=last_report(random.Random(7), drawn))
    assert (report.report.agency, report.report.year) == (drawn.office.name, drawn.year)
    assert all(section.present for section in report.report.sections)
    assert report.last_year is not None
    assert report.last_year.report.year == drawn.year - 1
    assert {id: cell.value for id, cell in report.form.cells.items()} == drawn.figures


def test_every_sentence_is_told_of_some_year() -> None:
    topics = list(dict.fromkeys(entry["topic"] for entry in load("sentences.toml")["sentence"]))
    told: set[str] = set()
    for seed in range(500):
        rng, drawn = random.Random(seed), body(seed, "V1" if seed % 4 == 0 else "V2")
        words = dict.fromkeys(("agency", "place", "year", "last", "next"), "某")
        year = Year(drawn.edition, drawn.office.kind, drawn.figures, drawn.before, words)
        told |= {tell(rng, topic, year).text for topic in topics for _ in range(4)}
    for entry in load("sentences.toml")["sentence"]:
        opening = entry["text"].replace("{{agency}}", "某").replace("{{year}}", "某").split("{")[0]
        ending = entry["text"].split("}")[-1]
        assert any(text.startswith(opening) and text.endswith(ending) for text in told), entry["text"]


def test_a_share_of_consistent_reports_has_no_errors_and_is_decided() -> None:
    found = consistent.direct(48)
    assert found.failing("error") == {}
    assert found.broken == 0
    decided = sum(n for (_, known), n in found.complete.items() if known)
    assert decided >= 0.99 * found.complete.total()


def test_a_share_of_planted_errors_is_found() -> None:
    for each in planted(40, single_slip, seed="test"):
        if not each.blanks and None not in each.slip.cells.values():
            assert each.found, each.slip


def _slip(cells: dict[str, str], *, first: set[str], named: set[str], explained: int) -> Planted:
    wrong = Slip("neighbouring key", {cell: Decimal(value) for cell, value in cells.items()})
    return Planted(
        slip=wrong,
        edition="V2",
        prose="silent",
        found=True,
        first=frozenset(first),
        named=frozenset(named),
        right=frozenset(first) & wrong.cells.keys(),
        visible=explained > 0,
        explained=explained,
        known=explained > 0,
        blanks=False,
        rules_ms=1.0,
        all_ms=2.0,
    )


def test_scores_are_shares_of_the_slips_that_break_an_equation() -> None:
    found = scores(
        [
            _slip({"a@x": "1"}, first={"a@x"}, named={"a@x", "b"}, explained=1),
            _slip({"a@x": "1"}, first={"a@x", "c"}, named={"a@x", "c"}, explained=2),
            _slip({"a@x": "1", "b@x": "1"}, first={"b@x"}, named={"a@x", "b@x"}, explained=2),
            _slip({"a.b": "1"}, first={"c"}, named={"c"}, explained=5),
            _slip({"a.b": "1"}, first=set(), named=set(), explained=0),
        ]
    )
    whole = found["all"]
    assert (whole.slips, whole.invisible) == (5, 1)
    assert (whole.first, whole.exact, whole.named, whole.valued) == (0.5, 0.25, 0.75, 0.5)
    assert whole.several == 0.75
    assert whole.fair == pytest.approx((1 + 0.5 + 0.5 + 0.2) / 4)
    assert found["table three"].slips == 3


def test_findings_of_a_right_report_name_no_suspects() -> None:
    report = subject(composed(3))
    assert not any(finding.suspects for finding in reconcile(report.report, report.form, report.facts))


def test_benchmark_prints_its_measurements_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "--consistent", "4", "--read", "0", "--single", "3", "--double", "2"]) == 0
    printed = capsys.readouterr()
    measured = json.loads(printed.out)
    assert measured["slips"]["single"]["all"]["slips"] == 3
    assert measured["slips"]["double"]["all"]["slips"] == 2
    [of_consistent] = measured["consistent"].values()
    assert of_consistent["reports"] == 4
    assert "single slips" in printed.err
