"""The agency of the title and the one that signs."""

from __future__ import annotations

import re

from service.documents.signature import signing_agency
from service.documents.title import agency_in
from service.reconcile.finding import Finding
from service.reconcile.shape.quoting import quoted
from service.reconcile.shape.verdicts import wording_finding
from service.reconcile.subject import Subject

# Whose report it is and who wrote it: a government's is put together and signed by its office, and the other way round.
_OFFICE = re.compile(
    r"(?:党政(?:综合)?|综合|党委|政务公开|政府信息(?:与政务)?公开|信息公开)?(?:工作)?(?:领导小组)?(?:办公[厅室]|办)$"
)
_GOVERNMENT = re.compile(r"人民政府$|街道(?:办事处)?$|管理?委员会$|管委会$")
_RANKS = re.compile(r"[省市县区旗州盟镇乡的（）()\s]|自治|人民政府|委员会")


def other_signing_agency(subject: Subject) -> tuple[Finding, ...]:
    """Who signs is whom the title names, or its office: here it is another body."""
    report = subject.report
    named = None if report.title is None else agency_in(report.title)
    if named is None or report.signature is None:
        return ()
    lines = report.text[slice(*report.signature)].split("\n")
    signing = [name for name in map(signing_agency, lines) if name is not None]
    if not signing or any(_is_one_body(named, name) for name in signing):
        return ()
    message = f"标题中的机关是{quoted(named)}，落款却是{quoted('、'.join(signing))}，请核实。"
    instance = f"{named} {signing[0]}"
    return (wording_finding("shape.signature_agency", subject, message, severity="information", instance=instance),)


def _is_one_body(named: str, signing: str) -> bool:
    one, other = _core(named), _core(signing)
    if not one or not other or _abbreviates(one, other) or _abbreviates(other, one):
        return True
    offices = _OFFICE.search(signing) or _OFFICE.search(named)
    return offices is not None and (_GOVERNMENT.search(signing) or _GOVERNMENT.search(named)) is not None


def _core(name: str) -> str:
    """What tells a name from others: without its office, the ranks of its places, and brackets."""
    return _RANKS.sub("", _OFFICE.sub("", name))


def _abbreviates(short: str, name: str) -> bool:
    """Whether the characters of ``short`` stand in ``name`` in this order."""
    rest = iter(name)
    return all(character in rest for character in short)
