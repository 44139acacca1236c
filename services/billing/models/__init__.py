"""Rows of the billing service."""

from services.billing.models.arrears import ArrearsCrossing, ArrearsPolicyRow
from services.billing.models.base import TABLES, Base
from services.billing.models.charges import Charge, ChargeCredit
from services.billing.models.deposits import Deposit, RenovationEnding, RenovationWithdrawal
from services.billing.models.ledger import LedgerEntry, LedgerPosting
from services.billing.models.meters import Meter, MeterReading
from services.billing.models.numbers import NumberSeries
from services.billing.models.payments import Payment, PaymentAllocation
from services.billing.models.prepaid import PrepaidAccount, PrepaidPayout
from services.billing.models.recurring import ChargingTerm
from services.billing.models.replicas import CommunityReplica, HouseholdReplica, RoomReplica
from services.billing.models.tariff import TariffItem, TariffVersion

__all__ = [
    "TABLES",
    "ArrearsCrossing",
    "ArrearsPolicyRow",
    "Base",
    "Charge",
    "ChargeCredit",
    "ChargingTerm",
    "CommunityReplica",
    "Deposit",
    "HouseholdReplica",
    "LedgerEntry",
    "LedgerPosting",
    "Meter",
    "MeterReading",
    "NumberSeries",
    "Payment",
    "PaymentAllocation",
    "PrepaidAccount",
    "PrepaidPayout",
    "RenovationEnding",
    "RenovationWithdrawal",
    "RoomReplica",
    "TariffItem",
    "TariffVersion",
]
