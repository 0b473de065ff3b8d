"""The grammar of numbers: every number of a text, what it is worth, and whether it can be a quantity at all.

The grammar decides nothing about meaning. It finds each *candidate* quantity with its value, unit and
approximation (1.8万余条 → 18000 条, at_least, stated to 1000), and it knows which numbers are none: dates,
document and article numbers, phone numbers, ordinals, list markers. Both go to the network as marks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from service.facts.fact import Approximation
from service.facts.numerals import MULTIPLIERS, numeral_value

NumberKind = Literal["quantity", "other"]

_UNITS = (
    "个百分点 百分点 人次 户次 期次 家次 件次 条次 篇次 场次 个次 次数 人数 "
    "席 条 件 篇 项 个 份 次 期 场 部 元 人 名 位 封 起 宗 例 户 家 倍 册 本 张 轮 批 则 幅 集 处 块 台 套 组 笔 页 版 "
    "种 类 类别 批次 频次 站 面 平方米 公里 天 年 月 日 小时 分钟 秒 工作日 岁 级 门 节 课时 支 所 辆 亩 吨 公斤 米 卷 箱 桩 点 字 帖 部门 单位 班 届 粉丝"
).split()
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True)) + "|通(?![过报知告信讯])"
_NUMERAL = "[零〇一二两俩三四五六七八九十百千万亿]"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_BEFORE = "将近|接近|大约|大概|约有|约为|约|近|超过|超出|超|逾|突破|不足|不到|不满|不超过|少于|低于|至少|不少于|不低于|高达"
_LATE = r"以上|左右|上下|以内|以下|之多|\+"
_AFTER = r"以上|左右|上下|以内|以下|之多|余|多(?!\d)|来(?![自电信访源函文])|\+"

_APPROXIMATION: dict[str, Approximation] = {
    **dict.fromkeys("将近 接近 大约 大概 约有 约为 约 近 左右 上下 来".split(), "about"),
    **dict.fromkeys("超过 超出 超 逾 突破 至少 不少于 不低于 以上 余 多 +".split(), "at_least"),
    **dict.fromkeys("不足 不到 不满 不超过 少于 低于 以内 以下".split(), "at_most"),
}

# Numbers that are no quantities, by the text around them. Order matters: the first that matches a stretch wins.
_OTHER = re.compile(
    rf"""
    (?:https?://|www\.)[\w./%?=&:#-]+ | [\w.-]+@[\w.-]+ | [\w-]+(?:\.[\w-]+)*\.(?:gov|com|cn|net|org)[\w./]*
    | [〔\[（(]?(?:19|20)\d{{2}}[〕\]）)]?\s?\d{{1,4}}号
    | 第[一二三四五六七八九十百零〇\d]+[条款项章节号届次期批名位季部类]?(?:[（(][一二三四五六七八九十\d]+[）)][项款]?)?
    | (?:19|20)\d{{2}}(?:年度|年)?[-至—~](?:19|20)\d{{2}}(?:年度|年)?
    | (?:19|20)\d{{2}}[年.\-/]\d{{1,2}}[月.\-/]\d{{1,2}}日?
    | (?:19|20)\d{{2}}(?:年度|年)(?:\d{{1,2}}月(?:份|底|初)?)?(?:\d{{1,2}}[日号])?
    | [二一][零〇○一二三四五六七八九]{{3}}年度?
    | \d{{1,2}}月(?:份|底|初)?(?:\d{{1,2}}[日号])? | \d{{1,2}}[日号](?![均前])(?=[，。至止前起）)])
    | \d{{1,2}}[:：]\d{{2}}(?:[-—至]\d{{1,2}}[:：]\d{{2}})?
    | (?:0\d{{2,3}}[-—－]?)\d{{7,8}} | (?<!\d)1[3-9]\d{{9}}(?!\d)
    | (?:电话|传真|邮编|邮政编码|号码)(?:[:：为是])?\d[\d—-]{{4,}}(?!(?:{_UNIT}))
    | 12345(?!\d) | 12[3-9]\d{{2}}(?=[热平专“”"政便投举]) | (?<!\d)110(?=[报联])
    | \d+\+[\dNnXx]+ | [Nn]\+\d+ | \d+\s?号(?=[文令函楼院室件，。；、）)》])
    | (?<=[路街道巷弄段])\d+号 | (?<=[楼座栋])\d+(?:室|层|楼)? | \d+(?:室|楼|栋|座)
    | (?:^|(?<=[\n。；;：:]))[（(]?\d{{1,2}}(?:[.．、）)](?!\d))(?:\d{{1,2}}(?:[.．、）)](?!\d)))?
    | (?:^|(?<=\n))[（(]?[一二三四五六七八九十]{{1,3}}[、）)．.]
    | [（(][一二三四五六七八九十\d]{{1,3}}[）)](?!项)
    | (?<![\d.,])(?:19|20)\d{{2}}(?![\d%.,万千亿余多+])(?!(?:{_UNIT}))
    | \d+[A-Za-z][A-Za-z0-9]* | [A-Za-z]+-?\d+[A-Za-z0-9]*(?![\d.,]|(?:{_UNIT}))
    """,
    re.VERBOSE,
)
_QUANTITY = re.compile(
    rf"""
    (?P<before>{_BEFORE})?(?:[达有为])?
    (?:
        百分之(?P<percent>{_NUMERAL}+(?:点{_NUMERAL}+)?|{_ARABIC})
      | (?P<double>双百)(?!方针)
      | (?P<half>半数|一半)
      | (?P<number>{_ARABIC}|{_NUMERAL}+(?=\s*(?:余|多|来|几)?(?:{_UNIT}|成)))
        (?P<few>余|多(?!\d)|来(?![自电信访源函文]))?(?P<scale>[千百]?[万亿]|千(?!瓦|米|克|字))?(?P<after>{_AFTER})?
        (?P<unit>%|％|‰|成(?![立员果功效为熟长都交品])(?P<tenth>[一二三四五六七八九](?![十百千万条件个项次]))?|(?:{_UNIT}))?
    )
    (?P<late>{_LATE})?
    """,
    re.VERBOSE,
)
# A quantity must not begin inside a word such as 进一步 or 统一.
_NUMERAL_WORDS = re.compile(
    "进一步|统一|一些|一定|一律|一流|之一|唯一|一致|一方面|第一|逐一|一直|一旦|一般|一并|一同|一体|一系列|一网|一站|一窗|"
    "一如既往|一把手|一手|一次性|一次办|一目了然|一线|一起(?![，。；、）])|一一|一贯|一切|一道|同一|单一|万一|一心|一张网|一张图|一件事|一盘棋|一以贯之|一年|"
    "每一|某一|任一|唯一|一条龙|一体化|专一|归一|合一|不一|"
    "[一二三四五六七八九十]{1,3}是(?!上年|去年)|二次供水|三公|三农|三重|三审|三校|三定|四个意识|两个维护|两个确立|四个自信|五公开|十四五|十三五|十五五|二十大|十九大|十八大|"
    "百姓|千方百计|万众|万家|千家万户|五位一体|三位一体|两会|两微一端|两学一做|三会一课|三务|两者|两方面|三方面|四方面"
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
    position = 0
    while match := _QUANTITY.search(compact, position):
        figure = next(match.span(name) for name in ("percent", "double", "half", "number") if match[name])
        blocking = next((span for span in others + words if span[0] < figure[1] and figure[0] < span[1]), None)
        if blocking is not None:
            position = max(blocking[1], position + 1)
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
    for offset, character in enumerate(text):
        if character.isspace() and character != "\n":
            continue
        if unicodedata.category(character) in {"Cf", "Cc"} and character != "\n":
            continue
        folded = unicodedata.normalize("NFKC", character) if character in "０１２３４５６７８９．，％＋" else character
        # A comma is a thousands separator only between digits; elsewhere the full-width one must stay one.
        if character == "，" and not (kept and kept[-1].isdigit() and text[offset + 1 : offset + 4].isdigit()):
            folded = character
        kept.append(folded)
        offsets.append(offset)
    return "".join(kept), offsets


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
    precision = None
    if scale != 1:
        precision = Decimal(1).scaleb(min(0, _exponent(value))) * scale
    if unit is not None and unit.startswith("成"):
        value, unit = value * 10 + (_figure(match["tenth"] or "零") or 0), "%"
    if unit == "％":
        unit = "%"
    words = [match["before"], match["few"], match["after"], match["late"]]
    approx = next((_APPROXIMATION[word] for word in words if word in _APPROXIMATION), None)
    start = match.start("number") if match["number"] and not match["before"] else match.start()
    return Number(
        start=offsets[start],
        end=offsets[match.end() - 1] + 1,
        kind="quantity",
        value=plain(value * scale),
        unit=unit,
        approx=approx,
        precision=None if precision is None else plain(precision),
    )


def _figure(figure: str) -> Decimal | None:
    if figure[0].isdigit():
        return Decimal(figure.replace(",", ""))
    whole, _, fraction = figure.partition("点")
    value = numeral_value(whole)
    if value is None or not fraction:
        return value
    decimals = numeral_value(fraction)
    return None if decimals is None else value + decimals.scaleb(-len(fraction))


def _scale(scale: str | None) -> Decimal:
    product = Decimal(1)
    for symbol in scale or "":
        product *= MULTIPLIERS.get(symbol, {"千": 1000, "百": 100}.get(symbol, 1))
    return product


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def plain(value: Decimal) -> Decimal:
    """``value`` without exponent and without trailing zeros: 379500, 1.6, 0."""
    normal = value.normalize()
    return normal.quantize(Decimal(1)) if _exponent(normal) > 0 else normal
