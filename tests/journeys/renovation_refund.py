"""Story 2 from the completion to the deposit's voucher (handbook flows 2), told step by step."""

from __future__ import annotations

from shared.kernel.ids import new_id
from tests.journeys.people import Json, eventually
from tests.journeys.renovation_completion import LOST_FEN, RECALLED_FEN, RenovationCompletion
from tests.journeys.renovation_story import DUES

DEDUCTED_FEN = LOST_FEN + RECALLED_FEN
REFUND_FEN = DUES["renovation_deposit"] - DEDUCTED_FEN


class RenovationRefund(RenovationCompletion):
    """The same works are over: what is left of the deposit goes back to the owner."""

    deposit: Json

    @property
    def _deposit_path(self) -> str:
        return f"/v1/deposits/{self.deposit['id']}"

    async def _deposits(self) -> list[Json]:
        found = await self._people.items("cashier", "/v1/deposits", household_id=self.works["household_id"])
        return [each for each in found if each["cause"]["id"] == self.works["id"]]

    async def _refund(self, who: str, verb: str, status: str, body: Json | None = None) -> None:
        self.deposit = await self._people.post(who, f"{self._deposit_path}/{verb}", body)
        assert self.deposit["status"] == status, verb

    async def _not_refunded(self, who: str, verb: str, status: int, slug: str, body: Json | None = None) -> None:
        key = {"Idempotency-Key": new_id()}
        path = f"{self._deposit_path}/{verb}"
        document = await self._people.refused(who, "POST", path, status, json=body or {}, headers=key)
        assert document["type"] == f"urn:lobby:problem:{slug}", verb

    async def gets_its_deposit_released(self) -> None:
        (self.deposit,) = await eventually(self._deposits, lambda found: [each["status"] for each in found] != ["held"])
        assert self.deposit["status"] == "released"
        assert self.deposit["deductions"] == [
            {"reason": "worker_pass", "amount_fen": LOST_FEN},
            {"reason": "worker_pass", "amount_fen": RECALLED_FEN},
        ]
        sums = {name: self.deposit[name] for name in ("paid_fen", "deducted_fen", "refundable_fen", "uncovered_fen")}
        assert sums == {
            "paid_fen": DUES["renovation_deposit"],
            "deducted_fen": DEDUCTED_FEN,
            "refundable_fen": REFUND_FEN,
            "uncovered_fen": 0,
        }

    async def gets_its_refund_approved(self) -> None:
        """Nobody approves what they asked for, and a refusal is answered by a new request (B-07)."""
        reason = {"reason": "装修验收合格"}
        await self._not_refunded("cashier", "approve-refund", 403, "forbidden")
        await self._not_refunded("finance", "approve-refund", 409, "illegal-transition")
        await self._refund("manager", "request-refund", "requested", reason)
        await self._not_refunded("manager", "approve-refund", 403, "own-request")
        await self._refund("finance", "refuse-refund", "released", {"reason": "请附收据原件"})
        await self._refund("cashier", "request-refund", "requested", reason)
        await self._not_refunded("cashier", "pay", 409, "illegal-transition", self._paid_against("SG-2026-000000"))
        await self._refund("finance", "approve-refund", "approved")
        assert self.deposit["decided_by"] == await self._people.account_id("finance")

    @staticmethod
    def _paid_against(receipt_number: str) -> Json:
        return {"method": "bank", "receipt_number": receipt_number, "external_transaction": f"RF-{new_id()[-12:]}"}

    async def _receipts(self) -> list[str]:
        found = await self._people.items("cashier", "/v1/payments", household_id=self.works["household_id"])
        return [
            payment["receipt_number"]
            for payment in found
            for part in payment["allocations"]
            if part["charge_id"] == self.deposit["charge_id"]
        ]

    async def gets_its_deposit_back(self) -> None:
        people = self._people
        (receipt,) = await self._receipts()
        await self._not_refunded("finance", "pay", 403, "forbidden", self._paid_against(receipt))
        foreign = self._paid_against("SG-2026-000000")
        await self._not_refunded("cashier", "pay", 422, "receipt-of-another-payment", foreign)

        paying, key = self._paid_against(receipt), new_id()
        paid = await people.post("cashier", f"{self._deposit_path}/pay", paying, key=key)
        assert paid == await people.post("cashier", f"{self._deposit_path}/pay", paying, key=key), "paid out once"

        self.deposit = paid
        assert (paid["status"], paid["refunded_fen"], paid["refundable_fen"]) == ("refunded", REFUND_FEN, 0)
        voucher = await people.send("cashier", "GET", f"{self._deposit_path}/voucher.pdf")
        assert voucher.headers["content-type"] == "application/pdf"
        assert voucher.content.startswith(b"%PDF-")

    async def shows_its_refund(self) -> None:
        """Residents and notifications follow (R-36, B-09)."""
        people = self._people
        works = await eventually(lambda: people.get("manager", self.path), lambda it: it["refunds"])
        (refund,) = works["refunds"]
        assert (refund["deposit_id"], refund["voucher_number"]) == (self.deposit["id"], self.deposit["voucher_number"])
        assert (refund["deducted_fen"], refund["refunded_fen"]) == (DEDUCTED_FEN, REFUND_FEN)
        assert works["steps"][-1]["action"] == "deposit_refunded"
        (told,) = await eventually(lambda: people.items("manager", "/v1/messages", about=self.deposit["id"]))
        assert (told["template"], told["recipient"]) == ("deposit_refunded", self._owner)
        assert self.deposit["voucher_number"] in told["body"]

    async def is_on_record(self) -> None:
        """With the refund booked: deposits are money of others until then (B-05)."""
        await super().is_on_record()
        open_ones = await self._people.items("finance", "/v1/deposits", open="true", limit=200)
        assert self.deposit["id"] not in {each["id"] for each in open_ones}
