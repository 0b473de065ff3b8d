"""Chinese numerals → numbers: 三百二十一, 一万二, 两千〇五, 二〇二三."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {
    **{symbol: value for value, symbol in enumerate("零一二三四五六七八九")},
    **{symbol: value for value, symbol in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2,
    "俩": 2,
}
STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MULTIPLIERS = {"万": 10**4, "萬": 10**4, "亿": 10**8}
NUMERAL = "".join(dict.fromkeys([*DIGITS, *STEPS, *MULTIPLIERS]))


def numeral_value(numeral: str) -> Decimal | None:
    """The value of a Chinese numeral, None if it is none.

    >>> [int(numeral_value(n)) for n in ("十", "二十一", "三百零五", "一万二千", "两千五", "二〇二三")]
    [10, 21, 305, 12000, 2500, 2023]
    """
    if not numeral or any(symbol not in NUMERAL for symbol in numeral):
        return None
    if all(symbol in DIGITS for symbol in numeral):
        return Decimal("".join(str(DIGITS[symbol]) for symbol in numeral))
    total, section, digit, step = 0, 0, None, 1
    for symbol in numeral:
        if symbol in DIGITS:
            if digit:  # 三五百: an estimate, not a numeral
                return None
            digit = DIGITS[symbol]
            if digit == 0:
                step = 10  # 三百零五: what follows are units
        elif symbol in STEPS:
            step = STEPS[symbol]
            section += (1 if digit is None else digit) * step
            digit = None
        else:
            section += digit or 0
            total = (total + (section or 1)) * MULTIPLIERS[symbol]
            section, digit, step = 0, None, MULTIPLIERS[symbol]
    # 两千五 is 2500, 一万二 is 12000: a last digit without a step counts in the step below.
    return Decimal(total + section + (digit or 0) * max(1, step // 10))
