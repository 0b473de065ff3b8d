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
# Beyond any count or sum that a report states.
LARGEST = 10**15
NUMERAL = "".join(dict.fromkeys([*DIGITS, *STEPS, *MULTIPLIERS]))


def numeral_value(numeral: str) -> Decimal | None:
    """The value of a Chinese numeral, None if it is none.

    >>> [int(numeral_value(n)) for n in ("十", "二十一", "三百零五", "一万二千", "两千五", "二〇二三")]
    [10, 21, 305, 12000, 2500, 2023]
    """
    if not numeral or any(symbol not in NUMERAL for symbol in numeral):
        return None
    digits = digit_string(numeral)
    if digits is not None:
        # 三四 (three or four) is an estimate; positions are written out from three digits on, or with a zero (二〇).
        return None if len(digits) == 2 and "0" not in digits else Decimal(digits)
    return _by_steps(numeral)


def digit_string(numeral: str) -> str | None:
    """二〇二三 → 2023: a numeral written digit by digit in Arabic digits, None if it has steps or multipliers."""
    if not numeral or any(symbol not in DIGITS for symbol in numeral):
        return None
    return "".join(str(DIGITS[symbol]) for symbol in numeral)


def _by_steps(numeral: str) -> Decimal | None:
    total = myriads = section = 0
    digit: int | None = None
    step = 1
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
            step = MULTIPLIERS[symbol]
            section += digit or 0
            if step == 10**4:
                myriads += (section or 1) * step
            else:  # 三万亿: what stands before 亿 is multiplied whole; 一亿二千万: what stands after it is not
                total = (total + myriads + section or 1) * step
                myriads = 0
            section, digit = 0, None
    # 两千五 is 2500, 一万二 is 12000: a last digit without a step counts in the step below.
    value = total + myriads + section + (digit or 0) * max(1, step // 10)
    return Decimal(value) if value < LARGEST else None
