"""Every rule over shape and text: a tiny report in which it fails, one in which it is silent, one it cannot decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from service.forms.layout import layout
from service.reconcile.finding import Finding
from service.reconcile.rule import RuleInfo
from service.reconcile.shape.checks import SHAPE_CHECKS

from ..builders import make_fact
from .subjects import NO_FILE, SCANNED, TEXT, Tiny

_IDS = layout("V2").ids
_FOUR = tuple(cell for cell in _IDS if cell.startswith(("review.", "litigation_")))
_FEE = "全年未收取信息处理费。"
_BASIS = "第四十九条、第五十条和国办公开办函〔2021〕30号"
_PERIOD = "自2023年1月1日起至2023年12月31日止"


def _with(old: str, new: str) -> Tiny:
    return Tiny({old: new})


def _named(name: str) -> Tiny:
    """Cited under another number or name of the document."""
    return _with("国办公开办函〔2021〕30号", name)


def _scanned(tiny: Tiny) -> Tiny:
    return Tiny(tiny.replaced, tiny.edition, tiny.cells, (SCANNED,), last_year=tiny.last_year)


_LAST = Tiny({"2023年": "2022年", "2024年": "2023年"})

FAILS: Final[Mapping[str, tuple[Tiny, ...]]] = {
    "shape.no_form": (Tiny(edition=None),),
    "shape.form_of_year": (
        Tiny(edition="V1"),
        Tiny(edition="V0b"),
        Tiny({"2023年": "2020年", "2024年": "2021年", "〔2021〕30号": "〔2019〕60号"}),
        Tiny({"2023年": "2020年", "2024年": "2021年"}, edition="V0b"),
        Tiny({"2023年": "2017年", "2024年": "2018年"}, edition="V1"),
    ),
    "shape.section_missing": (_with("四、政府信息公开行政复议、行政诉讼情况\n复议和诉讼的数目也列在表中。\n", ""),),
    "shape.section_order": (
        Tiny(
            {"六、其他需要报告的事项\n" + _FEE + "\n": "", "五、存在": "六、其他需要报告的事项\n" + _FEE + "\n五、存在"}
        ),
    ),
    "shape.section_number": (_with("六、其他", "五、其他"), _with("五、存在", "四、存在")),
    "shape.section_repeated": (
        _with("还要把公报送进", "五、存在的主要问题及改进情况\n还要把公报送进"),
        _with("三、收到和处理", "二、主动公开政府信息情况\n规章本年没有制发，也没有废止。\n三、收到和处理"),
    ),
    "shape.section_empty": (
        _with(_FEE, ""),
        Tiny({"六、其他需要报告的事项\n" + _FEE + "\n青禾县人民政府\n2024年1月18日\n": "六、其他需要报告的事项\n"}),
    ),
    "shape.table_missing": (Tiny(missing=_FOUR),),
    "shape.table_truncated": (Tiny(missing=_FOUR[3:]),),
    "shape.cells_missing": (Tiny(missing=_FOUR[3:5]),),
    "shape.title_missing": (_with("青禾县人民政府2023年政府信息公开工作年度报告\n", ""),),
    "shape.year_missing": (
        Tiny(
            {
                "青禾县人民政府2023年政府信息公开工作年度报告": "青禾县人民政府政府信息公开工作年度报告",
                _PERIOD: "为全年",
                "2023年，": "",
                "2024年1月18日\n": "",
            }
        ),
    ),
    "shape.agency_missing": (
        Tiny(
            {"青禾县人民政府2023年政府信息公开工作年度报告": "2023年政府信息公开工作年度报告", "青禾县人民政府\n": ""}
        ),
    ),
    "shape.year_period": (
        _with(_PERIOD, "的数据截至2022年12月31日"),
        _with(_PERIOD, "自2022年1月1日起至2022年12月31日止"),
        _with(_PERIOD, "为2023年1月1日至2024年12月31日"),
        _with(_PERIOD, "：2022年1月1日—12月31日"),
    ),
    "shape.period": (
        _with(_PERIOD, "自2023年1月1日起至2023年11月30日止"),
        _with(_PERIOD, "为2023年1月1日～12月30日"),
        _with(_PERIOD, "的数据截至2023年11月30日"),
    ),
    "shape.year_text": (
        _with("2023年，县政府", "2022年，县政府"),
        _with("2023年，县政府", "2022年县政府"),
        _with("本报告按照", "现公布青禾县人民政府2022年度政府信息公开工作年度报告。本报告按照"),
    ),
    "shape.year_signature": (
        _with("2024年1月18日", "2023年1月18日"),
        _with("2024年1月18日", "2023年12月31日"),
        _with("2024年1月18日", "二〇二二年一月十八日"),
        _with("2024年1月18日", "2026年1月18日"),
    ),
    "shape.signature_agency": (_with("青禾县人民政府\n2024", "朔芷县教育局\n2024"),),
    "shape.fee_statement": (_with(_FEE, "无。"), _with(_FEE, "承办建议提案12件。")),
    "shape.fee_statement_place": (
        Tiny({_FEE: "无。", "件件有答复。": "件件有答复，未收取信息处理费。"}),
        Tiny({_FEE: "无。", "件件有答复。": "件件有答复，没有向申请人收取任何费用。"}),
    ),
    "shape.aspects": (Tiny({"县政府门户网站和公众号天天有人值守，": "", "大厅里办": "窗口前办"}),),
    "shape.evaluation": (_with("没有发生责任追究的情况", "全年平稳"), _with("请代表评议两次", "请代表来过两次")),
    "shape.instrument_outdated": (
        _named("国办公开办函〔2019〕60号"),
        _named("《中华人民共和国政府信息公开工作年度报告格式（试行）》"),
        _named("《关于政府信息公开工作年度报告有关事项的通知》"),
        Tiny({"2023年": "2020年", "2024年": "2021年"}, edition="V1"),
    ),
    "shape.regulation_outdated": (
        _with("国务院令第711号", "国务院令第492号"),
        _with("国务院令第711号", "国务院第492号令"),
    ),
    "shape.article": (
        _with("第四十九条、第五十条", "第三十一条、第三十二条"),
        _with("第四十九条、第五十条", "第五十八条"),
        Tiny({"2023年": "2017年", "2024年": "2018年", "国务院令第711号": "国务院令第492号"}, edition="V0b"),
    ),
    "shape.document_number": (
        _named("国公开办函〔2021〕30号"),
        _named("国办公开函〔2021〕30号"),
        _named("国办开公办函〔2021〕30号"),
        _named("国办公开办函（2021）30号"),
        _named("国办公开办函〔202130号"),
        _named("国办公开办函2021〕30号"),
        _named("国办公开办函〔2021〕号"),
        _named("年度报告格式（国办函〔2021〕30号）"),
        _with(_FEE, _FEE + "依据《政府信息公开信息处理费管理办法》（国办公开办函〔2020〕109号）。"),
    ),
    "shape.document_name": (
        _with("《中华人民共和国政府信息公开条例》", "《中华人民共和国政府信息公开条列》"),
        _with("《中华人民共和国政府信息公开条例》", "《中华人民共和国政务信息公开条例》"),
        _named("《中华人民共和国政府信息公开工作年度报告格试》"),
        _named("国务院办公厅政府信息公开与政务公开办公室的通知"),
        _with(_FEE, _FEE + "依据《政府信息公开信息处理费管理方法》。"),
    ),
    "shape.placeholder": (
        _with("412条", "____条"),
        _with("412条", "××条"),
        _with("412条", "XX条"),
        _with("412条", "N条"),
        _with("412条", "【】条"),
        _with(_FEE, _FEE + "（此处填写建议提案办理情况）"),
        _with(_FEE, _FEE + "建议提案情况待补充。"),
        _with("县政府把公开", "××县把公开"),
        _with("县政府把公开", "某某某？？？把公开"),
        _with(_FEE, _FEE + "202X年一并说明。"),
        _with("412条", "#REF!条"),
        _with("412条", "{{ 条数 }}条"),
    ),
    "shape.number_missing": (
        _with("全年主动公开政府信息412条", "全年主动公开政府信息条"),
        _with("全年主动公开政府信息412条", "门户网站共公开条"),
        _with("收到申请9件", "全年共收到申请件"),
    ),
    "shape.unit_missing": (_with("件件有答复。", "公众号推送信息96。"), _with(_FEE, _FEE + "承办建议7；提案5件。")),
    "shape.date_broken": (
        _with(_PERIOD, "自2023年1月1日起至20231231日止"),
        _with(_PERIOD, "自2023年1月1日起至2023年1231日止"),
        _with(_PERIOD, "自20231月1日起至2023年12月31日止"),
        _with(_PERIOD, "自2023年1月1日起至2023年12月32日止"),
        _with("2023年，县政府", "2023通过门户网站，县政府"),
    ),
    "shape.list_marks": (
        _with("二是解读", "三是解读"),
        _with("三是乡镇", "四是乡镇"),
        _with("三是乡镇", "二是乡镇"),
        _with("下一步逐项整改", "下一步：一是增加图表；三是逐项整改"),
    ),
    "shape.paragraph_repeated": (
        _with("六、其他", TEXT.split("\n")[14] + "\n六、其他"),
        Tiny({"六、其他": TEXT.split("\n")[14] + "\n六、其他", "\n还要": "\n  还 要"}),
    ),
    "shape.sentence_repeated": (
        _with("\n还要把公报", "\n下一步逐项整改，把查找的路子铺平，让老人也能看得懂、问得着、办得成。还要把公报"),
    ),
    "shape.words_doubled": (
        _with("公开工作计入", "政务公开政务公开工作计入"),
        _with("公文发出以前", "公文发出以前公文发出以前"),
    ),
    "shape.text_copied": (Tiny(last_year=_LAST),),
}

SILENT: Final[Mapping[str, tuple[Tiny, ...]]] = {
    "shape.form_of_year": (
        Tiny({"2023年": "2019年", "2024年": "2020年"}, edition="V0b"),
        Tiny({"2023年": "2020年", "2024年": "2021年"}, edition="V1"),
        Tiny({"2023年": "2017年", "2024年": "2018年"}, edition="V0a"),
        Tiny(edition=None),
    ),
    "shape.section_number": (
        Tiny({f"{number}、": f"第{number}部分 " for number in "一二三四五六"}),
        Tiny({f"\n{number}、": f"\n{at}." for at, number in enumerate("一二三四五六", 1)}),
    ),
    "shape.section_repeated": (
        _with(
            "一、总体情况\n", "".join(line + "\n" for line in TEXT.split("\n") if line[1:2] == "、") + "一、总体情况\n"
        ),
        _with("一是栏目分得太细", "一、存在的问题\n一是栏目分得太细"),
    ),
    "shape.section_empty": (
        _with("六、其他需要报告的事项\n" + _FEE, "六、其他需要报告的事项 无"),
        _with("六、其他需要报告的事项\n" + _FEE, "六、其他需要报告的事项：无。"),
        _with("六、其他需要报告的事项\n", "六、其他需要报告的事项。"),
        _with(_FEE, "无"),
    ),
    "shape.year_period": (
        _with(_PERIOD, "为2023年1月1日至12月31日"),
        _with(_FEE, _FEE + "2022年3月1日至2022年12月31日开展的清理已经结束。"),
    ),
    "shape.period": (
        _with(_PERIOD, "的数据截至2023年12月31日"),
        _with("件件有答复。", "本报告数据中的粉丝数截至2024年1月10日。"),
        _with(_PERIOD, "自2023年3月20日（本机关组建之日）起至2023年12月31日止"),
        _with(_PERIOD, "自2023年3月20日起至2023年12月31日止，本机关成立于3月20日"),
        _with(_FEE, _FEE + "2023年3月1日至2023年6月30日清理了文件。"),
    ),
    "shape.year_text": (
        _with("2023年，县政府", "2022年以来，县政府"),
        _with("2023年，县政府", "一年来，县政府"),
        _with("2023年，县政府", "2022年底换届以后，县政府"),
        _with("2023年，县政府", "2022年报告的问题已经改完。2023年，县政府"),
        _with("本报告按照", "根据县政务公开办关于做好2022年度政府信息公开工作年度报告编制工作的通知，本报告按照"),
        _with("一是栏目分得太细", "2022年度报告说到的问题已经改完。一是栏目分得太细"),
    ),
    "shape.year_signature": (
        _with("2024年1月18日", "2024年3月29日"),
        _with("2024年1月18日", "二〇二四年一月十八日"),
        _with("青禾县人民政府\n2024年1月18日", "2027年1月18日"),
        _with("2024年1月18日\n", ""),
    ),
    "shape.signature_agency": (
        _with("青禾县人民政府\n2024", "青禾县人民政府办公室\n2024"),
        _with("青禾县人民政府\n2024", "青禾县政务公开领导小组办公室\n2024"),
        _with("青禾县人民政府2023年", "青禾县2023年"),
        Tiny({"青禾县人民政府2023年": "县住建局2023年", "青禾县人民政府\n": "青禾县住房和城乡建设局\n"}),
        Tiny({"青禾县人民政府2023年": "青禾县柳湖街道2023年", "青禾县人民政府\n": "青禾县柳湖街道办事处\n"}),
        _with("青禾县人民政府\n2024年1月18日\n", ""),
    ),
    "shape.fee_statement": (
        _with(_FEE, "（一）收费情况：无。"),
        _with(_FEE, "本年度对申请人没有收取任何费用。"),
        Tiny(
            {_FEE: "收到缴来的400块钱。"},
            facts=(
                make_fact(
                    "fee.amount", "400", text=TEXT.replace(_FEE, "收到缴来的400块钱。"), quote="收到缴来的400块钱"
                ),
            ),
        ),
        Tiny({"2023年": "2020年", "2024年": "2021年", _FEE: "无。"}, edition="V1"),
    ),
    "shape.fee_statement_place": (
        Tiny({"件件有答复。": "件件有答复，未收取信息处理费。"}),
        Tiny({_FEE: "无。", "件件有答复。": "没有行政事业性收费。"}),
    ),
    "shape.aspects": (
        Tiny({"县政府门户网站和公众号天天有人值守，": "", "大厅里办": "窗口前办", "2023年": "2020年"}, edition="V1"),
    ),
    "shape.evaluation": (Tiny({"青禾县人民政府": "青禾县教育局", "没有发生责任追究的情况": "全年平稳"}),),
    "shape.instrument_outdated": (
        _named("国办公开办函〔2019〕60号、国办公开办函〔2021〕30号"),
        _named("《中华人民共和国政府信息公开工作年度报告格式》"),
        Tiny({"〔2021〕30号": "〔2019〕60号"}, edition="V1"),
        Tiny({"2023年": "2020年", "2024年": "2021年", "〔2021〕30号": "〔2019〕60号"}, edition="V1"),
        _named("《青禾市关于做好政府信息公开工作年度报告有关事项的通知》"),
    ),
    "shape.regulation_outdated": (
        _with("国务院令第711号", "国务院令第492号公布，国务院令第711号修订"),
        Tiny({"2023年": "2017年", "2024年": "2018年", "国务院令第711号": "国务院令第492号"}, edition="V0b"),
    ),
    "shape.article": (
        _with("件件有答复。", "按照《条例》第三十一条确定收到申请的日期。"),
        _with("第四十九条、第五十条", "第五十条"),
        _with("件件有答复。", "按照《青禾市政务公开条例》第六十条办理。"),
    ),
    "shape.document_number": (
        _with(_FEE, _FEE + "依据国办函〔2020〕109号。"),
        _with(_FEE, _FEE + "按国办公开办函〔2019〕61号归集规章。"),
        _with(_FEE, _FEE + "按国办发〔2021〕30号办理。"),
        Tiny({"国办公开办函〔2021〕30号": "国办公开办函[2021]30号", "（": "(", "）": ")"}),
    ),
    "shape.document_name": (
        _with(_FEE, _FEE + "依据《青禾市政府信息公开条例》。"),
        _with(_FEE, _FEE + "依据《政府信息公开办法》。"),
        _named("《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》"),
        _with("《中华人民共和国政府信息公开条例》", "《政府信息公开条例》"),
    ),
    "shape.placeholder": (
        _with("件件有答复。", "咨询电话0900-88××17，申请人李××撤回申请。"),
        _with("件件有答复。", "建成“1+N条”服务链，网址http://xxgk.example/a__b。"),
        _with("件件有答复。", "（请扫描二维码查看）"),
    ),
    "shape.number_missing": (
        _with("件件有答复。", "全年无受理件，对疑难申请件，逐件会商。"),
        _with("件件有答复。", "全年共公开信息数百条，公开条件成熟的事项。"),
        _with("件件有答复。", "全年共收到申请十二件，共公开各类信息五条。"),
    ),
    "shape.unit_missing": (
        _with("件件有答复。", "办理建议13、提案19件，公开工作得96.5分。"),
        _with("件件有答复。", "咨询热线12345。"),
    ),
    "shape.date_broken": (
        _with("件件有答复。", "订单编号20231231，2023版目录、2023—2024学年的都已公开。"),
        _with("件件有答复。", "对照《2023通过的办法》逐条落实。"),
    ),
    "shape.list_marks": (
        _with("下一步逐项整改", "下一步：一是年内增加图表；二是逐项整改"),
        _with("二是解读", "二是（一是文字，二是图表）解读"),
        _with("二是解读", "其次，解读"),
        _with("一是栏目", "首先栏目"),
        _with("下一步逐项整改", "这是重点之一是因为群众关心，下一步逐项整改"),
    ),
    "shape.paragraph_repeated": (_with("六、其他", "还要把公报送进村里。\n还要把公报送进村里。\n六、其他"),),
    "shape.sentence_repeated": (
        _with(
            _FEE,
            _FEE
            + "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。",
        ),
        _with("件件有答复。", "件件有答复。件件有答复。"),
    ),
    "shape.words_doubled": (
        _with("件件有答复。", "一件一件地办，讨论讨论再定，编号88888888。"),
        _with("件件有答复。", "（一）主动公开情况\n主动公开情况良好。"),
        _with("件件有答复。", "公开、公开、再公开，办公室办公室主任签字。"),
    ),
    "shape.text_copied": (
        Tiny(),
        Tiny(
            last_year=Tiny(
                {
                    "一是栏目分得太细，群众不好找；二是解读多用文字，图表偏少；三是乡镇更新有快有慢。": "主要是人手紧，业务不熟，公开的口径把不准。",
                    "下一步逐项整改，把查找的路子铺平，让老人也能看得懂、问得着、办得成。": "",
                    "2023年，县政府把公开放在便民服务大厅里办，": "换届之年，新班子把公开当成开门第一件事，",
                    "县政府门户网站和公众号天天有人值守，公文发出以前先过保密审查，目录每月核对一遍。": "网站换了服务器，目录重新排过，旧文件一份一份地标注了效力，群众查起来省事多了。",
                }
            )
        ),
    ),
}

UNDECIDED: Final[Mapping[str, tuple[Tiny, ...]]] = {
    "shape.section_empty": (Tiny({_FEE: ""}, problems=(NO_FILE,)),),
    "shape.fee_statement": (
        Tiny({_FEE: "无。"}, problems=(NO_FILE,)),
        _with("六、其他需要报告的事项\n" + _FEE + "\n", ""),
    ),
    "shape.aspects": (Tiny(FAILS["shape.aspects"][0].replaced, problems=(NO_FILE,)),),
    "shape.evaluation": (Tiny({"没有发生责任追究的情况": "全年平稳"}, problems=(NO_FILE,)),),
    **{
        rule: tuple(map(_scanned, FAILS[rule]))
        for rule in (
            *("shape.year_period", "shape.period", "shape.year_text", "shape.year_signature", "shape.signature_agency"),
            *("shape.instrument_outdated", "shape.regulation_outdated", "shape.article", "shape.document_number"),
            *("shape.document_name", "shape.placeholder", "shape.number_missing", "shape.unit_missing"),
            *("shape.date_broken", "shape.list_marks", "shape.paragraph_repeated", "shape.sentence_repeated"),
            *("shape.words_doubled", "shape.text_copied"),
        )
    },
}


def findings_of(tiny: Tiny) -> list[Finding]:
    subject = tiny.subject()
    return [finding for check in SHAPE_CHECKS for finding in check.run(subject)]


def _cases(table: Mapping[str, tuple[Tiny, ...]]) -> list[object]:
    return [
        pytest.param(rule, tiny, id=f"{rule}-{at}") for rule, found in table.items() for at, tiny in enumerate(found)
    ]


@pytest.mark.parametrize(("rule", "tiny"), _cases(FAILS))
def test_rule_fails(rule: str, tiny: Tiny) -> None:
    found = [finding for finding in findings_of(tiny) if finding.rule == rule]
    assert [finding.verdict for finding in found] == ["fails"] * len(found) != []
    assert all(finding.message.endswith("。") and finding.severity != "error" for finding in found)


@pytest.mark.parametrize(("rule", "tiny"), _cases(SILENT))
def test_rule_is_silent(rule: str, tiny: Tiny) -> None:
    assert [finding.message for finding in findings_of(tiny) if finding.rule == rule] == []


@pytest.mark.parametrize(("rule", "tiny"), _cases(UNDECIDED))
def test_rule_is_undecided(rule: str, tiny: Tiny) -> None:
    found = [finding.verdict for finding in findings_of(tiny) if finding.rule == rule]
    assert found == ["undecided"] * len(found) != []


def test_complete_report_is_silent_under_every_rule() -> None:
    assert findings_of(Tiny()) == []


@pytest.mark.parametrize("rule", [info.id for check in SHAPE_CHECKS for info in check.rules])
def test_every_rule_has_its_cases(rule: str) -> None:
    assert FAILS[rule]


@pytest.mark.parametrize("info", [info for check in SHAPE_CHECKS for info in check.rules], ids=lambda info: info.id)
def test_no_finding_is_graver_than_its_rule_says(info: RuleInfo) -> None:
    order = ["information", "warning", "error"]
    graves = [f.severity for tiny in FAILS[info.id] for f in findings_of(tiny) if f.rule == info.id]
    assert max(graves, key=order.index) == info.severity


@pytest.mark.parametrize(
    ("tiny", "words"),
    [
        (_named("国公开办函〔2021〕30号"), "文号“国公开办函〔2021〕30号”疑有误，应为“国办公开办函〔2021〕30号”。"),
        (_named("国办公开办函[2021]30号"), "文号“国办公开办函[2021]30号”的括号有误，应为“国办公开办函〔2021〕30号”。"),
        (_with("二是解读", "三是解读"), "第五部分的“三是解读多用文字”处，序号应为“二是”。"),
        (_with("2024年1月18日", "2023年1月18日"), "报告是2023年的，一般在2024年编制发布，落款日期却是“2023年1月”。"),
        (_with("412条", "____条"), "“全年主动公开政府信息____条”中的“____”像是尚未填写的内容。"),
        (_with("2023年，县政府", "2022年，县政府"), "标题写的是2023年，第一部分开头写的却是另一年：“2022年”。"),
        (_with("六、其他", "五、其他"), "各部分的序号与格式不一致：第六部分“其他需要报告的事项”的序号写作“五”。"),
    ],
)
def test_message_quotes_the_words(tiny: Tiny, words: str) -> None:
    assert words in [finding.message for finding in findings_of(tiny)]


def test_key_changes_with_the_words_and_not_with_their_place() -> None:
    [one] = findings_of(_with("412条", "____条"))
    [moved] = findings_of(Tiny({"412条": "____条", "2023年，县政府": "2023年，全县上下想了许多办法，县政府"}))
    [other] = findings_of(_with("收到申请9件", "收到申请____件"))
    assert one.key == moved.key != other.key
