"""Where in the tables a fact of the narrative belongs: its qualifiers → rows and columns (``wording.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from service.facts.fact import Fact

_NOISE = re.compile(r"[\s“”\"'‘’《》「」]")
_WHOLE: tuple[tuple[str, ...], ...] = (("total",),)

Extent = Literal["whole", "at_most", "at_least"]


@dataclass(frozen=True, slots=True)
class Placement:
    """The part of the tables that a fact speaks of.

    ``rows`` are the rows of its category (none: those of its metric), to be summed; ``columns`` the admissible choices
    of columns, each a set to be summed. ``extent``: whether the fact counts what the cells count, only some of it
    (``at_most``), or more than these rows (``at_least``: 不掌握等). ``plain``: no qualifier was needed to place it.
    """

    rows: tuple[str, ...] = ()
    columns: tuple[tuple[str, ...], ...] = _WHOLE
    extent: Extent = "whole"
    plain: bool = True


@cache
def _wording() -> Mapping[str, Any]:
    return tomllib.loads(files("service.reconcile.narrative").joinpath("wording.toml").read_text("utf-8"))


def placement(fact: Fact, facts: Mapping[str, Fact], *, said: str = "") -> Placement | None:
    """Where ``fact`` belongs; None where no cell speaks of it (channel, role, other organ, unknown category).

    ``said`` are the words of the fact: a negation may name the applicant it is about without a qualifier.
    """
    if fact.channel or fact.role:
        return None
    above = ancestors(fact, facts)
    if any(other.category or other.role for other in above) or _is_unnamed_subset(fact, above):
        return None
    in_channel = any(other.channel for other in above)
    if in_channel and fact.metric != "request.carried_in":
        return None
    columns = _columns(fact, above, said)
    rows = _rows(fact)
    if columns is None or rows is None:
        return None
    plain = columns == _WHOLE and not rows[0] and not in_channel
    return Placement(rows[0], columns, extent="at_most" if in_channel else rows[1], plain=plain)


def ancestors(fact: Fact, facts: Mapping[str, Fact]) -> list[Fact]:
    """The total a fact is a part of, the total of that, and so on."""
    found: list[Fact] = []
    seen = {fact.id}
    while (above := facts.get(fact.part_of or "")) is not None and above.id not in seen:
        seen.add(above.id)
        found.append(above)
        fact = above
    return found


def _is_unnamed_subset(fact: Fact, above: list[Fact]) -> bool:
    """A part of the same metric with no qualifier: a subset of which nothing is known."""
    return bool(above) and above[0].metric == fact.metric and not (fact.category or fact.party)


def _columns(fact: Fact, above: list[Fact], said: str) -> tuple[tuple[str, ...], ...] | None:
    """The choices of columns; an applicant named for the total may, but need not, be meant for its parts too."""
    of_requests = fact.metric.startswith("request.")
    party = fact.party or (_denied_party(said) if fact.negated and of_requests else None)
    if party:
        own = party_columns(party) if of_requests else None
        return None if own is None else (own,)
    choices = list(_WHOLE)
    for other in above:
        if other.party:
            columns = party_columns(other.party)
            if columns is None or not of_requests:
                return None
            choices.insert(0, columns)
    return tuple(choices)


def _denied_party(said: str) -> str | None:
    """The applicant that a negation names: 未收到法人或其他组织的申请."""
    found = [party for party in _wording()["parties"] if party in said]
    return max(found, key=len, default=None)


@cache
def party_columns(party: str) -> tuple[str, ...] | None:
    """The columns of table three that an applicant's name means; of several names (企业和科研机构) all."""
    known = _wording()["parties"]
    whole = known.get(_bare(party))
    if whole is not None:
        return tuple(whole)
    pieces = [known.get(_bare(piece)) for piece in _pieces(_bare(party))]
    if len(pieces) < 2 or None in pieces:
        return None
    return tuple(dict.fromkeys(column for piece in pieces for column in piece or ()))


def _rows(fact: Fact) -> tuple[tuple[str, ...], Extent] | None:
    """The rows of a category, and whether the words name all of what they count."""
    if not fact.category or _bare(fact.category) in _wording()["no_row"].get(fact.metric, ()):
        return (), "whole"
    bare = _bare(fact.category)
    open_list = "等" in fact.category
    words = _known(fact.metric)
    pieces = [words[bare]] if bare in words else [_row(piece, fact.metric) for piece in _pieces(bare)]
    known = [piece for piece in pieces if piece is not None]
    if not known or len(known) < len(pieces):
        return None
    rows = tuple(dict.fromkeys(row for row, _ in known))
    if open_list:
        return rows, "at_least"
    return rows, "at_most" if any(partial for _, partial in known) else "whole"


def _row(piece: str, metric: str) -> tuple[str, bool] | None:
    """The row of one reason: by its words, else by those that occur in it."""
    bare = _bare(piece)
    known = _known(metric).get(bare)
    if known is not None:
        return known
    for entry in _wording()["category"]:
        if metric in entry["metrics"] and any(word in bare for word in entry.get("containing", ())):
            return entry["row"], True
    return None


def _pieces(text: str) -> list[str]:
    joints = "|".join(map(re.escape, _wording()["joints"]))
    return [piece for piece in re.split(joints, text) if piece]


@cache
def _known(metric: str) -> Mapping[str, tuple[str, bool]]:
    """The words known for a metric's categories, bare, with their row and whether they name only a part of it."""
    found: dict[str, tuple[str, bool]] = {}
    for entry in _wording()["category"]:
        if metric in entry["metrics"]:
            found |= {_bare(word): (entry["row"], False) for word in entry["whole"]}
            found |= {_bare(word): (entry["row"], True) for word in entry["part"]}
    return found


@cache
def _bare(text: str) -> str:
    """The words without blanks, quotation marks and what is said around them."""
    text = _NOISE.sub("", text)
    for beginning in _wording()["beginnings"]:
        if text.startswith(beginning) and len(text) > len(beginning):
            text = text.removeprefix(beginning)
    trimmed = True
    while trimmed:
        trimmed = False
        for ending in _wording()["endings"]:
            if text.endswith(ending) and len(text) > len(ending):
                text, trimmed = text.removesuffix(ending), True
    return text
