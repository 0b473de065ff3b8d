"""Made-up reports whose narrative says, in the manners in which reports say it, what their tables say."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from service.facts.fact import Evidence, Fact
from service.forms.cell import Form
from service.forms.layout import layout
from service.reconcile.subject import Subject

from ..builders import make_form, make_report

_APPLICANTS = ("natural_person", "business", "research", "social", "legal_service", "other")
_OUTCOMES = [
    row.removesuffix("@total") for row in layout("V2").ids if row.startswith("outcomes.") and row.endswith("@total")
]
_CASES = ("review", "litigation_direct", "litigation_after_review")
_RESULTS = ("upheld", "corrected", "other", "pending")
_GROUPS = {"granted": "予以公开", "partial": "部分公开", "denied": "不予公开", "unavailable": "无法提供"}
_REASONS = {
    "outcomes.denied.state_secret": ("denied", "国家秘密"),
    "outcomes.denied.third_party": ("denied", "保护第三方合法权益"),
    "outcomes.denied.enforcement_file": ("denied", "行政执法案卷"),
    "outcomes.unavailable.not_held": ("unavailable", "信息不存在"),
    "outcomes.unavailable.needs_creation": ("unavailable", "没有现成信息需要另行制作"),
}
_ITEMS = ("工作动态", "通知公告", "财政信息", "政策文件", "规划计划", "人事信息")


@dataclass
class Narrative:
    """A text under construction with the facts that it states."""

    text: str = ""
    facts: list[Fact] = field(default_factory=list)

    def say(self, words: str) -> None:
        """Words without a figure."""
        self.text += words

    def state(
        self, metric: str, value: Decimal | int, label: str, *, unit: str = "件", shown: str = "", **fields: Any
    ) -> str:
        """A clause with one figure; the id of its fact."""
        start = len(self.text)
        number = shown or (f"{value}{unit}" if not fields.get("negated") else "")
        self.text += label + number
        quantity = (start + len(label), len(self.text)) if number else (start, start + 1)
        given: dict[str, Any] = {
            "id": f"f{len(self.facts)}",
            "metric": metric,
            "label": label,
            "value": Decimal(value),
            "unit": None if fields.get("negated") else unit,
            "kind": "level",
            "negated": False,
            "approx": None,
            "year": 2023,
            "confidence": 1.0,
            "evidence": (Evidence(start, len(self.text), quantity, (start, start + len(label))),),
            "key": "",
        }
        self.facts.append(Fact(**(given | fields)))
        return self.facts[-1].id


def consistent(seed: int) -> Subject:
    """A report that contradicts itself nowhere; the same for the same seed."""
    random = Random(seed)
    cells = _tables(random)
    told = Narrative("2023年，")
    for part in (_requests, _shares, _disputes, _documents, _items, _proposals, _hotline, _fees):
        part(random, cells, told)
        told.say("。")
    form: Form = make_form({name: str(value) for name, value in cells.items()})
    return Subject(make_report(told.text), form, tuple(told.facts))


def _tables(random: Random) -> dict[str, int]:
    """Cells that meet all equations of the form, mostly zeros."""
    cells = dict.fromkeys(layout("V2").ids, 0)
    for column, most in zip(
        _APPLICANTS, random.choice([(0,) * 6, (4, 1, 0, 0, 0, 0), (40, 9, 1, 0, 3, 1)]), strict=True
    ):
        for row in random.sample(_OUTCOMES[:-1], 5):
            cells[f"{row}@{column}"] = random.randint(0, most)
        done = sum(cells[f"{row}@{column}"] for row in _OUTCOMES[:-1])
        cells[f"requests.carried_out@{column}"] = random.randint(0, most // 4)
        stock = min(random.randint(0, most // 4), done + cells[f"requests.carried_out@{column}"])
        cells |= {f"outcomes.total@{column}": done, f"requests.carried_in@{column}": stock}
        cells[f"requests.new@{column}"] = done + cells[f"requests.carried_out@{column}"] - stock
    for row in (*_OUTCOMES, "requests.new", "requests.carried_in", "requests.carried_out"):
        cells[f"{row}@total"] = sum(cells[f"{row}@{column}"] for column in _APPLICANTS)
    for case in _CASES:
        for result in _RESULTS:
            cells[f"{case}.{result}"] = random.choice([0, 0, 0, 1, 2])
        cells[f"{case}.total"] = sum(cells[f"{case}.{result}"] for result in _RESULTS)
    cells["proactive.normative.issued"] = random.randint(0, 6)
    cells["proactive.normative.in_force"] = random.randint(6, 60)
    cells["proactive.fees.amount_wan"] = random.choice([0, 0, 12, 350])
    return cells


def _group(cells: dict[str, int], group: str, column: str = "total") -> int:
    return sum(cells[f"{row}@{column}"] for row in _OUTCOMES[:-1] if f"{row}.".startswith(f"outcomes.{group}."))


def _requests(random: Random, cells: dict[str, int], told: Narrative) -> None:
    new, stock = cells["requests.new@total"], cells["requests.carried_in@total"]
    if not new + stock:
        told.state("request.received", 0, "未收到政府信息公开申请", negated=True)
        return
    held = random.choice([new, new + stock])
    total = _inflow(random, cells, told, held)
    _splits(random, cells, told, held, total, with_stock=held != new or not stock)
    told.say("。")
    _outcomes(random, cells, told)
    if random.random() < 0.8:
        told.say("，")
        told.state("request.carried_out", cells["requests.carried_out@total"], "结转下年度继续办理")


def _inflow(random: Random, cells: dict[str, int], told: Narrative, held: int) -> str:
    new, stock = cells["requests.new@total"], cells["requests.carried_in@total"]
    if random.random() < 0.3:
        total = told.state("request.new", new, "本年新收政府信息公开申请")
        told.say("，")
        told.state("request.carried_in", stock, "上年结转")
        return total
    total = told.state("request.received", held, random.choice(["收到政府信息公开申请", "受理申请", "共接到申请"]))
    if random.random() < 0.5 and stock:
        told.say("（含" if held != new or not stock else "，另有")
        told.state("request.carried_in", stock, "上年结转", part_of=total if held != new else None)
        told.say("）" if held != new else "")
    return total


def _splits(random: Random, cells: dict[str, int], told: Narrative, held: int, total: str, *, with_stock: bool) -> None:
    """By applicant, by channel, in the numbers of the total."""
    stated = next(fact for fact in told.facts if fact.id == total)
    held, metric = int(stated.value), stated.metric
    with_stock = with_stock and held == cells["requests.new@total"] + cells["requests.carried_in@total"]
    if random.random() < 0.6:
        people = cells["requests.new@natural_person"] + with_stock * cells["requests.carried_in@natural_person"]
        told.say("。从申请人看，")
        told.state(metric, people, "自然人", party="自然人", part_of=total)
        told.say("、")
        told.state(metric, held - people, "法人或其他组织", party="法人或其他组织", part_of=total)
    if random.random() < 0.6:
        online = random.randint(0, held)
        told.say("。从申请渠道看，")
        told.state(metric, online, "网上", channel="网上", part_of=total)
        told.say("、")
        told.state(metric, held - online, "信函", channel="信函", part_of=total)


def _outcomes(random: Random, cells: dict[str, int], told: Narrative) -> None:
    done = cells["outcomes.total@total"]
    total = told.state("request.concluded", done, random.choice(["办结", "已答复", "办结申请"]))
    told.say(random.choice(["，其中：", "。办理结果为："]))
    merged = random.random() < 0.2
    for group, name in _GROUPS.items():
        if group in ("granted", "partial") and merged:
            continue
        told.state(f"request.{group}", _group(cells, group), name, part_of=total)
        told.say("、")
    if merged:
        both = _group(cells, "granted") + _group(cells, "partial")
        told.state("request.granted_or_partial", both, "予以公开和部分公开", part_of=total)
        told.say("、")
    if random.random() < 0.3:
        rest = _group(cells, "not_processed") + _group(cells, "other")
        told.state("request.other_outcome", rest, "其余", category="其他", part_of=total)
    else:
        told.state("request.not_processed", _group(cells, "not_processed"), "不予处理", part_of=total)
        told.say("、")
        told.state("request.other_outcome", _group(cells, "other"), "其他处理", part_of=total)
    if random.random() < 0.4:
        row = random.choice(list(_REASONS))
        group, words = _REASONS[row]
        told.say("。按理由，")
        told.state(f"request.{group}", cells[f"{row}@total"], words, category=words)


def _shares(random: Random, cells: dict[str, int], told: Narrative) -> None:
    done, there = cells["outcomes.total@total"], cells["requests.new@total"] + cells["requests.carried_in@total"]
    if not done:
        told.say("工作平稳")
        return
    places = random.choice([Decimal(1), Decimal("0.1"), Decimal("0.01")])
    for group in ("granted", "unavailable"):
        share = (Decimal(_group(cells, group)) / done * 100).quantize(places)
        told.state(f"request.{group}", share, f"{_GROUPS[group]}占", unit="%", kind="rate")
        told.say("，")
    name = random.choice(["办结率", "答复率", "按时办结率"])
    rate = (Decimal(done) / there * 100).quantize(places) if name == "办结率" else Decimal(100)
    told.state("request.on_time_rate", rate, name, unit="%", kind="rate")


def _disputes(random: Random, cells: dict[str, int], told: Narrative) -> None:
    reviews = cells["review.total"]
    suits = cells["litigation_direct.total"] + cells["litigation_after_review.total"]
    for metric, name, count in (("review", "行政复议", reviews), ("litigation", "行政诉讼", suits)):
        if count == 0 and random.random() < 0.7:
            told.state(f"{metric}.total", 0, f"未发生{name}", negated=True)
        else:
            total = told.state(f"{metric}.total", count, f"发生{name}")
            if random.random() < 0.6:
                told.say("，其中")
                _results(cells, told, metric, total)
        told.say("；")
    if not cells["review.corrected"]:
        told.state("review.corrected", 0, "未发生被纠错的行政复议", negated=True)


def _results(cells: dict[str, int], told: Narrative, metric: str, total: str) -> None:
    cases = ("review",) if metric == "review" else _CASES[1:]
    names = {"upheld": "维持", "corrected": "纠正", "other": "其他结果", "pending": "尚未审结"}
    for result, name in names.items():
        told.state(f"{metric}.{result}", sum(cells[f"{case}.{result}"] for case in cases), name, part_of=total)
        told.say("、")


def _documents(random: Random, cells: dict[str, int], told: Narrative) -> None:
    told.state("normative.issued", cells["proactive.normative.issued"], "制发规范性文件")
    told.say("，")
    stock = cells["proactive.normative.in_force"]
    if random.random() < 0.3 and stock >= 10:
        told.state(
            "normative.in_force", stock // 10 * 10, "现行有效", shown=f"{stock // 10 * 10}余件", approx="at_least"
        )
    else:
        told.state("normative.in_force", stock, "现行有效")
    told.say("，")
    amount = cells["proactive.fees.amount_wan"] * 10000
    told.state("charge.amount", amount, "行政事业性收费", unit="元", shown=f"{cells['proactive.fees.amount_wan']}万元")


def _items(random: Random, cells: dict[str, int], told: Narrative) -> None:
    parts = [random.randint(1, 90) for _ in range(random.randint(3, 6))]
    everything = sum(parts)
    total = told.state("disclosure.items", everything, "主动公开信息", unit="条")
    told.say("。按内容分，")
    for value, name in zip(parts, _ITEMS, strict=False):
        told.state("disclosure.items", value, name, unit="条", category=name, part_of=total)
        told.say("、")
    online = random.randint(0, everything)
    told.say("。按渠道分，")
    told.state("disclosure.items", online, "政府网站", unit="条", channel="政府网站", part_of=total)
    told.say("、")
    told.state("disclosure.items", everything - online, "政务新媒体", unit="条", channel="政务新媒体", part_of=total)
    told.say("。其中涉及民生的")
    told.state("disclosure.items", random.randint(0, everything), "信息", unit="条", category="涉及民生", part_of=total)
    if random.random() < 0.5:
        told.say("。上年")
        before = random.randint(20, 300)
        told.state("disclosure.items", before, "公开信息", unit="条", year=2022)
        told.say("，今年")
        growth = (Decimal(everything - before) / before * 100).quantize(Decimal("0.1"))
        told.state("disclosure.items", growth, "增长", unit="%", kind="change")
    if random.random() < 0.3:
        told.say("。全年")
        told.state("disclosure.items", everything, "主动公开信息", unit="条")


def _proposals(random: Random, cells: dict[str, int], told: Narrative) -> None:
    houses = random.randint(0, 20), random.randint(0, 20)
    total = told.state("proposal.total", sum(houses), "承办建议提案")
    apart = random.random() < 0.3
    told.say("。" if apart else "，其中")
    for metric, name, value in zip(("npc", "cppcc"), ("人大建议", "政协提案"), houses, strict=True):
        told.state(f"proposal.{metric}", value, name, part_of=None if apart else total)
        told.say("，")
    led = random.randint(0, sum(houses))
    told.state("proposal.total", led, "主办", role="主办", part_of=total)
    told.say("、")
    told.state("proposal.total", sum(houses) - led, "协办", role="协办", part_of=total)
    told.say("，")
    told.state("proposal.reply_rate", 100, "按时办复率", unit="%", kind="rate")


def _hotline(random: Random, cells: dict[str, int], told: Narrative) -> None:
    received = random.randint(1, 900)
    done = random.randint(0, received)
    told.state("inquiry.handled", received, "热线收到诉求", channel="热线")
    told.say("，")
    told.state("inquiry.handled", done, "办结", channel="热线")
    told.say("，")
    rate = (Decimal(done) / received * 100).quantize(Decimal("0.1"))
    told.state("inquiry.rate", rate, "办结率", unit="%", kind="rate", channel="热线")


def _fees(random: Random, cells: dict[str, int], told: Narrative) -> None:
    told.state("fee.amount", 0, "未收取信息处理费", negated=True)
