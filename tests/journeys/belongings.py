"""A thing of every kind that belongs to the demo community, and accounts that may or may not reach it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from gateway.demo import GARDEN
from gateway.identity.models import TABLES, Account
from gateway.identity.usecases.create_account import new_account as account_of
from shared.kernel.clock import SystemClock
from shared.kernel.ids import new_id
from shared.runtime.context import Context
from shared.runtime.database import Database
from shared.runtime.unit_of_work import UnitOfWork
from tests.journeys.people import People
from tests.stack import EmbeddedStack

# Roles are everybody's. A phone task comes of a message that no channel carries: notifications' own tests have one.
NOT_OF_A_COMMUNITY = frozenset({"name", "task_id"})
ROOM = "3#2-5-1"
_READ_AT: Mapping[str, str] = {
    "account_id": "/v1/staff/{}",
    "household_id": "/v1/households/{}",
    "archive_id": "/v1/archives/{}",
    "renovation_id": "/v1/renovations/{}",
    "ticket_id": "/v1/tickets/{}",
    "follow_up_id": "/v1/follow-ups/{}",
    "charge_id": "/v1/charges/{}",
    "payment_id": "/v1/payments/{}",
    "pass_id": "/v1/passes/{}",
    "message_id": "/v1/messages/{}",
    "item": "/v1/tariffs/{}",
}


async def new_account(stack: EmbeddedStack, *roles: str, community: str = GARDEN) -> str:
    """The username of an account that no administrator of the demo could make; its password is the demo's."""
    username = f"stranger_{new_id()[-12:]}"
    database = Database(f"sqlite+aiosqlite:///{stack.data}/gateway.db")
    try:
        async with UnitOfWork(database, TABLES, SystemClock(), lambda: None).begin(Context(new_id())) as tx:
            hashed = await tx.session.scalar(select(Account.password_hash).where(Account.username == "front_desk"))
            account = account_of(
                new_id(),
                tx,
                username=username,
                display_name=username,
                roles=list(roles),
                communities=[community],
                locale="en",
                password_hash=hashed,
            )
            tx.session.add(account)
    finally:
        await database.close()
    return username


async def of_the_garden(people: People) -> dict[str, str]:
    """Ids by the names that paths give them."""
    household = (await people.items("manager", "/v1/households", room_code=ROOM))[0]
    whole = await people.get("manager", f"/v1/households/{household['id']}")
    payment = (await people.items("manager", "/v1/payments"))[0]
    ticket_id, follow_up_id = await _visited_ticket(people)
    opening = {"kind": "temporary", "room_code": ROOM, "holder_name": "李师傅", "valid_until": _tomorrow()}
    card = await people.post("front_desk", "/v1/passes", opening)
    return {
        "community_id": GARDEN,
        "account_id": await people.account_id("front_desk"),
        "room_id": household["room_id"],
        "household_id": household["id"],
        "person_id": whole["members"][0]["person_id"],
        "archive_id": (await people.items("manager", "/v1/archives", room_code=ROOM))[0]["id"],
        "renovation_id": (await people.items("manager", "/v1/renovations"))[0]["id"],
        "ticket_id": ticket_id,
        "follow_up_id": follow_up_id,
        "item": "repair_tap",
        "charge_id": (await people.items("manager", "/v1/charges"))[0]["id"],
        "payment_id": payment["id"],
        "number": payment["receipt_number"],
        "pass_id": card["id"],
        "import_id": await _roster_import(people),
        "message_id": (await people.items("manager", "/v1/messages"))[0]["id"],
    }


async def _roster_import(people: People) -> str:
    """A file that the dry run will refuse: it is an import all the same."""
    path = f"/v1/communities/{GARDEN}/roster-imports"
    key = {"Idempotency-Key": new_id()}
    answer = await people.send("manager", "POST", path, content="楼栋\n1\n".encode(), headers=key)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def versions(people: People, owned: Mapping[str, str]) -> dict[str, object]:
    """What stands of each thing now."""
    return {name: await people.get("manager", path.format(owned[name])) for name, path in _READ_AT.items()}


async def _visited_ticket(people: People) -> tuple[str, str]:
    """A closed emergency and its follow-up visit, which emergencies always get (handbook T-18)."""
    opening = {
        "room_code": ROOM,
        "category": "repair",
        "severity": "emergency",
        "source": "phone",
        "room_confirmed": True,
        "summary": "水管爆裂",
        "requester": {"name": "王芳", "phone": "13812345678"},
    }
    ticket_id: str = (await people.post("front_desk", "/v1/tickets", opening))["id"]
    path = f"/v1/tickets/{ticket_id}"
    await people.post("service_assistant", f"{path}/dispatch", {"assignee_id": await people.account_id("technician")})
    await people.post("technician", f"{path}/accept")
    await people.post("technician", f"{path}/arrive")
    await people.post("technician", f"{path}/complete", {"work_done": "已关阀并更换软管", "signed_by": "王芳"})
    await people.post("service_lead", f"{path}/close", {"told_requester": True, "satisfied": True})
    visits = (await people.get("manager", path))["follow_ups"]
    return ticket_id, visits[0]["id"]


def _tomorrow() -> str:
    return str((datetime.now(UTC) + timedelta(days=1)).date())
