"""The columns of a workbook of findings, by which verdicts are found again when it comes back."""

from __future__ import annotations

from dataclasses import dataclass

SHEET = "清单"
SUMMARY_SHEET = "汇总"
UNREAD_SHEET = "未能读取"

AGENCY, YEAR, KEY = "机关", "年度", "编码"
JUDGEMENT, COMMENT, WHO, WHEN = "核实结论", "说明", "核实人", "核实时间"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column; ``width`` in characters of Latin script, ``centred`` where what stands in it is short."""

    heading: str
    width: float
    centred: bool = False


COLUMNS = (
    SheetColumn(AGENCY, 24),
    SheetColumn(YEAR, 7, centred=True),
    SheetColumn("文件", 24),
    SheetColumn("序号", 6, centred=True),
    SheetColumn("结果", 9, centred=True),
    SheetColumn("程度", 7, centred=True),
    SheetColumn("规则", 26),
    SheetColumn("位置", 28),
    SheetColumn("原文、原表数据", 40),
    SheetColumn("存在的问题", 52),
    SheetColumn("左数", 9),
    SheetColumn("右数", 9),
    SheetColumn("整改建议", 40),
    SheetColumn("依据", 30),
    SheetColumn(JUDGEMENT, 10, centred=True),
    SheetColumn(COMMENT, 28),
    SheetColumn(WHO, 10, centred=True),
    SheetColumn(WHEN, 17, centred=True),
    SheetColumn(KEY, 19),
)
FILLED_IN = frozenset({JUDGEMENT, COMMENT, WHO, WHEN})
SUMMARY_COLUMNS = (
    SheetColumn(AGENCY, 30),
    SheetColumn("报告份数", 10, centred=True),
    *(SheetColumn(heading, 9, centred=True) for heading in ("错误", "提醒", "提示", "无法断定", "规则有误")),
    *(SheetColumn(heading, 10, centred=True) for heading in ("已核实属实", "已核实排除", "相符")),
    *(SheetColumn(heading, 10, centred=True) for heading in ("叙述事实", "读出格数", "读取问题")),
)
UNREAD_COLUMNS = (SheetColumn("文件", 40), SheetColumn("原因", 70), SheetColumn("代码", 26))
