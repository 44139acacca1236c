"""What a household gets by its move-in and gives up when it leaves. Source: handbook A-20, A-21, A-30, R-07; flow 7."""

import asyncio
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.access.usecases.follow_move_in import HouseholdNotKnown
from shared.contracts.common import Cause
from shared.contracts.residents import (
    KeyHandedOver,
    MoveInCompleted,
    PassesWanted,
)
from shared.kernel.ids import new_id
from tests.service.access.builders import (
    ALL,
    HOUSEHOLD,
    OWNER,
    ROOM,
    TODAY,
    Works,
    ask_gate,
    passes_of,
    payment,
    show,
    walk,
)
from tests.service.access.household_tells import SON, in_hands, listed, moved_in, registered, tell, transferred
from tests.service.support import ServiceRig


async def test_a_move_in_registers_what_the_owner_took_and_what_the_desk_keeps(rig: ServiceRig) -> None:
    await tell(rig, moved_in())
    assert await in_hands(rig) == {("door", "issued"): 3, ("door", "in_custody"): 1, ("mailbox", "issued"): 2}
    keys = await listed(rig, "keys", room_code=ROOM)
    assert {(key["tag"], key["key_class"], key["room_code"]) for key in keys} == {(ROOM, "resident", ROOM)}
    told = await rig.told("key.moved")
    assert [each.data["movement"] for each in told] == ["registered"] * 3
    assert sorted(each.data["status"] for each in told) == ["in_custody", "issued", "issued"]


async def test_three_passes_are_free_and_the_fourth_waits_for_its_fee(rig: ServiceRig) -> None:
    await tell(rig, moved_in(wanted=[PassesWanted(person_id=OWNER, count=4), PassesWanted(person_id=SON, count=3)]))
    cards = await listed(rig, "passes", household_id=HOUSEHOLD)
    wanted = Counter((card["holder"]["id"], card["status"], card["beyond_quota"]) for card in cards)
    assert wanted == {(OWNER, "requested", False): 3, (OWNER, "requested", True): 1, (SON, "requested", False): 3}
    told = [each.data["beyond_quota"] for each in await rig.told("pass.requested")]
    assert (len(told), sum(told)) == (7, 1)

    (extra,) = [card for card in cards if card["beyond_quota"]]
    async with rig.client(*ALL) as client:
        early = await client.post(f"/v1/passes/{extra['id']}/issue", json={"received_by": "王芳"})
        await rig.tell(payment(Cause(kind="pass", id=extra["id"], item="resident_pass")), subject=extra["id"])
        paid = await client.post(f"/v1/passes/{extra['id']}/issue", json={"received_by": "王芳"})
    assert (early.status_code, early.json()["type"]) == (409, "urn:lobby:problem:pass-fee-unpaid")
    assert paid.status_code == 200
    assert (await ask_gate(rig, paid.json()["code"]))["decision"] == "allow"


async def test_passes_that_somebody_has_already_count_and_a_person_named_twice_is_counted_once(
    rig: ServiceRig,
) -> None:
    twice = [PassesWanted(person_id=OWNER, count=2), PassesWanted(person_id=OWNER, count=2)]
    await tell(rig, moved_in(wanted=twice))
    cards = await listed(rig, "passes", household_id=HOUSEHOLD)
    assert Counter(card["beyond_quota"] for card in cards) == {False: 3, True: 1}


async def test_a_move_in_told_five_times_and_at_once_gives_once(rig: ServiceRig) -> None:
    move = moved_in()
    envelopes = [rig.envelope(move, subject=move.move_in_id) for _ in range(5)]
    results = await asyncio.gather(*(rig.deliver(each) for each in envelopes), return_exceptions=True)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert len(await listed(rig, "keys")) == 3
    assert len(await listed(rig, "passes")) == 4
    assert len(await rig.told("pass.requested")) == 4


async def test_a_move_in_of_an_unknown_household_is_tried_again(bare: ServiceRig) -> None:
    with pytest.raises(HouseholdNotKnown):
        await tell(bare, moved_in())


@pytest.mark.parametrize(
    "wrong",
    [
        moved_in(keys=[KeyHandedOver(label="door", count=1, kept=2)]),
        moved_in(keys=[KeyHandedOver(label="door", count=10**9, kept=0)]),
        moved_in(wanted=[PassesWanted(person_id=OWNER, count=10**9)]),
        moved_in(wanted=[PassesWanted(person_id=OWNER, count=-1)]),
    ],
)
async def test_numbers_that_no_move_in_has_change_nothing(rig: ServiceRig, wrong: MoveInCompleted) -> None:
    with pytest.raises(ValueError, match=r"can't be kept|are wanted"):
        await tell(rig, wrong)
    assert await listed(rig, "keys") == await listed(rig, "passes") == []


async def test_a_household_that_leaves_opens_the_gate_no_more_and_is_asked_for_its_keys(rig: ServiceRig) -> None:
    await tell(rig, moved_in())
    cards = await listed(rig, "passes", household_id=HOUSEHOLD)
    async with rig.client(*ALL) as client:
        free = next(card for card in cards if not card["beyond_quota"])
        issued = (await client.post(f"/v1/passes/{free['id']}/issue", json={"received_by": "王芳"})).json()
        guest = {"kind": "temporary", "room_code": ROOM, "holder_name": "客人", "valid_until": str(TODAY)}
        visitor = (await client.post("/v1/passes", json=guest, headers={"Idempotency-Key": new_id()})).json()
    await tell(rig, transferred())
    for code in (issued["code"], visitor["code"]):
        assert (await ask_gate(rig, code))["reason"] == "revoked"
    left = Counter(card["status"] for card in await listed(rig, "passes", household_id=HOUSEHOLD))
    assert left == {"revoked": 2, "refused": 3}
    assert len(await listed(rig, "passes", household_id=HOUSEHOLD, unreturned="true")) == 2
    assert await in_hands(rig) == {("door", "recalled"): 3, ("door", "withdrawn"): 1, ("mailbox", "recalled"): 2}
    moved = [each.data for each in await rig.told("key.moved") if each.data["movement"] == "recalled"]
    assert sorted(each["status"] for each in moved) == ["recalled", "recalled", "withdrawn"]
    assert (await show(rig, issued["id"]))["stages"][-1]["note"] == "业户已迁出 / household left"

    async with rig.client(*ALL) as client:
        recalled = await listed(rig, "keys", status="recalled")
        for key in recalled:
            back = await client.post(f"/v1/keys/{key['id']}/return", json={"brought_by": "王芳"})
            assert (back.json()["status"], back.json()["actions"]) == ("withdrawn", [])
        returned = await client.post(f"/v1/passes/{issued['id']}/return")
    assert returned.json()["status"] == "returned"
    assert await listed(rig, "keys", status="recalled") == []


async def test_nobody_asks_for_a_pass_of_a_household_that_was_heard_to_leave(rig: ServiceRig) -> None:
    await tell(rig, transferred())
    body = {"kind": "resident", "room_code": ROOM, "holder_id": OWNER}
    async with rig.client(*ALL) as client:
        answer = await client.post("/v1/passes", json=body, headers={"Idempotency-Key": new_id()})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:lobby:problem:not-of-household")


async def test_the_new_household_gets_its_own_and_keeps_it(rig: ServiceRig) -> None:
    await tell(rig, moved_in(), registered("household-new"), transferred())
    await tell(rig, moved_in(household_id="household-new"), transferred())
    assert await in_hands(rig, "household-new") == {
        ("door", "issued"): 3,
        ("door", "in_custody"): 1,
        ("mailbox", "issued"): 2,
    }
    cards = await listed(rig, "passes", household_id="household-new")
    assert Counter(card["status"] for card in cards) == {"requested": 4}


@settings(max_examples=25)
@given(picks=st.data())
async def test_every_order_of_move_in_transfer_and_departure_takes_everything_back(
    rig: ServiceRig, picks: st.DataObject
) -> None:
    household_id = f"h-{new_id()}"[:36]
    await tell(rig, registered(household_id))
    events = [
        moved_in(household_id=household_id),
        picks.draw(st.sampled_from([transferred(household_id), registered(household_id, gone=True)])),
    ]
    told = picks.draw(st.permutations([*events, *picks.draw(st.lists(st.sampled_from(events), max_size=5))]))
    await tell(rig, *told)
    assert await in_hands(rig, household_id) == {
        ("door", "recalled"): 3,
        ("door", "withdrawn"): 1,
        ("mailbox", "recalled"): 2,
    }
    standing = {card["status"] for card in await listed(rig, "passes", household_id=household_id)}
    assert standing <= {"refused"}


async def test_completed_works_recall_their_passes_and_wait_for_them(rig: ServiceRig) -> None:
    works = Works(rig, workers=3)
    await works.begin()
    out, waiting, lost = await passes_of(rig, works)
    issued = await walk(rig, out["id"], "issue")
    await walk(rig, waiting["id"], "stamp")
    await walk(rig, lost["id"], "issue")
    async with rig.client(*ALL) as client:
        assert (await client.post(f"/v1/passes/{lost['id']}/report-lost")).json()["status"] == "lost"
    (told,) = await rig.told("pass.lost")
    assert (told.data["pass_id"], told.data["status"], told.data["renovation_id"]) == (lost["id"], "lost", works.id)
    assert told.data["version"] == (await show(rig, lost["id"]))["version"]

    await works.tell(works.completed(), works.completed(), works.resumed(version=6))
    assert [card["status"] for card in await passes_of(rig, works)] == ["recalled", "refused", "lost"]
    answer = await ask_gate(rig, issued["code"])
    assert (answer["decision"], answer["reason"]) == ("deny", "recalled")
    (still_out,) = await listed(rig, "passes", status="recalled")
    assert still_out["actions"] == ["return", "report_lost"]
    async with rig.client(*ALL) as client:
        assert (await client.post(f"/v1/passes/{issued['id']}/return")).json()["status"] == "returned"
    assert [each.subject for each in await rig.told("pass.returned")] == [issued["id"]]
