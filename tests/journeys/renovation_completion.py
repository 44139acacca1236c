"""Story 2 from the works under way to the deposit's release (handbook flows 2), told step by step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from tests.journeys.people import Json, eventually
from tests.journeys.renovation_story import DUES, Renovation, day

CHECKLIST = (
    "load_bearing_damage",
    "waterproofing_damage",
    "gas_alteration",
    "power_overload",
    "rubbish",
    "noise_out_of_hours",
    "no_fire_extinguisher",
    "worker_without_pass",
)
LOST_FEN = 2_000
RECALLED_FEN = 1_000


def round_with(*findings: str) -> Json:
    return {"checks": [{"item": item, "in_order": item not in findings} for item in CHECKLIST]}


def hot_work(worker_id: str) -> Json:
    now = datetime.now(UTC)
    return {
        "place": "厨房",
        "work": "支架焊接",
        "worker_id": worker_id,
        "extinguishers": "干粉灭火器两具",
        "watcher_name": "孙伟",
        "starts_at": now.isoformat(),
        "ends_at": (now + timedelta(hours=2)).isoformat(),
    }


class RenovationCompletion(Renovation):
    """The same works: looked after, prolonged, completed."""

    async def is_inspected_until_cured(self) -> None:
        people = self._people
        due = await people.items("security", "/v1/renovations/inspections-due", round="security", limit=200)
        assert self.works["id"] in {site["renovation_id"] for site in due}

        inspection = await people.post("security", f"{self.path}/inspections", round_with("rubbish"))

        notice = inspection["notice"]
        assert (inspection["round"], [each["item"] for each in notice["findings"]]) == ("security", ["rubbish"])
        cured = await people.post(
            "service_assistant", f"/v1/renovations/notices/{notice['id']}/recheck", {"is_cured": True}
        )
        assert cured["cured_at"] is not None
        due = await people.items("security", "/v1/renovations/inspections-due", round="security", limit=200)
        assert self.works["id"] not in {site["renovation_id"] for site in due}

    async def has_hot_work(self) -> None:
        people = self._people
        worker_id = (await people.get("manager", self.path))["workers"][0]["id"]
        asked = await people.post("front_desk", f"{self.path}/hot-works", hot_work(worker_id))
        path = f"/v1/renovations/hot-works/{asked['id']}"
        await people.refused("front_desk", "POST", f"{path}/review", 403, json={})
        await people.post("security", f"{path}/review")
        await people.refused("security", "POST", f"{path}/approve", 403, json={})
        permitted = await people.post("manager", f"{path}/approve")
        assert (permitted["status"], permitted["is_valid"]) == ("permitted", True)
        assert (await people.post("security", f"{path}/check-before"))["status"] == "under_way"
        ended = await people.post("security", f"{path}/check-after", {"note": "无余火"})
        assert (ended["status"], ended["outcome"], ended["is_valid"]) == ("ended", "checked", False)
        messages = await eventually(
            lambda: people.items("manager", "/v1/messages", about=asked["id"]),
            lambda found: {"hot_work_permitted", "hot_work_ended"} <= {each["template"] for each in found},
        )
        assert {each["recipient"] for each in messages} == {self._owner, "role:security"}

    async def is_prolonged(self) -> None:
        people = self._people
        old = (await people.get("manager", self.path))["permits"][-1]
        more = {"ends_on": day(60), "reason": "定制橱柜延期到货"}
        asked = await people.post("front_desk", f"{self.path}/extensions", more)
        path = f"{self.path}/extensions/{asked['extensions'][-1]['id']}"
        await people.refused("front_desk", "POST", f"{path}/approve", 403, json={})

        prolonged = await people.post("manager", f"{path}/approve")

        new = prolonged["permits"][-1]
        assert (new["number"], new["valid_until"]) == (f"{old['number']}-E1", day(60))
        cards = await eventually(self._passes, lambda found: {each["valid_until"] for each in found} == {day(60)})
        assert {each["status"] for each in cards} == {"issued"}
        assert await self.gate(new["code"]) == ("deny", "permit_not_a_pass")
        assert await self.gate(old["code"]) == ("deny", "unknown_code")
        printed = await people.send("front_desk", "GET", f"{self.path}/permit.pdf")
        assert printed.headers["content-type"] == "application/pdf"
        assert printed.content.startswith(b"%PDF-")

    async def is_completed(self) -> None:
        people = self._people
        await self._step("front_desk", "request-completion", "completion_inspection")
        found = {"passed": True, "is_site_cleared": True, "is_permit_returned": True}
        await self._step("security", "inspect-completion", "completion_inspection", found)
        refused = await self._refused("manager", "complete", 409, "not-ready-to-complete")
        assert "worker passes" in refused["detail"]

        *returned, kept_back, lost = self.cards
        codes = await self._codes()
        for card in returned:
            await people.post("front_desk", f"/v1/passes/{card['id']}/return")
        await people.post("front_desk", f"/v1/passes/{lost['id']}/report-lost")
        checklist = await eventually(
            lambda: people.get("manager", f"{self.path}/completion"),
            lambda it: (
                {each["pass_id"]: each["status"] for each in it["passes"] if each["is_out"]}
                == {kept_back["id"]: "issued", lost["id"]: "lost"}
            ),
        )
        assert checklist["waits_for"] == ["passes_out"]
        assert checklist["deposit_fen"] == DUES["renovation_deposit"]
        explained = {
            "passes": [
                {"pass_id": lost["id"], "explanation": "工人离场时遗失", "amount_fen": LOST_FEN},
                {"pass_id": kept_back["id"], "explanation": "工人已离场，未交回", "amount_fen": RECALLED_FEN},
            ]
        }
        await self._refused("front_desk", "complete", 403, "forbidden", explained)
        above = {"deductions": [{"reason": "other", "amount_fen": DUES["renovation_deposit"], "note": "清洁"}]}
        await self._refused("manager", "complete", 422, "deduction-above-deposit", explained | above)

        done = await self._step("manager", "complete", "completed", explained)

        kept = [(each["reason"], each["amount_fen"]) for each in done["completions"][-1]["deductions"]]
        assert kept == [("worker_pass", LOST_FEN), ("worker_pass", RECALLED_FEN)]
        told = await self._told("renovation_completed", self._owner)
        assert "30.00" in told["body"]
        await self._is_shut_out(codes, kept_back)
        (room,) = await people.items("manager", "/v1/rooms", code=self.works["room_code"])
        assert room["occupancy"] != "renovating"
        (file,) = await people.items("service_lead", "/v1/archives", room_code=self.works["room_code"])
        whole = await people.get("service_lead", f"/v1/archives/{file['id']}")
        kinds = {each["kind"] for each in whole["entries"]}
        assert {"renovation_permit", "renovation_inspection", "renovation_completion"} <= kinds

    async def _is_shut_out(self, codes: list[str], kept_back: Json) -> None:
        """What is still out when the works are over is recalled, opens nothing and is taken in later (R-36)."""
        *returned, recalled, lost = codes
        assert await eventually(partial(self.gate, recalled), lambda it: it[0] == "deny") == ("deny", "recalled")
        assert [await self.gate(code) for code in returned] == [("deny", "returned")] * len(returned)
        assert await self.gate(lost) == ("deny", "lost")
        await self._people.post("front_desk", f"/v1/passes/{kept_back['id']}/return")
        assert await self.gate(recalled) == ("deny", "returned")
