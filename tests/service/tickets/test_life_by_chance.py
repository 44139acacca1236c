"""Whatever verbs come in whatever order: the table decides, nothing breaks, the events are without a gap."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.tickets.requests.domain.intake import Category
from services.tickets.requests.domain.lifecycle import LIFECYCLE, Action, Status, actions_of
from tests.service.support import ServiceRig
from tests.service.tickets.desk import Desk, account

_VERBS: dict[Action, tuple[str, str, dict[str, Any]]] = {
    Action.DISPATCH: ("service_assistant", "dispatch", {"assignee_id": account("technician")}),
    Action.ACCEPT: ("technician", "accept", {}),
    Action.ARRIVE: ("technician", "arrive", {}),
    Action.QUOTE: ("technician", "quote", {"lines": [{"item": "call_out", "quantity": 2}]}),
    Action.APPROVE_QUOTE: ("service_assistant", "approve-quote", {"accepted_by": "王芳", "statement": "同意"}),
    Action.DECLINE_QUOTE: ("service_assistant", "decline-quote", {"declined_by": "王芳", "reason": "太贵"}),
    Action.WITHDRAW_AGREEMENT: (
        "service_assistant",
        "withdraw-agreement",
        {"withdrawn_by": "王芳", "reason": "自己修"},
    ),
    Action.COMPLETE: ("technician", "complete", {"work_done": "好了", "signed_by": "王芳"}),
    Action.CLOSE: ("front_desk", "close", {"told_requester": True, "satisfied": True}),
    Action.REOPEN: ("front_desk", "reopen", {"reason": "还漏"}),
    Action.DISMISS: ("front_desk", "dismiss", {"outcome": "withdrawn", "explanation": "不修了"}),
    Action.RESPOND: ("front_desk", "respond", {}),
    Action.PAUSE: ("front_desk", "pause", {"reason": "part"}),
    Action.RESUME: ("front_desk", "resume", {}),
}
_END_A_PAUSE = {Action.RESUME, Action.ARRIVE, Action.COMPLETE, Action.DISMISS}


@settings(max_examples=12)
@given(actions=st.lists(st.sampled_from(list(_VERBS)), min_size=4, max_size=14))
async def test_the_table_decides_whatever_comes(desk: Desk, actions: list[Action]) -> None:
    ticket = await desk.open()
    status, version, is_paused = Status.OPENED, 1, False
    worked = unworked = 0  # accepted quotes
    for action in actions:
        role, verb, body = _VERBS[action]
        answer = await desk.as_(role).post(f"/v1/tickets/{ticket['id']}/{verb}", json=body)
        possible = {*actions_of(status, Category.REPAIR, is_paused=is_paused)}
        if worked or unworked:
            possible -= {Action.DISMISS}  # the manager's alone
        if status in {Status.ON_SITE, Status.AGREED}:
            possible = possible | {Action.WITHDRAW_AGREEMENT} if unworked else possible - {Action.WITHDRAW_AGREEMENT}
        if action in possible:
            assert answer.status_code == 200, (status, action, answer.text)
            status = LIFECYCLE.next(status, action)
            version += 1
            if action is Action.APPROVE_QUOTE:
                unworked += 1
            elif action is Action.WITHDRAW_AGREEMENT:
                unworked = 0
            elif action is Action.COMPLETE:
                worked, unworked = worked + unworked, 0
            is_paused = action is Action.PAUSE or (is_paused and action not in _END_A_PAUSE)
        else:
            assert answer.status_code in ({404, 409} if role == "technician" else {409}), (status, action)
    shown = await desk.show(ticket["id"])
    assert (shown["status"], shown["version"]) == (status, version)
    assert [wait for wait in shown["pauses"] if wait["ended_at"] is None] == shown["pauses"][-1:] * is_paused
    assert (shown["paused_at"] is not None) is is_paused
    await _check(desk.rig, ticket["id"], shown)


async def _check(rig: ServiceRig, ticket_id: str, shown: dict[str, Any]) -> None:
    told = [event for event in await rig.told() if event.subject == ticket_id]
    assert sorted(event.sequence for event in told) == list(range(1, len(told) + 1))
    closings = [event for event in told if event.type == "ticket.closed"]
    assert len(closings) == (shown["status"] == "closed")
    approved = [quote["amount_fen"] for quote in shown["quotes"] if quote["decision"] == "approved"]
    for closing in closings:
        billed = sum(item["amount_fen"] for item in closing.data["billable_items"])
        assert billed == (sum(approved) if shown["outcome"] == "solved" else 0)
        assert all(clock["met_at"] for clock in shown["clocks"])
