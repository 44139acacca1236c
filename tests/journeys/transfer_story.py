"""Story 7, a household leaves (handbook flows 7), told step by step; each step checks what it did."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from random import SystemRandom
from zoneinfo import ZoneInfo

from shared.kernel.ids import new_id
from tests.journeys.people import Json, People, eventually

PATH = "/v1/households/transfers"
_CHANCE = SystemRandom()


def a_phone() -> str:
    """Nobody else's in the demo community."""
    return f"199{_CHANCE.randrange(10**8):08d}"


def today() -> str:
    """On the community's calendar."""
    return str(datetime.now(ZoneInfo("Asia/Shanghai")).date())


class Transfer:
    """陆鸣 sells a flat to 秦岚; a repair is not paid yet and a visitor's pass not back."""

    def __init__(self, people: People) -> None:
        self._people = people
        self.old: Json = {}
        self.transfer: Json = {}
        self.charge: Json = {}
        self.card: Json = {}
        self.phones = {"old": a_phone(), "new": a_phone()}

    @property
    def path(self) -> str:
        return f"{PATH}/{self.transfer['id']}"

    async def lives_here(self) -> None:
        people = self._people
        rooms = await people.items("service_assistant", "/v1/rooms", occupancy="sold_vacant", limit=200)
        owner = {"name": "陆鸣", "role": "owner", "phone": self.phones["old"]}
        body = {"room_code": rooms[-1]["code"], "members": [owner]}
        self.old = await people.post("service_assistant", "/v1/households", body)
        assert [match["household_id"] for match in await self._who_calls("old")] == [self.old["id"]]

    async def _who_calls(self, whose: str) -> list[Json]:
        card = await self._people.get("front_desk", "/v1/front-desk/caller-card", phone=self.phones[whose])
        matches: list[Json] = card["parts"]["residents"]["data"]["matches"]
        return matches

    async def owes_a_repair_and_has_a_pass(self) -> None:
        people, room = self._people, self.old["room_code"]
        opening = {
            "room_code": room,
            "category": "repair",
            "source": "phone",
            "summary": "龙头漏水",
            "requester": {"name": "陆鸣", "phone": self.phones["old"]},
            "room_confirmed": True,
        }
        ticket = await self._made_for(self.old["id"], "/v1/tickets", opening)
        await self._work_off(f"/v1/tickets/{ticket['id']}")
        (self.charge,) = await eventually(lambda: people.items("cashier", "/v1/charges", cause_id=ticket["id"]))
        assert self.charge["outstanding_fen"] == 8000

        until = str(datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=1))
        wanted = {"kind": "temporary", "room_code": room, "holder_name": "李师傅", "valid_until": until}
        self.card = await self._made_for(self.old["id"], "/v1/passes", wanted)
        assert self.card["household_id"] == self.old["id"]

    async def _made_for(self, household_id: str, path: str, body: Json) -> Json:
        """Made by the desk once the service knows who holds the room: its replica fills by event."""

        async def ask() -> Json:
            key = {"Idempotency-Key": new_id()}
            answer = await self._people.send("front_desk", "POST", path, json=body, headers=key)
            made: Json = answer.json() if answer.is_success else {}
            return made

        return await eventually(ask, lambda made: made.get("household_id") == household_id)

    async def _work_off(self, path: str) -> None:
        people = self._people
        technician = await people.account_id("technician")
        await people.post("service_assistant", f"{path}/dispatch", {"assignee_id": technician})
        await people.post("technician", f"{path}/accept")
        await people.post("technician", f"{path}/arrive")
        await people.post("technician", f"{path}/quote", {"lines": [{"item": "repair_tap", "quantity": 1}]})
        agreed = {"accepted_by": "陆鸣", "statement": "同意 80 元"}
        await people.post("service_assistant", f"{path}/approve-quote", agreed)
        await people.post("technician", f"{path}/complete", {"work_done": "已换", "signed_by": "陆鸣"})
        await people.post("service_lead", f"{path}/close", {"told_requester": True, "satisfied": True})

    async def is_opened(self) -> None:
        people = self._people
        body = {
            "household_id": self.old["id"],
            "planned_on": today(),
            "reason": "sale",
            "papers": [{"kind": "contract", "description": "网签合同"}],
            "members": [{"name": "秦岚", "role": "owner", "phone": self.phones["new"], "id_number": "E12345678"}],
        }
        await people.refused("front_desk", "POST", PATH, HTTPStatus.FORBIDDEN, json=body)
        self.transfer = await people.post("service_assistant", PATH, body)
        assert self.transfer["members"][0]["phone"] == f"199****{self.phones['new'][-4:]}"
        facts = {"papers": "open", "arrears": "open", "passes": "open", "keys": "clear", "deposits": "clear"}
        found = await eventually(
            lambda: people.get("service_assistant", self.path), lambda it: facts.items() <= states(it).items()
        )
        assert {each["sum_fen"] for each in found["checklist"]} == {None}, "sums are for the manager"
        seen = await people.get("manager", self.path)
        assert next(each for each in seen["checklist"] if each["item"] == "arrears")["sum_fen"] == 8000

    async def is_refused_while_anything_is_open(self) -> None:
        key = {"Idempotency-Key": new_id()}
        document = await self._people.refused(
            "service_assistant", "POST", f"{self.path}/close", HTTPStatus.CONFLICT, headers=key
        )
        assert document["type"] == "urn:lobby:problem:checklist-open"
        named = [fault["pointer"].rpartition("/")[2] for fault in document["errors"]]
        assert named == ["papers", "arrears", "readings", "passes", "parcels"]
        assert (await self._people.get("manager", f"/v1/households/{self.old['id']}"))["departed_on"] is None

    async def is_settled(self) -> None:
        people, who = self._people, "service_assistant"
        await people.post(who, f"{self.path}/change", {"papers": [{"kind": "identity"}]})
        readings = [
            {"meter": "water", "reading": "86.4"},
            {"meter": "power", "reading": "1520"},
            {"meter": "gas", "is_absent": True},
        ]
        await people.post(who, f"{self.path}/readings", {"readings": readings})
        reason = {"item": "parcels", "reason": "包裹由物业代转新址"}
        await people.refused(who, "POST", f"{self.path}/waive", HTTPStatus.FORBIDDEN, json=reason)
        await people.post("manager", f"{self.path}/waive", reason)
        await people.post("front_desk", f"/v1/passes/{self.card['id']}/return")
        paying = {
            "room_code": self.old["room_code"],
            "method": "wechat",
            "amount_fen": 8000,
            "charge_ids": [self.charge["id"]],
        }
        await people.post("cashier", "/v1/payments", paying)
        clear = await eventually(lambda: people.get(who, self.path), lambda it: it["is_clear"])
        assert states(clear) == {
            "papers": "clear",
            "arrears": "clear",
            "readings": "clear",
            "keys": "clear",
            "passes": "clear",
            "deposits": "clear",
            "prepaid": "clear",
            "parcels": "waived",
            "renovation": "clear",
            "archive_loan": "clear",
        }

    async def is_closed(self) -> None:
        people, key = self._people, new_id()
        self.transfer = await people.post("service_assistant", f"{self.path}/close", key=key)
        assert (self.transfer["status"], self.transfer["transferred_on"]) == ("closed", today())
        again = await people.post("service_assistant", f"{self.path}/close", key=key)
        assert again == self.transfer, "the same key, the same answer"
        printed = await people.send("service_assistant", "GET", f"{self.path}/protocol")
        assert (printed.status_code, printed.headers["content-type"]) == (HTTPStatus.OK, "application/pdf")
        assert printed.content.startswith(b"%PDF-")

        old = await people.get("manager", f"/v1/households/{self.old['id']}")
        new = await people.get("manager", f"/v1/households/{self.transfer['new_household_id']}")
        assert (old["departed_on"], new["registered_on"]) == (today(), today())
        assert [each["name"] for each in new["members"]] == ["秦岚"]
        room = await people.get("manager", f"/v1/rooms/{old['room_id']}")
        assert room["occupancy"] == "occupied"
        files = await people.items("service_lead", "/v1/archives", room_code=old["room_code"])
        closed_on = {file["household_id"]: file["closed_on"] for file in files}
        assert (closed_on[old["id"]], closed_on[new["id"]]) == (today(), None)

    async def the_old_phone_is_nobody(self) -> None:
        people, room = self._people, self.old["room_code"]
        assert await self._who_calls("old") == []
        (match,) = await self._who_calls("new")
        assert (match["household_id"], match["room_code"]) == (self.transfer["new_household_id"], room)
        before = len(await people.items("manager", "/v1/messages", household_id=self.old["id"], limit=200))
        opening = {
            "room_code": room,
            "category": "repair",
            "source": "phone",
            "summary": "新业主报修",
            "requester": {"name": "秦岚", "phone": self.phones["new"]},
            "room_confirmed": True,
        }

        newcomer = self.transfer["new_household_id"]
        ticket = await self._made_for(newcomer, "/v1/tickets", opening)
        told = await eventually(lambda: people.items("manager", "/v1/messages", about=ticket["id"]))
        assert {each["recipient"] for each in told} == {f"household:{newcomer}"}
        after = await people.items("manager", "/v1/messages", household_id=self.old["id"], limit=200)
        assert len(after) == before


def states(transfer: Json) -> dict[str, str]:
    """Per item how it stands."""
    return {each["item"]: each["state"] for each in transfer["checklist"]}
