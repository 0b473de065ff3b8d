"""Tiny reports as the rules over shape and text see them: one complete report, and what is changed in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.documents.document import Document, Problem
from service.documents.outline import read_report
from service.documents.text.blocks import read_text
from service.facts.fact import Fact
from service.forms.cell import Edition
from service.reconcile.subject import Subject

from ..builders import make_form

TEXT = """青禾县人民政府2023年政府信息公开工作年度报告
本报告按照《中华人民共和国政府信息公开条例》（国务院令第711号）第四十九条、第五十条和国办公开办函〔2021〕30号要求编制，统计期限自2023年1月1日起至2023年12月31日止。
一、总体情况
2023年，县政府把公开放在便民服务大厅里办，全年主动公开政府信息412条，收到申请9件，件件有答复。
县政府门户网站和公众号天天有人值守，公文发出以前先过保密审查，目录每月核对一遍。
公开工作计入年终考核，请代表评议两次，没有发生责任追究的情况。
二、主动公开政府信息情况
规章和文件的数目列在表中。
三、收到和处理政府信息公开申请情况
申请的数目按申请人分列。
四、政府信息公开行政复议、行政诉讼情况
复议和诉讼的数目也列在表中。
五、存在的主要问题及改进情况
一是栏目分得太细，群众不好找；二是解读多用文字，图表偏少；三是乡镇更新有快有慢。下一步逐项整改，把查找的路子铺平，让老人也能看得懂、问得着、办得成。
还要把公报送进村里的阅览室，逢集日在大厅门口摆一张桌子，有问必答，把听来的意见带回各科室，一条一条地落实，到年底逐条对账。
六、其他需要报告的事项
全年未收取信息处理费。
青禾县人民政府
2024年1月18日
"""
NO_FILE = Problem("document.no_text", "第2页是图片，没有文字，未能读取。")
SCANNED = Problem("document.recognised", "扫描件由文字识别得到，请核对。")


@dataclass(frozen=True, slots=True)
class Tiny:
    """What differs from the complete report: words replaced, the tables, what could not be read, last year's report."""

    replaced: Mapping[str, str] | None = None
    edition: Edition | None = "V2"
    cells: Mapping[str, str] | None = None
    problems: tuple[Problem, ...] = ()
    facts: tuple[Fact, ...] = ()
    missing: Sequence[str] = ()
    last_year: Tiny | None = None

    def subject(self) -> Subject:
        """The report as it is read."""
        text = TEXT
        for old, new in (self.replaced or {}).items():
            assert old in text, old
            text = text.replace(old, new)
        document = Document("report.txt", "text", "0" * 64, read_text(text), problems=self.problems)
        form = make_form(self.cells or {}, edition=self.edition, missing=self.missing)
        last_year = None if self.last_year is None else self.last_year.subject()
        return Subject(read_report(document), form, self.facts, last_year=last_year)
