"""Story 4, a complaint that grows (handbook flows 4), told step by step; each step checks what it did.

What the matter leads to beyond this ticket (the third complaint's corrective action) is told of elsewhere: the story
gives its room and its ticket for that.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.journeys.people import Json, People, eventually

ROOM = "3#2-5-1"


class Complaint:
    """王芳 of 3#2-5-1 complains: noise above her every night. `people` is renewed by a story that moves the clock."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.ticket: Json = {}

    @property
    def path(self) -> str:
        return f"/v1/tickets/{self.ticket['id']}"

    async def due(self, clock: str) -> str:
        shown = await self.people.get("manager", self.path)
        found: str = next(each["due_at"] for each in shown["clocks"] if each["clock"] == clock)
        return found

    async def slips(self) -> list[Json]:
        found: list[Json] = (await self.people.get("manager", f"{self.path}/slips"))["items"]
        return found

    async def comes_in(self) -> None:
        opening = {
            "room_code": ROOM,
            "category": "complaint",
            "source": "phone",
            "summary": "楼上夜间噪声",
            "requester": {"name": "王芳", "phone": "13812345678"},
            "room_confirmed": True,
        }
        answer = await eventually(
            lambda: self.people.send("front_desk", "POST", "/v1/tickets", json=opening), lambda found: found.is_success
        )
        self.ticket = answer.json()
        assert (self.ticket["severity"], self.ticket["department"]) == ("minor", "customer_service")

    async def is_dispatched(self) -> None:
        assistant = await self.people.account_id("service_assistant")
        await self.people.post("service_assistant", f"{self.path}/dispatch", {"assignee_id": assistant})
        await self.people.post("service_assistant", f"{self.path}/accept")

    async def goes_up_to(self, level: str, *, cause: str) -> Json:
        """The newest slip, once the events have run; its handler is told of it."""
        handler = await self.people.account_id("service_lead" if level == "lead" else "manager")
        found = await eventually(self.slips, lambda it: level in {each["level"] for each in it})
        slip = next(each for each in found if each["level"] == level)
        assert (slip["cause"], slip["status"], slip["handler_id"]) == (cause, "issued", handler)
        told = await eventually(
            lambda: self.people.items("manager", "/v1/messages", about=self.ticket["id"]),
            lambda it: any(slip["number"] in each["title"] for each in it),
        )
        (message,) = [each for each in told if slip["number"] in each["title"]]
        assert (message["template"], message["recipient"]) == ("ticket_escalated", f"account:{handler}")
        return slip

    async def cannot_be_handled(self) -> None:
        """The assistant can't, the lead can't either: a slip each (T-14)."""
        reason = {"reason": "业户要求更换楼上地面，超出服务范围"}
        await self.people.refused("cashier", "POST", f"{self.path}/escalate", 403, json=reason)
        await self.people.post("service_assistant", f"{self.path}/escalate", reason)
        await self.goes_up_to("lead", cause="cannot_handle")
        await self.people.post("service_lead", f"{self.path}/escalate", reason)
        await self.goes_up_to("manager", cause="cannot_handle")
        assert [each["status"] for each in await self.slips()] == ["passed_on", "issued"]
        await self.people.refused("service_lead", "POST", f"{self.path}/escalate", 409, json=reason)

    async def is_the_managers(self) -> None:
        """The lead makes it major, the manager answers the slip, promises a call and makes it."""
        people = self.people
        shown = await people.get("service_lead", self.path)
        headers = {"If-Match": f'"{shown["version"]}"'}
        changed = await people.send("service_lead", "PATCH", self.path, json={"severity": "major"}, headers=headers)
        assert changed.is_success, changed.text
        (slip,) = [each for each in await self.slips() if each["level"] == "manager"]
        answer = {"answer": "今日与两户当面调解"}
        here = f"{self.path}/slips/{slip['id']}/answer"
        await people.refused("service_lead", "POST", here, 403, json=answer)
        assert (await people.post("manager", here, answer))["status"] == "answered"
        await people.post("service_lead", f"{self.path}/judge", {"validity": "valid", "explanation": "巡查核实"})
        await self._promises_a_call()

    async def _promises_a_call(self) -> None:
        people = self.people
        now = datetime.fromisoformat((await people.items("manager", self.path + "/history", limit=200))[-1]["at"])
        promise = await people.post(
            "manager",
            "/v1/promises",
            {
                "kind": "call_back",
                "what": "一小时内回电",
                "due_at": (now.astimezone(UTC) + timedelta(hours=1)).isoformat(),
                "about": {"kind": "ticket", "id": self.ticket["id"]},
            },
        )
        page = await people.get("front_desk", "/v1/front-desk/promises")
        assert page["parts"]["tickets"]["status"] == "ok"
        assert promise["id"] in {each["promise_id"] for each in page["parts"]["tickets"]["data"]["next"]}
        await people.refused("front_desk", "POST", f"/v1/promises/{promise['id']}/keep", 403, json={})
        await people.post("manager", f"{self.path}/respond", {"note": "已致电王芳"})
        kept = await people.post("manager", f"/v1/promises/{promise['id']}/keep", {"note": "已致电"})
        assert (kept["status"], kept["broken_at"]) == ("kept", None)

    async def is_settled(self) -> None:
        done = {"work_done": "双方约定二十二点后不拖动家具"}
        await self.people.post("service_assistant", f"{self.path}/complete", done)
        await self.people.post("front_desk", f"{self.path}/close", {"told_requester": True, "satisfied": True})

    async def is_followed_up_by_the_manager(self) -> None:
        """A major complaint is visited on site, by the manager and nobody lower (T-18)."""
        (brief,) = (await self.people.get("manager", self.path))["follow_ups"]
        assert brief["visitor_level"] == "manager"
        here = f"/v1/follow-ups/{brief['id']}/record"
        content = {"result": "satisfied", "on_site": True}
        await self.people.refused("service_lead", "POST", here, 403, json=content)
        assert (await self.people.post("manager", here, content))["status"] == "satisfied"

    async def is_on_record(self) -> None:
        zh = (await self.people.get("manager", f"{self.path}/history", language="zh-CN"))["items"]
        en = (await self.people.get("manager", f"{self.path}/history", language="en"))["items"]
        assert [each["action"] for each in zh] == [each["action"] for each in en]
        ladder = [each["line"] for each in zh if each["action"] == "escalate"]
        assert ["客服主管" in ladder[0], "项目负责人" in ladder[1]] == [True, True]
        assert any("took it up to the manager" in each["line"] for each in en)
