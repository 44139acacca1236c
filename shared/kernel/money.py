"""Money is integer fen: multiplied first, divided last, rounded once by name (handbook B-04)."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Locale, Text

_FEN_PER_YUAN = 100


class NoAllocationBase(DomainError):
    """An amount can't be shared: a weight is negative, or none is above zero."""

    slug = "no-allocation-base"
    kind = Kind.INVALID
    title = Text(zh="缺少分摊依据", en="Nothing to share by")
    detail = Text(
        zh="分摊权重不能为负，且至少有一项大于零。",
        en="Weights must not be negative, and at least one must be above zero.",
    )


def round_half_up(numerator: int, denominator: int) -> int:
    """Round `numerator / denominator` to an integer, exact halves away from zero: 5/2 → 3, -5/2 → -3.

    So a reversal is the exact negative of its charge. A denominator of zero or below raises ValueError.
    """
    if denominator <= 0:
        raise ValueError("the denominator must be positive")
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -size if numerator < 0 else size


def yuan(fen: int) -> str:
    """Write plain decimal text for data and papers: 8000 → 80.00, -5 → -0.05."""
    whole, part = divmod(abs(fen), _FEN_PER_YUAN)
    return f"{_sign(fen)}{whole}.{part:02}"


def format_yuan(fen: int, locale: Locale) -> str:
    """Write for people: ¥1,234.50 in Chinese, CNY 1,234.50 in English; a minus stands first."""
    whole, part = divmod(abs(fen), _FEN_PER_YUAN)
    currency = "CNY " if locale == "en" else "¥"
    return f"{_sign(fen)}{currency}{whole:,}.{part:02}"


def money_text(fen: int) -> Text:
    """An amount within a sentence, as the reader's language writes it."""
    return Text(zh=format_yuan(fen, "zh-CN"), en=format_yuan(fen, "en"))


def allocate_largest_remainder(total_fen: int, weights: Sequence[int | Decimal]) -> list[int]:
    """Share in proportion to `weights`, in their order; the shares sum to `total_fen` exactly.

    The fen left over go to the largest remainders, of equal ones to the earlier. A weight of zero gets
    nothing; a negative total is the mirror of the positive one. Raises NoAllocationBase.
    """
    bases = [Fraction(weight) for weight in weights]
    base = sum(bases)
    if base <= 0 or min(bases) < 0:
        raise NoAllocationBase
    exact = [abs(total_fen) * weight / base for weight in bases]
    shares = [int(share) for share in exact]
    left_over = abs(total_fen) - sum(shares)
    by_remainder = sorted(range(len(exact)), key=lambda place: shares[place] - exact[place])
    for place in by_remainder[:left_over]:
        shares[place] += 1
    return [-share for share in shares] if total_fen < 0 else shares


def _sign(fen: int) -> str:
    return "-" if fen < 0 else ""
