"""Story 3, a move-in (handbook flows 3), told step by step; each step checks what it did.

What billing and access make of `move_in.completed` is told in `move_in_followed.py`.
"""

from __future__ import annotations

from shared.kernel.ids import new_id
from tests.journeys.people import Json, People, eventually
from tests.journeys.renovation_story import day

ASSISTANT = "service_assistant"
OWNER = "周雪"
FAMILY = ("周启", "周小满")
PHONE = "13700137003"
OPENING_READINGS = {"water": ("W20260301", "1.250"), "power": ("E20260301", "36.5"), "gas": ("G20260301", "0")}


class MoveInStory:
    """The owner of a flat that the developer has not handed over yet comes with the notice."""

    def __init__(self, people: People, *, owner: str = OWNER, phone: str = PHONE) -> None:
        self._people = people
        self.owner, self.phone = owner, phone
        self.handed_over_on = day(-3)
        self.move_in: Json = {}
        self.defects: list[Json] = []

    @property
    def path(self) -> str:
        return f"/v1/move-ins/{self.move_in['id']}"

    async def _step(self, verb: str, form: Json, *, next_step: str | None) -> Json:
        self.move_in = await self._people.post(ASSISTANT, f"{self.path}/{verb}", form)
        assert self.move_in["next_step"] == next_step, verb
        return self.move_in

    async def _refused(self, verb: str, status: int, slug: str, form: Json, *, who: str = ASSISTANT) -> Json:
        key = {"Idempotency-Key": new_id()}
        document = await self._people.refused(who, "POST", f"{self.path}/{verb}", status, json=form, headers=key)
        assert document["type"] == f"urn:lobby:problem:{slug}"
        return document

    async def _told(self, template: str, to: str, about: str) -> Json:
        def wanted(found: list[Json]) -> list[Json]:
            return [each for each in found if each["template"] == template and each["recipient"] == to]

        found = await eventually(lambda: self._people.items("manager", "/v1/messages", about=about), wanted)
        return wanted(found)[0]

    async def is_announced(self) -> None:
        people = self._people
        open_rooms = {each["room_code"] for each in await people.items("manager", "/v1/move-ins", limit=200)}
        unsold = await people.items("manager", "/v1/rooms", occupancy="unsold", limit=200)
        room = next(each for each in unsold if each["code"] not in open_rooms)
        notice = {
            "room_code": room["code"],
            "owner_name": self.owner,
            "owner_phone": self.phone,
            "notice_number": "JF-2026-0301",
            "notice_on": day(-14),
            "appointment_at": f"{day(0)}T10:00:00+08:00",
        }
        await people.refused("front_desk", "POST", "/v1/move-ins", 403, json=notice)
        self.move_in = await people.post(ASSISTANT, "/v1/move-ins", notice)
        assert (room["hand_over"], self.move_in["status"]) == ("pending", "notified")
        answered = await people.send("front_desk", "GET", self.path)
        assert self.phone not in answered.text, "phones are masked (R-04)"
        again = await people.refused(ASSISTANT, "POST", "/v1/move-ins", 409, json=notice)
        assert again["type"] == "urn:lobby:problem:move-in-open"

    async def is_stopped_for_papers(self) -> None:
        brought = {"papers": [{"kind": "hand_over_notice"}, {"kind": "identity", "description": "原件已核对"}]}
        stopped = await self._refused("verify", 409, "move-in-papers-missing", brought)
        missing = {each["pointer"].removeprefix("/papers/"): each["message"] for each in stopped["errors"]}
        assert missing == {"photo": "photo", "contract_copy": "contract or deed copy"}
        asking = {"missing": sorted(missing), "note": "已电话询问销售部"}
        await self._step("ask-sales-office", asking, next_step="verify")
        out_of_turn = await self._refused("complete", 409, "step-out-of-order", {})
        assert "(verify)" in out_of_turn["detail"]
        complete = {"papers": [*brought["papers"], {"kind": "photo"}, {"kind": "contract_copy", "sha256": "ab" * 32}]}
        await self._step("verify", complete, next_step="sign_agreements")

    async def is_signed_and_registered(self) -> None:
        signed = {"signed": ["interim_convention", "area_undertaking", "renovation_rules"], "signed_by": self.owner}
        await self._step("sign-agreements", signed, next_step="hand_out_documents")
        packed = ("quality_guarantee", "user_manual", "owner_handbook", "fee_table")
        handed_out = {"documents": [{"kind": kind} for kind in packed], "received_by": self.owner}
        await self._refused("hand-out-documents", 409, "pack-not-prepared", handed_out)
        await self._step("prepare-pack", {}, next_step="hand_out_documents")
        await self._step("hand-out-documents", handed_out, next_step="record_prepayment")
        await self._step("record-prepayment", {"amount_fen": 0}, next_step="confirm_household")
        form = {
            "members": [
                {"name": self.owner, "role": "owner", "phone": self.phone},
                *({"name": name, "role": "family"} for name in FAMILY),
            ]
        }
        await self._step("confirm-household", form, next_step="choose_custody")
        (household,) = await self._people.items("front_desk", "/v1/households", room_code=self.move_in["room_code"])
        assert household["id"] == self.move_in["household_id"]
        custody = {"custody": "finishing_work", "authorised_by": self.owner}
        await self._step("choose-custody", custody, next_step="inspect")

    async def is_inspected(self) -> None:
        people = self._people
        answer = await people.send(ASSISTANT, "GET", "/v1/move-ins/inspection-lists")
        flat = next(each for each in answer.json() if each["room_kind"] == "flat")
        crack = {"place": "客厅北墙", "kind": "wall_floor", "description": "墙面裂缝", "deadline_on": day(14)}
        leak = {
            "place": "卫生间",
            "kind": "waterproofing",
            "severity": "major",
            "description": "地漏渗水",
            "contractor": "恒建防水工程公司",
            "deadline_on": day(7),
        }
        found = {"walls": [crack], "bathroom_waterproofing": [leak]}
        items = [
            {"item": each["item"], "finding": "defect", "defects": found[each["item"]]}
            if each["item"] in found
            else {"item": each["item"], "finding": "ok"}
            for each in flat["items"]
        ]
        await self._refused("inspect", 422, "inspection-incomplete", {"items": items[1:], "inspected_with": self.owner})
        await self._step("inspect", {"items": items, "inspected_with": self.owner}, next_step="read_meters")
        self.defects = await people.items(ASSISTANT, "/v1/defects", move_in_id=self.move_in["id"])
        assert {each["kind"]: (each["round"], each["deadline_on"]) for each in self.defects} == {
            "wall_floor": (1, day(14)),
            "waterproofing": (1, day(7)),
        }
        for defect in self.defects:
            notice = await self._told("defect_to_send", "role:service_lead", defect["id"])
            assert defect["number"] in notice["title"]
            await self._told("defect_raised", f"household:{self.move_in['household_id']}", defect["id"])
            printed = await people.send(ASSISTANT, "GET", f"/v1/defects/{defect['id']}/notices/1/pdf")
            assert printed.content.startswith(b"%PDF-")

    async def is_completed(self) -> None:
        people = self._people
        lines = [
            {"kind": kind, "serial": serial, "reading": shown} for kind, (serial, shown) in OPENING_READINGS.items()
        ]
        below_zero = {"readings": [lines[0] | {"reading": "-1"}, *lines[1:]]}
        await self._refused("read-meters", 422, "invalid-content", below_zero)
        await self._step("read-meters", {"readings": lines}, next_step="try_keys")
        keys = [{"label": label, "works": True} for label in ("entrance", "door", "door", "mailbox")]
        tried = {"keys": [*keys, {"label": "door", "works": True, "stays": True}], "received_by": self.owner}
        await self._step("try-keys", tried, next_step="complete")
        assert self.move_in["custody_slip_number"] == f"{self.move_in['number']}-K"

        household = await people.get(ASSISTANT, f"/v1/households/{self.move_in['household_id']}")
        wishes = [
            {"person_id": each["person_id"], "count": 4 if each["name"] == self.owner else 3}
            for each in household["members"]
        ]
        form = {"passes_wanted": wishes, "handed_over_on": self.handed_over_on}
        done = await self._step("complete", form, next_step=None)
        assert (done["status"], done["handed_over_on"]) == ("completed", self.handed_over_on)
        (room,) = await people.items("front_desk", "/v1/rooms", code=self.move_in["room_code"])
        assert (room["hand_over"], room["occupancy"]) == ("handed_over", "occupied")
        welcome = await self._told("move_in_completed", f"household:{household['id']}", done["id"])
        assert welcome["title"] == f"欢迎入住 {room['code']}"
        for paper in ("hand-over-form", "key-receipt"):
            printed = await people.send("front_desk", "GET", f"{self.path}/{paper}/pdf")
            assert printed.headers["content-type"] == "application/pdf"
            assert printed.content.startswith(b"%PDF-")

    async def is_in_the_file(self) -> None:
        people = self._people
        (file,) = await people.items(ASSISTANT, "/v1/archives", household_id=self.move_in["household_id"])
        whole = await people.get(ASSISTANT, f"/v1/archives/{file['id']}")
        sections = {each["section"] for each in whole["entries"]}
        assert sections >= {
            "interim_convention",
            "renovation_agreement",
            "hand_over_form",
            "key_custody_authorisation",
            "room_inspection",
            "key_receipt",
            "household_information",
            "document_receipts",
            "identity_copies",
            "title_papers",
            "area_undertaking",
        }

    async def has_its_defects_cured(self) -> None:
        people = self._people
        visit = {"visit_at": f"{day(3)}T10:00:00+08:00"}
        for order, defect in enumerate(self.defects):
            path = f"/v1/defects/{defect['id']}"
            early = await people.refused(ASSISTANT, "POST", f"{path}/invite", 409, json=visit)
            assert early["type"] == "urn:lobby:problem:illegal-transition"
            await people.post(ASSISTANT, f"{path}/report-finished")
            await people.post(ASSISTANT, f"{path}/invite", visit)
            if order == 0:
                refusal = {"reason": "仍有裂缝", "deadline_on": day(21)}
                back = await people.post(ASSISTANT, f"{path}/refuse", refusal)
                assert (back["status"], back["round"], back["deadline_on"]) == ("raised", 2, day(21))
                await people.post(ASSISTANT, f"{path}/report-finished")
                await people.post(ASSISTANT, f"{path}/invite", visit)
            cured = await people.post(ASSISTANT, f"{path}/confirm", {"confirmed_by": self.owner})
            assert (cured["status"], cured["cured_on"]) == ("cured", day(0))
            await self._told("defect_cured", f"household:{self.move_in['household_id']}", defect["id"])
        summary = await people.get("manager", "/v1/defects/summary")
        assert summary["raised"] == summary["open"] + summary["cured"]
        assert summary["cured"] >= len(self.defects)
        overdue = await people.items(ASSISTANT, "/v1/defects", overdue="true")
        assert not {each["id"] for each in overdue} & {each["id"] for each in self.defects}
