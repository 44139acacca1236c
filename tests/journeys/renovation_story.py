"""Story 2, a renovation up to the worker passes (handbook flows 2), told step by step; each step checks what it did."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from shared.kernel.ids import new_id
from tests.journeys.gate import at_the_gate
from tests.journeys.people import Json, People, eventually

WORKERS = ("赵强", "钱勇", "孙伟", "李刚")
ID_NUMBERS = ("11010519491231002X", "440524188001010014")
DUES = {"renovation_deposit": 200_000, "rubbish_removal": 60_000, "worker_pass": 4_000}


def day(offset: int) -> str:
    """On the community's calendar."""
    return str(datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=offset))


def paper(kind: str, name: str) -> Json:
    return {"kind": kind, "name": name, "description": "双方签字"}


class Renovation:
    """The owner of a room where nothing is being built renovates kitchen and bathroom."""

    def __init__(self, people: People) -> None:
        self._people = people
        self.works: Json = {}
        self.cards: list[Json] = []

    @property
    def path(self) -> str:
        return f"/v1/renovations/{self.works['id']}"

    async def _step(self, who: str, verb: str, status: str, body: Json | None = None) -> Json:
        done = await self._people.post(who, f"{self.path}/{verb}", body)
        assert done["status"] == status, verb
        return done

    async def _refused(self, who: str, verb: str, status: int, slug: str, body: Json | None = None) -> Json:
        key = {"Idempotency-Key": new_id()}
        document = await self._people.refused(who, "POST", f"{self.path}/{verb}", status, json=body or {}, headers=key)
        assert document["type"] == f"urn:lobby:problem:{slug}"
        return document

    async def _told(self, template: str, to: str) -> Json:
        def wanted(found: list[Json]) -> list[Json]:
            return [each for each in found if each["template"] == template and each["recipient"] == to]

        found = await eventually(lambda: self._people.items("manager", "/v1/messages", about=self.works["id"]), wanted)
        return wanted(found)[0]

    @property
    def _owner(self) -> str:
        return f"household:{self.works['household_id']}"

    async def is_applied_for(self) -> None:
        people = self._people
        busy = {each["room_code"] for each in await people.items("manager", "/v1/renovations", limit=200)}
        households = await people.items("manager", "/v1/households", limit=200)
        room = next(each["room_code"] for each in households if each["room_code"] not in busy)
        application = {
            "room_code": room,
            "size": "medium",
            "scope": "厨房、卫生间翻新，不动承重墙",
            "starts_on": day(0),
            "ends_on": day(45),
            "contractor": {"name": "安居装饰工程有限公司", "licence_number": "91110105MA01ABCD2X"},
            "workers": [
                {"name": name, "id_number": ID_NUMBERS[order % 2], "photos": 2} for order, name in enumerate(WORKERS)
            ],
            "papers": [paper("plan", "平面图.pdf"), paper("renovation_agreement", "装修协议")],
        }
        self.works = await people.post("front_desk", "/v1/renovations", application)
        assert (self.works["status"], self.works["room_code"]) == ("drafted", room)
        assert [each["name"] for each in self.works["workers"]] == list(WORKERS)
        answered = await people.send("manager", "GET", self.path)
        assert not any(number in answered.text for number in ID_NUMBERS), "ID numbers are never answered (R-04)"
        await self._refused("front_desk", "approve", 403, "forbidden")
        await self._refused("manager", "approve", 409, "illegal-transition")
        await self._step("front_desk", "submit", "submitted")
        review = await self._told("renovation_submitted", "role:service_lead")
        assert room in review["body"]

    async def is_changed_and_approved(self) -> None:
        await self._step("service_lead", "start-review", "under_review")
        await self._step("service_lead", "ask-revision", "revision_asked", {"what": "请标明新建隔墙与承重墙的距离"})
        asked = await self._told("renovation_revision_asked", self._owner)
        assert asked["title"] == f"装修申报须修改 {self.works['number']}"
        await self._step("front_desk", "revise", "revision_asked", {"papers": [paper("plan", "平面图-2.pdf")]})
        await self._step("front_desk", "submit", "submitted")
        await self._step("service_lead", "start-review", "under_review")

        missing = await self._refused("manager", "approve", 409, "papers-incomplete")
        assert "safety undertaking" in missing["detail"]
        assert "contractor's licence copy" in missing["detail"]
        assert "plan review" in missing["detail"]

        for kind in ("safety_undertaking", "contractor_licence"):
            await self._step("front_desk", "papers", "under_review", paper(kind, kind))
        await self._step("service_lead", "review-plan", "under_review")
        approved = await self._step("manager", "approve", "approved")
        assert approved["approved_by"] == await self._people.account_id("manager")
        assert {due["item"]: due["quantity"] for due in approved["dues"]} == dict.fromkeys(DUES, 1) | {"worker_pass": 4}
        assert approved["permits"] == []
        told = await self._told("renovation_approved", self._owner)
        assert "领取施工许可证" in told["body"]

    async def is_charged(self) -> None:
        people = self._people
        charges = await eventually(self._charges, lambda found: len(found) >= len(DUES))
        assert {each["item"]: each["amount_fen"] for each in charges} == DUES
        assert {each["cause"]["kind"] for each in charges} == {"renovation"}
        assert next(each for each in charges if each["item"] == "renovation_deposit")["nature"] == "deposit"
        self.cards = await eventually(self._passes, lambda found: len(found) >= len(WORKERS))
        assert len(self.cards) == len(WORKERS)
        assert {(each["status"], each["fee_paid_at"], each["due_at"]) for each in self.cards} == {
            ("requested", None, None)
        }
        first = await people.get("front_desk", f"/v1/passes/{self.cards[0]['id']}")
        assert await self.gate(first["code"]) == ("deny", "not_issued")

    async def _charges(self) -> list[Json]:
        return await self._people.items("cashier", "/v1/charges", cause_id=self.works["id"])

    async def _passes(self) -> list[Json]:
        return await self._people.items("security", "/v1/passes", renovation_id=self.works["id"])

    async def gate(self, code: str, language: str = "en") -> tuple[str, str]:
        """What the guard is told, and why."""
        return await at_the_gate(self._people, code, language=language)

    async def is_paid_and_permitted(self) -> None:
        people = self._people
        charges = await self._charges()
        some, rest = charges[:2], charges[2:]
        await self._pay(some)
        waiting = await people.get("manager", self.path)
        assert waiting["status"] == "approved", "all three are paid before the permit (R-31)"
        await self._pay(rest)

        permitted = await eventually(lambda: people.get("manager", self.path), lambda it: it["status"] != "approved")
        (permit,) = permitted["permits"]
        assert permitted["status"] == "permitted"
        assert (permit["valid_from"], permit["valid_until"]) == (permitted["starts_on"], permitted["ends_on"])
        assert all(due["is_paid"] for due in permitted["dues"])
        posted = await self._told("renovation_permitted", self._owner)
        assert permit["number"] in posted["title"]
        assert await eventually(lambda: self.gate(permit["code"]), lambda it: it[1] != "unknown_code") == (
            "deny",
            "permit_not_a_pass",
        )

    async def _pay(self, charges: list[Json]) -> None:
        paying = {
            "room_code": self.works["room_code"],
            "method": "bank",
            "amount_fen": sum(each["outstanding_fen"] for each in charges),
            "charge_ids": [each["id"] for each in charges],
        }
        payment = await self._people.post("cashier", "/v1/payments", paying, key=new_id())
        assert {part["outstanding_fen"] for part in payment["allocations"]} == {0}
        assert payment["prepaid_fen"] == 0

    async def has_its_passes_issued(self) -> None:
        people = self._people
        self.cards = await eventually(self._passes, lambda found: {each["status"] for each in found} == {"in_review"})
        permit = (await people.get("manager", self.path))["permits"][0]
        for card in self.cards:
            path = f"/v1/passes/{card['id']}"
            clock = datetime.fromisoformat(card["due_at"]) - datetime.fromisoformat(card["fee_paid_at"])
            assert timedelta(minutes=29) < clock < timedelta(minutes=35), "30 minutes from permit and fee (A-31)"
            assert (card["valid_from"], card["valid_until"]) == (permit["valid_from"], permit["valid_until"])
            await people.refused("front_desk", "POST", f"{path}/review", 403, json={"decision": "pass"})
            await people.post("security", f"{path}/review", {"decision": "pass"})
            await people.post("service_assistant", f"{path}/stamp")
            await people.post("front_desk", f"{path}/make")
            issued = await people.post("front_desk", f"{path}/issue", {"received_by": "赵强"})
            assert (issued["status"], issued["breached_at"]) == ("issued", None)
        whole = await people.get("security", f"/v1/passes/{self.cards[0]['id']}")
        stages = [each["action"] for each in whole["stages"]]
        assert stages == ["open", "admit", "approve", "stamp", "make", "issue"]
        assert len({each["number"] for each in self.cards}) == len(WORKERS)

    async def _codes(self) -> list[str]:
        return [(await self._people.get("security", f"/v1/passes/{card['id']}"))["code"] for card in self.cards]

    async def is_checked_at_the_gate(self) -> None:
        codes = await self._codes()
        assert [await self.gate(code) for code in codes] == [("allow", "valid")] * len(WORKERS)
        assert await self.gate("a-fifth-worker-without-pass") == ("deny", "unknown_code")
        foreign = await self._people.get("other_manager", "/v1/front-desk/gate-check", code=codes[0])
        assert foreign["parts"]["access"]["data"]["reason"] == "unknown_code", "not of that guard's community"
        qr = await self._people.send("security", "GET", f"/v1/passes/{self.cards[0]['id']}/qr.svg")
        assert qr.headers["content-type"].startswith("image/svg+xml")
        assert "<svg" in qr.text

    async def is_suspended_and_resumed(self) -> None:
        people = self._people
        codes = await self._codes()
        await self._step("service_lead", "start", "in_progress")

        found = {"kind": "load_bearing_damage", "note": "客厅与阳台之间的墙体已开凿"}
        stopped = await self._step("security", "suspend", "suspended", found)

        (violation,) = stopped["violations"]
        assert (violation["is_serious"], violation["cured_at"]) == (True, None)
        for code in codes:
            assert await eventually(partial(self.gate, code), lambda it: it[0] == "deny") == ("deny", "suspended")
        breach = await self._told("renovation_violation", "role:manager")
        assert (breach["urgency"], "严重" in breach["body"]) == ("urgent", True)
        await self._told("renovation_suspended", "role:manager")
        await self._told("renovation_suspended", self._owner)
        await people.refused("security", "POST", f"{self.path}/resume", 403, json={})
        await self._refused("manager", "resume", 409, "not-cured")
        await self._step("security", f"violations/{violation['id']}/cure", "suspended", {"note": "已加固复原"})

        going_on = await self._step("manager", "resume", "in_progress")

        assert going_on["violations"][0]["cured_at"] is not None
        for code in codes:
            assert await eventually(partial(self.gate, code), lambda it: it[0] == "allow") == ("allow", "valid")
        await self._told("renovation_resumed", self._owner)

    async def is_on_record(self) -> None:
        people = self._people
        (file,) = await people.items("service_lead", "/v1/archives", room_code=self.works["room_code"])
        whole = await people.get("service_lead", f"/v1/archives/{file['id']}", language="en")
        kinds = {each["kind"] for each in whole["entries"]}
        assert {"renovation_agreement", "safety_undertaking", "contractor_licence", "personnel_register"} <= kinds
        assert {"renovation_permit", "fee_record"} <= kinds
        balance = await people.get("finance", "/v1/billing-reports/trial-balance")
        assert balance["is_balanced"]
        assert all(each["agrees"] for each in balance["agreements"])
