"""This module knows which digits make a telephone number: India's mobiles and landlines, and those abroad."""

from functools import cache

import phonenumbers

from models.entities.tables import rows


def number(digits: str, *, international: bool) -> str | None:
    """The E.164 form of `digits` as dialled in India (`international`: after a plus sign), or None."""
    if international:
        found = _indian(digits[2:].removeprefix("0")) if digits.startswith("91") else _foreign(digits)
        return found or _mobile(digits)  # a plus sign with the country forgotten
    for prefix in ("0091", "091", "91", "0"):
        if digits.startswith(prefix):
            found = _mobile(digits.removeprefix(prefix))
            found = found or (_landline(digits.removeprefix(prefix)) if prefix in {"0", "0091"} else None)
            if found:
                return found
    if digits.startswith("00") and not digits.startswith("0091"):
        return _foreign(digits[2:])
    return _mobile(digits)


def is_area_code(digits: str) -> bool:
    """Whether `digits`, with or without leading zero, is the code of an area we know."""
    return digits.removeprefix("0") in _areas()


@cache
def _areas() -> frozenset[str]:
    return frozenset(row["code"] for row in rows("std_codes.csv"))


def _codes(national: str) -> tuple[str, ...]:
    # A code's first digits never are another code, so the longest that is known is right. A subscriber's
    # number begins with 2 to 7; a mobile number may begin like a code and goes on differently.
    return tuple(national[:n] for n in (4, 3, 2) if national[n : n + 1] in set("234567"))


def _indian(national: str) -> str | None:
    return _mobile(national) or _landline(national)


def _mobile(national: str) -> str | None:
    if len(national) != 10 or national[0] not in "6789" or len(set(national)) == 1:
        return None
    return f"+91{national}"


def _landline(national: str) -> str | None:
    if len(national) != 10 or not any(code in _areas() for code in _codes(national)):
        return None
    return f"+91{national}"


def _foreign(digits: str) -> str | None:
    if not 8 <= len(digits) <= 15 or digits[0] == "0":
        return None
    try:
        parsed = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return None
    return f"+{digits}" if phonenumbers.is_valid_number(parsed) else None
