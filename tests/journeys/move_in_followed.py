"""Story 3 from the hand-over on: what billing, access and the file make of it (handbook flows 3), step by step."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import partial

from shared.kernel.ids import new_id
from tests.journeys.gate import at_the_gate
from tests.journeys.move_in_story import ASSISTANT, OPENING_READINGS, OWNER, PHONE, MoveInStory
from tests.journeys.people import Json, People, eventually

MONTHLY = {"property_fee", "elevator"}
PASS_FEE_FEN = 5_000
FREE_PASSES = 3
MEMBERS = 3
COMPLETE = 100
KEYS = [
    ("door", 1, "in_custody"),
    ("door", 2, "issued"),
    ("entrance", 1, "issued"),
    ("mailbox", 1, "issued"),
]


def month_end(day_of_it: date) -> date:
    return day_of_it.replace(day=monthrange(day_of_it.year, day_of_it.month)[1])


def share_fen(item: Json, area_m2: str, first: date, last: date) -> int:
    """For some days of one month, rounded once, half up (B-03); no code of billing's."""
    days = Fraction(max(0, (last - first).days + 1), month_end(first).day)
    exact = item["unit_price_fen"] * days * (Fraction(area_m2) if item["unit"] == "m2_month" else 1)
    precise = Decimal(exact.numerator) / Decimal(exact.denominator)
    return int(precise.quantize(Decimal(1), rounding=ROUND_HALF_UP))


class MoveInFollowed(MoveInStory):
    """The same move-in, and what follows by event."""

    def __init__(self, people: People, *, owner: str = OWNER, phone: str = PHONE) -> None:
        super().__init__(people, owner=owner, phone=phone)
        self.cards: list[Json] = []
        self.extra: Json = {}

    @property
    def household_id(self) -> str:
        return str(self.move_in["household_id"])

    async def charges(self, *, cause_id: str | None = None) -> list[Json]:
        wanted = {"household_id": self.household_id} | ({"cause_id": cause_id} if cause_id else {})
        return await self._people.items("cashier", "/v1/charges", **wanted)

    async def tariff(self) -> dict[str, Json]:
        return {each["item"]: each for each in await self._people.items("cashier", "/v1/tariffs", limit=200)}

    async def _file(self) -> Json:
        (file,) = await self._people.items(ASSISTANT, "/v1/archives", household_id=self.household_id)
        return await self._people.get(ASSISTANT, f"/v1/archives/{file['id']}")

    async def has_an_incomplete_file(self) -> None:
        """Of a household that is registered and has taken over nothing yet (R-11)."""
        whole = await self._file()
        missing = {each["section"] for each in whole["directory"] if each["standing"] == "missing"}
        assert "hand_over_form" in missing
        assert whole["completeness_percent"] < COMPLETE

    async def is_in_the_file(self) -> None:
        """Nothing is asked for that a move-in does not bring: no works, no contractor's papers (R-11)."""
        await super().is_in_the_file()
        whole = await self._file()
        missing = [each["section"] for each in whole["directory"] if each["standing"] == "missing"]
        assert (missing, whole["completeness_percent"]) == ([], COMPLETE)
        assert [each["occasion"] for each in whole["occasions"]] == ["move_in"]

    async def is_charged_from_the_hand_over(self) -> None:
        people = self._people
        found = await eventually(partial(self.charges, cause_id=self.move_in["id"]), lambda it: len(it) >= len(MONTHLY))
        (room,) = await people.items("front_desk", "/v1/rooms", code=self.move_in["room_code"])
        first = date.fromisoformat(self.handed_over_on)
        tariff, last = await self.tariff(), month_end(first)
        expected = {item: share_fen(tariff[item], room["area_m2"], first, last) for item in MONTHLY}
        assert {each["item"]: each["amount_fen"] for each in found} == expected
        assert {(each["charged_from"], each["charged_until"]) for each in found} == {(str(first), str(last))}
        for charge in found:
            await self._told("charge_posted", f"household:{self.household_id}", charge["id"])

    async def has_its_meters_read(self) -> None:
        room_code = self.move_in["room_code"]
        meters = await eventually(
            lambda: self._people.items("cashier", "/v1/meters", room_code=room_code),
            lambda found: len(found) >= len(OPENING_READINGS),
        )
        shown = {each["kind"]: (each["serial"], each["readings"]) for each in meters}
        assert set(shown) == set(OPENING_READINGS)
        for kind, (serial, reading) in OPENING_READINGS.items():
            assert shown[kind][0] == serial
            (opening,) = shown[kind][1]
            assert Decimal(opening["reading"]) == Decimal(reading)
            assert (opening["read_on"], opening["household_id"]) == (self.handed_over_on, self.household_id)
            assert (opening["source"], opening["source_id"]) == ("move_in", self.move_in["id"])

    async def keys(self) -> list[Json]:
        return await self._people.items("front_desk", "/v1/keys", household_id=self.household_id)

    async def has_its_keys_registered(self) -> None:
        keys = await eventually(self.keys, lambda found: len(found) >= len(KEYS))
        assert sorted((each["label"], each["count"], each["status"]) for each in keys) == KEYS
        assert {each["tag"] for each in keys} == {self.move_in["room_code"]}
        whole = await self._people.get("front_desk", f"/v1/keys/{keys[0]['id']}")
        assert [each["movement"] for each in whole["movements"]] == ["registered"]

    async def passes(self) -> list[Json]:
        return await self._people.items("front_desk", "/v1/passes", household_id=self.household_id)

    async def has_its_passes_requested(self) -> None:
        """Three for each of three are free; the owner's fourth is charged (A-30)."""
        self.cards = await eventually(self.passes, lambda found: len(found) > MEMBERS * FREE_PASSES)
        assert len(self.cards) == MEMBERS * FREE_PASSES + 1
        assert {(each["kind"], each["status"]) for each in self.cards} == {("resident", "requested")}
        (self.extra,) = [each for each in self.cards if each["beyond_quota"]]
        assert self.extra["holder"]["name"] == self.owner
        (charge,) = await eventually(partial(self.charges, cause_id=self.extra["id"]))
        assert (charge["item"], charge["amount_fen"], charge["cause"]["kind"]) == (
            "resident_pass",
            PASS_FEE_FEN,
            "pass",
        )
        await self._told("charge_posted", f"household:{self.household_id}", charge["id"])
        all_charges = await self.charges()
        assert sum(each["item"] == "resident_pass" for each in all_charges) == 1, "the free ones cost nothing"

    async def _gate(self, card: Json) -> tuple[str, str]:
        code = (await self._people.get("security", f"/v1/passes/{card['id']}"))["code"]
        return await at_the_gate(self._people, code)

    async def issue(self, card: Json) -> None:
        body = {"received_by": self.owner}
        issued = await self._people.post("front_desk", f"/v1/passes/{card['id']}/issue", body)
        assert issued["status"] == "issued"

    async def has_its_passes_issued(self) -> None:
        """The extra one waits for its fee, the others for nobody."""
        people = self._people
        free = next(each for each in self.cards if not each["beyond_quota"])
        assert await self._gate(free) == ("deny", "not_issued")
        await self.issue(free)
        assert await self._gate(free) == ("allow", "valid")
        path, key = f"/v1/passes/{self.extra['id']}", {"Idempotency-Key": new_id()}
        waiting = await people.refused(
            "front_desk", "POST", f"{path}/issue", 409, json={"received_by": self.owner}, headers=key
        )
        assert waiting["type"] == "urn:lobby:problem:pass-fee-unpaid"
        assert await self._gate(self.extra) == ("deny", "not_issued")

        (charge,) = await self.charges(cause_id=self.extra["id"])
        await people.post(
            "cashier",
            "/v1/payments",
            {
                "household_id": self.household_id,
                "method": "wechat",
                "amount_fen": PASS_FEE_FEN,
                "charge_ids": [charge["id"]],
            },
        )

        await eventually(lambda: people.get("front_desk", path), lambda card: card["fee_paid_at"])
        await self.issue(self.extra)
        assert await self._gate(self.extra) == ("allow", "valid")
