"""The grammar of numbers: every number of a text, what it is worth, and whether it can be a quantity at all.

The grammar decides nothing about meaning. It finds each *candidate* quantity with its value, unit and
approximation (1.8万余条 → 18000 条, at_least, stated to 1000), and it knows which numbers are none: dates,
document and article numbers, phone numbers, ordinals, list markers. Both go to the network as marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from service.facts.fact import Approximation
from service.facts.numerals import MULTIPLIERS, digit_string, numeral_value

NumberKind = Literal["quantity", "other"]

# What is written with more characters counts nothing.
_LONGEST_FIGURE = 20

_UNITS = (
    "个百分点 百分点 人次 户次 期次 家次 件次 条次 篇次 场次 个次 项次 份次 台次 班次 次数 人数 大类 小类 席 条 件 "
    "篇 项 个 份 次 期 场 部 元 人 名 位 封 起 宗 例 户 家 倍 册 本 张 轮 批 则 幅 集 处 块 台 套 组 笔 页 版 种 类 "
    "类别 批次 频次 站 面 平方米 公里 天 年 月 日 小时 分钟 秒 工作日 岁 级 门 节 课时 支 所 辆 亩 吨 公斤 米 卷 箱 "
    "桩 点 字 帖 部门 单位 班 届 粉丝"
)
# 12通知 and 8分别 are no 通 and no 分.
_UNIT = (
    "|".join(sorted(_UNITS.split(), key=len, reverse=True))
    + "|通(?![过报知告信讯])|(?<=[0-9])分(?![之别管类布为级开析局办期配发工享公])"
)
_NUMERAL = "[零〇一二两俩三四五六七八九十百千万亿]"
_TENTHS = "成(?![立员果功效为熟长都交品本不就])"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.·]\d+)?"
# 节约12万元, 最近3年, 网上百余件, 人数百余: there the character belongs to the word before.
_BEFORE = (
    "将近|接近|大约|大概|约有|约为|(?<![节预条合签制])约|(?<![最附就临])近|超过|超出|超|逾|突破|[过破](?=[百千]万)|不足|不到|不满|"
    "不超过|少于|低于|不高于|高于|至少|不少于|不低于|不下于|不下|多于|至多|高达|(?<!最)多达|"
    "(?<![人次件总户条个])数(?=[十百千万亿])|几(?=[十百千万亿])|(?<![网线以会年])上(?=[百千万亿])"
)
_LATE = r"以上|左右|上下|以内|以下|之多|有余|\+|(?<=[成倍])多(?!\d)"
_AFTER = r"以上|左右|上下|以内|以下|之多|有余|余|多(?!\d)|来(?![自电信访源函文])|\+"

_APPROXIMATIONS: dict[Approximation, str] = {
    "about": "将近 接近 大约 大概 约有 约为 约 近 左右 上下 来",
    "at_least": "超过 超出 超 高于 逾 突破 至少 不少于 不低于 不下于 不下 多于 以上 有余 余 多 + 数 几 上 过 破",
    "at_most": "不足 不到 不满 不超过 不高于 少于 低于 至多 以内 以下",
}
_APPROXIMATION = {word: approximation for approximation, words in _APPROXIMATIONS.items() for word in words.split()}

# The figure ends here and nothing is counted in it: no further digit, multiplier, percent sign or unit follows.
_BARE = rf"(?!\d|[.,]\d|[%‰万千亿余多+]|(?:{_UNIT}))"
_ORDINAL = r"[一二三四五六七八九十百零〇\d]+"

# Numbers that are no quantities, by the text around them. Order matters: the first that matches a stretch wins.
_OTHER = re.compile(
    rf"""
    (?:https?://|www\.)[\w./%?=&:#-]+ | (?<![\w.-])[\w.-]+@[\w.-]+
    | (?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:gov|com|cn|net|org)[\w./]*
    | [〔\[（(]?(?:19|20)\d{{2}}[〕\]）)]?\s?\d{{1,4}}号
    | 第{_ORDINAL}(?:[-—－–~至到]第?{_ORDINAL})?[条款项章节号届次期批名位季部类]?
      (?:第?[（([一二三四五六七八九十\d]+[）)][项款目]?)*
    | (?:19|20)\d{{2}}(?:年度|年)?[-至—~](?:19|20)\d{{2}}(?:年度|年)?
    | (?:19|20)\d{{2}}[年.\-/]\d{{1,2}}[月.\-/]\d{{1,2}}日?
    | (?:19|20)\d{{2}}(?:年度|年)(?:\d{{1,2}}月(?:份|底|初)?)?(?:\d{{1,2}}[日号])?
    | [二一][零〇○一二三四五六七八九]{{3}}年度?
    | \d{{1,2}}月?[-—－–~至到]\d{{1,2}}月份?
    | \d{{1,2}}月(?:份|底|初)?(?:\d{{1,2}}[日号])? | \d{{1,2}}[日号](?![均前])(?=[，。至止前起）)])
    | [一二三四五六七八九十]{{1,3}}月(?:份|底|初)?(?:[一二三四五六七八九十]{{1,3}}[日号])?
    | \d{{1,2}}[:：]\d{{2}}(?:[-—至]\d{{1,2}}[:：]\d{{2}})?
    | (?:0\d{{2,3}}[-—－]?|[（(]0\d{{2,3}}[）)][-—－]?)\d{{7,8}} | (?<!\d)1[3-9]\d{{9}}(?!\d) | \d{{13,}}
    | (?<![\d—－-])\d[\d—－-]*[×*＊][\d×*＊—－-]*(?:小时)?
    | (?:电话|传真|邮编|邮政编码|号码)(?:[:：为是])?\d[\d—-]{{4,}}(?!(?:{_UNIT}))
    | 12345(?!\d) | 12[3-9]\d{{2}}(?=[热平专“”"政便投举]) | (?<![\d.,])12[1-3]\d{{2}}{_BARE}
    | (?<!\d)11[09](?=[报联火接])
    | \d+(?:\+(?:[\dNnXx]+))+ | [Nn](?:\+\d+)+ | \d+号
    | (?<=[楼座栋])\d+(?:室|层|楼) | (?<=[A-Za-z]座)\d+ | \d+(?:室|楼|栋|座(?!谈))
    | (?:^|(?<=[\n。；;]))[（(]?\d{{1,2}}(?:[.．、）)](?!\d))(?:\d{{1,2}}(?:[.．、）)](?!\d)))?
    | (?:^|(?<=[\n。]))\d{{1,2}}[.．](?=\d+[条件篇期场份](?![\d/])) | (?<=[：:])[（(]?1[.．、）)](?!\d)
    | (?:^|(?<=\n))[（(]?[一二三四五六七八九十]{{1,3}}[、）)．.]
    | (?<!共)(?<![合总]计)[（(]\d{{1,3}}[）)](?!项|[件条篇次份](?:[，。；、,;）)]|$))
    | [（(][一二三四五六七八九十]{{1,3}}[）)](?!项|[件条篇次份](?:[，。；、,;）)]|$))
    | (?<![\d.,])\d{{1,2}}[·•]\d{{1,2}}{_BARE} | (?<![\d.,/])\d{{1,2}}/\d{{1,2}}(?![\d/])
    | (?<![\d.,])(?:19|20)\d{{2}}{_BARE}
    | \d+(?![wW][+余多])[A-Za-z][A-Za-z0-9]* | [A-Za-z]+-?\d+(?:\.\d+)?[A-Za-z0-9]*{_BARE}
    """,
    re.VERBOSE | re.ASCII,
)
_QUANTITY = re.compile(
    rf"""
    (?P<before>{_BEFORE})?(?:[达有为])?
    (?P<figure>
        百分之(?P<percent>{_NUMERAL}{{1,20}}(?:点{_NUMERAL}{{1,20}})?|{_ARABIC})
      | (?P<double>双百|百分百)(?!方针)
      | (?P<half>半数|一半)
      | (?P<sign>(?<=[长幅])[-－−])?
        (?P<number>{_ARABIC}|{_NUMERAL}{{1,20}}(?=(?:余|多|来|几)?(?:[千百]?[万亿])?(?:{_UNIT}|{_TENTHS}))
          |(?<=[超近破逾达过约足到上])[一二两三四五六七八九十百千]{{1,4}}[万亿](?=[余多+]{{0,2}}(?:[，。；、,;）)\n]|大关|$)))
        (?P<few>余|几|多(?!\d)|来(?![自电信访源函文]))?(?P<scale>[千百]?[万亿]|千(?!瓦|米|克|字)|[wW](?=[+余多]))?(?P<after>{_AFTER})?
        (?P<unit>%|％|‰|{_TENTHS}(?P<tenth>[一二三四五六七八九](?![十百千万条件个项次])|半(?!数))?|(?:{_UNIT}))?
    )
    (?P<late>{_LATE})?
    """,
    re.VERBOSE | re.ASCII,
)
# A quantity must not begin inside a word such as 进一步 or 统一 (but does in 系统一个, 清单一份, 三万一千条, 发生一起).
_NUMERAL_WORDS = re.compile(
    "进一步|(?<!系)统一|一些|一定|一律|一流|之一(?!百)|唯一|一致|一方面|第一|逐一|一直|一旦|一般|一并|一同|一体|一系列|"
    "一网|一站|一窗|一如既往|一把手|一手|一次性|一次办|一目了然|一线|一一|一贯|一切|一道|(?<!合)同一|"
    "(?<![清名菜账])单一|(?<![生到理了])一起(?!$|[，。；、）,;)（(]|行政|复议|诉讼|案|信访|投诉|举报|涉|因)|"
    "(?<![一二两三四五六七八九十百千0-9])万一|一心|一张网|一张图|一件事|一盘棋|一以贯之|一年|每一|某一|任一|一条龙|"
    "一体化|专一|归一|合一|不一|[一二三四五六七八九十]{1,3}是(?!上年|去年)|二次供水|三公|三农|三重|三审|三校|三定|"
    "四个意识|两个维护|两个确立|四个自信|五公开|十四五|十三五|十五五|二十大|十九大|十八大|百姓|千方百计|万众|"
    "(?<![一二两三四五六七八九十百千])万家|千家万户|五位一体|三位一体|两会|两微一端|两学一做|三会一课|三务|两者|"
    "两方面|三方面|四方面"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text.

    ``start`` and ``end`` enclose the number with its unit and approximation words. ``value`` is scaled to the
    base unit (37.95万元 → 379500 元) and None where ``kind`` is ``other``. ``precision`` is the unit of the last
    stated digit where the figure was written with a multiplier.
    """

    start: int
    end: int
    kind: NumberKind
    value: Decimal | None = None
    unit: str | None = None
    approx: Approximation | None = None
    precision: Decimal | None = None


def find_numbers(text: str) -> list[Number]:
    """All numbers of ``text`` in order, quantities and others; white space inside numbers does not matter."""
    compact, offsets = _compact(text)
    others = [match.span() for match in _OTHER.finditer(compact)]
    words = [match.span() for match in _NUMERAL_WORDS.finditer(compact)]
    numbers = [Number(offsets[start], offsets[end - 1] + 1, "other") for start, end in others]
    blocked = {position: end for start, end in words + others for position in range(start, end)}
    position = 0
    while match := _QUANTITY.search(compact, position):
        figure = next(match.span(name) for name in ("percent", "double", "half", "number") if match[name])
        blocking = next((blocked[i] for i in range(*figure) if i in blocked), None)
        if blocking is not None:
            position = max(blocking, position + 1)
            continue
        number = _quantity(match, offsets)
        if number is not None:
            numbers.append(number)
        position = max(match.end(), position + 1)
    return sorted(numbers, key=lambda number: number.start)


def _compact(text: str) -> tuple[str, list[int]]:
    """``text`` without white space and with half-width digits and signs, and the offset of every character kept."""
    kept: list[str] = []
    offsets: list[int] = []
    apart = False
    for offset, character in enumerate(text):
        if character.isspace() and character != "\n":
            apart = True
            continue
        if unicodedata.category(character) in {"Cf", "Cc"} and character != "\n":
            continue
        folded = (
            unicodedata.normalize("NFKC", character) if character in "０１２３４５６７８９．，％﹪＋" else character
        )
        # A comma is a thousands separator only between digits; elsewhere the full-width one must stay one.
        if character == "，" and not (kept and kept[-1].isdigit() and text[offset + 1 : offset + 4].isdigit()):
            folded = character
        if apart and folded.isdigit() and _ends_in_name(kept):
            kept.append(" ")
            offsets.append(offset - 1)
        apart = False
        kept.append(folded)
        offsets.append(offset)
    return "".join(kept), offsets


def _ends_in_name(characters: Sequence[str]) -> bool:
    """Whether Latin letters with digits stand at the end: the digits after H5 are not its own."""
    name = re.search("[A-Za-z][0-9]+$", "".join(characters[-8:]))
    return name is not None


def _quantity(match: re.Match[str], offsets: list[int]) -> Number | None:
    scale = Decimal(1)
    unit: str | None = "%"
    if match["percent"]:
        value = _figure(match["percent"])
    elif match["double"] or match["half"]:
        value = Decimal(100 if match["double"] else 50)
    else:
        value = _figure(match["number"])
        unit = match["unit"]
        scale = _scale(match["scale"])
    if value is None:
        return None
    precision = _precision(match["number"] or "", value, scale)
    if unit is not None and unit.startswith("成"):
        value, unit = value * 10 + _tenth(match["tenth"]), "%"
    if unit == "％":
        unit = "%"
    if match["sign"]:
        value = -value
    words = [match["before"], match["few"], match["after"], match["late"]]
    approx = next((_APPROXIMATION[word] for word in words if word in _APPROXIMATION), None)
    start = match.start("before" if match["before"] else "figure")
    return Number(
        start=offsets[start],
        end=offsets[match.end() - 1] + 1,
        kind="quantity",
        value=plain(value * scale),
        unit=unit,
        approx=approx,
        precision=None if precision is None else plain(precision),
    )


def _precision(figure: str, value: Decimal, scale: Decimal) -> Decimal | None:
    """The unit of the last digit stated in front of a multiplier: 1.2万 is stated to 1000, 三百万 to a million."""
    if scale != 1:
        return Decimal(1).scaleb(min(0, _exponent(value))) * scale
    if not value or not set(figure) & set(MULTIPLIERS):
        return None
    return Decimal(1).scaleb(_exponent(value.normalize()))


def _figure(figure: str) -> Decimal | None:
    if len(figure) > _LONGEST_FIGURE:
        return None
    if figure[0].isdigit():
        return Decimal(figure.replace(",", "").replace("·", "."))
    whole, _, fraction = figure.partition("点")
    value = numeral_value(whole)
    if value is None or not fraction:
        return value
    decimals = digit_string(fraction)
    return None if decimals is None else value + Decimal(decimals).scaleb(-len(decimals))


def _tenth(numeral: str | None) -> Decimal:
    """What follows in 四成五 and 四成半."""
    return Decimal(5) if numeral == "半" else _figure(numeral or "零") or Decimal(0)


def _scale(scale: str | None) -> Decimal:
    product = Decimal(1)
    for symbol in scale or "":
        product *= MULTIPLIERS.get(symbol) or {"千": 1000, "百": 100, "w": 10**4, "W": 10**4}[symbol]
    return product


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def plain(value: Decimal) -> Decimal:
    """``value`` without exponent and without trailing zeros: 379500, 1.6, 0."""
    normal = value.normalize()
    return normal.quantize(Decimal(1)) if _exponent(normal) > 0 else normal
