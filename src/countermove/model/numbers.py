"""Numbers as people write them and as programs compute them, read exactly."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational, Real

from countermove.arguments import wrong_type
from countermove.errors import ModelError, Problem

MOST_DIGITS = 400
"""How many digits a number may have before or behind its point: any float has fewer."""

FRACTION = r"^-?[0-9]+/0*[1-9][0-9]*$"
"""How a fraction is written where only a text can hold it."""

TOO_LONG = Problem(
    f"this number has more than {MOST_DIGITS} digits.",
    advice="No model needs that: write a shorter one.",
)

TOO_LARGE = 10**MOST_DIGITS

Number = int | Decimal | Fraction


def exact(value: object) -> Number | None:
    """Return a number exactly, a float by its shortest decimal form; None for what isn't one.

    >>> exact(0.1), exact(2.0), exact("1/3"), exact("three")
    (Decimal('0.1'), 2, Fraction(1, 3), None)
    """
    match value:
        case bool():
            return None
        case str():
            return _simplest(_fraction(value)) if re.fullmatch(FRACTION, value) else None
        case float():
            return _decimal(Decimal(float.__repr__(value)))
        case Decimal():
            return _decimal(value)
        case Integral():
            return _refuse_long(int(value))
        case Rational():
            return _simplest(Fraction(int(value.numerator), int(value.denominator)))
        case Real():  # what NumPy's shorter floats are
            return _decimal(Decimal(str(value)))
    return None


def finite(value: object, what: str) -> Number:
    """Return an argument that has to be a finite number, exactly."""
    try:
        number = None if isinstance(value, str) else exact(value)
    except ModelError:
        number = None
    if number is None:
        raise wrong_type(what, "a finite number", value)
    return number


def plain(number: Number) -> int | float | str:
    """Return a number as a file can hold it: what no float is comes as a fraction.

    >>> plain(Decimal("0.1")), plain(Fraction(1, 3))
    (0.1, '1/3')
    """
    if isinstance(number, Decimal) and Decimal(repr(float(number))) == number:
        return float(number)
    return number if isinstance(number, int) else str(Fraction(number))


def _fraction(text: str) -> Fraction:
    over, _, under = text.partition("/")
    if max(len(over), len(under)) > MOST_DIGITS:
        raise ModelError(TOO_LONG)
    return Fraction(int(over), int(under))


def _decimal(value: Decimal) -> Number:
    if not value.is_finite():
        shown = str(value).lower().replace("infinity", "inf")
        advice = "Leave out what has no weight."
        if value.is_infinite():
            advice = "To outweigh all others, write a number above their sum."
        raise ModelError(f"{shown} isn't a finite number.", advice=advice)
    exponent = int(value.as_tuple().exponent)
    if value and not (value.adjusted() < MOST_DIGITS and -exponent <= MOST_DIGITS):
        raise ModelError(TOO_LONG)
    return _simplest(Fraction(value))


def _simplest(value: Fraction) -> Number:
    """Write 1.0 as 1 and 0.50 as 0.5, so that equal models have equal digests."""
    if value.denominator == 1:
        return _refuse_long(value.numerator)
    if max(abs(value.numerator), value.denominator) >= TOO_LARGE**2:
        raise ModelError(TOO_LONG)
    places, rest = 0, value.denominator
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        places = max(places, count)
    if rest > 1:
        return value
    sign = int(value < 0)
    digits = str(abs(value.numerator) * 10**places // value.denominator)
    return Decimal((sign, tuple(map(int, digits)), -places))


def _refuse_long(number: int) -> int:
    if abs(number) >= TOO_LARGE:
        raise ModelError(TOO_LONG)
    return number
