"""What the gateway asks to compose the front desk's pages; not proxied."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from services.notifications import repository
from services.notifications.domain.delivery import Channel, Status, Urgency
from services.notifications.repository import MessageFilter
from shared.kernel.text import Text
from shared.runtime.http.fields import Code, Identifier
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/internal", include_in_schema=False)
_ON_THE_CARD = 5

_LABELS: dict[str, dict[str, Text]] = {
    "message_status": {
        Status.QUEUED: Text("待发送", "Queued"),
        Status.SENT: Text("已发送", "Sent"),
        Status.DELIVERED: Text("已送达", "Delivered"),
        Status.FAILED: Text("失败", "Failed"),
        Status.WITHDRAWN: Text("已撤回", "Withdrawn"),
    },
    "message_channel": {Channel.IN_APP: Text("应用内", "In app"), Channel.EMAIL: Text("电子邮件", "E-mail")},
    "message_urgency": {Urgency.NORMAL: Text("普通", "Normal"), Urgency.URGENT: Text("紧急", "Urgent")},
}


@routes.get("/front-desk/caller-card")
async def caller_card(
    caller: Annotated[Caller, needs("messages:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    room_code: Annotated[Code | None, Query()] = None,
    household_id: Annotated[Identifier | None, Query()] = None,
    community_id: Annotated[Identifier | None, Query()] = None,
) -> dict[str, Any]:
    """The last messages to the household."""
    async with reader.session() as session:
        if household_id is None and room_code is not None:
            found = await repository.household_in(session, caller.community(community_id), room_code)
            household_id = found.id if found else None
        if household_id is None:
            return {"messages": []}
        rows, _ = await repository.list_messages(
            session, MessageFilter(caller.communities, household_id=household_id), cursor=None, limit=_ON_THE_CARD
        )
    return {
        "messages": [
            {
                "id": row.id,
                "title": row.title,
                "status": row.status,
                "channel": row.channel,
                "created_at": row.created_at,
            }
            for row in rows
        ]
    }


@routes.get("/front-desk/today")
async def today(
    caller: Annotated[Caller, needs("messages:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: Annotated[Identifier | None, Query()] = None,
) -> dict[str, int]:
    """What still waits to be sent, and the calls to make."""
    async with reader.session() as session:
        waiting, calls = await repository.count_open(session, caller.community(community_id))
    return {"messages_waiting": waiting, "phone_tasks_open": calls}


@routes.get("/code-tables")
async def code_tables(reader: Annotated[Reader, Depends(reader_of)]) -> dict[str, list[dict[str, str]]]:
    """Every enumeration with its label in the language of the request."""
    return {
        name: [{"code": code, "label": words.pick(reader.locale)} for code, words in labels.items()]
        for name, labels in _LABELS.items()
    }
