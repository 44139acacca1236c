"""Rows of the billing service."""

from services.billing.models.base import TABLES, Base
from services.billing.models.charges import Charge
from services.billing.models.ledger import LedgerEntry, LedgerPosting
from services.billing.models.numbers import NumberSeries
from services.billing.models.payments import Payment, PaymentAllocation
from services.billing.models.replicas import CommunityReplica, HouseholdReplica, RoomReplica
from services.billing.models.tariff import TariffItem, TariffVersion

__all__ = [
    "TABLES",
    "Base",
    "Charge",
    "CommunityReplica",
    "HouseholdReplica",
    "LedgerEntry",
    "LedgerPosting",
    "NumberSeries",
    "Payment",
    "PaymentAllocation",
    "RoomReplica",
    "TariffItem",
    "TariffVersion",
]
