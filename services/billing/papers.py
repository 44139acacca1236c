"""Billing's printed papers. Source: handbook B-09, B-16."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from services.billing.domain.labels import BREACH, DEDUCTION_REASONS, METHODS, UNITS
from services.billing.schemas.deposits import DeductionView, VoucherView
from services.billing.schemas.payouts import PayoutVoucherView
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


def voucher_pdf(voucher: VoucherView, time_zone: str) -> bytes:
    """The refund voucher on A5, for the payee's signature; the same file however often it is printed."""
    at = voucher.refunded_at.astimezone(ZoneInfo(time_zone))
    method = METHODS[voucher.method]
    content = {
        "number": voucher.number,
        "qr": qr_svg(voucher.number),
        "community": voucher.community_name,
        "refunded_at": f"{at:%Y-%m-%d %H:%M}",
        "room": voucher.room_code,
        "payer": voucher.payer_name,
        "payee": voucher.payee_name,
        "name_zh": voucher.name_zh,
        "name_en": voucher.name_en,
        "reason": voucher.reason,
        "receipt_number": voucher.receipt_number,
        "method_zh": method.zh,
        "method_en": method.en,
        "transaction": voucher.external_transaction,
        "paid": _grouped(voucher.paid_fen),
        "deductions": [_deduction(each) for each in voucher.deductions],
        "amount": _grouped(voucher.refunded_fen),
        "amount_capital": voucher.amount_capital,
        "approved_by": voucher.approved_by_name,
        "refunded_by": voucher.refunded_by_name,
    }
    return compile_paper(_TEMPLATES / "voucher.typ", content, made_at=voucher.refunded_at)


def payout_voucher_pdf(voucher: PayoutVoucherView, time_zone: str) -> bytes:
    """A paid-out prepaid balance on A5, for the payee's signature; the same file however often it is printed."""
    at = voucher.paid_at.astimezone(ZoneInfo(time_zone))
    method = METHODS[voucher.method]
    content = {
        "number": voucher.number,
        "qr": qr_svg(voucher.number),
        "community": voucher.community_name,
        "paid_at": f"{at:%Y-%m-%d %H:%M}",
        "room": voucher.room_code,
        "payer": voucher.payer_name,
        "payee": voucher.payee_name,
        "reason": voucher.reason,
        "method_zh": method.zh,
        "method_en": method.en,
        "transaction": voucher.external_transaction,
        "amount": _grouped(voucher.amount_fen),
        "amount_capital": voucher.amount_capital,
        "approved_by": voucher.approved_by_name,
        "paid_by": voucher.paid_by_name,
    }
    return compile_paper(_TEMPLATES / "payout_voucher.typ", content, made_at=voucher.paid_at)


def _deduction(deduction: DeductionView) -> dict[str, str]:
    words = DEDUCTION_REASONS.get(deduction.reason, BREACH)
    return {"name_zh": words.zh, "name_en": words.en, "amount": _grouped(deduction.amount_fen)}


def _days(first: date | None, last: date | None) -> str | None:
    """`2026-11-22 – 11-30`, days of one month."""
    return f"{first:%Y-%m-%d} – {last:%m-%d}" if first and last else None


def _line(line: ReceiptLine) -> dict[str, str]:
    unit = UNITS[line.unit]
    return {
        "name_zh": line.name_zh,
        "name_en": line.name_en,
        "charge_number": line.charge_number,
        "quantity": _days(line.charged_from, line.charged_until) or f"{line.quantity} {unit.zh}",
        "charged": _grouped(line.charged_fen),
        "paid": _grouped(line.paid_fen),
        "outstanding": _grouped(line.outstanding_fen),
    }


def _grouped(fen: int) -> str:
    """`1,234.50`."""
    whole, part = yuan(fen).split(".")
    return f"{int(whole):,}.{part}"
