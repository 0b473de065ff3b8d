"""The grammar of numbers: wordings and what they are worth."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.facts.quantities import Number, find_numbers, plain

# text | the quantities in it: "words = value unit approximation precision"; "-" for none of these.
QUANTITIES = """
公开信息240条 | 240条 = 240 条
公开信息 2 4 0 条 | 2 4 0 条 = 240 条
公开信息２４０条 | ２４０条 = 240 条
公开信息 ２ ４０ 条 | ２ ４０ 条 = 240 条
公开信息1,234条 | 1,234条 = 1234 条
公开信息1，234条 | 1，234条 = 1234 条
公开信息１，２３４条 | １，２３４条 = 1234 条
浏览12,345,678次 | 12,345,678次 = 12345678 次
其中1,2类 | 1 = 1 ; 2类 = 2 类
分别为60,45条 | 60 = 60 ; 45条 = 45 条
分别公开12、15、18件 | 12 = 12 ; 15 = 15 ; 18件 = 18 件
公开1.8万余条 | 1.8万余条 = 18000 条 at_least 1000
公开1.8万条 | 1.8万条 = 18000 条 - 1000
公开1．8万条 | 1．8万条 = 18000 条 - 1000
公开 1. 8 万 条 | 1. 8 万 条 = 18000 条 - 1000
公开18000条 | 18000条 = 18000 条
收费37.95万元 | 37.95万元 = 379500 元 - 100
收费 37.95 万元 | 37.95 万元 = 379500 元 - 100
收费0元 | 0元 = 0 元
3亿元 | 3亿元 = 300000000 元 - 100000000
1.2亿元 | 1.2亿元 = 120000000 元 - 10000000
2千余条 | 2千余条 = 2000 条 at_least 1000
3百万元 | 3百万元 = 3000000 元 - 1000000
5千万元 | 5千万元 = 50000000 元 - 10000000
阅读12万+ | 12万+ = 120000 - at_least 10000
阅读10w+ | 10w+ = 100000 - at_least 10000
公开500+条 | 500+条 = 500 条 at_least
20余万人次 | 20余万人次 = 200000 人次 at_least 10000
十余万条 | 十余万条 = 100000 条 at_least 10000
1万多条 | 1万多条 = 10000 条 at_least 10000
粉丝1.5万余 | 1.5万余 = 15000 - at_least 1000
近三成 | 近三成 = 30 % about
七成以上 | 七成以上 = 70 % at_least
三成五 | 三成五 = 35 %
共(29)件申请 | 29 = 29
总计（1）条 | 1 = 1
关注约百万， | 约百万 = 1000000 - about 1000000
粉丝过百万 | 过百万 = 1000000 - at_least 1000000
突破千万大关 | 突破千万 = 10000000 - at_least 10000000
三成半的申请 | 三成半 = 35 %
三成半数 | 三成 = 30 % ; 半数 = 50 %
阅读量超百万，粉丝 | 超百万 = 1000000 - at_least 1000000
浏览突破一千万+。 | 突破一千万+ = 10000000 - at_least 10000000
超千万家 | 超千万家 = 10000000 家 at_least 10000000
8成 | 8成 = 80 %
三成多 | 三成多 = 30 % at_least
增长一倍多 | 一倍多 = 1 倍 at_least
高于98% | 高于98% = 98 % at_least
不高于2% | 不高于2% = 2 % at_most
百分之百 | 百分之百 = 100 %
达百分之九十八点五 | 百分之九十八点五 = 98.5 %
百分之98.5 | 百分之98.5 = 98.5 %
百分之零点五 | 百分之零点五 = 0.5 %
百分之一百 | 百分之一百 = 100 %
满意率百分百 | 百分百 = 100 %
占98.5% | 98.5% = 98.5 %
占98.5％ | 98.5％ = 98.5 %
占98·5% | 98·5% = 98.5 %
占100﹪ | 100﹪ = 100 %
占 100 % | 100 % = 100 %
占5‰ | 5‰ = 5 ‰
100%以上 | 100%以上 = 100 % at_least
实现双百 | 双百 = 100 %
减少一半 | 一半 = 50 %
半数以上 | 半数以上 = 50 % at_least
增加2.3个百分点 | 2.3个百分点 = 2.3 个百分点
提升5百分点 | 5百分点 = 5 百分点
是上年的1.6倍 | 1.6倍 = 1.6 倍
同比增长-5.2% | -5.2% = -5.2 %
同比增幅－5.2% | －5.2% = -5.2 %
约20件 | 约20件 = 20 件 about
近20件 | 近20件 = 20 件 about
将近20件 | 将近20件 = 20 件 about
接近20件 | 接近20件 = 20 件 about
大约20件 | 大约20件 = 20 件 about
20件左右 | 20件左右 = 20 件 about
二十来件 | 二十来件 = 20 件 about
20余件 | 20余件 = 20 件 at_least
20多件 | 20多件 = 20 件 at_least
20件以上 | 20件以上 = 20 件 at_least
超过20件 | 超过20件 = 20 件 at_least
超20件 | 超20件 = 20 件 at_least
逾20件 | 逾20件 = 20 件 at_least
突破1万条 | 突破1万条 = 10000 条 at_least 10000
至少3次 | 至少3次 = 3 次 at_least
不少于3次 | 不少于3次 = 3 次 at_least
达20件以上 | 20件以上 = 20 件 at_least
不足20件 | 不足20件 = 20 件 at_most
不到20件 | 不到20件 = 20 件 at_most
20件以内 | 20件以内 = 20 件 at_most
高达98% | 高达98% = 98 %
达到20件 | 20件 = 20 件
单日提交最多达86件 | 86件 = 86 件
节约12万元 | 12万元 = 120000 元 - 10000
预约120人次 | 120人次 = 120 人次
一例 | 一例 = 1 例
两部 | 两部 = 2 部
三期 | 三期 = 3 期
二十一件 | 二十一件 = 21 件
一百〇五件 | 一百〇五件 = 105 件
三百二十一条 | 三百二十一条 = 321 条
四十余条 | 四十余条 = 40 条 at_least
百余次 | 百余次 = 100 次 at_least
十几条 | 十几条 = 10 条 at_least
数十次 | 数十次 = 10 次 at_least
几百条 | 几百条 = 100 条 at_least
上千人次 | 上千人次 = 1000 人次 at_least
网上百余件 | 百余件 = 100 件 at_least
近万条 | 近万条 = 10000 条 about 10000
一万二千条 | 一万二千条 = 12000 条 - 1000
三万一千条 | 三万一千条 = 31000 条 - 1000
一亿二千万元 | 一亿二千万元 = 120000000 元 - 10000000
三万家企业 | 三万家 = 30000 家 - 10000
发生一起行政复议案件 | 一起 = 1 起
行政复议一起。 | 一起 = 1 起
建设系统一个、编制清单一份 | 一个 = 1 个 ; 一份 = 1 份
接听电话12通 | 12通 = 12 通
印发12通知 | 12 = 12
推送36期次 | 36期次 = 36 期次
走访60家次、80户次 | 60家次 = 60 家次 ; 80户次 = 80 户次
得分88.5分 | 88.5分 = 88.5 分
APP9条 | 9条 = 9 条
APP 9 条 | 9 条 = 9 条
APP12万条 | 12万条 = 120000 条 - 10000
H5作品12个 | 12个 = 12 个
H5 12个 | 12个 = 12 个
加强互动.110条 | 110条 = 110 条
1.3件公开申请 | 3件 = 3 件
人均1.3件 | 1.3件 = 1.3 件
开展讲座12场次 | 12场次 = 12 场次
政务微博：12、微信：15 | 12 = 12 ; 15 = 15
收到公开申请（3）件。 | 3 = 3
共制发2022件 | 2022件 = 2022 件
在www.abc.gov.cn公开120条 | 120条 = 120 条
处理12309条 | 12309条 = 12309 条
公开第一批12件 | 12件 = 12 件
同意公开3人/次 | 3人 = 3 人
"""

# Wordings with numbers in which no quantity stands; those after the bar are seen as numbers that are none.
NO_QUANTITIES = """
2023年 | 2023年
审计(3)、会计（4） | (3) ; （4）
合计（二）分项 | （二）
2023 年度 | 2023 年度
2023年1月1日至12月31日 | 2023年1月1日 ; 12月31日
2023.1.1 | 2023.1.1
2023-01-01 | 2023-01-01
1—6月 | 1—6月
12月31日前 | 12月31日
2021-2023年 | 2021-2023年
二〇二三年一月三十一日 | 二〇二三年 ; 一月三十一日
截至2022, | 2022
8:30-17:30 | 8:30-17:30
国办公开办函〔2021〕30号 | 〔2021〕30号
国办发[2014] 32 号 | [2014] 32 号
国办发（2014）32号 | （2014）32号
国务院令第711号 | 第711号
国令711号 | 711号
第二十条第（五）项 | 第二十条第（五）项
第五十条第四款 | 第五十条 ; 第四款
全省第3名 | 第3名
第1-12期 | 第1-12期
第三位 | 第三位
010-12345678 | 010-12345678
（0571）87654321 | （0571）87654321
13800138000 | 13800138000
电话：3221110 | 电话：3221110
邮编：310000 | 邮编：310000
12345热线 | 12345
“12345”政务服务便民热线 | 12345
12320卫生热线 | 12320
110报警 | 110
互动. 110报警 | 110
“1+3+N” | 1+3+N
N+1 | N+1
7×24小时 | 7×24小时
5·15政务公开日 | 5·15
占1/3 | 1/3
5G、4K、H5、PM2.5 | 5G ; 4K ; H5 ; PM2.5
DIP2.0付费 | DIP2.0
建设街道15号 | 15号
3号楼502室 | 3号 ; 502室
B座1106 | 1106
zwgk2023@126.com | zwgk2023@126.com
http://www.abc.gov.cn/a/123.html | http://www.abc.gov.cn/a/123.html
1.总体情况 | 1.
（1）主动公开 | （1）
（一）主动公开 | （一）
十一、其他 | 十一、
一是加强，二是完善 |
三审三校、五公开、“十四五”规划、党的二十大 |
“放管服”、“一网通办”、一件事一次办 |
进一步统一，第一时间 | 第一
与各部门一起开展，系列一体化 |
十分重视 |
一成不变 |
三四次、三五百条 |
911100000000000000X | 911100000000000000
99999999999999999999999999999999999999条 | 99999999999999999999999999999999999999
"""


def _shown(text: str, number: Number) -> str:
    words = text[number.start : number.end]
    rest = [number.value, number.unit, number.approx, number.precision]
    while rest and rest[-1] is None:
        rest.pop()
    return f"{words} = {' '.join('-' if part is None else str(part) for part in rest)}"


def _table(rows: str) -> list[tuple[str, list[str]]]:
    pairs = [line.partition(" |") for line in rows.strip().splitlines()]
    return [(text, [part.strip() for part in expected.split(";") if part.strip()]) for text, _, expected in pairs]


@pytest.mark.parametrize(("text", "expected"), _table(QUANTITIES))
def test_find_numbers_gives_each_quantity_its_worth(text: str, expected: list[str]) -> None:
    assert [_shown(text, number) for number in find_numbers(text) if number.kind == "quantity"] == expected


@pytest.mark.parametrize(("text", "others"), _table(NO_QUANTITIES))
def test_find_numbers_knows_what_is_no_quantity(text: str, others: list[str]) -> None:
    numbers = find_numbers(text)
    assert [_shown(text, number) for number in numbers if number.kind == "quantity"] == []
    assert [text[number.start : number.end] for number in numbers] == others


def test_find_numbers_sees_no_quantity_in_a_masked_phone_number() -> None:
    assert all(number.kind == "other" for number in find_numbers("举报电话（0772-38****6）和邮箱"))


def test_find_numbers_ends_an_address_where_chinese_begins() -> None:
    text = "网址http://www.abc.gov.cn公开信息12条"
    assert [text[n.start : n.end] for n in find_numbers(text)] == ["http://www.abc.gov.cn", "12条"]


def test_find_numbers_does_not_join_numbers_of_two_lines() -> None:
    assert [n.value for n in find_numbers("公开12\n3件")] == [12, 3]


@pytest.mark.parametrize("space", [" ", "\u3000", "\xa0", "\t", "\u200b", "\ufeff"])
def test_find_numbers_ignores_white_space_of_every_kind(space: str) -> None:
    text = space.join("公开信息1234条")
    (number,) = find_numbers(text)
    assert (number.value, number.unit, text[number.end - 1]) == (1234, "条", "条")


_FRAGMENTS = [
    *"0123456789０９零〇一二两三十百千万亿点成%％.,，、。：；·×*-—（）()\n+/年月日号件条次元余多约近第",
    "百分之",
    "2023年",
    "12345",
    "1.8万余条",
    "（0571）",
    "电话",
    "www.",
    "H5",
    "一起",
    "公开",
    " ",
]
_TEXTS = st.lists(st.sampled_from(_FRAGMENTS), max_size=40).map("".join)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=80), _TEXTS))
@example("9" * 60 + "条")
@example("亿" * 60 + "条")
@example("٣件²³件")
def test_find_numbers_are_ordered_apart_and_in_the_text(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end <= len(text)
        assert text[number.start : number.end].strip() == text[number.start : number.end]
        assert (number.value is None) == (number.kind == "other")
        end = number.end


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([f for f in _FRAGMENTS if f not in ("，", "H5", "www.")]), max_size=25).map("".join),
    st.data(),
)
def test_find_numbers_give_the_same_values_with_white_space_between(text: str, data: st.DataObject) -> None:
    gaps = data.draw(st.lists(st.sampled_from(["", "", " ", "\u3000"]), min_size=len(text), max_size=len(text)))
    spaced = "".join(character + gap for character, gap in zip(text, gaps, strict=True))
    worth = [(n.kind, n.value, n.unit, n.approx, n.precision) for n in find_numbers(text)]
    assert [(n.kind, n.value, n.unit, n.approx, n.precision) for n in find_numbers(spaced)] == worth


@settings(deadline=None)
@given(st.integers(0, 10**11), st.sampled_from(["件", "条", "人次", "元"]))
def test_find_numbers_reads_every_count(count: int, unit: str) -> None:
    (number,) = find_numbers(f"共计{count:,}{unit}")
    assert (number.kind, number.value, number.unit) == ("quantity", count, unit)


@pytest.mark.parametrize(
    "piece", ["一", "1", "1,", "a.", "第", "(1", "1+", "1、", "0571-", "-1", "一亿", "1×", "www.", "a@", "长-"]
)
def test_find_numbers_takes_no_long_time_for_hostile_text(piece: str) -> None:
    start = time.perf_counter()
    find_numbers(piece * 4000)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("value", "shown"), [("379500.00", "379500"), ("1E+3", "1000"), ("1.60", "1.6"), ("0.0", "0"), ("-5.20", "-5.2")]
)
def test_plain_has_neither_exponent_nor_trailing_zeros(value: str, shown: str) -> None:
    assert str(plain(Decimal(value))) == shown
