"""Words of the clause that put its figure into the year before, where the model has found none: 上年收到申请8件."""

from __future__ import annotations

import re

from service.facts.quantities import find_numbers
from service.facts.words import Range, bare

_CLAUSE_END = re.compile(r"[，,。；;：:！!？?（）()\n]")
_SAID_LAST = "上一年度|上一年|上年度|上年|去年度|去年"
# What may stand before 上年 in its clause. 较, 比, 与, 由 and 对 compare or name something else.
_OPENING = "(?:而|但|其中)?(?:截至|截止到|截止|至|到|在)?"
_LATE = "(?P<late>年?底|年?末)?"
# What was there or what came from it is a figure of this year; documents and tasks are only named after a year.
_OTHERWISE = re.compile(
    "结转|转入|转来|遗留|剩余|未|要点|计划|方案|报告|年报|决算|预算|问题|不足|任务|考核|评估|提出|反馈|"
    "比|较|持平|增|减|升|降|翻番|今年|本年|当年|以来|以前|之前|之后|^[起多少至到和与]"
)
# 上年制发的文件废止3件, 上年底有效的文件清理3件: what is done with them is done this year.
_DONE_WITH = re.compile("废止|失效|清理|整改|修订|修改|办结|答复|注销|关停")
_LONGEST = 8
_LONGEST_LATE = 16


def last_year_words(text: str, *, label: Range, quantity: Range, report_year: int) -> str | None:
    """上年, 去年, 截至上年底 or the year before the report's at the head of the clause of a figure; None if none is.

    They count only directly before the words that state the figure, with no other figure between.
    """
    first, second = sorted((label, quantity))
    between = text[first[1] : max(first[1], second[0])]
    if _CLAUSE_END.search(between) or find_numbers(between):
        return None
    begin = max((match.end() for match in _CLAUSE_END.finditer(text, 0, first[0])), default=0)
    before = bare(text[begin : first[0]])
    match = re.match(f"{_OPENING}(?P<year>{_SAID_LAST}|{report_year - 1}年度?)(?:同期|全年)?{_LATE}", before)
    if match is None:
        return None
    rest = before[match.end() :]
    stated = rest + bare(text[slice(*label)] + between)
    if _OTHERWISE.search(stated) or find_numbers(rest):
        return None
    if match["late"]:
        return None if _DONE_WITH.search(stated) or len(rest) > _LONGEST_LATE else match["year"]
    return None if "的" in rest or len(rest) > _LONGEST else match["year"]
