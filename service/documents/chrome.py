"""What a web page puts around a report: navigation, buttons, counters, footers. None of it is the report's."""

from __future__ import annotations

import re

_LONGEST = 60
_LONGEST_DATA = 200
_BUTTONS = re.compile(
    r"^(?:[\s|｜、/\[\]【】()（）:：·>»-]*(?:打印(?:本页|此页)?|关闭(?:窗口|本页)?|分享(?:到)?|收藏|字体|字号|大|中|小|返回顶部|返回|首页|当前位置|微信|微博|QQ空间|复制链接"
    r"|扫一扫(?:在手机(?:上)?(?:打开|查看)当前页)?|上一篇|下一篇|我要纠错|无障碍(?:浏览)?|长者模式|繁体|简体|登录|注册|网站地图|联系我们|关于我们|加入收藏|设为首页)){2,}[\s|｜\])】）]*$"
)
_LABELLED = re.compile(
    r"^[\s【\[]*(?:索\s?引\s?号|发布(?:日期|时间|机构)|发文(?:日期|机关|字号)|成文日期|公开(?:日期|方式|范围)|信息(?:来源|分类)|来\s*源|作\s*者|浏览(?:次数|量)|阅读(?:次数|量)?|点击(?:数|量|率|次数)"
    r"|访问量|字\s?[体号]|责任编辑|编\s*辑|审核|上一篇|下一篇|当前位置|您(?:现在)?(?:的|所在的?)位置|有效性|主题(?:分类|词)|文号|打印|扫一扫"
    r"|信息(?:索引|提供)|发布(?:单位|人)|文章来源|公开目录|访问次数|点击|稿源)\s*[】\]]?\s*[:：\[【>]"
)
# 首页 > 政务公开 > 年度报告
_TRAIL = re.compile(r"^[^>＞»]{0,12}(?:[>＞»]+[^>＞»。，]{1,40}){2,}$|^(?:您?当前位置[:：]?)?首页\s*[>＞»]")
# 2024-01-19 10:22 来源：…
_DATED = re.compile(
    r"^[\s\[(（]*(?:(?:时间|日期)\s*[:：]\s*20\d\d[-/.]\d|20\d\d[-/.]\d{1,2}[-/.]\d{1,2}\s+(?:\d{1,2}:\d{2}(?::\d{2})?\s*)?(?:来源|浏览|点击|阅读|访问|字[体号]|作者))"
)
_DATA = re.compile(
    r"(?:发布(?:日期|时间)|来源|浏览(?:次数|量)?|阅读(?:次数|量)?|点击(?:数|量|率|次数)?|字[体号]|作者|打印|分享|责任编辑)\s*[:：]"
)
_LONE = re.compile(
    r"^[\s【\[]*(?:(?:相关)?附件(?:下载|列表)?|相关(?:链接|信息|阅读|文档|文章|稿件|解读|新闻)|延伸阅读|分享(?:到|至)?|语音播报|收藏本页|阅读原文|我要评论|返回上一?[页级]"
    r"|预览时标签不可点|(?:长按|扫描|扫码)?识别二维码|(?:导出|下载)\s*(?:PDF|Word|word|pdf)版?|(?:视力保护|保护视力|背景)(?:颜?色).{0,40}|A[-－]\s*A?\s*A[+＋]|微信扫一扫.{0,20}|您是第\s*\d+\s*位.{0,10}"
    r"|(?:阅读|浏览|点击|访问|点?赞|在看|转发|评论)(?:量|数|次数)?\s*\d+\s*[次人]?)"
    r"[\s】\]]*[:：]?\s*$"
)
_ATTACHED = re.compile(
    r"[^，；]\.(?:docx?|xlsx?|pdf|wps|et|zip|rar)(?:\s*[(（\[][^)）\]]{0,20}[)）\]])?$", re.IGNORECASE
)
_FOOTER = re.compile(
    r"版权所有|ICP备|公网安备|网站标识码|主办(?:单位)?[:：]|主办单位|承办单位|技术支持|Copyright|©|建议使用.{0,20}浏览器|扫一扫在手机"
)
_PATTERNS = (_BUTTONS, _LABELLED, _DATED, _LONE, _ATTACHED, _TRAIL, _FOOTER)


def is_chrome(text: str) -> bool:
    """Whether a line belongs to the page around a report and not to the report."""
    bare = text.strip()
    if not bare or len(bare) > _LONGEST_DATA or "。" in bare:
        return False
    if len(bare) > _LONGEST:
        return len(_DATA.findall(bare)) > 1
    return any(pattern.search(bare) for pattern in _PATTERNS)
