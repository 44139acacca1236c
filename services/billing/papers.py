"""Billing's printed papers. Source: handbook B-16."""

from pathlib import Path
from zoneinfo import ZoneInfo

from services.billing.domain.labels import METHODS, UNITS
from services.billing.schemas.receipts import ReceiptLine, ReceiptView
from shared.kernel.money import yuan
from shared.runtime.papers import compile_paper, qr_svg

_TEMPLATES = Path(__file__).parent / "templates"


def receipt_pdf(receipt: ReceiptView, time_zone: str) -> bytes:
    """The receipt on A5; the same file, byte for byte, however often it is printed."""
    at = receipt.received_at.astimezone(ZoneInfo(time_zone))
    method = METHODS[receipt.method]
    content = {
        "number": receipt.number,
        "qr": qr_svg(receipt.number),
        "community": receipt.community_name,
        "received_at": f"{at:%Y-%m-%d %H:%M}",
        "room": receipt.room_code,
        "payer": receipt.payer_name,
        "method_zh": method.zh,
        "method_en": method.en,
        "transaction": receipt.external_transaction,
        "lines": [_line(line) for line in receipt.lines],
        "prepaid": _grouped(receipt.prepaid_fen) if receipt.prepaid_fen else None,
        "amount": _grouped(receipt.amount_fen),
        "amount_capital": receipt.amount_capital,
        "received_by": receipt.received_by_name,
    }
    return compile_paper(_TEMPLATES / "receipt.typ", content, made_at=receipt.received_at)


def _line(line: ReceiptLine) -> dict[str, str]:
    unit = UNITS[line.unit]
    return {
        "name_zh": line.name_zh,
        "name_en": line.name_en,
        "charge_number": line.charge_number,
        "quantity": f"{line.quantity} {unit.zh}",
        "charged": _grouped(line.charged_fen),
        "paid": _grouped(line.paid_fen),
        "outstanding": _grouped(line.outstanding_fen),
    }


def _grouped(fen: int) -> str:
    """`1,234.50`."""
    whole, part = yuan(fen).split(".")
    return f"{int(whole):,}.{part}"
