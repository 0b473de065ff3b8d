"""The cells that a person sees are found: merged, in a single row, on grainy or crooked paper; and no others."""

from __future__ import annotations

import numpy as np
import pytest

from service.documents.scan.images import Pixels
from service.documents.scan.lattice import Slot, find_slots
from service.documents.scan.rules import find_rules, find_tables
from tests.documents.scan.drawing import DPI, Ruled, blank, grainy, tilted, with_line, with_table

XS, YS = (100, 400, 560, 720, 900, 1060), (200, 260, 320, 380, 440)
TABLES = {
    "plain": Ruled(XS, YS),
    "merged across": Ruled(XS, YS, [(0, 1, 1, 4)]),
    "merged down": Ruled(XS, YS, [(0, 0, 3, 1)]),
    "merged both ways": Ruled(XS, YS, [(0, 0, 2, 1), (0, 1, 1, 3), (2, 1, 2, 2)]),
    "one row": Ruled(tuple(range(100, 1061, 64)), (200, 256)),
    "one row of two cells": Ruled((100, 400, 1060), (200, 256)),
    "two rows": Ruled(XS, YS[:3]),
    "one column": Ruled((100, 1060), YS),
}
PAPER = {"clean": 0.0, "grainy": 14.0}


def slots_on(page: Pixels) -> list[list[Slot]]:
    rules = find_rules(page, DPI)
    return [find_slots(page, rules, area, DPI) for area in find_tables(rules, DPI)]


def spans(slots: list[Slot]) -> list[tuple[int, int, int, int]]:
    return [(slot.row, slot.column, slot.row_span, slot.column_span) for slot in slots]


@pytest.mark.parametrize("sigma", PAPER.values(), ids=PAPER)
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_cell_is_found_where_it_stands(table: Ruled, sigma: float) -> None:
    (slots,) = slots_on(grainy(with_table(blank(), table), sigma))
    assert spans(slots) == table.spans()
    for slot in slots:
        assert slot.area.left == pytest.approx(table.xs[slot.column], abs=4)
        assert slot.area.top == pytest.approx(table.ys[slot.row], abs=4)
        assert slot.area.right == pytest.approx(table.xs[slot.column + slot.column_span], abs=4)
        assert slot.area.bottom == pytest.approx(table.ys[slot.row + slot.row_span], abs=4)


@pytest.mark.parametrize("degrees", [-0.1, 0.1])
def test_rules_may_lie_a_little_askew(degrees: float) -> None:
    table = TABLES["merged both ways"]
    (slots,) = slots_on(tilted(with_table(blank(), table), degrees))
    assert spans(slots) == table.spans()


def test_rules_may_be_worn_away_in_places() -> None:
    page = with_table(blank(), TABLES["plain"])
    page[230:236, :] = 255
    page[:, 480:486] = 255
    (slots,) = slots_on(page)
    assert spans(slots) == TABLES["plain"].spans()


def test_tables_on_one_page_are_told_apart() -> None:
    page = with_table(with_table(blank(), TABLES["two rows"]), Ruled((100, 300, 700), (500, 560, 620)))
    assert [len(slots) for slots in slots_on(page)] == [10, 4]


def test_a_heading_close_to_a_table_is_no_row_of_it() -> None:
    page = with_line(with_table(blank(), TABLES["plain"]), "三、收到和处理申请情况", (120, 150), size=44)
    (slots,) = slots_on(page)
    assert spans(slots) == TABLES["plain"].spans()


@pytest.mark.parametrize("text", ["一一一一一一一一", "口口口口口口", "一、主动公开田由甲申"])
def test_characters_are_no_table(text: str) -> None:
    page = with_line(blank(), text, (100, 200), size=60)
    assert all(len(slots) < 2 for slots in slots_on(page))


def test_an_underlined_title_is_no_table() -> None:
    page = blank()
    page[300:302, 100:1000] = 0
    page[900:902, 100:1000] = 0
    assert slots_on(page) == []


def test_an_empty_page_has_no_table() -> None:
    assert slots_on(blank()) == []
    assert slots_on(np.zeros((400, 400), np.uint8)) == []
