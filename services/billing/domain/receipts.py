"""Numbers of charges and receipts, and amounts as a Chinese receipt writes them. Source: handbook B-06, B-16."""

from datetime import date

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
_GROUP = 10_000
_FEN_PER_YUAN = 100
_LIMIT_FEN = _GROUP ** len(_GROUPS) * _FEN_PER_YUAN


def charge_number(day: date, serial: int) -> str:
    """`C261122-0001`; the serial counts within the community and day."""
    return f"C{day:%y%m%d}-{serial:04d}"


def receipt_number(community_code: str, year: int, serial: int) -> str:
    """`SG-2026-000001`; the serial is gapless within the community and year."""
    return f"{community_code}-{year}-{serial:06d}"


def voucher_number(community_code: str, year: int, serial: int) -> str:
    """`SG-RF-2026-000001`, a refund's; the serial is gapless within the community and year."""
    return f"{community_code}-RF-{year}-{serial:06d}"


def payout_number(community_code: str, year: int, serial: int) -> str:
    """`SG-PR-2026-000001`, of a prepaid balance that was paid out; the serial is gapless within community and year."""
    return f"{community_code}-PR-{year}-{serial:06d}"


def capital_amount(fen: int) -> str:
    """The amount in capital numerals (大写), which can't be altered by a stroke: 8000 → 人民币捌拾元整.

    Source: 支付结算办法, annex 1 (written form of amounts on bills). Raises ValueError below zero and from a
    trillion yuan on.
    """
    if not 0 <= fen < _LIMIT_FEN:
        raise ValueError(f"no capital form for {fen} fen")
    yuan, part = divmod(fen, _FEN_PER_YUAN)
    jiao, single = divmod(part, 10)
    words = f"{_integer(yuan)}元" if yuan or not part else ""
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif single and yuan:
        words += _DIGITS[0]
    words += f"{_DIGITS[single]}分" if single else "整"
    return f"人民币{words}"


def _integer(number: int) -> str:
    """Groups of four digits; one 零 stands for any run of zeros between digits."""
    if number == 0:
        return _DIGITS[0]
    words, zero_due, rest = "", False, number
    for place in reversed(range(len(_GROUPS))):
        group, rest = divmod(rest, _GROUP**place)
        if group == 0:
            zero_due = bool(words)
            continue
        if words and (zero_due or group < _GROUP // 10):
            words += _DIGITS[0]
        words += _four(group) + _GROUPS[place]
        zero_due = False
    return words


def _four(group: int) -> str:
    """1 to 9999."""
    words, zero_due = "", False
    for place in reversed(range(len(_PLACES))):
        digit = group // 10**place % 10
        if digit == 0:
            zero_due = bool(words)
            continue
        words += (_DIGITS[0] if zero_due else "") + _DIGITS[digit] + _PLACES[place]
        zero_due = False
    return words
