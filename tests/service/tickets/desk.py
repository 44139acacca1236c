"""A desk to tell stories at: a community with rooms, namesakes, staff and a tariff, told by events as in life."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

import httpx
from sqlalchemy import event

from gateway.identity.domain.permissions import for_audience
from gateway.identity.domain.roles import DEFAULT_ROLES
from services.tickets.consumers import HANDLERS
from shared.contracts.billing import Allocation, ChargePosted, ChargeReversed, PaymentReceived, TariffChanged
from shared.contracts.common import Cause
from shared.contracts.envelope import CloudEvent, Event
from shared.contracts.gateway import AccountChanged
from shared.contracts.residents import CommunityChanged, HouseholdRegistered, Member, Occupancy, RoomChanged, RoomKind
from shared.kernel.ids import new_id, stable_id
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig

ROLES = ("front_desk", "service_assistant", "service_lead", "manager", "technician", "security", "environment")
PERMISSIONS: Mapping[str, Sequence[str]] = {
    role: for_audience(DEFAULT_ROLES[role].permissions, "tickets") for role in ROLES
}
"""As the gateway grants them: what a role may do here is what it may do in life."""
HOME = "3#2-5-1"


def account(role: str, *, number: int = 1) -> str:
    return stable_id("demo", "account", role if number == 1 else f"{role}-{number}")


def household(room_code: str) -> str:
    return stable_id("demo", "household", room_code)


def room(code: str) -> str:
    return stable_id("demo", "room", code)


@dataclass
class Desk:
    """`as_("technician")` gives that account's client; `open` takes a repair in."""

    rig: ServiceRig
    _clients: list[httpx.AsyncClient] = field(default_factory=list)
    _heard: list[tuple[CloudEvent, Event]] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        for client in self._clients:
            await client.aclose()

    def as_(self, role: str, *, number: int = 1, community: str = GARDEN, language: str = "en") -> httpx.AsyncClient:
        client = self.rig.client(
            *PERMISSIONS[role],
            account_id=account(role, number=number),
            roles=[role],
            communities=[community],
            headers={"Accept-Language": language},
        )
        self._clients.append(client)
        return client

    async def furnish(self) -> None:
        """What the other services have told by the morning, heard in one go."""
        self._heard = []
        for community in (GARDEN, ELSEWHERE):
            await self.tell_community(community)
        for code in (HOME, "1#1-2-3", "2#1-4-2"):
            await self.tell_room(code)
        await self.tell_household(HOME, "王芳", "李强")
        await self.tell_household("1#1-2-3", "陈静")
        await self.tell_household("2#1-4-2", "陈静")
        for role in PERMISSIONS:
            await self.tell_account(account(role), role)
        await self.tell_account(account("technician", number=2), "technician")
        await self.tell_price("tap_replacement", 8000)
        await self.tell_price("call_out", 2050)
        heard, self._heard = self._heard, None
        async with self.rig.service.unit_of_work.begin(self.rig.unit_of_work_context()) as tx:
            for envelope, event in heard:
                await HANDLERS[envelope.type](tx, envelope, event)

    async def _hear(self, event: Event, *, subject: str, community: str = GARDEN) -> None:
        """Delivered at once, but for the furnishing, which needs no delivery for each of its two dozen events."""
        if self._heard is None:
            await self.rig.tell(event, subject=subject, community=community)
        else:
            self._heard.append((self.rig.envelope(event, subject=subject, community=community), event))

    async def tell_community(self, community: str) -> None:
        await self._hear(
            CommunityChanged(
                community_id=community,
                code="SG",
                name="阳光花园",
                time_zone="Asia/Shanghai",
                reception_opens=time(8),
                reception_closes=time(17),
                calendar_entries=[],
                version=1,
            ),
            subject=community,
            community=community,
        )

    async def tell_room(
        self,
        code: str,
        *,
        community: str = GARDEN,
        kind: RoomKind = "flat",
        occupancy: Occupancy = "occupied",
        version: int = 1,
    ) -> None:
        told = RoomChanged(
            room_id=room(code),
            code=code,
            building=code.partition("#")[0],
            area_m2=Decimal("89.50"),
            kind=kind,
            occupancy=occupancy,
            version=version,
        )
        await self._hear(told, subject=room(code), community=community)

    async def tell_household(self, room_code: str, *names: str) -> None:
        members = [
            Member(person_id=new_id(), role="owner", display_name=name, language="zh-CN", channels=["sms"])
            for name in names
        ]
        told = HouseholdRegistered(
            household_id=household(room_code),
            room_id=room(room_code),
            room_code=room_code,
            members=members,
            payer_id=members[0].person_id,
            version=1,
        )
        await self._hear(told, subject=told.household_id)

    async def tell_account(
        self, account_id: str, role: str, *, active: bool = True, community: str = GARDEN, version: int = 1
    ) -> None:
        told = AccountChanged(
            account_id=account_id,
            display_name=role,
            roles=[role],
            communities=[community],
            active=active,
            version=version,
        )
        await self._hear(told, subject=account_id, community="*")

    async def tell_price(
        self, item: str, price_fen: int, *, valid_from: date = date(2026, 1, 1), unit: str = "piece", version: int = 1
    ) -> None:
        told = TariffChanged(
            item=item,
            name_zh=item,
            name_en=item,
            unit=unit,
            unit_price_fen=price_fen,
            valid_from=valid_from,
            version=version,
        )
        await self._hear(told, subject=stable_id("demo", "tariff", item))

    async def open(self, **given: Any) -> dict[str, Any]:
        """A minor repair at home, taken in by the front desk."""
        answer = await self.as_("front_desk").post("/v1/tickets", json=opening(**given))
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def act(self, role: str, ticket_id: str, verb: str, **body: Any) -> dict[str, Any]:
        """One verb by one role, which must succeed."""
        answer = await self.as_(role).post(f"/v1/tickets/{ticket_id}/{verb}", json=body)
        assert answer.status_code == 200, answer.text
        left: dict[str, Any] = answer.json()
        return left

    async def dispatched(self, **given: Any) -> dict[str, Any]:
        ticket = await self.open(**given)
        return await self.act("service_assistant", ticket["id"], "dispatch", assignee_id=account("technician"))

    async def on_site(self, **given: Any) -> dict[str, Any]:
        ticket = await self.dispatched(**given)
        await self.act("technician", ticket["id"], "accept")
        return await self.act("technician", ticket["id"], "arrive")

    async def completed(self, *, paid: bool = False, **given: Any) -> dict[str, Any]:
        ticket = await self.on_site(**given)
        if paid:
            await self.act("technician", ticket["id"], "quote", lines=[{"item": "tap_replacement", "quantity": 1}])
            await self.act("service_assistant", ticket["id"], "approve-quote", accepted_by="王芳", statement="同意")
        return await self.act("technician", ticket["id"], "complete", work_done="换了龙头", signed_by="王芳")

    async def closed(self, *, paid: bool = False, **given: Any) -> dict[str, Any]:
        ticket = await self.completed(paid=paid, **given)
        return await self.act("front_desk", ticket["id"], "close", told_requester=True, satisfied=True)

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """The SELECTs meanwhile."""
        statements: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            if statement.lstrip().upper().startswith("SELECT"):
                statements.append(statement)

        engine = self.rig.service.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(engine, "before_cursor_execute", note)

    async def show(self, ticket_id: str, role: str = "service_lead") -> dict[str, Any]:
        answer = await self.as_(role).get(f"/v1/tickets/{ticket_id}")
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown


def opening(**given: Any) -> dict[str, Any]:
    """The issue's own example of a request."""
    return {
        "room_code": HOME,
        "category": "repair",
        "source": "phone",
        "summary": "厨房水龙头漏水",
        "requester": {"name": "王芳", "phone": "13812345678"},
        **given,
    }


@dataclass(frozen=True)
class Bill:
    """What billing would tell of a ticket's charge."""

    ticket_id: str
    charge_id: str = field(default_factory=new_id)
    item: str = "tap_replacement"
    amount_fen: int = 8000

    @property
    def cause(self) -> Cause:
        return Cause(kind="ticket", id=self.ticket_id, item=self.item)

    def _state(self, outstanding_fen: int, version: int) -> dict[str, Any]:
        return {
            "charge_id": self.charge_id,
            "number": "C261122-0001",
            "household_id": household(HOME),
            "room_id": room(HOME),
            "room_code": HOME,
            "item": self.item,
            "period": None,
            "amount_fen": self.amount_fen,
            "outstanding_fen": outstanding_fen,
            "due_on": date(2026, 12, 22),
            "cause": self.cause,
            "version": version,
        }

    def posted(self) -> ChargePosted:
        return ChargePosted(**self._state(self.amount_fen, 1))

    def reversed(self) -> ChargeReversed:
        return ChargeReversed(**self._state(0, 2))

    def paid(self, amount_fen: int, outstanding_fen: int, *, receipt: str, at: Any) -> PaymentReceived:
        return PaymentReceived(
            payment_id=stable_id("payment", receipt),
            household_id=household(HOME),
            room_id=room(HOME),
            room_code=HOME,
            method="wechat",
            amount_fen=amount_fen,
            prepaid_fen=0,
            receipt_number=receipt,
            received_at=at,
            allocations=[
                Allocation(
                    charge_id=self.charge_id,
                    cause=self.cause,
                    amount_fen=amount_fen,
                    outstanding_fen=outstanding_fen,
                )
            ],
        )
