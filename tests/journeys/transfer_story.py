"""Story 7, a household leaves, up to the closing (handbook flows 7), told step by step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from random import SystemRandom

from shared.kernel.ids import new_id
from tests.journeys.move_in_followed import MoveInFollowed
from tests.journeys.people import Json, People, eventually
from tests.journeys.renovation_story import day

ASSISTANT = "service_assistant"
PATH = "/v1/households/transfers"
REPAIR_FEN = 8_000
SELLER, BUYER = "陆鸣", "秦岚"
_CHANCE = SystemRandom()


def a_phone() -> str:
    """Nobody else's in the demo community."""
    return f"199{_CHANCE.randrange(10**8):08d}"


class Transfer:
    """陆鸣, who moved in some days ago, sells the flat to 秦岚; fees, a repair, keys and passes are open."""

    def __init__(self, people: People) -> None:
        self._people = people
        self.phones = {"old": a_phone(), "new": a_phone()}
        self.home = MoveInFollowed(people, owner=SELLER, phone=self.phones["old"])
        self.old: Json = {}
        self.transfer: Json = {}
        self.guest: Json = {}
        self.codes: dict[str, str] = {}

    @property
    def path(self) -> str:
        return f"{PATH}/{self.transfer['id']}"

    async def lives_here(self) -> None:
        """Since the move-in: with keys, passes and fees from the hand-over."""
        home = self.home
        await home.is_announced()
        await home.is_stopped_for_papers()
        await home.is_signed_and_registered()
        await home.is_inspected()
        await home.is_completed()
        await home.is_charged_from_the_hand_over()
        await home.has_its_keys_registered()
        await home.has_its_passes_requested()
        await home.has_its_passes_issued()
        self.old = await self._people.get("manager", f"/v1/households/{home.household_id}")
        assert [match["household_id"] for match in await self._who_calls("old")] == [self.old["id"]]

    async def _who_calls(self, whose: str) -> list[Json]:
        """The desk asks again when residents did not answer in time."""

        async def ask() -> Json:
            card = await self._people.get("front_desk", "/v1/front-desk/caller-card", phone=self.phones[whose])
            part: Json = card["parts"]["residents"]
            return part

        matches: list[Json] = (await eventually(ask, lambda part: part["status"] == "ok"))["data"]["matches"]
        return matches

    async def owes_a_repair_and_has_a_guest(self) -> None:
        room = self.old["room_code"]
        ticket = await self._made_for(self.old["id"], "/v1/tickets", self._repair(SELLER, "old"))
        await self._work_off(f"/v1/tickets/{ticket['id']}")
        (charge,) = await eventually(partial(self.home.charges, cause_id=ticket["id"]))
        assert charge["outstanding_fen"] == REPAIR_FEN

        wanted = {"kind": "temporary", "room_code": room, "holder_name": "李师傅", "valid_until": day(1)}
        self.guest = await self._made_for(self.old["id"], "/v1/passes", wanted)
        assert self.guest["household_id"] == self.old["id"]

    def _repair(self, name: str, whose: str) -> Json:
        return {
            "room_code": self.old["room_code"],
            "category": "repair",
            "source": "phone",
            "summary": "龙头漏水",
            "requester": {"name": name, "phone": self.phones[whose]},
            "room_confirmed": True,
        }

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
        await people.post(ASSISTANT, f"{path}/dispatch", {"assignee_id": technician})
        await people.post("technician", f"{path}/accept")
        await people.post("technician", f"{path}/arrive")
        await people.post("technician", f"{path}/quote", {"lines": [{"item": "repair_tap", "quantity": 1}]})
        agreed = {"accepted_by": SELLER, "statement": "同意 80 元"}
        await people.post(ASSISTANT, f"{path}/approve-quote", agreed)
        await people.post("technician", f"{path}/complete", {"work_done": "已换", "signed_by": SELLER})
        await people.post("service_lead", f"{path}/close", {"told_requester": True, "satisfied": True})

    async def _owed_fen(self) -> int:
        return sum(each["outstanding_fen"] for each in await self.home.charges())

    async def is_opened(self) -> None:
        people = self._people
        body = {
            "household_id": self.old["id"],
            "planned_on": day(0),
            "reason": "sale",
            "papers": [{"kind": "contract", "description": "网签合同"}],
            "members": [{"name": BUYER, "role": "owner", "phone": self.phones["new"], "id_number": "E12345678"}],
        }
        await people.refused("front_desk", "POST", PATH, HTTPStatus.FORBIDDEN, json=body)
        self.transfer = await people.post(ASSISTANT, PATH, body)
        assert self.transfer["members"][0]["phone"] == f"199****{self.phones['new'][-4:]}"
        facts = {"papers": "open", "arrears": "open", "passes": "open", "keys": "open", "deposits": "clear"}
        found = await eventually(
            lambda: people.get(ASSISTANT, self.path), lambda it: facts.items() <= states(it).items()
        )
        assert {each["sum_fen"] for each in found["checklist"]} == {None}, "sums are for the manager"
        owed_fen = await self._owed_fen()
        assert owed_fen > REPAIR_FEN, "fees since the hand-over, and the repair"
        await self._shows("arrears", lambda line: line["sum_fen"] == owed_fen)
        await self._shows("keys", lambda line: line["names"] == [self.old["room_code"]] * 3)
        cards = await self._cards("issued")
        assert len(cards) == 3, "of the owner and his family one free and one extra, and the guest's"
        await self._shows("passes", lambda line: line["names"] == sorted(each["number"] for each in cards))

    async def _shows(self, item: str, is_so: Callable[[Json], bool]) -> Json:
        """A line of the manager's checklist, from live facts."""

        async def line() -> Json:
            found = await self._people.get("manager", self.path)
            shown: Json = next(each for each in found["checklist"] if each["item"] == item)
            return shown

        return await eventually(line, is_so)

    async def _cards(self, status: str) -> list[Json]:
        return [each for each in await self.home.passes() if each["status"] == status]

    async def is_refused_while_anything_is_open(self) -> None:
        key = {"Idempotency-Key": new_id()}
        document = await self._people.refused(ASSISTANT, "POST", f"{self.path}/close", HTTPStatus.CONFLICT, headers=key)
        assert document["type"] == "urn:lobby:problem:checklist-open"
        named = [fault["pointer"].rpartition("/")[2] for fault in document["errors"]]
        assert named == ["papers", "arrears", "readings", "keys", "passes", "parcels"]
        assert (await self._people.get("manager", f"/v1/households/{self.old['id']}"))["departed_on"] is None

    async def is_settled(self) -> None:
        """What was owed is paid, keys and passes come back to the desk; the guest's card can't be had."""
        people, who = self._people, ASSISTANT
        await people.post(who, f"{self.path}/change", {"papers": [{"kind": "identity"}]})
        readings = [
            {"meter": "water", "reading": "86.4"},
            {"meter": "power", "reading": "1520"},
            {"meter": "gas", "reading": "12.5"},
        ]
        below = {"readings": [{"meter": "water", "reading": "1.249"}, *readings[1:]]}
        refused = await people.refused(who, "POST", f"{self.path}/readings", 422, json=below)
        assert refused["type"] == "urn:lobby:problem:reading-below-opening", "the move-in read 1.250"
        await people.post(who, f"{self.path}/readings", {"readings": readings})
        reason = {"item": "parcels", "reason": "包裹由物业代转新址"}
        await people.refused(who, "POST", f"{self.path}/waive", HTTPStatus.FORBIDDEN, json=reason)
        await people.post("manager", f"{self.path}/waive", reason)
        await self._pays_everything()
        await self._gives_back_keys_and_passes()
        await self._shows("passes", lambda line: line["names"] == [self.guest["number"]])
        gone = {"item": "passes", "reason": "访客已离开，临时证未交回"}
        await people.post("manager", f"{self.path}/waive", gone)
        clear = await eventually(lambda: people.get(who, self.path), lambda it: it["is_clear"])
        assert states(clear) == {
            "papers": "clear",
            "arrears": "clear",
            "readings": "clear",
            "keys": "clear",
            "passes": "waived",
            "deposits": "clear",
            "prepaid": "clear",
            "parcels": "waived",
            "renovation": "clear",
            "archive_loan": "clear",
        }

    async def _pays_everything(self) -> None:
        owed = [each for each in await self.home.charges() if each["outstanding_fen"]]
        paying = {
            "room_code": self.old["room_code"],
            "method": "wechat",
            "amount_fen": sum(each["outstanding_fen"] for each in owed),
            "charge_ids": [each["id"] for each in owed],
        }
        await self._people.post("cashier", "/v1/payments", paying)
        assert await self._owed_fen() == 0

    async def _gives_back_keys_and_passes(self) -> None:
        people = self._people
        for key in await self.home.keys():
            if key["status"] == "issued":
                back = await people.post("front_desk", f"/v1/keys/{key['id']}/return", {"brought_by": SELLER})
                assert back["status"] == "in_custody"
        cards = await self.home.passes()
        for card in cards:
            self.codes[card["id"]] = (await people.get("security", f"/v1/passes/{card['id']}"))["code"]
        for card in cards:
            if card["status"] == "issued" and card["id"] != self.guest["id"]:
                await people.post("front_desk", f"/v1/passes/{card['id']}/return")

    async def is_closed(self) -> None:
        people, key = self._people, new_id()
        self.transfer = await people.post(ASSISTANT, f"{self.path}/close", key=key)
        assert (self.transfer["status"], self.transfer["transferred_on"]) == ("closed", day(0))
        again = await people.post(ASSISTANT, f"{self.path}/close", key=key)
        assert again == self.transfer, "the same key, the same answer"
        printed = await people.send(ASSISTANT, "GET", f"{self.path}/protocol")
        assert (printed.status_code, printed.headers["content-type"]) == (HTTPStatus.OK, "application/pdf")
        assert printed.content.startswith(b"%PDF-")

        old = await people.get("manager", f"/v1/households/{self.old['id']}")
        new = await people.get("manager", f"/v1/households/{self.newcomer}")
        assert (old["departed_on"], new["registered_on"]) == (day(0), day(0))
        assert [each["name"] for each in new["members"]] == [BUYER]
        room = await people.get("manager", f"/v1/rooms/{old['room_id']}")
        assert room["occupancy"] == "occupied"

    @property
    def newcomer(self) -> str:
        return str(self.transfer["new_household_id"])


def states(transfer: Json) -> dict[str, str]:
    """Per item how it stands."""
    return {each["item"]: each["state"] for each in transfer["checklist"]}
