"""What a household gets by its move-in and gives up when it leaves. Source: handbook A-20, A-21, A-30, R-07; flow 7."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.access.usecases.follow_move_in import HouseholdNotKnown
from shared.contracts.common import Cause
from shared.contracts.envelope import Event
from shared.contracts.residents import (
    HouseholdDeparted,
    HouseholdRegistered,
    HouseholdTransferred,
    KeyHandedOver,
    Member,
    MoveInCompleted,
    PassesWanted,
)
from shared.kernel.ids import new_id
from tests.service.access.builders import (
    ALL,
    GUARD,
    HOUSEHOLD,
    OWNER,
    ROOM,
    ROOM_ID,
    TODAY,
    Works,
    ask_gate,
    passes_of,
    payment,
    show,
    walk,
)
from tests.service.residents.counting import counted
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig

KEYS = (KeyHandedOver(label="door", count=4, kept=1), KeyHandedOver(label="mailbox", count=2, kept=0))
SON = "person-son"


def moved_in(
    *,
    household_id: str = HOUSEHOLD,
    wanted: Sequence[PassesWanted] = (PassesWanted(person_id=OWNER, count=4),),
    keys: Sequence[KeyHandedOver] = KEYS,
) -> MoveInCompleted:
    return MoveInCompleted(
        move_in_id=new_id(),
        number="MI-2026-0001",
        household_id=household_id,
        room_id=ROOM_ID,
        room_code=ROOM,
        handed_over_on=TODAY,
        readings=[],
        passes_wanted=list(wanted),
        keys=list(keys),
        version=7,
    )


def transferred(household_id: str = HOUSEHOLD, to: str = "household-new") -> HouseholdTransferred:
    return HouseholdTransferred(
        household_id=household_id,
        new_household_id=to,
        room_id=ROOM_ID,
        room_code=ROOM,
        transferred_on=TODAY,
        version=9,
    )


def registered(household_id: str, *, gone: bool = False) -> Event:
    member = Member(
        person_id=f"owner of {household_id}"[:36], role="owner", display_name="陈晨", language="zh-CN", channels=[]
    )
    state: dict[str, Any] = {
        "household_id": household_id,
        "room_id": ROOM_ID,
        "room_code": ROOM,
        "members": [member],
        "payer_id": member.person_id,
    }
    return HouseholdDeparted(**state, version=9) if gone else HouseholdRegistered(**state, version=1)


async def tell(rig: ServiceRig, *events: Event) -> None:
    for each in events:
        await rig.tell(each, subject=new_id())


async def listed(rig: ServiceRig, what: str, **filters: str) -> list[dict[str, Any]]:
    async with rig.client(*ALL) as client:
        answer = await client.get(f"/v1/{what}", params={"limit": 200, **filters})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def in_hands(rig: ServiceRig, household_id: str = HOUSEHOLD) -> Counter[tuple[str, str]]:
    """How many keys of each label stand where."""
    counted_keys: Counter[tuple[str, str]] = Counter()
    for key in await listed(rig, "keys", household_id=household_id):
        counted_keys[key["label"], key["status"]] += key["count"]
    return counted_keys


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


async def test_a_key_leaves_custody_after_a_look_at_the_identity_and_comes_back(rig: ServiceRig) -> None:
    await tell(rig, moved_in())
    (kept,) = await listed(rig, "keys", status="in_custody")
    path = f"/v1/keys/{kept['id']}"
    async with rig.client(*ALL, account_id=GUARD) as client:
        unchecked = await client.post(f"{path}/issue", json={"received_by": "王芳", "identity_checked": False})
        body = {"received_by": "王芳", "identity_checked": True, "purpose": "收尾工程"}
        issued = await client.post(f"{path}/issue", json=body, headers={"If-Match": '"1"'})
        again = await client.post(f"{path}/issue", json=body)
        stale = await client.post(f"{path}/return", json={"brought_by": "王芳"}, headers={"If-Match": '"1"'})
        back = await client.post(f"{path}/return", json={"brought_by": "陈师傅", "note": "齿有磨损"})
        seen = await client.get(path)
    assert unchecked.status_code == 422
    assert unchecked.json()["errors"][0]["pointer"] == "/identity_checked"
    assert (issued.json()["status"], issued.json()["holder_name"]) == ("issued", "王芳")
    assert (again.status_code, stale.status_code) == (409, 412)
    assert (back.json()["status"], back.json()["holder_name"], back.json()["actions"]) == (
        "in_custody",
        None,
        ["issue"],
    )
    register = seen.json()["movements"]
    assert [(each["movement"], each["party"], each["actor_name"]) for each in register] == [
        ("registered", None, None),
        ("issued", "王芳", "security"),
        ("returned", "陈师傅", "security"),
    ]
    assert seen.headers["etag"] == f'"{seen.json()["version"]}"'
    told = [each.data for each in await rig.told("key.moved") if each.subject == kept["id"]]
    assert [(each["movement"], each["version"]) for each in told] == [("registered", 1), ("issued", 2), ("returned", 3)]


async def test_fifty_at_once_get_one_key_once(rig: ServiceRig) -> None:
    await tell(rig, moved_in())
    (kept,) = await listed(rig, "keys", status="in_custody")
    async with rig.client(*ALL) as client:
        answers = await asyncio.gather(
            *(
                client.post(f"/v1/keys/{kept['id']}/issue", json={"received_by": f"{n}", "identity_checked": True})
                for n in range(50)
            )
        )
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 49


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


async def test_keys_are_listed_in_one_query_page_by_page_and_shown_in_three(rig: ServiceRig) -> None:
    await tell(rig, moved_in())
    async with rig.client(*ALL) as client:
        with counted(rig) as seen:
            whole = (await client.get("/v1/keys")).json()["items"]
            lists = len(seen)
            await client.get(f"/v1/keys/{whole[0]['id']}")
        first = (await client.get("/v1/keys", params={"limit": 2})).json()
        rest = (await client.get("/v1/keys", params={"limit": 2, "cursor": first["next_cursor"]})).json()
        assert (lists, len(seen) - lists) == (1, 3)
        assert first["items"] + rest["items"] == whole
        for wrong in ({"status": "gone"}, {"key_class": "x"}, {"room_code": "\x00"}, {"cursor": "x"}, {"limit": 0}):
            assert (await client.get("/v1/keys", params=wrong)).status_code == 422, wrong


async def test_another_communitys_key_does_not_exist_and_moving_asks_for_its_permission(rig: ServiceRig) -> None:
    await tell(rig, moved_in())
    key_id = (await listed(rig, "keys", status="in_custody"))[0]["id"]
    body = {"received_by": "王芳", "identity_checked": True}
    async with rig.client(*ALL, communities=[ELSEWHERE]) as stranger, rig.client("keys:read") as reader:
        assert (await stranger.get(f"/v1/keys/{key_id}")).status_code == 404
        assert (await stranger.post(f"/v1/keys/{key_id}/issue", json=body)).status_code == 404
        assert (await stranger.post(f"/v1/keys/{key_id}/return", json={"brought_by": "x"})).status_code == 404
        assert (await stranger.get("/v1/keys")).json()["items"] == []
        assert (await stranger.get("/v1/keys", params={"community_id": GARDEN})).status_code == 404
        assert (await reader.post(f"/v1/keys/{key_id}/issue", json=body)).status_code == 403
    async with rig.client("passes:read") as other:
        assert (await other.get("/v1/keys")).status_code == 403


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("issue", {"received_by": "王芳"}),
        ("issue", {"received_by": "\x00", "identity_checked": True}),
        ("issue", {"received_by": "x" * 101, "identity_checked": True}),
        ("issue", {"received_by": "x", "identity_checked": True, "count": 2}),
        ("return", {}),
        ("return", {"brought_by": 7}),
    ],
)
async def test_bad_movements_are_refused_by_field(rig: ServiceRig, verb: str, body: dict[str, Any]) -> None:
    await tell(rig, moved_in())
    (kept,) = await listed(rig, "keys", status="in_custody")
    async with rig.client(*ALL) as client:
        answer = await client.post(f"/v1/keys/{kept['id']}/{verb}", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"]
