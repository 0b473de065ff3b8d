"""The expression language: what parses, to what value, and where errors are told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import ExpressionError
from service.reconcile.expression import CellState, Statement
from service.reconcile.grammar import MAX_DEPTH, MAX_LENGTH, parse, parse_amount

_VALUES = {"a.x": "3", "a.y": "4", "a.z": "-1", "half.x": "0.5", "none.x": "0"}
_IDS = (*_VALUES, "gap.x")
_STATED = {
    ("said.once", ""): Statement(("f1",), Decimal(40)),
    ("said.once", "通知"): Statement(("f2",), Decimal(2)),
    ("said.twice", ""): Statement(("f3", "f4"), None, "两种说法"),
}


class Lookup:
    """Six cells, one of them without a value, and three statements; ``last`` is the same without a last year."""

    def __init__(self, *, year: int | None = 2023, has_last: bool = True) -> None:
        self.year = year
        self.last = Lookup(year=2022, has_last=False) if has_last else None

    def state(self, cell_id: str) -> CellState:
        """Whether something stands in a cell."""
        value = self.value(cell_id)
        return "unknown" if value is None else "filled" if value else "empty"

    def stated(self, metric: str, words: str) -> Statement | None:
        """One of the statements."""
        return _STATED.get((metric, words))

    def matching(self, pattern: str) -> Sequence[str]:
        """``a.*`` names the three of a."""
        if pattern == "a.*":
            return ("a.x", "a.y", "a.z")
        return (pattern,) if pattern in _IDS else ()

    def value(self, cell_id: str) -> Decimal | None:
        """The value, None for the gap."""
        return Decimal(_VALUES[cell_id]) if cell_id in _VALUES else None


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("a.x + 1 = a.y", "holds"),
        ("a.x+1=a.y", "holds"),
        ("a.x - a.y = a.z", "holds"),
        ("a.x * a.y = 12", "holds"),
        ("2 + a.x * a.y = 14", "holds"),
        ("(2 + a.x) * a.y = 20", "holds"),
        ("10 - 3 - 2 = 5", "holds"),
        ("-a.z = 1", "holds"),
        ("- (1 + 2) = 0 - 3", "holds"),
        ("0.1 + 0.2 = 0.3", "holds"),
        ("sum(a.*) = 6", "holds"),
        ("sum(a.x, a.x) = 3", "holds"),
        ("sum(a.x, half.x) = 3.5", "holds"),
        ("a.x >= 3 and a.y > 3 and a.z < 0", "holds"),
        ("a.x < 3 or a.y <= 4", "holds"),
        ("not a.x = a.y", "holds"),
        ("(a.x = 3) and (a.y = 4 or a.z = 4)", "holds"),
        ("a.x = a.y", "fails"),
        ("a.x > 5 and gap.x = 1", "fails"),
        ("a.x = 3 or gap.x = 1", "holds"),
        ("a.x = 3 and gap.x = 1", "undecided"),
        ("a.x = gap.x", "undecided"),
        ("sum(a.x, gap.x) = 3", "undecided"),
        ("nowhere.x = 3", "undecided"),
        ("a.x = 3 => a.y = 4", "holds"),
        ("a.x = 3 => a.y = 5", "fails"),
        ("gap.x = 3 => a.y = 5", "undecided"),
        ("gap.x = 3 => a.y = 4", "holds"),
        ("natural(a.x, a.y)", "holds"),
        ("natural(a.*)", "fails"),
        ("natural(half.x)", "fails"),
        ("natural(a.z, gap.x)", "fails"),
        ("natural(a.x, gap.x)", "undecided"),
        ("a.y mod a.x = 1", "holds"),
        ("a.x * a.y mod 5 = 2", "holds"),
        ("1 + 7 mod 4 = 4", "holds"),
        ("gap.x mod 2 = 0", "undecided"),
        ("year = 2023", "holds"),
        ("year >= 2024 => a.x = 9", "holds"),
        ("fact(said.once) = 40", "holds"),
        ("fact(said.once) mod 10 = 0", "holds"),
        ('fact(said.once, "通知") = 2', "holds"),
        ('fact(said.once, "缴费") = 2', "undecided"),
        ("fact(said.twice) = 40", "undecided"),
        ("fact(said.never) = 0", "undecided"),
        ("last(a.x + a.y) = 7", "holds"),
        ("last(sum(a.*)) = 6", "holds"),
        ("last(year) = year - 1", "holds"),
        ("last(fact(said.once)) = 40", "holds"),
        ("last(gap.x) = 0", "undecided"),
        ("last(fact(said.twice)) = 0", "undecided"),
        ("up_to(half.x) = 0.55", "holds"),
        ("up_to(a.x) = 3.5", "holds"),
        ("up_to(gap.x) = 3.5", "undecided"),
        ("empty(none.x)", "holds"),
        ("empty(none.x, a.x)", "fails"),
        ("empty(none.x, gap.x)", "undecided"),
        ("empty(gap.x, a.x)", "fails"),
        ("empty(nowhere.x)", "undecided"),
        ("not empty(none.x) or a.x = 3", "holds"),
        ("unchanged(a.*)", "holds"),
        ("unchanged(a.x, gap.x)", "undecided"),
        ("not unchanged(a.*)", "fails"),
        ("a.x > 3 => a.y mod none.x = 1", "holds"),
    ],
)
def test_expression_is_decided(text: str, verdict: str) -> None:
    assert parse(text).decide(Lookup()).verdict == verdict


def test_false_condition_says_nothing() -> None:
    assert parse("a.x = 9 => a.y = 5").decide(Lookup()).vacuous


def test_remainder_of_a_division_by_nothing_raises() -> None:
    with pytest.raises(ArithmeticError):
        parse("a.x mod none.x = 0").decide(Lookup())


def test_without_a_year_or_last_year_nothing_of_them_is_decided() -> None:
    bare = Lookup(year=None, has_last=False)
    for text in ("year = 2023", "last(a.x) = 3", "unchanged(a.x)"):
        decision = parse(text).decide(bare)
        assert decision.verdict == "undecided"
        assert decision.outside is not None
        assert decision.outside.reasons


def test_decision_names_facts_and_cells_of_last_year_apart_from_cells() -> None:
    decision = parse("fact(said.once) + a.x = last(a.y + gap.x) + fact(said.twice)").decide(Lookup())
    assert decision.outside is not None
    assert decision.cells == ("a.x",)
    assert decision.outside.facts == ("f1", "f3", "f4")
    assert (decision.outside.last, decision.outside.last_missing) == (("a.y", "gap.x"), ("gap.x",))
    assert decision.outside.reasons == ("两种说法",)


def test_facts_of_last_year_are_no_facts_of_this_report() -> None:
    decision = parse("last(fact(said.twice)) = 1").decide(Lookup())
    assert decision.outside is not None
    assert (decision.outside.facts, decision.outside.reasons) == ((), ("上年报告：两种说法",))


def test_what_is_asked_of_the_year_before_names_no_cell_of_this_year() -> None:
    assert parse("a.x = last(b.y) + fact(c.z)").patterns() == ("a.x",)
    assert parse("unchanged(a.x)").patterns() == ("a.x",)


def test_decision_names_figures_cells_and_gaps() -> None:
    decision = parse("a.x + gap.x = a.y").decide(Lookup())
    assert (decision.left, decision.right) == (None, Decimal(4))
    assert decision.cells == ("a.x", "gap.x", "a.y")
    assert decision.missing == ("gap.x",)


def test_variables_and_domains_are_bound() -> None:
    bound = parse("{v}.x = sum(a.{all})").bind({"v": ("half",), "all": ("x", "z")})
    assert bound.patterns() == ("half.x", "a.x", "a.z")
    outside = parse("last({v}.x) + up_to(a.{v}) mod fact({v}.m) = 0 and empty({v}.*) and unchanged({v}.x)")
    expected = parse("last(b.x) + up_to(a.b) mod fact(b.m) = 0 and empty(b.*) and unchanged(b.x)")
    assert outside.bind({"v": ("b",)}) == expected


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("", 0, "结尾"),
        ("a.x", 0, "条件"),
        ("a.x =", 5, "结尾"),
        ("a.x = 3 4", 8, "表达式结束"),
        ("a.x ? 3", 4, "？"),
        ("(a.x = 3) + 1 = 2", 0, "运算"),
        ("1 + (a.x = 3) = 2", 4, "数值"),
        ("a.x and a.y = 1", 0, "and"),
        ("a.x = 1 and a.y", 12, "条件"),
        ("a.* = 3", 0, "通配符"),
        ("sum() = 3", 4, "单元格名称"),
        ("sum(a.x = 3", 8, "）"),
        ("a.x => a.y = 1", 0, "=>"),
        ("12abc = 3", 0, "1"),
        ("a.x = 3; import os", 7, ";"),
        ("__import__ = 3", 0, "_"),
        ("last(last(a.x)) = 3", 5, "last"),
        ("last(a.x = 3) = 3", 9, "）"),
        ("last = 3", 5, "（"),
        ("fact(a.*) = 3", 5, "指标"),
        ("fact(a.x@y) = 3", 5, "指标"),
        ("fact(a.x, b) = 3", 10, "双引号"),
        ('fact(a.x, "b) = 3', 10, '"'),
        ("up_to(a.*) = 3", 6, "通配符"),
        ("up_to(3) = 3", 6, "单元格名称"),
        ("a.x mod 2", 0, "条件"),
        ("(a.x = 3) mod 2 = 1", 0, "运算"),
        ("empty() = 3", 6, "单元格名称"),
        ("empty(a.x) = 3", 11, "表达式结束"),
    ],
)
def test_broken_expression_tells_position(text: str, position: int, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.position == position
    assert message.translate(str.maketrans("？）", "?)")) in caught.value.message


@pytest.mark.parametrize("text", ["(" * 500 + "a.x = 1" + ")" * 500, "not " * 500 + "a.x = 1", "-" * 500 + "1 = 1"])
def test_nesting_is_limited(text: str) -> None:
    with pytest.raises(ExpressionError, match=str(MAX_DEPTH)):
        parse(text)


def test_length_is_limited() -> None:
    with pytest.raises(ExpressionError, match=str(MAX_LENGTH)):
        parse("1 + " * MAX_LENGTH + "1 = 1")


def test_amount_is_no_condition() -> None:
    assert parse_amount("a.x + a.y").amount(Lookup()).value == 7
    with pytest.raises(ExpressionError):
        parse_amount("a.x = a.y")


_PIECES = st.sampled_from(
    [
        "a.x",
        "gap.x",
        "a.*",
        "sum",
        "natural",
        "empty",
        "unchanged",
        "fact",
        "last",
        "up_to",
        "year",
        "mod",
        '"通知"',
        "(",
        ")",
        "+",
        "-",
        "*",
        "=",
        ">=",
        "=>",
        "and",
        "or",
        "not",
        "12",
        ",",
        "{c}",
        "@",
    ]
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=14).map(" ".join)))
def test_any_text_parses_or_raises_its_own_error(text: str) -> None:
    try:
        verdict: str = parse(text).decide(Lookup()).verdict
    except ArithmeticError:
        verdict = "broken"
    except ExpressionError as error:
        verdict = "broken" if 0 <= error.position <= len(text) else "position outside of the text"
    assert verdict in ("holds", "fails", "undecided", "broken")


@settings(deadline=None)
@given(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(0, 1000))
def test_arithmetic_agrees_with_integers(one: int, two: int, three: int) -> None:
    left = f"{one} + {two} * {three} - ({one} - {three})".replace("+ -", "- ").replace("- -", "+ ")
    assert parse(f"{left} = {one + two * three - (one - three)}").decide(Lookup()).verdict == "holds"
