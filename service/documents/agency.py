"""The agency a report is about, by its full name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_ENDINGS = (
    "局|委员会|委|厅|部|署|人民政府|政府|办公室|办公厅|管委会|街道办事处|办事处|中心"
    "|院|所|站|大学|学院|学校|公司|队|社|馆"
)
_NAME = rf"[\u4e00-\u9fff（）]{{2,30}}?(?:{_ENDINGS})"
# What introduces the agency's name in a preamble. Longer names win over the abbreviations that follow them.
_CUES = (
    re.compile(rf"(?:本(?:年度)?报告(?:是)?由|由)({_NAME})(?:按照|根据|依据|编制|依照)"),
    re.compile(rf"(?:公布|编制|发布|形成)({_NAME})(?:\d{{4}}|关于|政府信息公开)"),
    re.compile(rf"(?:请|可)?(?:与|同|向)({_NAME})(?:\S{{0,12}}(?:联系|咨询|反映))"),
    re.compile(rf"(?:请联系|联系(?:单位|部门|机关)?[：:]?)({_NAME})"),
    re.compile(rf"(?:在|登录|可在)({_NAME})(?:门户|官方|政府)?网站"),
    re.compile(
        rf"(?:^|[。，：\n])(?:\d{{4}}年度?，)?({_NAME})(?:认真|深入|严格|坚持|高度|全面|积极|按照|根据|紧紧|始终)"
    ),
)
_ABBREVIATED = re.compile(r"^(?:[省市县区州旗镇乡]|我|本|全)")
_RANK = re.compile(r"[省市县区州盟旗镇乡]")
_SHORTEST_WITHOUT_PLACE = 7
_LONGEST_ABBREVIATION = 12
_READ_FROM_START, _READ_FROM_END = 3000, 1500
_LEADING = re.compile(r"^(?:我们|本报告|根据|按照|结合|公布|社会|关于|由|在|与|年度?|请|向|对|及|和|的|是|为)")


def full_name(named: str | None, signature: Sequence[str], text: str) -> str | None:
    """The agency named in the title, replaced by its full name where the title only has an abbreviation."""
    if named is not None and not is_abbreviated(named):
        return named
    text = text[:_READ_FROM_START] + text[-_READ_FROM_END:] if len(text) > _READ_FROM_START + _READ_FROM_END else text
    names = [*signature, *_cued_names(text)]
    if named is None:
        return names[0] if names else None
    if len(named) > _LONGEST_ABBREVIATION:
        return named
    fuller = Counter(name for name in names if _abbreviates(named, name)) or Counter(_names_in(text, named))
    return max(fuller, key=lambda name: (fuller[name], len(name)), default=named)


def is_abbreviated(name: str) -> bool:
    """Whether a name begins with the bare rank of its place (县住建局) or names no place at all (住建局)."""
    if _ABBREVIATED.match(name):
        return True
    return len(name) < _SHORTEST_WITHOUT_PLACE and name.endswith(("局", "委", "办")) and not _RANK.search(name[1:-1])


def _cued_names(text: str) -> list[str]:
    names = (match[1] for cue in _CUES for match in cue.finditer(text))
    return [name for name in map(_bare, names) if len(name) >= 4 and not is_abbreviated(name)]


def _names_in(text: str, short: str) -> list[str]:
    """Names in ``text`` that spell ``short`` out, with a place name before it."""
    spelt = r"[\u4e00-\u9fff]{0,8}?".join(map(re.escape, short))
    pattern = re.compile(rf"(?:^|[^\u4e00-\u9fff]|[由与在向系布制])([\u4e00-\u9fff]{{1,4}}?{spelt})", re.MULTILINE)
    return [name for name in map(_bare, pattern.findall(text)) if _abbreviates(short, name)]


def _bare(name: str) -> str:
    while match := _LEADING.match(name):
        name = name[match.end() :]
    return name


def _abbreviates(short: str, name: str) -> bool:
    """Whether the characters of ``short`` stand in ``name`` in order, and both end alike."""
    if len(name) <= len(short) or name[-1] != short[-1]:
        return False
    rest = iter(name)
    return all(character in rest for character in short)
