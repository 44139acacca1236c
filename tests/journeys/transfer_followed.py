"""Story 7 from the closing on: what the file, billing, access and notifications make of it (handbook flows 7)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from tests.journeys.gate import at_the_gate
from tests.journeys.move_in_followed import MONTHLY, month_end, share_fen
from tests.journeys.people import eventually
from tests.journeys.renovation_story import day
from tests.journeys.transfer_story import BUYER, Transfer


class TransferFollowed(Transfer):
    """The same change of holder, closed."""

    async def its_file_is_under_retention(self) -> None:
        """Closed, with the protocol, and kept for its years; the newcomer's file is open (R-07, R-14)."""
        people = self._people
        files = await people.items("service_lead", "/v1/archives", room_code=self.old["room_code"])
        by_household = {file["household_id"]: file for file in files}
        closed, opened = by_household[self.old["id"]], by_household[self.newcomer]
        assert (closed["closed_on"], opened["closed_on"]) == (day(0), None)
        assert date.fromisoformat(closed["retain_until"]) >= date.fromisoformat(day(365))
        assert opened["retain_until"] is None
        for file in (closed, opened):
            whole = await people.get("service_lead", f"/v1/archives/{file['id']}")
            assert "transfer_protocol" in {each["kind"] for each in whole["entries"]}

    async def the_month_is_split(self) -> None:
        """The newcomer pays from the day of the transfer, the old household through the day before (R-07, B-03)."""
        people, first = self._people, date.fromisoformat(day(0))
        (room,) = await people.items("front_desk", "/v1/rooms", code=self.old["room_code"])
        new = await eventually(
            lambda: people.items("cashier", "/v1/charges", household_id=self.newcomer),
            lambda found: len(found) >= len(MONTHLY),
        )
        tariff, area = await self.home.tariff(), room["area_m2"]
        assert {each["item"]: each["amount_fen"] for each in new} == {
            item: share_fen(tariff[item], area, first, month_end(first)) for item in MONTHLY
        }
        assert {each["charged_from"] for each in new} == {str(first)}
        for charge in [each for each in await self.home.charges() if each["item"] in MONTHLY]:
            begins, ends = (date.fromisoformat(charge[end]) for end in ("charged_from", "charged_until"))
            last = min(ends, first - timedelta(days=1))
            kept_fen = charge["amount_fen"] - charge["credited_fen"]
            assert kept_fen == share_fen(tariff[charge["item"]], area, begins, last)
            assert charge["outstanding_fen"] == 0

    async def its_passes_open_nothing(self) -> None:
        """Whatever they were: given back, still out, only asked for; what was asked for is refused (R-07)."""
        cards = await eventually(
            self.home.passes, lambda found: not {each["status"] for each in found} & {"issued", "requested"}
        )
        assert {each["status"] for each in cards} == {"returned", "revoked", "refused"}
        assert {card["id"] for card in cards} == set(self.codes)
        for card in cards:
            assert await at_the_gate(self._people, self.codes[card["id"]]) == ("deny", card["status"])
        (revoked,) = [each["id"] for each in cards if each["status"] == "revoked"]
        assert revoked == self.guest["id"]
        keys = await self.home.keys()
        assert {each["status"] for each in keys} == {"withdrawn"}
        assert {tuple(each["actions"]) for each in keys} == {()}

    async def the_old_phone_is_nobody(self) -> None:
        people, room = self._people, self.old["room_code"]
        assert await self._who_calls("old") == []
        (match,) = await self._who_calls("new")
        assert (match["household_id"], match["room_code"]) == (self.newcomer, room)
        before = await people.items("manager", "/v1/messages", household_id=self.old["id"], limit=200)

        ticket = await self._made_for(self.newcomer, "/v1/tickets", self._repair(BUYER, "new"))
        told = await eventually(lambda: people.items("manager", "/v1/messages", about=ticket["id"]))
        assert {each["recipient"] for each in told} == {f"household:{self.newcomer}"}
        charged = await people.items("cashier", "/v1/charges", household_id=self.newcomer)
        for charge in charged:
            found = await eventually(partial(people.items, "manager", "/v1/messages", about=charge["id"]))
            assert {each["recipient"] for each in found} == {f"household:{self.newcomer}"}
        after = await people.items("manager", "/v1/messages", household_id=self.old["id"], limit=200)
        assert [each["id"] for each in after] == [each["id"] for each in before]
        assert not [each["id"] for each in after if each["status"] == "queued"], "nothing waits to be sent"

    async def the_books_agree(self) -> None:
        balance = await self._people.get("finance", "/v1/billing-reports/trial-balance")
        assert balance["is_balanced"]
        assert all(each["agrees"] for each in balance["agreements"])
