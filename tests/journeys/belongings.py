"""A thing of every kind that belongs to the demo community, and accounts that may or may not reach it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

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
from tests.journeys.renovation_completion import RenovationCompletion, hot_work, round_with
from tests.journeys.renovation_story import Renovation, day
from tests.stack import EmbeddedStack

# Roles are everybody's. A phone task comes of a message that no channel carries: notifications' own tests have one.
# A destruction needs a file of years ago: residents' own tests have one.
NOT_OF_A_COMMUNITY = frozenset({"name", "task_id", "destruction_id"})
ROOM = "3#2-5-1"
_READ_AT: Mapping[str, str] = {
    "account_id": "/v1/staff/{}",
    "household_id": "/v1/households/{}",
    "person_id": "/v1/persons/{}",
    "room_id": "/v1/rooms/{}",
    "archive_id": "/v1/archives/{}",
    "loan_id": "/v1/archives/loans/{}",
    "check_id": "/v1/archives/inventory-checks/{}",
    "transfer_id": "/v1/households/transfers/{}",
    "renovation_id": "/v1/renovations/{}",
    "move_in_id": "/v1/move-ins/{}",
    "defect_id": "/v1/defects/{}",
    "hot_work_id": "/v1/renovations/hot-works/{}",
    "notice_id": "/v1/renovations/notices/{}",
    "ticket_id": "/v1/tickets/{}",
    "follow_up_id": "/v1/follow-ups/{}",
    "promise_id": "/v1/promises/{}",
    "corrective_action_id": "/v1/corrective-actions/{}",
    "patrol_area_id": "/v1/patrols/areas/{}",
    "patrol_finding_id": "/v1/patrols/findings/{}",
    "patrol_route_id": "/v1/patrols/routes/{}",
    "sample_id": "/v1/quality-samples/{}",
    "committee_matter_id": "/v1/committee-matters/{}",
    "assembly_id": "/v1/assemblies/{}",
    "answer_id": "/v1/answers/{}",
    "survey_id": "/v1/surveys/{}",
    "courtesy_visit_id": "/v1/courtesy-visits/{}",
    "charge_id": "/v1/charges/{}",
    "payment_id": "/v1/payments/{}",
    "deposit_id": "/v1/deposits/{}",
    "payout_id": "/v1/prepaid-payouts/{}",
    "pass_id": "/v1/passes/{}",
    "key_id": "/v1/keys/{}",
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


_OPENED_BY_HAND = {"title": "地下车库反复积水"}


async def of_the_garden(people: People) -> dict[str, str]:
    """Ids by the names that paths give them."""
    household = (await people.items("manager", "/v1/households", room_code=ROOM))[0]
    whole = await people.get("manager", f"/v1/households/{household['id']}")
    payment = (await people.items("manager", "/v1/payments"))[0]
    ticket_id, follow_up_id, slip_id = await _visited_ticket(people)
    opening = {"kind": "temporary", "room_code": ROOM, "holder_name": "李师傅", "valid_until": _tomorrow()}
    card = await people.post("front_desk", "/v1/passes", opening)
    return {
        "community_id": GARDEN,
        "account_id": await people.account_id("front_desk"),
        "room_id": household["room_id"],
        "household_id": household["id"],
        "person_id": whole["members"][0]["person_id"],
        "vehicle_id": whole["vehicles"][0]["id"],
        "space_id": whole["parking_spaces"][0]["id"],
        "pet_id": whole["pets"][0]["id"],
        "instruction_id": whole["instructions"][0]["id"],
        **await _works_under_way(people),
        "move_in_id": (await people.items("manager", "/v1/move-ins"))[0]["id"],
        "defect_id": (await people.items("manager", "/v1/defects"))[0]["id"],
        "round": "1",
        **await _household_file(people),
        "transfer_id": await _open_transfer(people),
        "ticket_id": ticket_id,
        **await _things_of_tickets(people, ticket_id),
        "follow_up_id": follow_up_id,
        "promise_id": await _promise(people, household["room_id"]),
        "slip_id": slip_id,
        "corrective_action_id": (await people.post("service_lead", "/v1/corrective-actions", _OPENED_BY_HAND))["id"],
        **await _patrolled(people),
        "sample_id": await _sampled(people),
        **await _owners_matters(people),
        "answer_id": (await people.items("manager", "/v1/answers"))[0]["id"],
        **await _asked_household(people),
        "entry_id": await _weather(people),
        "courtesy_visit_id": await _planned_visit(people),
        "item": "repair_tap",
        "charge_id": (await people.items("manager", "/v1/charges"))[0]["id"],
        "payment_id": payment["id"],
        "number": payment["receipt_number"],
        "deposit_id": await _held_deposit(people),
        "payout_id": await _asked_payout(people),
        "pass_id": card["id"],
        "key_id": (await people.items("manager", "/v1/keys"))[0]["id"],
        "import_id": await _roster_import(people),
        "message_id": (await people.items("manager", "/v1/messages"))[0]["id"],
    }


async def _works_under_way(people: People) -> dict[str, str]:
    """A renovation with a permit, and one of each thing that belongs to its works."""
    story = RenovationCompletion(people)
    await story.is_applied_for()
    await story.is_changed_and_approved()
    await story.is_charged()
    await story.is_paid_and_permitted()
    works = await people.get("manager", story.path)
    worker_id = works["workers"][0]["id"]
    fire = await people.post("front_desk", f"{story.path}/hot-works", hot_work(worker_id))
    found = await people.post("security", f"{story.path}/inspections", round_with("rubbish"))
    night = {"day": day(1), "until": f"{day(1)}T21:00:00+08:00", "worker_ids": [worker_id], "reason": "自流平"}
    await people.post("front_desk", f"{story.path}/overtime", night)
    await people.post("front_desk", f"{story.path}/extensions", {"ends_on": day(60), "reason": "橱柜"})
    breach = {"kind": "rubbish", "measure": "warning"}
    whole = await people.post("security", f"{story.path}/violations", breach)
    return {
        "renovation_id": works["id"],
        "hot_work_id": fire["id"],
        "notice_id": found["notice"]["id"],
        "overtime_id": whole["overtimes"][0]["id"],
        "extension_id": whole["extensions"][0]["id"],
        "violation_id": whole["violations"][0]["id"],
    }


async def _sampled(people: People) -> str:
    """A contact of the running month that was drawn; made now, should the day be the month's first."""
    caller = {"name": "过客", "phone": "13812345678"}
    call = {"category": "consultation", "source": "phone", "summary": "停车费", "requester": caller}
    await people.post("front_desk", "/v1/tickets", call)
    month = f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y-%m}"
    answer = await people.send("service_lead", "POST", "/v1/quality-samples/draw", json={"month": month})
    assert answer.status_code == 200, answer.text
    found = (await people.items("service_lead", "/v1/quality-samples"))[0]
    return str(found["id"])


async def _patrolled(people: People) -> dict[str, str]:
    """An area and what a walk found there."""
    items = [{"code": "floor", "standard": "地面无积水", "points": 10}]
    area = {"kind": "cleaning", "code": f"lobby-{new_id()[-12:]}", "name": "大堂", "items": items}
    area_id = (await people.post("service_lead", "/v1/patrols/areas", area))["id"]
    finding = {"description": "积水", "deadline_at": f"{_tomorrow()}T10:00:00+08:00"}
    walk = {"area_id": area_id, "results": [{"item": "floor", "points": 4, "finding": finding}]}
    found = (await people.post("security", "/v1/patrols/walks", walk))["finding_ids"][0]
    route = {"name": "早班巡查", "area_ids": [area_id]}
    route_id = (await people.post("service_lead", "/v1/patrols/routes", route))["id"]
    return {"patrol_area_id": area_id, "patrol_finding_id": found, "patrol_route_id": route_id}


async def _owners_matters(people: People) -> dict[str, str]:
    """A member of the owners' committee, its question, and the draft of an assembly."""
    member = {"name": "陈静", "position": "member", "since": "2026-03-01"}
    agenda = [{"subject": "use_repair_fund", "title": "更换电梯"}]
    times = {"voting_opens_at": f"{day(30)}T10:00:00+08:00", "voting_closes_at": f"{day(40)}T18:00:00+08:00"}
    draft = {"title": "业主大会", "items": agenda, **times}
    return {
        "committee_member_id": (await people.post("service_lead", "/v1/committee-matters/members", member))["id"],
        "committee_matter_id": (await people.post("service_lead", "/v1/committee-matters", {"subject": "公共收益"}))[
            "id"
        ],
        "assembly_id": (await people.post("service_lead", "/v1/assemblies", draft))["id"],
    }


async def _household_file(people: People) -> dict[str, str]:
    """A file with a document and its attachment, a request to borrow it, and a check of its building."""
    archive_id: str = (await people.items("manager", "/v1/archives", room_code=ROOM))[0]["id"]
    path = f"/v1/archives/{archive_id}"
    paper = {"section": "praise", "title": "表扬信", "dated_on": "2026-11-22"}
    document_id = (await people.post("service_assistant", f"{path}/documents", paper))["id"]
    scan = await people.upload(
        "service_assistant", f"{path}/documents/{document_id}/attachments", "表扬信.pdf", b"%PDF-1.7\n%%EOF\n"
    )
    loan = {"kind": "read", "borrower": "inside", "borrower_name": "李敏", "purpose": "核对"}
    check = {"kind": "monthly", "building": ROOM.partition("#")[0]}
    return {
        "archive_id": archive_id,
        "document_id": document_id,
        "attachment_id": scan["id"],
        "loan_id": (await people.post("service_assistant", f"{path}/loans", loan))["id"],
        "check_id": (await people.post("service_assistant", "/v1/archives/inventory-checks", check))["id"],
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


async def _open_transfer(people: People) -> str:
    """Of a household that no story tells of; one at a time is open."""
    path = "/v1/households/transfers"
    if found := await people.items("manager", path, status="opened"):
        return str(found[0]["id"])
    household = (await people.items("manager", "/v1/households", limit=200))[-1]
    opening = {"household_id": household["id"], "planned_on": _tomorrow(), "reason": "end_of_lease"}
    return str((await people.post("service_assistant", path, opening))["id"])


async def _visited_ticket(people: People) -> tuple[str, str, str]:
    """A closed emergency, its follow-up visit, which emergencies always get (handbook T-18), and a slip about it."""
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
    slip = await people.post("service_lead", f"{path}/escalate", {"reason": "主管道老化，须更换"})
    await people.post("technician", f"{path}/complete", {"work_done": "已关阀并更换软管", "signed_by": "王芳"})
    await people.post("service_lead", f"{path}/close", {"told_requester": True, "satisfied": True})
    visits = (await people.get("manager", path))["follow_ups"]
    return ticket_id, visits[0]["id"], slip["id"]


async def _promise(people: People, room_id: str) -> str:
    """A call back tomorrow."""
    about = {"kind": "room", "id": room_id}
    saying = {"kind": "call_back", "what": "回电", "due_at": f"{_tomorrow()}T15:00:00+08:00", "about": about}
    return str((await people.post("front_desk", "/v1/promises", saying))["id"])


async def _things_of_tickets(people: People, ticket_id: str) -> dict[str, str]:
    """A photo of a ticket, and a saved view of the list."""
    photo = await people.upload("front_desk", f"/v1/tickets/{ticket_id}/attachments", "单据.pdf", b"%PDF-1.7\n%%EOF\n")
    view = {"name": new_id(), "filters": {"status": ["opened"]}, "shared_with": "front_desk"}
    return {
        "upload_id": photo["id"],
        "saved_view_id": (await people.post("service_lead", "/v1/saved-views", view))["id"],
    }


async def _asked_household(people: People) -> dict[str, str]:
    """A survey of a far year that asks everybody, and the visit that an unsatisfied answer leads to."""
    question = {"code": "cleaning", "question_zh": "保洁？", "question_en": "Clean?"}
    draft = {"year": 2098, "half": 2, "title": "满意度调查", "items": [question], "percent": 100}
    survey_id: str = (await people.post("service_lead", "/v1/surveys", draft))["id"]
    path = f"/v1/surveys/{survey_id}"
    await people.post("service_lead", f"{path}/open")
    asked = (await people.items("manager", f"{path}/households"))[0]
    paper = {"room_code": asked["room_code"], "marks": [{"item": "cleaning", "mark": "unsatisfied"}]}
    await people.post("service_assistant", f"{path}/answers", paper)
    return {"survey_id": survey_id, "survey_visit_id": (await people.items("manager", f"{path}/visits"))[0]["id"]}


async def _weather(people: People) -> str:
    """An entry of the weather book; its moment is its own."""
    told = {"kind": "heat", "at": datetime.now(UTC).isoformat()}
    return str((await people.post("front_desk", "/v1/weather", told))["id"])


async def _planned_visit(people: People) -> str:
    """Of the month of a far year, which no other story plans."""
    plan = await people.post("service_lead", "/v1/courtesy-visits/plans", {"month": "2098-11"})
    visit_id: str = plan["visits"][0]["id"]
    return visit_id


async def _held_deposit(people: People) -> str:
    """Of a renovation that is approved and paid (handbook R-31)."""
    story = Renovation(people)
    await story.is_applied_for()
    await story.is_changed_and_approved()
    await story.is_charged()
    await story.is_paid_and_permitted()
    deposits = await people.items("manager", "/v1/deposits", room_code=story.works["room_code"])
    deposit_id: str = deposits[0]["id"]
    return deposit_id


async def _asked_payout(people: People) -> str:
    """Of a household that no story tells of, and that paid more than it owes."""
    if found := await people.items("manager", "/v1/prepaid-payouts", status="requested"):
        return str(found[0]["id"])
    household_id = (await people.items("manager", "/v1/households", limit=200))[-1]["id"]
    paying = {"household_id": household_id, "method": "cash", "amount_fen": 10_000_000}
    await people.post("cashier", "/v1/payments", paying)
    asking = {"household_id": household_id, "amount_fen": 1, "reason": "退还预交款"}
    return str((await people.post("cashier", "/v1/prepaid-payouts", asking))["id"])


def _tomorrow() -> str:
    return str((datetime.now(UTC) + timedelta(days=1)).date())
