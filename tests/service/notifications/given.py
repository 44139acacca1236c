"""Events as the other services tell them."""

from datetime import UTC, date, datetime, time
from typing import Any

from shared.contracts.billing import Allocation, DepositRefunded, PaymentReceived, PrepaidRefunded
from shared.contracts.common import Cause
from shared.contracts.envelope import Event
from shared.contracts.gateway import AccountChanged
from shared.contracts.residents import (
    ArchiveLoanDue,
    CommunityChanged,
    DefectCured,
    DefectRaised,
    HouseholdContactsChanged,
    HouseholdDeparted,
    HouseholdRegistered,
    Member,
    MoveInCompleted,
    RenovationSuspended,
    Worker,
)
from shared.contracts.tickets import PromiseBroken, PromiseDue, TicketEscalated, TicketOpened
from shared.runtime.sealing import public_key_text, seal
from tests.service.support import GARDEN, ServiceRig

SECRET = "contact-secret-of-one-test-run-0123456789"
HOUSEHOLD = "household-1"
PAYER = "person-1"
ADDRESS = "resident@example.com"


async def a_community(rig: ServiceRig) -> None:
    community = CommunityChanged(
        community_id=GARDEN,
        code="SG",
        name="阳光花园",
        time_zone="Asia/Shanghai",
        reception_opens=time(8),
        reception_closes=time(17),
        calendar_entries=[],
        version=1,
    )
    await rig.tell(community, subject=GARDEN)


async def a_household(
    rig: ServiceRig,
    *,
    language: str = "zh-CN",
    channels: tuple[str, ...] = ("email",),
    household_id: str = HOUSEHOLD,
) -> None:
    member = Member.model_validate(
        {"person_id": PAYER, "role": "owner", "display_name": "王芳", "language": language, "channels": channels}
    )
    household = HouseholdRegistered(
        household_id=household_id, room_id="room-1", room_code="3#2-5-1", members=[member], payer_id=PAYER, version=1
    )
    await rig.tell(household, subject=household_id)


async def a_departure(rig: ServiceRig) -> None:
    """The household leaves; its contact points are told empty a little later."""
    member = Member.model_validate(
        {"person_id": PAYER, "role": "owner", "display_name": "王芳", "language": "zh-CN", "channels": ("email",)}
    )
    departed = HouseholdDeparted(
        household_id=HOUSEHOLD, room_id="room-1", room_code="3#2-5-1", members=[member], payer_id=PAYER, version=2
    )
    await rig.tell(departed, subject=HOUSEHOLD)


async def contact_points(rig: ServiceRig, *, address: str = ADDRESS, consent: bool = True) -> None:
    plain = {
        "household_id": HOUSEHOLD,
        "contacts": [{"person_id": PAYER, "channel": "email", "address": address, "consent": consent}],
    }
    sealed = HouseholdContactsChanged(
        household_id=HOUSEHOLD, contacts_jwe=seal(public_key_text(SECRET), plain), version=1
    )
    await rig.tell(sealed, subject=HOUSEHOLD)


async def a_lead(rig: ServiceRig) -> None:
    lead = AccountChanged(
        account_id="lead-1",
        display_name="客服主管",
        roles=["service_lead"],
        communities=[GARDEN],
        active=True,
        version=1,
    )
    await rig.tell(lead, subject="lead-1", community="*")


def a_payment(payment_id: str = "payment-1", *, household_id: str = HOUSEHOLD) -> PaymentReceived:
    cause = Cause(kind="ticket", id="ticket-1", item="repair_tap")
    return PaymentReceived(
        payment_id=payment_id,
        household_id=household_id,
        room_id="room-1",
        room_code="3#2-5-1",
        method="wechat",
        amount_fen=8000,
        prepaid_fen=0,
        receipt_number="SG-2026-000001",
        received_at=datetime(2026, 11, 22, 4, tzinfo=UTC),
        allocations=[Allocation(charge_id="charge-1", cause=cause, amount_fen=8000, outstanding_fen=0)],
    )


def a_refund(*, deducted_fen: int = 30_000) -> DepositRefunded:
    return DepositRefunded(
        deposit_id="deposit-1",
        household_id=HOUSEHOLD,
        room_id="room-1",
        room_code="3#2-5-1",
        cause=Cause(kind="renovation", id="renovation-1", item="renovation_deposit"),
        paid_fen=200_000,
        deducted_fen=deducted_fen,
        refunded_fen=200_000 - deducted_fen,
        voucher_number="SG-RF-2026-000001" if deducted_fen < 200_000 else "",
        refunded_at=datetime(2026, 11, 22, 4, tzinfo=UTC),
        version=5,
    )


def a_payout() -> PrepaidRefunded:
    return PrepaidRefunded(
        payout_id="payout-1",
        household_id=HOUSEHOLD,
        room_id="room-1",
        room_code="3#2-5-1",
        amount_fen=123_405,
        voucher_number="SG-PR-2026-000001",
        refunded_at=datetime(2026, 11, 22, 4, tzinfo=UTC),
        version=4,
    )


def a_ticket(*, nature: str = "general", severity: str = "minor") -> TicketOpened:
    return TicketOpened(
        ticket_id="ticket-1",
        number="T261122-0001",
        room_id="room-1",
        room_code="3#2-5-1",
        household_id=HOUSEHOLD,
        category="repair",
        nature=nature,
        severity=severity,
        department="engineering",
        status="opened",
        owner_id="account-1",
        assignee_id=None,
        opened_at=datetime(2026, 11, 22, 4, tzinfo=UTC),
        respond_by=None,
        arrive_by=None,
        settle_by=None,
        version=1,
    )


def an_escalation(*, level: str = "lead", handler_id: str | None = "lead-1") -> TicketEscalated:
    return TicketEscalated.model_validate(
        {
            **a_ticket().model_dump(),
            "level": level,
            "cause": "unanswered",
            "slip_id": "slip-1",
            "slip_number": "WL-261122-0001",
            "handler_id": handler_id,
        }
    )


def a_promise(kind: type[PromiseDue | PromiseBroken]) -> PromiseDue | PromiseBroken:
    return kind(
        promise_id="promise-1",
        kind="call_back",
        owner_id="lead-1",
        ticket_id=None,
        room_code="3#2-5-1",
        due_at=datetime(2026, 11, 22, 7, tzinfo=UTC),
    )


def a_stop_of_works() -> RenovationSuspended:
    return RenovationSuspended(
        renovation_id="renovation-1",
        number="R261122-0001",
        room_id="room-1",
        room_code="3#2-5-1",
        household_id=HOUSEHOLD,
        size="medium",
        starts_on=date(2026, 12, 1),
        ends_on=date(2026, 12, 31),
        contractor="宏达装饰",
        workers=[Worker(worker_id="worker-1", order=1)],
        status="suspended",
        version=5,
        reason="load_bearing_damage",
    )


def a_loan_due(days_overdue: int) -> ArchiveLoanDue:
    return ArchiveLoanDue(
        loan_id="loan-1",
        archive_id="archive-1",
        number="SG-3#2-5-1",
        household_id=HOUSEHOLD,
        due_on=date(2026, 11, 22),
        days_overdue=days_overdue,
        version=3 + days_overdue,
    )


def a_hand_over() -> MoveInCompleted:
    return MoveInCompleted(
        move_in_id="move-in-1",
        number="M261122-0001",
        household_id=HOUSEHOLD,
        room_id="room-1",
        room_code="3#2-5-1",
        handed_over_on=date(2026, 11, 22),
        readings=[],
        passes_wanted=[],
        keys=[],
        version=11,
    )


def a_defect(household_id: str | None = HOUSEHOLD) -> DefectRaised:
    return DefectRaised(**_defect(household_id, version=1))


def a_cure() -> DefectCured:
    return DefectCured(**_defect(HOUSEHOLD, version=4), cured_on=date(2026, 12, 1))


def _defect(household_id: str | None, *, version: int) -> dict[str, Any]:
    return {
        "defect_id": "defect-1",
        "number": "D261122-0001",
        "room_id": "room-1",
        "room_code": "3#2-5-1",
        "household_id": household_id,
        "kind": "waterproofing",
        "contractor": "恒建防水工程公司",
        "deadline_on": date(2026, 12, 6),
        "version": version,
    }


def a_renovation(kind: type[Event], **more: object) -> Event:
    """Any of a renovation's events, for the same works."""
    return kind.model_validate(
        a_stop_of_works().model_dump(exclude={"reason"}) | {"status": "in_progress", "version": 6} | more
    )


def a_hot_work(kind: type[Event], **more: object) -> Event:
    """Two hours in the afternoon in Shanghai."""
    return kind.model_validate(
        {
            "hot_work_id": "fire-1",
            "number": "H261122-0001",
            "renovation_id": "renovation-1",
            "room_id": "room-1",
            "room_code": "3#2-5-1",
            "household_id": HOUSEHOLD,
            "starts_at": datetime(2026, 11, 22, 6, tzinfo=UTC),
            "ends_at": datetime(2026, 11, 22, 8, tzinfo=UTC),
            "version": 3,
        }
        | more
    )
