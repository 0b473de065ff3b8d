"""The text of an expression → its tree: a tokenizer and a recursive-descent parser, and never ``eval``.

    rule       = junction [ "=>" rule ]
    junction   = conjunct { "or" conjunct }          conjunct = negation { "and" negation }
    negation   = "not" negation | check "(" pattern { "," pattern } ")" | comparison | "(" rule ")"
    check      = "natural" | "empty" | "unchanged"
    comparison = sum ( "=" | ">=" | "<=" | ">" | "<" ) sum
    sum        = product { ( "+" | "-" ) product }   product  = factor { "*" factor } [ "mod" factor ]
    factor     = number | "year" | pattern | "sum" "(" pattern { "," pattern } ")" | "up_to" "(" pattern ")"
               | "fact" "(" metric [ "," text ] ")" | "last" "(" sum ")" | "-" factor | "(" sum ")"
    pattern    = part { "." part } [ "@" part ]      part     = name | "{" name "}" | "*"

A ``*`` inside a pattern stands for any part and is allowed in ``sum`` and the checks only. ``metric`` is the id of a
metric of the catalogue, ``text`` words in double quotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NoReturn

from service.errors import ExpressionError
from service.reconcile.expression import Comparator, Logical, Numeric
from service.reconcile.nodes import Arithmetic, Comparison, Implication, Junction, Natural, Not, Number, Total
from service.reconcile.outside import Empty, Last, Modulo, Stated, Unchanged, UpTo, Year

Quantity = Number | Total | Arithmetic | Year | Stated | Last | Modulo | UpTo
Condition = Comparison | Natural | Empty | Unchanged | Not | Junction | Implication
Node = Quantity | Condition
_Method = Callable[[], Node]
MAX_LENGTH = 4000
MAX_DEPTH = 40
_COMPARATORS: dict[str, Comparator] = {"=": "=", ">=": ">=", "<=": "<=", ">": ">", "<": "<"}
_NAME = r"[a-z][a-z0-9_]*"
_PART = rf"(?:{_NAME}|\{{{_NAME}\}})"
_TOKEN = re.compile(
    rf"""\s*(?:
    (?P<number>[0-9]+(?:\.[0-9]+)?)(?![A-Za-z0-9_.])
    |(?P<pattern>{_PART}(?:\.(?:{_PART}|\*))*(?:@(?:{_PART}|\*))?)
    |"(?P<text>[^"\n]*)"
    |(?P<sign>=>|>=|<=|[=<>+\-*(),])
    )""",
    re.VERBOSE,
)
_CHECKS: dict[str, type[Natural | Empty | Unchanged]] = {"natural": Natural, "empty": Empty, "unchanged": Unchanged}
_KEYWORDS = frozenset({"and", "or", "not", "mod", "sum", "year", "up_to", "fact", "last", *_CHECKS})
_WANTED = {"end": "表达式结束", "pattern": "单元格名称", "text": "双引号中的文字"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an expression; ``kind`` of a keyword or sign is its own text, of the last token ``end``."""

    kind: str
    text: str
    position: int


def tokens(text: str) -> list[Token]:
    """The pieces of an expression, closed by an ``end``; ExpressionError where a character fits nowhere."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"表达式过长，上限为{MAX_LENGTH}个字符", position=MAX_LENGTH)
    found: list[Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            start = at + len(text[at:]) - len(text[at:].lstrip())
            raise ExpressionError(f"无法识别的字符“{text[start]}”", position=start)
        group = match.lastgroup or ""
        word = match.group(group)
        kind = word if group == "sign" or (group == "pattern" and word in _KEYWORDS) else group
        found.append(Token(kind, word, match.start(group)))
        at = match.end()
    return [*found, Token("end", "", end)]


def parse(text: str) -> Logical:
    """The tree of a rule's expression; ExpressionError where it is none."""
    parser = _Parser(tokens(text))
    node = parser.logical(parser.rule)
    parser.expect("end")
    return node


def parse_amount(text: str) -> Numeric:
    """The tree of a numeric expression (a reading of the catalogue); ExpressionError where it is none."""
    parser = _Parser(tokens(text))
    node = parser.numeric(parser.sum)
    parser.expect("end")
    return node


class _Parser:
    """One descent over the tokens; nodes of both types come from the same methods, the callers check which."""

    def __init__(self, pieces: list[Token]) -> None:
        self._pieces = pieces
        self._at = 0
        self._depth = 0
        self._in_last = False

    @property
    def _token(self) -> Token:
        return self._pieces[self._at]

    def _fail(self, message: str, token: Token | None = None) -> NoReturn:
        raise ExpressionError(message, position=(token or self._token).position)

    def _take(self, *kinds: str) -> Token | None:
        token = self._token
        if token.kind not in kinds:
            return None
        self._at += 1
        return token

    def expect(self, kind: str) -> Token:
        """The next token, which must be of this kind."""
        token = self._take(kind)
        if token is None:
            self._fail(f"此处应为{_WANTED.get(kind, f'“{kind}”')}，实为“{self._token.text or '结尾'}”")
        return token

    def logical(self, parse_node: _Method) -> Logical:
        """A node that must be a condition."""
        start = self._token
        node = parse_node()
        if not isinstance(node, Condition):
            self._fail("此处应为条件（含比较），实为数值", start)
        return node

    def numeric(self, parse_node: _Method) -> Numeric:
        """A node that must be a number."""
        start = self._token
        node = parse_node()
        if not isinstance(node, Quantity):
            self._fail("此处应为数值，实为条件", start)
        return node

    def rule(self) -> Node:
        """``junction => rule``."""
        start = self._token
        left = self._junction()
        if self._take("=>") is None:
            return left
        if not isinstance(left, Condition):
            self._fail("“=>”左边应为条件", start)
        self._deeper()
        right = self.logical(self.rule)
        self._depth -= 1
        return Implication(left, right)

    def _junction(self) -> Node:
        return self._joined("or", self._conjunct)

    def _conjunct(self) -> Node:
        return self._joined("and", self._negation)

    def _joined(self, word: Literal["and", "or"], parse_node: _Method) -> Node:
        start = self._token
        first = parse_node()
        if self._token.kind != word:
            return first
        if not isinstance(first, Condition):
            self._fail(f"“{word}”左边应为条件", start)
        operands: list[Logical] = [first]
        while self._take(word):
            operands.append(self.logical(parse_node))
        return Junction("fails" if word == "and" else "holds", tuple(operands))

    def _negation(self) -> Node:
        if self._take("not"):
            self._deeper()
            node = Not(self.logical(self._negation))
            self._depth -= 1
            return node
        if check := self._take(*_CHECKS):
            return _CHECKS[check.kind](self._pattern_list())
        return self._comparison()

    def _comparison(self) -> Node:
        start = self._token
        left = self.sum()
        sign = self._take(*_COMPARATORS)
        if sign is None:
            return left
        if not isinstance(left, Quantity):
            self._fail(f"“{sign.text}”左边应为数值", start)
        return Comparison(left, _COMPARATORS[sign.text], self.numeric(self.sum))

    def sum(self) -> Node:
        """Products joined by + and -."""
        return self._arithmetic(("+", "-"), self._product, "+")

    def _product(self) -> Node:
        start = self._token
        left = self._arithmetic(("*",), self._factor, "*")
        if self._take("mod") is None:
            return left
        if not isinstance(left, Quantity):
            self._fail("条件不能参与运算", start)
        return Modulo(left, self.numeric(self._factor))

    def _arithmetic(self, kinds: tuple[str, ...], parse_node: _Method, first_sign: Literal["+", "*"]) -> Node:
        start = self._token
        first = parse_node()
        if self._token.kind not in kinds:
            return first
        if not isinstance(first, Quantity):
            self._fail("条件不能参与运算", start)
        signs: list[Literal["+", "-", "*"]] = [first_sign]
        operands: list[Numeric] = [first]
        while sign := self._take(*kinds):
            signs.append("-" if sign.kind == "-" else first_sign)
            operands.append(self.numeric(parse_node))
        return Arithmetic(tuple(signs), tuple(operands))

    def _factor(self) -> Node:
        if token := self._take("number"):
            return Number(Decimal(token.text))
        if self._token.kind == "pattern":
            return self._cell()
        if self._take("sum"):
            return Total(self._pattern_list())
        if token := self._take("year", "up_to", "fact", "last"):
            return self._outside(token)
        if self._take("-"):
            self._deeper()
            operand = self.numeric(self._factor)
            self._depth -= 1
            return Arithmetic(("-",), (operand,))
        if self._take("("):
            return self._bracketed()
        return self._fail(f"此处应为数值或单元格，实为“{self._token.text or '结尾'}”")

    def _cell(self) -> Total:
        token = self.expect("pattern")
        if "*" in token.text:
            self._fail("通配符“*”只能用在 sum、natural、empty、unchanged 之内", token)
        return Total((token.text,))

    def _outside(self, word: Token) -> Node:
        """What follows ``year``, ``up_to``, ``fact`` or ``last``."""
        if word.kind == "year":
            return Year()
        self.expect("(")
        node: Node
        match word.kind:
            case "up_to":
                node = UpTo(self._cell())
            case "fact":
                node = self._stated()
            case _:
                node = self._last(word)
        self.expect(")")
        return node

    def _stated(self) -> Stated:
        metric = self.expect("pattern")
        if set("*@") & set(metric.text):
            self._fail("fact 之内应为指标编号", metric)
        return Stated(metric.text, self.expect("text").text if self._take(",") else "")

    def _last(self, word: Token) -> Last:
        if self._in_last:
            self._fail("last 之内不能再用 last", word)
        self._in_last = True
        self._deeper()
        operand = self.numeric(self.sum)
        self._depth -= 1
        self._in_last = False
        return Last(operand)

    def _bracketed(self) -> Node:
        self._deeper()
        node = self.rule()
        self._depth -= 1
        self.expect(")")
        return node

    def _pattern_list(self) -> tuple[str, ...]:
        self.expect("(")
        names = [self.expect("pattern").text]
        while self._take(","):
            names.append(self.expect("pattern").text)
        self.expect(")")
        return tuple(names)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._fail(f"嵌套过深，上限为{MAX_DEPTH}层")
