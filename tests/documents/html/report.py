"""A made-up report as pieces of HTML, and what a right reading of a page with it contains."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from service.documents.document import Document, Grid
from service.documents.html.blocks import read_html
from service.documents.outline import read_report
from service.documents.report import Report
from service.forms.cell import Edition, Form
from service.forms.layout import layout
from service.forms.recognise import recognise
from tests.forms.tables import ruled

AGENCY = "青禾县水务局"
TITLE = "青禾县水务局2023年政府信息公开工作年度报告"
PREAMBLE = "本报告由青禾县水务局按照《中华人民共和国政府信息公开条例》编制，统计期限为2023年1月1日至12月31日。如有疑问，请与我局办公室联系（电话：0000-1234567）。"
PROSE = {
    "一": [
        "2023年，我局把公开工作列入全年要点，主要做了以下几项。",
        "（一）主动公开",
        "全年通过门户网站公开信息128条，其中水旱灾害防御36条、水质监测92条。",
        "（二）依申请公开",
        "全年收到申请7件，均在期限内答复。",
    ],
    "二": [],
    "三": [],
    "四": [],
    "五": ["公开内容还不够细，解读形式偏少。", "下一步，一是按月更新水质数据；二是增加图解和视频。"],
    "六": ["本年度未收取信息处理费。"],
}
HEADINGS = {
    "一": "一、总体情况",
    "二": "二、主动公开政府信息情况",
    "三": "三、收到和处理政府信息公开申请情况",
    "四": "四、政府信息公开行政复议、行政诉讼情况",
    "五": "五、存在的主要问题及改进情况",
    "六": "六、其他需要报告的事项",
}
SIGNATURE = [AGENCY, "2024年1月18日"]

CellText = Callable[[str], str]


def values(edition: Edition = "V2", seed: int = 1) -> dict[str, str]:
    """A different value in nearly every cell, so that one in a wrong place shows."""
    draw = random.Random(seed)
    return {id: str(draw.choice([0, draw.randrange(10), draw.randrange(1000)])) for id in layout(edition).ids}


def lines() -> list[str]:
    """The narrative as a reading has it."""
    body = [line for number, heading in HEADINGS.items() for line in (heading, *PROSE[number])]
    return [TITLE, PREAMBLE, *body, *SIGNATURE]


def p(text: str) -> str:
    return f"<p style='text-indent:2em'>{text}</p>\n"


def grid_html(grid: Grid, *, cell: CellText = str, attributes: str = ' border="1"') -> str:
    """A table of HTML with the cells and spans of a grid."""
    rows = []
    for row in grid.rows():
        cells = [
            "<td"
            + (f' colspan="{c.column_span}"' if c.column_span > 1 else "")
            + (f" rowspan={c.row_span}" if c.row_span > 1 else "")
            + f">{cell(c.text)}</td>"
            for c in row
        ]
        rows.append("<tr>" + "".join(cells) + "</tr>")
    return f"<table{attributes}><tbody>" + "\n".join(rows) + "</tbody></table>"


def tables(
    edition: Edition = "V2", *, cell: CellText = str, attributes: str = ' border="1"', seed: int = 1
) -> list[str]:
    """The three tables of the form as HTML."""
    grids = ruled(edition, values(edition, seed))
    return [grid_html(grid, cell=cell, attributes=attributes) for grid in grids]


def body(html_tables: list[str], *, paragraph: CellText = p, between: str = "") -> str:
    """The report from its preamble to its signature."""
    after = dict(zip("二三四", html_tables, strict=True))
    parts = [paragraph(PREAMBLE)]
    for number, heading in HEADINGS.items():
        parts += [paragraph(heading), *map(paragraph, PROSE[number]), after.get(number, ""), between]
    return "".join([*parts, *map(paragraph, SIGNATURE)])


@dataclass(frozen=True)
class Reading:
    """A page read the whole way."""

    report: Report
    form: Form

    @property
    def cells(self) -> dict[str, str]:
        """The values that were read."""
        return {id: str(cell.value) for id, cell in self.form.cells.items() if cell.status == "read"}

    @property
    def lines(self) -> list[str]:
        """The narrative, a title in two lines as one."""
        first, second, *rest = self.report.text.split("\n")
        return [first + second, *rest] if first + second == TITLE else [first, second, *rest]


def read(page: str | bytes) -> Reading:
    """A page as the service reads it."""
    data = page.encode() if isinstance(page, str) else page
    content = read_html(data)
    report = read_report(Document("page.html", "html", "0" * 64, content.blocks, content.pages, content.problems))
    return Reading(report, recognise(report))
