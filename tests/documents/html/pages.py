"""Pages around one and the same report, as the systems build them with which agencies publish."""

from __future__ import annotations

import quopri
import re
from collections.abc import Callable, Mapping

from tests.documents.html.report import (
    AGENCY,
    HEADINGS,
    PREAMBLE,
    PROSE,
    SIGNATURE,
    TITLE,
    body,
    p,
    tables,
    values,
)
from tests.forms.tables import flat, ruled

SITE = "青禾县人民政府门户网站"
MENU = "".join(
    f"<li><a href='/c{n}/index.html'>{name}</a></li>"
    for n, name in enumerate(["首页", "政务要闻", "政务公开", "办事服务", "互动交流", "政府信息公开年报", "数据开放"])
)
RELATED = "".join(
    f"<li><a href='t{year}.html'>青禾县水务局{year}年政府信息公开工作年度报告</a><span>{year + 1}-01-20</span></li>"
    for year in range(2018, 2023)
)
FOOTER = (
    "<p>主办单位：青禾县人民政府办公室 承办：青禾县大数据中心</p><p>网站标识码：0000000001 京ICP备00000000号</p>"
    "<p><a href='/map'>网站地图</a> | <a href='/about'>关于我们</a> | <a href='/contact'>联系我们</a></p>"
)


def trs() -> str:
    """A container of the editor inside a frame of divs, with share buttons and a counter."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}_{SITE}</title>
    <meta name="SiteName" content="{SITE}"><style>.a>b{{color:red}}</style><script>var a="<div>一、总体情况</div>";if(1<2){{}}</script></head>
    <body><div class="header"><div class="logo"><img src="l.png" alt="{SITE}"></div><ul class="nav clearfix">{MENU}</ul></div>
    <div class="position">您现在的位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; <a href="/nb">年度报告</a></div>
    <div class="main"><div class="article"><h1 class="title">{TITLE}</h1>
    <div class="info"><span>发布时间：2024-01-19 10:22</span><span>来源：{AGENCY}</span><span>浏览次数：<script>document.write(8)</script>1035</span>
    <span>字体：【<a href="javascript:;">大</a> <a href="javascript:;">中</a> <a href="javascript:;">小</a>】</span></div>
    <div class="bdsharebuttonbox"><a href="#">分享到微信</a><a href="#">新浪微博</a></div>
    <div class="TRS_Editor"><style>.TRS_Editor P{{line-height:2}}</style><div class="Custom_UnionStyle">{body(tables())}</div></div>
    <div class="fj"><b>附件：</b><ul><li><a href="P0.docx">青禾县水务局2023年年报.docx</a></li></ul></div>
    <div class="print"><a href="javascript:window.print()">【打印本页】</a><a href="javascript:window.close()">【关闭窗口】</a></div></div>
    <div class="right"><h3>相关信息</h3><ul>{RELATED}</ul></div></div>
    <div class="footer">{FOOTER}</div><div id="qr" style="display:none">手机扫一扫。二维码请勿外传，谢谢配合。</div></body></html>"""


def layout_tables() -> str:
    """A page of the early kind: everything stands in tables, the article in the cell of a table in a table."""
    article = f"<tr><td align=center class=bt>{TITLE}</td></tr><tr><td align=center>发布日期：2024-01-19　　信息来源：{AGENCY}　　点击数：88</td></tr>"
    return f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312"><TITLE>{SITE}</TITLE></HEAD>
    <BODY><TABLE WIDTH=1000><TR><TD><IMG SRC=top.jpg></TD></TR><TR><TD><TABLE><TR>{MENU.replace("li>", "td>")}</TR></TABLE></TD></TR></TABLE>
    <TABLE WIDTH=1000><TR><TD WIDTH=200 VALIGN=top><TABLE><TR><TD>公开指南</TD></TR><TR><TD><A HREF=a.html>公开目录</A></TD></TR>
    <TR><TD><A HREF=b.html>依申请公开</A></TD></TR></TABLE></TD><TD><TABLE>{article}<TR><TD><DIV ID=zoom>{body(tables())}</DIV></TD></TR>
    <TR><TD ALIGN=right><A HREF="javascript:print()">打印</A> <A HREF="javascript:close()">关闭</A></TD></TR></TABLE></TD></TR></TABLE>
    <TABLE WIDTH=1000><TR><TD>版权所有：青禾县人民政府　技术支持：青禾网络</TD></TR></TABLE></BODY></HTML>"""


def information_card() -> str:
    """A page of the disclosure catalogue: a card of the document's data above, the article below."""
    card = "".join(
        f"<tr><td>{a}</td><td>{b}</td><td>{c}</td><td>{d}</td></tr>"
        for a, b, c, d in [
            ("索 引 号", "000000001/2024-00012", "主题分类", "政务公开/年度报告"),
            ("发布机构", AGENCY, "发文日期", "2024-01-19"),
            ("名　　称", TITLE, "文　　号", "无"),
            ("有效性", "有效", "公开方式", "主动公开"),
        ]
    )
    return f"""<html><head><title>{TITLE}</title></head><body><div class="crumb">当前位置：首页 &gt;&gt; 政府信息公开 &gt;&gt; 年报</div>
    <table class="xxgk_card">{card}</table><div class="xxgk-title">{TITLE}</div><ucapcontent>{body(tables())}</ucapcontent>
    <div class="share">分享到：</div><footer>{FOOTER}</footer></body></html>"""


def word() -> str:
    """A web page saved by Word: empty lines, tags with prefixes, words cut into spans, comments for other programs."""

    def spans(text: str) -> str:
        middle = len(text) // 2
        return f"<span\n  style='font-family:仿宋_GB2312'>{text[:middle]}</span><span lang=EN-US>{text[middle:]}<o:p></o:p></span>"

    def paragraph(text: str) -> str:
        return f"<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span\nstyle='font-size:16.0pt'>{spans(text)}</span></p>\n"

    def cell(text: str) -> str:
        return f"<p class=MsoNormal align=center>{spans(text) if text else '<o:p>&nbsp;</o:p>'}</p>"

    return f"""<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
    <head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->
    <style><!-- /* Font Definitions */ @font-face {{font-family:宋体;}} --></style></head>
    <body lang=ZH-CN><div class=WordSection1>{paragraph(TITLE)}<p class=MsoNormal><o:p>&nbsp;</o:p></p>
    {body(tables(cell=cell, attributes=" class=MsoTableGrid border=1 style='mso-yfti-tbllook:1184'"), paragraph=paragraph)}</div></body></html>"""


def wechat() -> str:
    """An article of a WeChat account, saved: sections in sections, and the body hidden until a script shows it."""

    def paragraph(text: str) -> str:
        return f'<section data-role="paragraph"><section><p><span style="font-size: 16px;"><span>{text}</span></span></p></section></section>'

    wide = tables(cell=lambda text: f"<section><p><span>{text or '<br>'}</span></p></section>")
    return f"""<!DOCTYPE html><html><head><meta property="og:title" content="{TITLE}"></head><body><div id="js_article" class="rich_media">
    <h1 class="rich_media_title" id="activity-name">
      {TITLE}
    </h1><div id="meta_content" class="rich_media_meta_list"><span id="copyright_logo">原创</span><a href="javascript:void(0);" id="js_name">青禾水务</a>
    <em id="publish_time">2024-01-19 09:30</em></div>
    <div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">{body(wide, paragraph=paragraph)}</div>
    <div class="rich_media_tool">阅读原文</div></div><div id="js_pc_qr_code" style="display:none;">微信扫一扫关注该公众号</div>
    <div class="comments">预览时标签不可点</div></body></html>"""


def broken_lines() -> str:
    """The narrative as lines of one div, ended by <br>, indented by spaces; words of cells one character a line."""

    def paragraph(text: str) -> str:
        return f"&nbsp;&nbsp;&nbsp;&nbsp;　　{text}<br />\n"

    def cell(text: str) -> str:
        upright = text in ("自然人", "总计", "结果维持", "结果纠正", "其他结果", "尚未审结", "科研机构")
        return "<br/>".join(text) if upright else text or "&nbsp;"

    return f"""<html><head><meta charset="utf-8"></head><body><div id="wrap"><div class="top"><a href="/">返回首页</a></div><div class="con">
    <div class="tit"><b>{TITLE[:6]}<br>{TITLE[6:]}</b></div><div class="time">时间：2024-01-19　浏览：<b>12</b>次</div>
    <div class="view">{body(tables(cell=cell), paragraph=paragraph)}</div></div></div></body></html>"""


def unclosed() -> str:
    """Cells, rows, paragraphs and fonts that nobody closed."""

    def open_ended(html: str) -> str:
        return re.sub(r"</(?:td|tr|tbody)>", "", html)

    def paragraph(text: str) -> str:
        return f"<P><FONT size=3>{text}\n"

    return f"<HTML><BODY><CENTER><B>{TITLE}</CENTER>{body(list(map(open_ended, tables())), paragraph=paragraph)}"


def headings_in_table() -> str:
    """The whole report in one table, as Word pages pasted into an editor leave it."""
    rows = [f"<tr><td colspan=20><p>{text}</p></td></tr>" for text in (TITLE, PREAMBLE)]
    for number, heading in HEADINGS.items():
        rows.append(f"<tr><td colspan=20>{heading}</td></tr>")
        rows += ["<tr><td colspan=20>" + "".join(map(p, PROSE[number])) + "</td></tr>"] if PROSE[number] else []
        if number in "二三四":
            rows.append(re.sub(r"</?t(?:able|body)[^>]*>", "", tables()["二三四".index(number)]))
    signature = "".join(f"<tr><td colspan=20 align=right>{line}</td></tr>" for line in SIGNATURE)
    return f"<html><body><table border=1>{''.join(rows)}</table><table>{signature}</table></body></html>"


def framed_cells() -> str:
    """Tables inside a table that only centres them, split in two, with rowspans that reach too far."""
    framed = [f"<table align=center><tr><td>{table}</td></tr></table>" for table in tables()]
    framed[0] = framed[0].replace(
        "</tr>\n<tr><td>第二十条第（六）项", "</tr></tbody></table><table border=1><tbody><tr><td>第二十条第（六）项", 1
    )
    framed[1] = framed[1].replace("rowspan=22", "rowspan=2200")
    return f"<html><body><div class='content'><h2>{TITLE}</h2><div>{body(framed)}</div></div></body></html>"


def div_rows() -> str:
    """Tables of divs: a div for each row, a div for each cell."""

    def table(rows: list[list[str]]) -> str:
        inner = "".join(
            '<div class="tr">' + "".join(f'<div class="c"><p>{text}</p></div>' for text in row if text) + "</div>"
            for row in rows
        )
        return f'<div class="tb"><div class="tbody">{inner}</div></div>'

    made = [table([[cell.text for cell in row] for row in grid.rows()]) for grid in flat("V2", values())]
    return f"<html><body><div class='article-box'><h1>{TITLE}</h1><div>{body(made)}</div></div></body></html>"


def css_tables() -> str:
    """Tables of spans and lists that a style lays out as tables."""

    def table(rows: list[list[str]]) -> str:
        inner = "".join(
            '<div style="display: table-row">'
            + "".join(f'<span style="display:table-cell; width:10%"><span>{text}</span></span>' for text in row)
            + "</div>"
            for row in rows
        )
        return f'<div style="width:100%;display: table">{inner}</div>'

    made = [table([[cell.text for cell in row] for row in grid.rows()]) for grid in flat("V2", values())]
    return f"<html><body><article><header><h1>{TITLE}</h1></header>{body(made)}</article></body></html>"


def css_grid() -> str:
    """Tables of one div for each cell, which a grid of so many columns puts into rows."""
    made = []
    for grid, n in zip(ruled("V2", values()), (4, 10, 15), strict=True):
        cells = "".join(
            f'<div style="grid-column: span {c.column_span}; grid-row: span {c.row_span}">{c.text}</div>'
            for row in grid.rows()
            for c in row
        )
        made.append(f'<div style="display:grid;grid-template-columns: repeat({n}, minmax(40px, 1fr))">{cells}</div>')
    return f"<html><body><main><h1>{TITLE}</h1><div class='txt'>{body(made)}</div></main></body></html>"


def preformatted() -> str:
    """The report as a text with bars between the cells."""
    made = [
        "\n".join("|".join(cell.text or " " for cell in row) for row in grid.rows()) for grid in flat("V2", values())
    ]
    text = body(made, paragraph=lambda text: text + "\n", between="\n")
    return f"<html><head><title>{TITLE}</title></head><body><pre>{TITLE}\n\n{text}</pre></body></html>"


def scattered() -> str:
    """Preamble, article and signature each in a container of its own, sentences in the column beside it."""
    inner = body(tables()).removeprefix(p(PREAMBLE)).removesuffix("".join(map(p, SIGNATURE)))
    notice = "<div class='rightbox'><h4>温馨提示</h4><p>本栏目由县政府办公室维护。</p></div>"
    return f"""<html><body><div class="w1200"><div class="titbox">{TITLE}</div><p class="date">2024-01-19 10:00:00</p><div class="abstract">{PREAMBLE}</div>
    <div class="conbox">{inner}</div><div class="signbox"><p>{SIGNATURE[0]}</p><p>{SIGNATURE[1]}</p></div></div>{notice}
    <div class="bottom">{FOOTER}</div></body></html>"""


def lists() -> str:
    """Sections as items of a list whose numbers the browser writes."""
    after = dict(zip("二三四", tables(), strict=True))
    items = "".join(
        f"<li>{heading[2:]}" + "".join(map(p, PROSE[number])) + after.get(number, "")
        for number, heading in HEADINGS.items()
    )
    signature = "".join(map(p, SIGNATURE))
    return f"""<html><body><h3>{TITLE}</h3>{p(PREAMBLE)}<ol style="list-style-type:cjk-ideographic">{items}</ol>{signature}</body></html>"""


def archive() -> bytes:
    """A page saved whole by a browser."""
    page = quopri.encodestring(trs().encode())
    head = "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://example.invalid/a.html\r\nSubject: a\r\nMIME-Version: 1.0\r\n"
    head += 'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Boundary--x----"\r\n\r\n\r\n'
    part = "------Boundary--x----\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    picture = "\r\n------Boundary--x----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    return (head + part).encode() + page + (picture + "------Boundary--x------\r\n").encode()


def gbk() -> bytes:
    """A page in GBK that says it is in UTF-8."""
    return trs().encode("gb18030")


def gbk_damaged() -> bytes:
    """A page in GBK with a text that was cut in the middle of a character."""
    return (
        layout_tables()
        .encode("gb18030")
        .replace(b"<TITLE>", b'<META NAME=description CONTENT="\xc7\xe0\xba">\xb8<TITLE>')
    )


def utf8_declared_gbk() -> bytes:
    """A page in UTF-8 that says it is in GB2312."""
    return layout_tables().encode()


PAGES: Mapping[str, Callable[[], str | bytes]] = {
    make.__name__: make
    for make in (
        *(trs, layout_tables, information_card, word, wechat, broken_lines, unclosed, headings_in_table, framed_cells),
        *(div_rows, css_tables, css_grid, preformatted, scattered, lists, archive, gbk, gbk_damaged, utf8_declared_gbk),
    )
}
