"""Refusals of the billing service."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class UnknownRoom(DomainError):
    """No such room in the community."""

    slug = "unknown-room"
    kind = Kind.INVALID
    title = Text(zh="房号不存在", en="Unknown room")
    detail = Text(zh="小区内没有房号 {room_code}。", en="The community has no room {room_code}.")


class NoHouseholdInRoom(DomainError):
    """Nobody lives in the room, so nobody can pay for it."""

    slug = "no-household-in-room"
    kind = Kind.INVALID
    title = Text(zh="房屋无业户", en="No household in the room")
    detail = Text(zh="{room_code} 目前没有登记业户。", en="No household is registered in {room_code} at present.")


class ChargeOfAnotherHousehold(DomainError):
    """A payer may designate own charges only. Source: handbook B-06."""

    slug = "charge-of-another-household"
    kind = Kind.INVALID
    title = Text(zh="不是该业户的费用", en="Charge of another household")
    detail = Text(zh="费用 {number} 不属于该业户。", en="The charge {number} is not this household's.")


class ChargeAlreadyPaid(DomainError):
    """Nothing is left to pay on a designated charge. Source: handbook B-06."""

    slug = "charge-already-paid"
    kind = Kind.CONFLICT
    title = Text(zh="费用已付清", en="Charge already paid")
    detail = Text(zh="费用 {number} 已付清。", en="The charge {number} is paid in full.")


class TransactionReused(DomainError):
    """The transaction belongs to a payment of other content: it can't be the same money. Source: handbook B-06."""

    slug = "external-transaction-reused"
    kind = Kind.CONFLICT
    title = Text(zh="外部交易号已使用", en="External transaction already used")
    detail = Text(
        zh="交易号 {transaction} 已登记在收据 {receipt_number}，但业户、方式或金额不同。",
        en="The transaction {transaction} stands on receipt {receipt_number} with another household, method or amount.",
    )


class PrepaidTooLow(DomainError):
    """More is to be taken from the prepaid balance than it holds. Source: handbook B-06."""

    slug = "prepaid-too-low"
    kind = Kind.CONFLICT
    title = Text(zh="预交余额不足", en="Prepaid balance too low")
    detail = Text(zh="预交余额为 {balance} 元。", en="The prepaid balance is CNY {balance}.")


class MoreThanOwed(DomainError):
    """Prepaid money can settle what is owed, not become prepaid again. Source: handbook B-06."""

    slug = "more-than-owed"
    kind = Kind.CONFLICT
    title = Text(zh="超过欠费金额", en="More than is owed")
    detail = Text(
        zh="用预交款支付时不得超过未付费用 {owed} 元。",
        en="A payment from the prepaid balance must not exceed what is owed, CNY {owed}.",
    )


class PriceInThePast(DomainError):
    """No price change rewrites the past. Source: handbook B-01."""

    slug = "price-in-the-past"
    kind = Kind.INVALID
    title = Text(zh="生效日期已过", en="Price in the past")
    detail = Text(
        zh="生效日期不得早于今天（{today}）。", en="A price may hold from today ({today}) on, not from earlier."
    )


class PriceDateTaken(DomainError):
    """The item has a version from that day on. Source: handbook B-01."""

    slug = "price-date-taken"
    kind = Kind.CONFLICT
    title = Text(zh="该日已有价格", en="A price stands from that day on")
    detail = Text(zh="{item} 从 {valid_from} 起已有价格。", en="{item} has a price from {valid_from} on.")


class TariffItemExists(DomainError):
    """The code is taken: a new price is a new version of it. Source: handbook B-01."""

    slug = "tariff-item-exists"
    kind = Kind.CONFLICT
    title = Text(zh="收费项目已存在", en="Tariff item exists")
    detail = Text(zh="收费项目 {item} 已存在，请为其新增价格。", en="The tariff item {item} exists: add a price to it.")


class ReceiptOfAnotherPayment(DomainError):
    """A deposit is paid out against the receipt that was given for it. Source: handbook B-09."""

    slug = "receipt-of-another-payment"
    kind = Kind.INVALID
    title = Text(zh="收据不符", en="Not the deposit's receipt")
    detail = Text(
        zh="收据 {receipt_number} 不是这笔押金的收据。",
        en="The receipt {receipt_number} was not given for this deposit.",
    )


class PayoutOpen(DomainError):
    """One payout of a household at a time."""

    slug = "payout-open"
    kind = Kind.CONFLICT
    title = Text(zh="已有待付的退款", en="A payout is open")
    detail = Text(
        zh="该户已有一笔待审批或待付的预交退款。", en="A payout of this household waits for its approval or payment."
    )


class PrepaidUsed(DomainError):
    """The balance went down after the payout was asked for."""

    slug = "prepaid-used"
    kind = Kind.CONFLICT
    title = Text(zh="预交余额已减少", en="The balance was used meanwhile")
    detail = Text(
        zh="预交余额现为 {balance} 元，不足以支付；请撤回后重新申请。",
        en="The balance is CNY {balance} now, less than the payout: withdraw it and ask anew.",
    )


class NoPriceInForce(Exception):
    """An event asks for a charge of an item without a price on that day.

    No caller is there to be told: the delivery is tried again and, if finance adds no price meanwhile, becomes a
    dead letter with this reason.
    """


class PayerNotKnown(Exception):
    """An event asks for a charge, but who pays has not arrived in the replica: the delivery is tried again later."""


class RoomNotKnown(Exception):
    """An event asks for a room's monthly charges, but the room has not arrived in the replica: tried again later."""
