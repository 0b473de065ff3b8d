"""What the name of an agency tells about its powers; where the name leaves it open, nothing is claimed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_GOVERNMENT = re.compile(r"人民政府$")
_LOW_GOVERNMENT = re.compile(r"([县区旗乡镇]|街道)(人民政府|办事处|管理委员会|管委会)$|街道(办|党工委)$")
_AUTONOMOUS_REGION = re.compile(r"自治区人民政府$")
_DEPARTMENT = re.compile(r"(局|委员会|委|厅|办公室|办公厅|支队|大队|中心|研究室|分局|管委会|总队)$")
_LOCALITY = re.compile(r"[省市县区州旗盟乡镇]|街道")
_NATIONAL = re.compile(r"^(国务院|国家|中国|中华人民共和国)")
# A local branch of a national body names its place behind the body: 国家税务总局甲市税务局.
_LOCAL_BRANCH = re.compile(r"(总局|委员会|局).*[省市县区州旗]")
# The office of a government with the power fills in for that government as often as for itself.
_GOVERNMENT_OFFICE = re.compile(r"[省市州]人民政府办公[厅室]$|自治区人民政府办公厅$")


def lacks_regulation_power(agency: str) -> bool:
    """Whether the name itself shows that the body may make no 规章 (立法法 arts. 91, 93).

    County, township and street level by their names, and departments of a locality. Governments of cities are left
    out, for only cities divided into districts have the power and the name does not say which are.
    """
    name = re.sub(r"\s", "", agency)
    if _GOVERNMENT.search(name) or _LOW_GOVERNMENT.search(name):
        return bool(_LOW_GOVERNMENT.search(name)) and not _AUTONOMOUS_REGION.search(name)
    if _GOVERNMENT_OFFICE.search(name):
        return False
    place = _LOCAL_BRANCH if _NATIONAL.search(name) else _LOCALITY
    return bool(_DEPARTMENT.search(name)) and bool(place.search(name[:-2]))


CONDITIONS: Mapping[str, Callable[[str], bool]] = {"no_regulation_power": lacks_regulation_power}
