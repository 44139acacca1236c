"""Story 1, a repair that costs money (handbook flows 1), told step by step; each step checks what it did."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import httpx

from shared.kernel.ids import new_id
from tests.journeys.people import Json, People, eventually

ROOM = "3#2-5-1"
PHONE = "13812345678"


def minutes(later: str, earlier: str) -> float:
    return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds() / 60


class Repair:
    """王芳 of 3#2-5-1 calls: the kitchen tap leaks."""

    def __init__(self, people: People) -> None:
        self._people = people
        self.ticket: Json = {}
        self.charge: Json = {}
        self.receipt = ""

    @property
    def path(self) -> str:
        return f"/v1/tickets/{self.ticket['id']}"

    async def _message(self, template: str, *, about: str) -> Json:
        """The one message of this kind; never a second."""
        asked = await eventually(
            lambda: self._people.items("manager", "/v1/messages", about=about),
            lambda found: any(each["template"] == template for each in found),
        )
        (only,) = [each for each in asked if each["template"] == template]
        return only

    async def _step(self, who: str, verb: str, body: Json | None = None) -> Json:
        before = await self._people.get("manager", self.path)
        after = await self._people.post(who, f"{self.path}/{verb}", body)
        assert after["version"] > before["version"], verb
        assert (await self._people.get("manager", self.path))["version"] >= after["version"], verb
        return after

    async def comes_in(self) -> None:
        people = self._people
        card = await eventually(
            lambda: people.get("front_desk", "/v1/front-desk/caller-card", phone=PHONE),
            lambda found: {part["status"] for part in found["parts"].values()} == {"ok"},
        )
        assert card["subject"]["phone"] == "138****5678"
        (match,) = card["parts"]["residents"]["data"]["matches"]
        assert (match["room_code"], match["members"][0]["name"]) == (ROOM, "王芳")
        assert "amounts" not in card["parts"]["billing"]["data"], "the desk sees arrears as yes or no"
        assert isinstance(card["parts"]["billing"]["data"]["has_arrears"], bool)

        self.ticket = await people.post(
            "front_desk",
            "/v1/tickets",
            {
                "room_code": ROOM,
                "category": "repair",
                "source": "phone",
                "summary": "厨房水龙头漏水",
                "requester": {"name": "王芳", "phone": PHONE},
                "room_confirmed": True,
            },
        )
        assert re.fullmatch(r"T\d{6}-\d{4,}", self.ticket["number"])
        assert (self.ticket["status"], self.ticket["severity"]) == ("opened", "minor")
        assert self.ticket["requester"] == {"name": "王芳", "phone": "138****5678"}
        assert self.ticket["owner_id"] == await people.account_id("front_desk")
        assert self.ticket["household_id"] == match["household_id"]
        assert self.ticket["payment_status"] == "none"
        due = {clock["clock"]: minutes(clock["due_at"], self.ticket["opened_at"]) for clock in self.ticket["clocks"]}
        assert due == {"dispatch": 5, "settle": 24 * 60}
        told = await self._message("ticket_opened", about=self.ticket["id"])
        assert told["title"] == f"已受理 {self.ticket['number']}"
        assert told["household_id"] == match["household_id"]
        assert (told["language"], told["status"]) == ("zh-CN", "delivered")

    async def is_dispatched(self) -> None:
        people = self._people
        technician = await people.account_id("technician")
        assert await self._shown_to("technician") == 404, "not its own yet"
        await people.refused("front_desk", "POST", f"{self.path}/dispatch", 403, json={"assignee_id": technician})

        sent = await self._step("service_assistant", "dispatch", {"assignee_id": technician})

        assert (sent["status"], sent["assignee_id"]) == ("dispatched", technician)
        assert next(each for each in sent["clocks"] if each["clock"] == "dispatch")["met_at"]
        order = await self._message("ticket_assigned", about=self.ticket["id"])
        assert order["recipient"] == f"account:{technician}"
        assert order["urgency"] == "urgent"
        own = await people.get("technician", self.path)
        assert own["requester"]["phone"] == PHONE, "the assignee may call while the work is open"
        assert own["payment_status"] is None
        assert self.ticket["id"] in {each["id"] for each in await people.items("technician", "/v1/tickets")}
        assert await self._shown_to("environment") == 404
        mine = await people.items("technician", "/v1/tickets", limit=200)
        assert {each["assignee_id"] for each in mine} <= {technician, None}
        await people.refused("technician", "GET", "/v1/households", 403)
        await people.refused("technician", "GET", "/v1/charges", 403)

    async def _shown_to(self, who: str) -> int:
        return (await self._people.send(who, "GET", self.path)).status_code

    async def has_an_appointment(self) -> None:
        starts_at = (datetime.now(UTC) + timedelta(hours=2)).replace(microsecond=0)
        wanted = {"starts_at": starts_at.isoformat(), "asked_by": "resident", "reason": "业户两小时后到家"}

        asked = await self._step("service_assistant", "appointment", wanted)
        promised = await self._step("service_lead", "confirm-appointment")

        assert asked["appointment"]["confirmed_at"] is None, "not promised before the lead says so (T-05)"
        assert promised["appointment"]["confirmed_by"] == await self._people.account_id("service_lead")
        settle = next(each for each in promised["clocks"] if each["clock"] == "settle")
        assert minutes(settle["due_at"], starts_at.isoformat()) == 24 * 60, "from the agreed time (T-08)"

    async def is_quoted_and_agreed(self) -> None:
        people = self._people
        assert (await self._step("technician", "accept"))["status"] == "accepted"
        here = await self._step("technician", "arrive")
        assert (here["status"], here["arrived_at"] is not None) == ("on_site", True)

        quoted = await self._step("technician", "quote", {"lines": [{"item": "repair_tap", "quantity": 1}]})

        assert quoted["status"] == "quoted"
        (quote,) = quoted["quotes"]
        (line,) = quote["lines"]
        assert (quote["amount_fen"], line["name_zh"], line["name_en"]) == (8000, "更换水龙头", "Replace a tap")
        told = await self._message("ticket_quoted", about=self.ticket["id"])
        assert "80.00 元" in told["body"]
        agreed = {"accepted_by": "王芳", "statement": "同意 80 元，王芳"}
        await people.refused("technician", "POST", f"{self.path}/approve-quote", 403, json=agreed)
        taken = await self._step("service_assistant", "approve-quote", agreed)
        assert (taken["status"], taken["quoted_fen"]) == ("agreed", 8000)
        assert taken["quotes"][-1]["decided_by"] == "王芳"

    async def is_done_and_closed(self) -> None:
        people = self._people
        done = {"work_done": "更换水龙头，试水正常"}
        unsigned = await people.refused("technician", "POST", f"{self.path}/complete", 422, json=done)
        assert unsigned["type"] == "urn:lobby:problem:signature-needed"
        completed = await self._step("technician", "complete", {**done, "signed_by": "王芳"})
        assert (completed["status"], completed["signed_by"]) == ("completed", "王芳")
        untold = {"told_requester": False, "satisfied": True}
        await people.refused("service_lead", "POST", f"{self.path}/close", 422, json=untold)
        await people.refused("technician", "POST", f"{self.path}/close", 403, json=untold)

        closed = await self._step("service_lead", "close", {"told_requester": True, "satisfied": True})

        assert (closed["status"], closed["outcome"], closed["actions"]) == ("closed", "solved", [])
        assert (await people.get("technician", self.path))["requester"]["phone"] == "138****5678"
        told = await self._message("ticket_closed", about=self.ticket["id"])
        assert "80.00 元" in told["body"]

    async def is_charged(self) -> None:
        people = self._people
        found = await eventually(lambda: people.items("cashier", "/v1/charges", cause_id=self.ticket["id"]))
        (self.charge,) = found
        assert (self.charge["amount_fen"], self.charge["outstanding_fen"]) == (8000, 8000)
        assert (self.charge["item"], self.charge["room_code"]) == ("repair_tap", ROOM)
        assert self.charge["cause"] == {"kind": "ticket", "id": self.ticket["id"]}
        told = await self._message("charge_posted", about=self.charge["id"])
        assert told["title"] == "新费用 80.00 元"
        owing = await eventually(lambda: people.get("front_desk", self.path), lambda it: it["charges"])
        assert owing["payment_status"] == "due"
        card = await people.get("cashier", "/v1/front-desk/caller-card", room_code=ROOM)
        open_charges = card["parts"]["billing"]["data"]["amounts"]["open_charges"]
        assert self.charge["id"] in {each["id"] for each in open_charges}

    async def is_paid(self) -> None:
        people = self._people
        paying = {
            "room_code": ROOM,
            "method": "wechat",
            "amount_fen": 8000,
            "charge_ids": [self.charge["id"]],
            "external_transaction": f"wx-{new_id()}",
        }
        key = new_id()
        await people.refused("front_desk", "POST", "/v1/payments", 403, json=paying)
        payment = await people.post("cashier", "/v1/payments", paying, key=key)
        assert await people.post("cashier", "/v1/payments", paying, key=key) == payment, "the same key, the same answer"
        again = await people.post("cashier", "/v1/payments", paying)
        assert again["receipt_number"] == payment["receipt_number"], "the same money is one payment (B-06)"

        self.receipt = payment["receipt_number"]
        (part,) = payment["allocations"]
        assert (part["charge_id"], part["amount_fen"], part["outstanding_fen"]) == (self.charge["id"], 8000, 0)
        assert payment["prepaid_fen"] == 0
        await self._receipt_is_good(payment)
        more = {**paying, "external_transaction": None}
        headers = {"Idempotency-Key": new_id()}
        twice = await people.refused("cashier", "POST", "/v1/payments", 409, json=more, headers=headers)
        assert twice["type"] == "urn:lobby:problem:charge-already-paid"
        told = await self._message("payment_received", about=payment["id"])
        assert self.receipt in told["body"]
        await self._everybody_knows(payment)

    async def _receipt_is_good(self, payment: Json) -> None:
        people = self._people
        assert re.fullmatch(r"SG-\d{4}-\d{6}", self.receipt)
        receipt = await people.get("cashier", f"/v1/receipts/{self.receipt}")
        assert (receipt["amount_yuan"], receipt["amount_capital"]) == ("80.00", "人民币捌拾元整")
        assert (receipt["payer_name"], receipt["community_name"]) == ("王芳", "阳光花园")
        printed = await people.send("cashier", "GET", f"/v1/receipts/{self.receipt}/pdf")
        assert (printed.status_code, printed.headers["content-type"]) == (httpx.codes.OK, "application/pdf")
        assert printed.content.startswith(b"%PDF-")
        await people.refused("front_desk", "GET", f"/v1/receipts/{self.receipt}", 403)
        payments = await people.items("cashier", "/v1/payments", limit=200)
        numbers = sorted({int(each["receipt_number"].rpartition("-")[2]) for each in payments})
        assert numbers == list(range(numbers[0], numbers[-1] + 1)), "no gap (B-06)"
        assert payment["receipt_number"] == max(each["receipt_number"] for each in payments)

    async def _everybody_knows(self, payment: Json) -> None:
        people = self._people
        paid = await eventually(lambda: people.get("front_desk", self.path), lambda it: it["payment_status"] == "paid")
        assert paid["receipts"] == [self.receipt]
        assert paid["charges"][0]["paid_fen"] == 8000
        (file,) = await people.items("service_lead", "/v1/archives", room_code=ROOM)
        wanted = {self.ticket["id"]: "service_record", payment["id"]: "fee_record"}
        records = await eventually(
            lambda: self._records(file["id"], "zh-CN", wanted.keys()), lambda found: len(found) >= len(wanted)
        )
        assert {each["reference_id"]: each["kind"] for each in records} == wanted
        assert {each["section_label"] for each in records} == {"服务与维修记录", "缴费资料"}
        english = await self._records(file["id"], "en", wanted.keys())
        assert {each["section_label"] for each in english} == {"Service and repair records", "Fee papers"}

    async def _records(self, archive_id: str, language: str, about: object) -> list[Json]:
        whole = await self._people.get("service_lead", f"/v1/archives/{archive_id}", language=language)
        return [each for each in whole["entries"] if each["reference_id"] in about]  # type: ignore[operator]

    async def is_on_record(self) -> None:
        people = self._people
        zh = (await people.get("manager", f"{self.path}/history", language="zh-CN"))["items"]
        en = (await people.get("manager", f"{self.path}/history", language="en"))["items"]
        assert [each["action"] for each in zh] == [each["action"] for each in en]
        assert len(zh) >= 11
        assert any("报价" in each["line"] and "80" in each["line"] for each in zh)
        assert any("quoted" in each["line"] and "80" in each["line"] for each in en)
        balance = await people.get("finance", "/v1/billing-reports/trial-balance")
        assert balance["is_balanced"]
        assert balance["debit_fen"] == balance["credit_fen"] > 0
        assert all(each["agrees"] for each in balance["agreements"])
