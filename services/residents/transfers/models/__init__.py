"""Rows of the changes of holder, and of what other services tell that they wait for."""

from services.residents.transfers.models.replicas import (
    HouseholdBalance,
    HouseholdCharge,
    HouseholdDepositRefund,
    HouseholdKey,
    HouseholdPass,
    HouseholdPrepaid,
    RoomReading,
)
from services.residents.transfers.models.transfers import (
    Transfer,
    TransferMark,
    TransferMember,
    TransferPaper,
    TransferReading,
    TransferStep,
)

__all__ = [
    "HouseholdBalance",
    "HouseholdCharge",
    "HouseholdDepositRefund",
    "HouseholdKey",
    "HouseholdPass",
    "HouseholdPrepaid",
    "RoomReading",
    "Transfer",
    "TransferMark",
    "TransferMember",
    "TransferPaper",
    "TransferReading",
    "TransferStep",
]
