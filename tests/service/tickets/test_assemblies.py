"""The owners' assembly from the draft to the published minutes. Source: handbook T-29, Civil Code Art. 278."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any

from httpx import Response

from shared.contracts.residents import HouseholdChanged, Member, RoomChanged
from shared.contracts.residents.premises import HandOver, Occupancy, RoomKind
from shared.kernel.ids import new_id
from tests.service.residents.counting import counted
from tests.service.support import ELSEWHERE, GARDEN
from tests.service.tickets.desk import HOME, Desk, account, household, room
from tests.service.tickets.test_patrols import good

PATH = "/v1/assemblies"
OPENS, CLOSES = "2026-12-08T10:00:00+08:00", "2026-12-15T18:00:00+08:00"
SMALL, LARGE = [HOME, "1#1-2-3", "2#1-4-2"], ["5#1-1-1", "5#1-1-2", "5#1-1-3"]  # 89.50 m² and 100.00 m² each


def draft(**over: Any) -> dict[str, Any]:
    items = [
        {"subject": "use_repair_fund", "title": "更换 3 号楼电梯"},
        {"subject": "change_common_use", "title": "大堂设广告位", "motion": "收益归全体业主"},
    ]
    return {
        "title": "2026 年第一次业主大会",
        "voting_opens_at": OPENS,
        "voting_closes_at": CLOSES,
        "items": items,
    } | over


async def build(
    desk: Desk,
    code: str,
    *,
    area: str = "100.00",
    kind: RoomKind = "flat",
    occupancy: Occupancy = "occupied",
    hand_over: HandOver | None = None,
) -> None:
    told = RoomChanged(
        room_id=room(code),
        code=code,
        building="5",
        area_m2=Decimal(area),
        kind=kind,
        occupancy=occupancy,
        hand_over=hand_over,
        version=2,
    )
    await desk.rig.tell(told, subject=room(code))


async def step(desk: Desk, assembly: dict[str, Any], verb: str, *, by: str = "service_lead", **body: Any) -> Response:
    path = f"{PATH}/{assembly['id']}/{verb}"
    headers = {"Idempotency-Key": new_id()}
    return await desk.as_(by).post(path, headers=headers, json=body or None)


async def voting(desk: Desk) -> dict[str, Any]:
    """Three homes of 89.50 m² and three of 100.00 m² may vote: 568.50 m²."""
    for code in LARGE:
        await build(desk, code)
    await build(desk, "P-1", kind="parking_space", area="12.00")
    assembly = good(await desk.as_("service_lead").post(PATH, json=draft()), 201)
    good(await step(desk, assembly, "call"))
    desk.rig.clock.advance(timedelta(days=15))
    opened: dict[str, Any] = good(await step(desk, assembly, "open-voting"))
    return opened


async def vote(desk: Desk, assembly: dict[str, Any], code: str, *choices: str, **over: Any) -> Response:
    body = {
        "room_code": code,
        "form": "paper",
        "identity": "id_card",
        "choices": [
            {"item_id": item["id"], "choice": choice}
            for item, choice in zip(assembly["items"], choices or ("for", "for"), strict=True)
        ],
        **over,
    }
    return await desk.as_("service_assistant").post(f"{PATH}/{assembly['id']}/ballots", json=body)


async def closed(desk: Desk, assembly: dict[str, Any]) -> dict[str, Any]:
    desk.rig.clock.advance(timedelta(days=8))
    counted_: dict[str, Any] = good(await step(desk, assembly, "count"))
    return counted_


async def test_the_story_from_draft_to_minutes(desk: Desk) -> None:
    assembly = await voting(desk)
    assert (assembly["status"], assembly["owners"], assembly["area"]) == ("voting", 6, 56_850)
    for code in SMALL:
        good(await vote(desk, assembly, code), 201)
    good(await vote(desk, assembly, LARGE[0], "for", "against", form="app", identity="real_name_account"), 201)
    turnout = good(await desk.as_("manager").get(f"{PATH}/{assembly['id']}/turnout"))
    assert (turnout["quorum"]["owners"]["met"], turnout["quorum"]["area"]["met"]) == (True, False)
    good(await vote(desk, assembly, LARGE[1], "abstain", "for"), 201)

    result = (await closed(desk, assembly))["result"]
    assert result["quorum"]["area"] == {
        "part": 46_850, "whole": 56_850, "numerator": 2, "denominator": 3, "exclusive": False, "met": True
    }  # fmt: skip
    lift, banner = result["outcomes"]
    assert (lift["carried"], banner["carried"]) == (True, True)
    assert lift["majority"]["area"] == {
        "part": 36_850, "whole": 46_850, "numerator": 1, "denominator": 2, "exclusive": True, "met": True
    }  # fmt: skip
    assert lift["votes"]["abstain"] == {"owners": 1, "area": 10_000}
    assert (banner["majority"]["owners"]["part"], banner["majority"]["owners"]["denominator"]) == (4, 4)

    assert (await desk.as_("manager").get(f"{PATH}/{assembly['id']}/minutes/pdf")).status_code == 409
    published = good(await step(desk, assembly, "publish", by="manager", minutes="会议合法有效。", chaired_by="陈静"))
    assert (published["status"], published["result"]) == ("published", result)
    (called,) = await desk.rig.told("assembly.called")
    assert [it["title"] for it in called.data["matters"]] == ["更换 3 号楼电梯", "大堂设广告位"]
    (told,) = await desk.rig.told("assembly.result_published")
    assert {name: told.data[name] for name in ("owners", "owners_voted", "area", "area_voted", "has_quorum")} == {
        "owners": 6, "owners_voted": 5, "area": 56_850, "area_voted": 46_850, "has_quorum": True
    }  # fmt: skip
    assert [it["carried"] for it in told.data["matters"]] == [True, True]
    assert told.data["matters"][0]["votes"]["abstain"] == {"owners": 1, "area": 10_000}
    assert (told.data["minutes"], told.data["chaired_by"]) == ("会议合法有效。", "陈静")
    assert told.data["version"] == published["version"]
    prints = [await desk.as_("manager").get(f"{PATH}/{assembly['id']}/minutes/pdf") for _ in range(2)]
    assert prints[0].content.startswith(b"%PDF")
    assert prints[0].content == prints[1].content


async def test_a_published_result_stays(desk: Desk) -> None:
    assembly = await voting(desk)
    await closed(desk, assembly)
    published = good(await step(desk, assembly, "publish", by="manager", minutes="无人投票。", chaired_by="陈静"))
    assert published["result"]["has_quorum"] is False
    for verb in ("call", "open-voting", "count", "cancel"):
        assert (await step(desk, assembly, verb)).status_code == 409, verb
    assert (await step(desk, assembly, "publish", by="manager", minutes="改", chaired_by="改")).status_code == 409
    assert (await vote(desk, assembly, HOME)).status_code == 409
    path = f"{PATH}/{assembly['id']}"
    changed = await desk.as_("service_lead").patch(
        path, json={"title": "改"}, headers={"If-Match": f'"{published["version"]}"'}
    )
    assert changed.status_code == 409
    assert good(await desk.as_("manager").get(path)) == published


async def test_one_ballot_a_household_and_another_only_in_its_place_with_its_history(desk: Desk) -> None:
    assembly = await voting(desk)
    assert (await vote(desk, assembly, HOME, replaces=True)).json()["type"].endswith("ballot-nothing-to-replace")
    first = good(await vote(desk, assembly, HOME), 201)
    assert first["verified_by"] == account("service_assistant")
    again = await vote(desk, assembly, HOME, "against", "against")
    assert (again.status_code, again.json()["type"].rpartition(":")[2]) == (409, "ballot-cast")
    changed = good(await vote(desk, assembly, HOME, "against", "abstain", replaces=True), 201)
    assert (changed["id"], changed["version"]) == (first["id"], 2)
    assert [old["choices"] for old in changed["replaced"]] == [first["choices"]]
    assert set(changed["choices"].values()) == {"against", "abstain"}
    desk.rig.clock.advance(timedelta(days=8))
    late = await vote(desk, assembly, HOME, replaces=True)
    assert (late.status_code, late.json()["type"].rpartition(":")[2]) == (409, "ballot-late")
    assert (await vote(desk, assembly, LARGE[0])).json()["type"].endswith("ballot-late")
    result = good(await step(desk, assembly, "count"))["result"]
    assert result["outcomes"][0]["votes"]["against"] == {"owners": 1, "area": 8_950}
    assert result["outcomes"][0]["votes"]["for"] == {"owners": 0, "area": 0}


async def test_two_desks_at_once_leave_one_ballot(desk: Desk) -> None:
    assembly = await voting(desk)
    answers = await asyncio.gather(*(vote(desk, assembly, HOME) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    ballots = good(await desk.as_("service_lead").get(f"{PATH}/{assembly['id']}/ballots"))["items"]
    assert [ballot["room_code"] for ballot in ballots] == [HOME]


async def test_a_ballot_that_does_not_fit_names_the_field_and_counts_for_nothing(desk: Desk) -> None:
    assembly = await voting(desk)
    item = assembly["items"][0]["id"]
    one = [{"item_id": item, "choice": "for"}]
    for over, pointer in (
        ({"room_code": "9#9-9-9"}, "/room_code"),
        ({"room_code": "P-1"}, "/room_code"),
        ({"form": "app"}, "/identity"),
        ({"identity": "real_name_account"}, "/identity"),
        ({"choices": one}, "/choices"),
        ({"choices": one * 2}, "/choices/1/item_id"),
        ({"choices": [{"item_id": item, "choice": "maybe"}]}, "/choices/0/choice"),
    ):
        refused = await vote(desk, assembly, HOME, **over)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer), over
    turnout = good(await desk.as_("manager").get(f"{PATH}/{assembly['id']}/turnout"))
    assert turnout["quorum"]["owners"]["part"] == 0


async def test_agenda_and_times_stand_once_it_is_called(desk: Desk) -> None:
    lead = desk.as_("service_lead")
    short = await lead.post(PATH, json=draft(voting_opens_at="2026-12-08T09:59:00+08:00"))
    assert (short.status_code, short.json()["errors"][0]["pointer"]) == (422, "/voting_opens_at")
    assembly = good(await lead.post(PATH, json=draft()), 201)
    path = f"{PATH}/{assembly['id']}"
    sooner = {"voting_opens_at": "2026-12-08T09:59:00+08:00"}
    refused = await lead.patch(path, json=sooner, headers={"If-Match": '"1"'})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/voting_opens_at")
    assert (await lead.patch(path, json={"title": "x"})).status_code == 428
    items = [{"subject": "other", "title": "其他"}]
    changed = good(await lead.patch(path, json={"voting_opens_at": OPENS, "items": items}, headers={"If-Match": '"1"'}))
    assert (len(changed["items"]), changed["version"]) == (1, 2)
    assert (await lead.patch(path, json={"title": "x"}, headers={"If-Match": '"1"'})).status_code == 412
    good(await step(desk, assembly, "call"))
    assert (await lead.patch(path, json={"title": "x"}, headers={"If-Match": '"3"'})).status_code == 409
    assert (await step(desk, assembly, "open-voting")).json()["type"].endswith("assembly-not-begun")
    assert (await vote(desk, changed, HOME, "for")).status_code == 409
    assert (await step(desk, assembly, "cancel")).json()["errors"][0]["pointer"] == "/reason"
    assert await desk.rig.told("assembly.cancelled") == []
    assert good(await step(desk, assembly, "cancel", reason="另行召集"))["status"] == "cancelled"
    wrong = await lead.post(PATH, json=draft(voting_closes_at=OPENS))
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/voting_closes_at")


async def test_a_paper_ballot_handed_in_before_the_close_is_entered_until_the_count(desk: Desk) -> None:
    assembly = await voting(desk)
    before = await vote(desk, assembly, HOME, cast_at="2026-12-08T09:59:00+08:00")
    assert (before.status_code, before.json()["errors"][0]["pointer"]) == (422, "/cast_at")
    assert "2026-12-08 10:00" in before.json()["detail"]
    future = await vote(desk, assembly, HOME, cast_at="2026-12-09T10:00:00+08:00")
    assert (future.status_code, future.json()["errors"][0]["pointer"]) == (422, "/cast_at")
    desk.rig.clock.advance(timedelta(days=8))
    in_time, app = "2026-12-15T17:59:00+08:00", {"form": "app", "identity": "real_name_account"}
    for over in ({}, {"cast_at": CLOSES}, {"cast_at": in_time} | app):
        late = await vote(desk, assembly, HOME, **over)
        assert (late.status_code, late.json()["type"].rpartition(":")[2]) == (409, "ballot-late"), over
        assert "2026-12-15 18:00" in late.json()["detail"]
    ballot = good(await vote(desk, assembly, HOME, cast_at=in_time), 201)
    assert ballot["cast_at"] == "2026-12-15T09:59:00Z"
    again = {"replaces": True, "cast_at": "2026-12-15T17:58:00+08:00"}
    assert (await vote(desk, assembly, HOME, **again)).json()["errors"][0]["pointer"] == "/cast_at"
    good(await step(desk, assembly, "count"))
    assert (await vote(desk, assembly, SMALL[1], cast_at=in_time)).json()["type"].endswith("illegal-transition")


async def test_voting_that_opened_on_wrong_grounds_is_cancelled_with_its_reason(desk: Desk) -> None:
    assembly = await voting(desk)
    good(await vote(desk, assembly, HOME), 201)
    left = good(await step(desk, assembly, "cancel", reason="面积登记有误"))
    assert (left["status"], left["cancelled_reason"], left["cancelled_by"]) == (
        "cancelled", "面积登记有误", account("service_lead")
    )  # fmt: skip
    (told,) = await desk.rig.told("assembly.cancelled")
    assert (told.data["reason"], told.data["version"]) == ("面积登记有误", left["version"])
    assert (await vote(desk, assembly, SMALL[1])).status_code == 409
    assert (await step(desk, assembly, "count")).status_code == 409


async def test_nothing_is_counted_while_somebody_may_still_vote(desk: Desk) -> None:
    assembly = await voting(desk)
    assert (await step(desk, assembly, "count")).json()["type"].endswith("assembly-still-voting")


async def test_what_is_unsold_is_one_vote_of_the_developers(desk: Desk) -> None:
    for code in ("6#1-1-1", "6#1-1-2"):
        await build(desk, code, occupancy="unsold", area="70.05")
    await build(desk, "6#1-1-3", occupancy="sold_vacant", area="50.00", hand_over="pending")
    assembly = await voting(desk)
    assert (assembly["owners"], assembly["area"]) == (7, 56_850 + 19_010)
    assert good(await vote(desk, assembly, "developer", identity="proxy"), 201)["area"] == 19_010


async def test_lists_cost_the_same_whatever_they_hold_and_stay_in_their_community(desk: Desk) -> None:
    assembly = await voting(desk)
    for code in (*SMALL, *LARGE[:2]):
        good(await vote(desk, assembly, code), 201)
    later = draft(voting_opens_at="2027-03-01T10:00:00+08:00", voting_closes_at="2027-03-08T10:00:00+08:00")
    good(await desk.as_("service_lead").post(PATH, json=later), 201)
    lead, path = desk.as_("service_lead"), f"{PATH}/{assembly['id']}"
    for wanted, cost in ((PATH, 2), (path, 2), (f"{path}/ballots", 4), (f"{path}/voters", 3), (f"{path}/turnout", 3)):
        with counted(desk.rig) as queries:
            good(await lead.get(wanted))
        assert len(queries) == cost, wanted
    page = good(await lead.get(f"{path}/voters", params={"limit": 4}))
    rest = good(await lead.get(f"{path}/voters", params={"limit": 4, "cursor": page["next_cursor"]}))
    assert [len(page["items"]), len(rest["items"])] == [4, 2]
    (left,) = good(await lead.get(f"{path}/voters", params={"voted": False}))["items"]
    assert left == {
        "room_code": LARGE[2], "household_id": None, "area": 10_000, "owner_rooms": 1, "owner_area": 10_000
    }  # fmt: skip
    voted = good(await lead.get(f"{path}/voters", params={"voted": True}))["items"]
    assert household(HOME) in {each["household_id"] for each in voted}
    stranger = desk.as_("manager", community=ELSEWHERE)
    assert good(await stranger.get(PATH))["items"] == []
    for wanted in (path, f"{path}/ballots", f"{path}/voters", f"{path}/turnout", f"{path}/minutes/pdf"):
        assert (await stranger.get(wanted)).status_code == 404
    assert (await desk.as_("service_assistant").get(f"{path}/ballots")).status_code == 403


async def owned(desk: Desk, code: str, *owners: str, version: int = 2) -> None:
    """The household of the room, whose owners are these persons; a tenant lives there too."""
    members = [
        Member(person_id=person, role="owner", display_name=person, language="zh-CN", channels=[]) for person in owners
    ]
    tenant = Member(person_id=new_id(), role="tenant", display_name="租客", language="zh-CN", channels=[])
    told = HouseholdChanged(
        household_id=household(code),
        room_id=room(code),
        room_code=code,
        members=[*members, tenant],
        payer_id=tenant.person_id,
        version=version,
    )
    await desk.rig.tell(told, subject=told.household_id)


async def test_an_owner_of_several_rooms_counts_once_and_votes_once_with_all_of_them(desk: Desk) -> None:
    await owned(desk, LARGE[0], "owner-1")
    await owned(desk, LARGE[1], "owner-1")
    await owned(desk, LARGE[2], "owner-1", "owner-2")
    assembly = await voting(desk)
    assert (assembly["owners"], assembly["area"]) == (5, 56_850)
    voters = good(await desk.as_("service_lead").get(f"{PATH}/{assembly['id']}/voters"))["items"]
    assert {it["room_code"]: (it["owner_rooms"], it["owner_area"]) for it in voters if it["room_code"] in LARGE} == {
        LARGE[0]: (2, 20_000),
        LARGE[1]: (2, 20_000),
        LARGE[2]: (1, 10_000),
    }
    ballot = good(await vote(desk, assembly, LARGE[1]), 201)
    assert (ballot["room_code"], ballot["area"]) == (LARGE[1], 20_000)
    again = await vote(desk, assembly, LARGE[0], "against", "against")
    assert (again.status_code, again.json()["type"].rpartition(":")[2]) == (409, "ballot-cast")
    good(await vote(desk, assembly, LARGE[0], "for", "against", replaces=True), 201)
    good(await vote(desk, assembly, LARGE[2], "against", "against"), 201)
    left = good(await desk.as_("service_lead").get(f"{PATH}/{assembly['id']}/voters", params={"voted": False}))
    assert {it["room_code"] for it in left["items"]} == set(SMALL)
    result = (await closed(desk, assembly))["result"]
    assert (result["quorum"]["owners"]["part"], result["quorum"]["area"]["part"]) == (2, 30_000)
    assert result["outcomes"][0]["votes"]["for"] == {"owners": 1, "area": 20_000}


async def test_who_counted_does_not_publish(desk: Desk) -> None:
    assembly = await voting(desk)
    await closed(desk, assembly)
    refused = await step(desk, assembly, "publish", minutes="x", chaired_by="陈静")
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (403, "assembly-same-account")
    assert await desk.rig.told("assembly.result_published") == []
    good(await step(desk, assembly, "publish", by="manager", minutes="x", chaired_by="陈静"))


async def test_a_community_asks_for_a_longer_notice_never_a_shorter_one(desk: Desk) -> None:
    manager, path = desk.as_("manager"), f"{PATH}/policy"
    usual = await manager.get(path)
    assert (usual.json()["notice_days"], usual.headers["etag"]) == (15, '"0"')
    assert (await manager.put(path, json={"notice_days": 20})).status_code == 428
    assert (await manager.put(path, json={"notice_days": 20}, headers={"If-Match": '"3"'})).status_code == 412
    short = await manager.put(path, json={"notice_days": 14}, headers={"If-Match": '"0"'})
    assert (short.status_code, short.json()["errors"][0]["pointer"]) == (422, "/notice_days")
    assert (await desk.as_("service_lead").put(path, json={"notice_days": 20})).status_code == 403
    assert good(await manager.put(path, json={"notice_days": 20}, headers={"If-Match": '"0"'}))["version"] == 1
    lead = desk.as_("service_lead")
    refused = await lead.post(PATH, json=draft())
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/voting_opens_at")
    assert "20 days" in refused.json()["errors"][0]["message"]
    assembly = good(await lead.post(PATH, json=draft(voting_opens_at="2026-12-13T10:00:00+08:00")), 201)
    desk.rig.clock.advance(timedelta(hours=1))
    late = await step(desk, assembly, "call")
    assert (late.status_code, late.json().get("errors") or []) == (422, [])
    assert "opens voting at 2026-12-13 10:00" in late.json()["detail"]
    assert "to 2026-12-13 11:01 at the earliest" in late.json()["detail"]
    stranger = desk.as_("manager", community=ELSEWHERE)
    assert good(await stranger.get(path))["notice_days"] == 15
    assert (await stranger.get(path, params={"community_id": GARDEN})).status_code == 404
