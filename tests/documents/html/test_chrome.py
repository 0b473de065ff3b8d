from __future__ import annotations

import pytest

from service.documents.chrome import is_chrome


@pytest.mark.parametrize(
    "text",
    [
        "发布时间：2024-01-19 10:22 来源：青禾县水务局 浏览次数：1035 字体：【大 中 小】 保存 打印 关闭",
        "时间：2024-01-19　浏览：12次",
        "2024-01-19 10:20 来源：青禾县水务局",
        "【字号：大 中 小】【打印】",
        "视力保护色：",
        "A- A A+",
        "附件：",
        "附件：青禾县水务局2023年年报.docx",
        "1.青禾县水务局2023年年报.pdf",
        "相关链接：",
        "分享到：",
        "阅读原文",
        "微信扫一扫关注该公众号",
        "主办：青禾县人民政府办公室",
        "点击：20次",
        "阅读 1024",
        "点赞12",
        "浏览量 35次",
        "打印本页 | 关闭窗口",
        "文章来源：青禾县水务局",
        "首页 > 政务公开 > 年度报告",
    ],
)
def test_what_a_page_puts_around_a_report(text: str) -> None:
    assert is_chrome(text)


@pytest.mark.parametrize(
    "text",
    [
        "一、总体情况",
        "2024年1月18日",
        "日期：2024年1月18日",
        "青禾县水务局",
        "联系电话：0000-1234567",
        "无",
        "附：青禾县水务局统计表",
        "（一）主动公开：",
        "发布信息：全年通过网站发布128条",
        "来源于网站的申请5件。",
        "访问门户网站1024次",
        "主动公开范围：水旱灾害防御、水质监测",
    ],
)
def test_what_a_report_says_itself(text: str) -> None:
    assert not is_chrome(text)
