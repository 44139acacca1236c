"""Handbook R-07; flow 7: a household leaves, another follows."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared.contracts.residents import MoveInCompleted, OpeningReading
from shared.kernel.ids import new_id
from shared.runtime.sealing import unseal
from tests.service.residents.builders import (
    CONTACT_SECRET,
    DESK,
    FOREIGN_HOUSEHOLD,
    MANAGER,
    WANG,
    WANG_ROOM,
    desk,
    did,
    member,
)
from tests.service.residents.counting import counted
from tests.service.residents.transfers import (
    BY_HAND,
    PATH,
    READINGS,
    WANG_ROOM_ID,
    act,
    assistant,
    chief,
    closed,
    opened,
    paid,
    posted,
    settled,
    shown,
    states,
    tell,
    transfer,
)
from tests.service.support import ELSEWHERE, ServiceRig


async def household_of(rig: ServiceRig, household_id: str) -> dict[str, Any]:
    async with desk(rig) as client:
        return await did(await client.get(f"/v1/households/{household_id}"))


async def room_of(rig: ServiceRig) -> dict[str, Any]:
    async with desk(rig) as client:
        return await did(await client.get(f"/v1/rooms/{WANG_ROOM_ID}"))


async def file_of(rig: ServiceRig, household_id: str) -> dict[str, Any]:
    async with desk(rig) as client:
        [found] = (await did(await client.get("/v1/archives", params={"household_id": household_id})))["items"]
        return await did(await client.get(f"/v1/archives/{found['id']}"))


async def test_an_opened_transfer_is_numbered_and_shows_what_is_open(rig: ServiceRig) -> None:
    made = await opened(rig)
    assert (made["number"], made["status"], made["room_code"]) == ("H261122-0001", "opened", WANG_ROOM)
    assert {each["item"]: each["state"] for each in made["checklist"]} == {
        "papers": "clear",
        "arrears": "clear",
        "readings": "open",
        "keys": "clear",
        "passes": "clear",
        "deposits": "clear",
        "prepaid": "clear",
        "parcels": "open",
        "renovation": "clear",
        "archive_loan": "open",
    }
    assert not made["is_clear"]
    [planned] = made["members"]
    assert (planned["name"], planned["phone"], planned["has_id_number"]) == ("周伟", "139****9000", True)
    assert await rig.told("household.transferred") == []


async def test_closing_moves_the_household_out_and_the_next_one_in_at_once(rig: ServiceRig) -> None:
    done = await closed(rig)
    old, new = await household_of(rig, WANG), await household_of(rig, done["new_household_id"])
    assert (done["status"], done["transferred_on"], done["is_clear"]) == ("closed", "2026-11-22", True)
    assert old["departed_on"] == new["registered_on"] == "2026-11-22"
    assert [one["name"] for one in new["members"]] == ["周伟"]
    assert new["members"][0]["has_id_number"]
    assert (await room_of(rig))["occupancy"] == "occupied"

    before, after = await file_of(rig, WANG), await file_of(rig, new["id"])
    assert (before["number"], before["closed_on"]) == (f"SG-{WANG_ROOM}", "2026-11-22")
    assert (after["number"], after["closed_on"]) == (f"SG-{WANG_ROOM}/2", None)
    for archive in (before, after):
        assert [(entry["kind"], entry["number"]) for entry in archive["entries"]] == [
            ("transfer_protocol", "H261122-0001")
        ]


async def test_what_is_told_is_in_order_and_every_state_has_a_version_of_its_own(rig: ServiceRig) -> None:
    done = await closed(rig)
    told = [each for each in await rig.told() if each.type.startswith(("household.", "room."))]
    about_old = [each for each in told if each.subject == WANG and each.type != "household.registered"]
    assert [each.type for each in about_old] == [
        "household.departed",
        "household.contacts_changed",
        "household.transferred",
    ]
    assert [each.sequence for each in about_old] == [2, 3, 4]
    transferred = about_old[-1].data
    assert transferred["new_household_id"] == done["new_household_id"]
    assert (transferred["transferred_on"], transferred["room_code"]) == ("2026-11-22", WANG_ROOM)
    assert transferred["version"] > about_old[0].data["version"]
    rooms = [each.data for each in told if each.subject == WANG_ROOM_ID][-2:]
    assert [state["occupancy"] for state in rooms] == ["sold_vacant", "occupied"]
    assert rooms[1]["version"] == rooms[0]["version"] + 1, "a replica keeps the later one only"
    assert unseal(CONTACT_SECRET, about_old[1].data["contacts_jwe"])["contacts"] == []
    assert not [each for each in told if b"13900139000" in each.to_bytes()]


@pytest.mark.parametrize("vacant_as", ["sold_vacant", "unsold"])
async def test_without_a_new_holder_the_room_is_vacant_as_agreed(rig: ServiceRig, vacant_as: str) -> None:
    done = await closed(rig, members=[], vacant_as=vacant_as)
    assert done["new_household_id"] is None
    assert (await room_of(rig))["occupancy"] == vacant_as
    assert len(await rig.told("household.departed")) == 1
    assert await rig.told("household.transferred") == []


async def test_somebody_on_the_register_may_be_the_new_holder(rig: ServiceRig) -> None:
    person_id = (await household_of(rig, WANG))["members"][0]["person_id"]
    done = await closed(rig, reason="end_of_lease", members=[{"person_id": person_id, "role": "tenant"}])
    new = await household_of(rig, done["new_household_id"])
    assert [(one["person_id"], one["role"]) for one in new["members"]] == [(person_id, "tenant")]
    assert (await room_of(rig))["occupancy"] == "let"


async def test_closing_with_arrears_is_refused_and_names_every_open_item(rig: ServiceRig) -> None:
    transfer_id = await settled(rig, papers=PAPERS_OF_NOBODY)
    await tell(rig, posted("c1"))
    async with assistant(rig) as client:
        refused = await act(client, transfer_id, "close")
        chinese = await act(client, transfer_id, "close", **{"Accept-Language": "zh-CN"})
    document = await did(refused, 409)
    assert document["type"] == "urn:lobby:problem:checklist-open"
    assert [fault["pointer"] for fault in document["errors"]] == ["/checklist/papers", "/checklist/arrears"]
    assert "Arrears" in document["errors"][1]["message"]
    assert chinese.json()["errors"][1]["message"] == "“欠费”尚未办清"
    assert (await household_of(rig, WANG))["departed_on"] is None
    assert await rig.told("household.departed") == []


PAPERS_OF_NOBODY: list[dict[str, Any]] = [{"kind": "other", "description": "中介来函"}]


async def test_the_last_payment_lets_it_close(rig: ServiceRig) -> None:
    transfer_id = await settled(rig)
    await tell(rig, posted("c1"))
    assert (await states(rig, transfer_id))["arrears"] == "open"
    await tell(rig, paid(["c1"]))
    async with assistant(rig) as client:
        done = await did(await act(client, transfer_id, "close"))
    assert done["status"] == "closed"
    assert len((await file_of(rig, WANG))["entries"]) == 2, "the fee record and the protocol"


async def test_only_who_may_waive_sees_sums(rig: ServiceRig) -> None:
    transfer_id = str((await opened(rig))["id"])
    await tell(rig, posted("c1", owed_fen=10_000))
    await tell(rig, paid(prepaid_fen=500, amount_fen=500))
    async with assistant(rig) as client:
        unseen = (await did(await client.get(f"{PATH}/{transfer_id}")))["checklist"]
    seen = (await shown(rig, transfer_id))["checklist"]
    assert {each["sum_fen"] for each in unseen} == {None}
    assert [each["state"] for each in unseen] == [each["state"] for each in seen]
    assert {each["item"]: each["sum_fen"] for each in seen if each["sum_fen"]} == {"arrears": 10_000, "prepaid": 500}


async def test_a_waived_item_lets_it_close_until_more_is_open(rig: ServiceRig) -> None:
    transfer_id = await settled(rig)
    await tell(rig, posted("c1"))
    async with chief(rig) as client:
        waived = await did(await act(client, transfer_id, "waive", {"item": "arrears", "reason": "买方承担"}))
    item = next(each for each in waived["checklist"] if each["item"] == "arrears")
    assert (item["state"], item["note"], item["marked_by"]) == ("waived", "买方承担", MANAGER)
    await tell(rig, posted("c2"))
    assert (await states(rig, transfer_id))["arrears"] == "open", "the waiver was for less"
    await tell(rig, paid(["c2"]))
    async with assistant(rig) as client:
        assert (await did(await act(client, transfer_id, "close")))["status"] == "closed"


async def test_nobody_waives_in_a_transfer_that_they_opened(rig: ServiceRig) -> None:
    async with chief(rig) as client:
        made = await did(await client.post(PATH, json=transfer()), 201)
        refused = await act(client, made["id"], "waive", {"item": "parcels", "reason": "我同意"})
    assert (await did(refused, 403))["type"] == "urn:lobby:problem:own-request"
    async with assistant(rig) as client:
        forbidden = await act(client, made["id"], "waive", {"item": "parcels", "reason": "我同意"})
    assert "transfers:waive" in (await did(forbidden, 403))["detail"]


async def test_facts_can_not_be_talked_away(rig: ServiceRig) -> None:
    transfer_id = str((await opened(rig))["id"])
    await tell(rig, posted("c1"))
    async with assistant(rig) as client:
        by_hand = await act(client, transfer_id, "confirm", {"item": "arrears", "note": "已口头承诺"})
        clear = await act(client, transfer_id, "confirm", {"item": "keys", "note": "已收"})
    assert (await did(by_hand, 409))["type"] == "urn:lobby:problem:not-by-hand"
    assert (await did(clear, 409))["type"] == "urn:lobby:problem:nothing-open"


async def test_a_confirmation_says_who_when_and_what_was_looked_at(rig: ServiceRig) -> None:
    transfer_id = await settled(rig)
    parcels = next(each for each in (await shown(rig, transfer_id))["checklist"] if each["item"] == "parcels")
    assert (parcels["state"], parcels["note"], parcels["marked_at"]) == ("confirmed", "已核对", "2026-11-22T04:00:00Z")
    assert parcels["marked_by_name"]


async def test_a_prepaid_balance_is_shown_as_known_and_confirmed_by_hand_for_as_much_as_it_was(rig: ServiceRig) -> None:
    transfer_id = await settled(rig)
    await tell(rig, paid(prepaid_fen=900, amount_fen=900))
    await tell(rig, paid(amount_fen=400, method="prepaid"))
    async with assistant(rig) as client:
        await did(await act(client, transfer_id, "confirm", {"item": "prepaid", "note": "已退还 5 元"}))
    assert (await states(rig, transfer_id))["prepaid"] == "confirmed"
    await tell(rig, paid(prepaid_fen=1, amount_fen=1))
    assert (await states(rig, transfer_id))["prepaid"] == "open"


async def test_a_running_renovation_blocks(rig: ServiceRig) -> None:
    from tests.service.residents.builders import LI, draft  # noqa: PLC0415 - Li renovates, Wang does not

    renovation_id = await draft(rig)
    transfer_id = await settled(rig, household_id=LI)
    assert (await states(rig, transfer_id))["renovation"] == "clear"
    async with desk(rig) as client:
        await did(await client.post(f"/v1/renovations/{renovation_id}/submit"))
    item = next(each for each in (await shown(rig, transfer_id))["checklist"] if each["item"] == "renovation")
    assert (item["state"], item["names"]) == ("open", ["R261122-0001"])


async def test_readings_go_up_from_the_move_in_to_the_transfer_and_on(rig: ServiceRig) -> None:
    moved_in = MoveInCompleted(
        move_in_id="m",
        number="M1",
        household_id=WANG,
        room_id=WANG_ROOM_ID,
        room_code=WANG_ROOM,
        handed_over_on=date(2026, 1, 5),
        readings=[OpeningReading(kind="water", serial=None, reading=Decimal("120.501"))],
        passes_wanted=[],
        keys=[],
        version=1,
    )
    await rig.tell(moved_in, subject="m")
    transfer_id = str((await opened(rig))["id"])
    async with assistant(rig) as client:
        below = await act(client, transfer_id, "readings", READINGS)
        document = await did(below, 422)
        assert document["type"] == "urn:lobby:problem:reading-below-opening"
        assert document["errors"][0]["pointer"] == "/readings/0/reading"
        read = {"readings": [{"meter": "water", "reading": "120.501"}, *READINGS["readings"][1:]]}
        recorded = await did(await act(client, transfer_id, "readings", read))
        assert [(each["meter"], each["reading"], each["opening"]) for each in recorded["readings"]] == [
            ("water", "120.501", "120.501"),
            ("power", "3456.000", None),
            ("gas", None, None),
        ]
        for item in BY_HAND:
            await did(await act(client, transfer_id, "confirm", {"item": item, "note": "无"}))
        done = await did(await act(client, transfer_id, "close"))
        again = await did(
            await client.post(PATH, json=transfer(household_id=done["new_household_id"], members=[])), 201
        )
        lower = {"readings": [{"meter": "power", "reading": "3455.999"}]}
        assert (await act(client, again["id"], "readings", lower)).status_code == 422


async def test_an_open_transfer_can_be_changed_and_given_up(rig: ServiceRig) -> None:
    made = await opened(rig, members=[], papers=[])
    async with assistant(rig) as client:
        change = {
            "planned_on": "2026-12-24",
            "reason": "gift",
            "papers": [{"kind": "title"}, {"kind": "identity"}],
            "members": [member(name="周伟")],
        }
        changed = await did(await act(client, made["id"], "change", change, **{"If-Match": f'"{made["version"]}"'}))
        stale = await act(client, made["id"], "change", change, **{"If-Match": f'"{made["version"]}"'})
        assert (changed["planned_on"], changed["reason"]) == ("2026-12-24", "gift")
        assert [one["name"] for one in changed["members"]] == ["周伟"]
        assert changed["checklist"][0]["state"] == "clear", "a title deed stands for the contract of a gift"
        assert stale.status_code == 412
        given_up = await did(await act(client, made["id"], "cancel", {"reason": "解约"}))
        after = await act(client, made["id"], "close")
    assert (given_up["status"], given_up["members"]) == ("cancelled", [])
    assert given_up["steps"][-1]["note"] == "解约"
    assert after.status_code == 409
    assert (await household_of(rig, WANG))["departed_on"] is None
    await opened(rig)


async def test_one_transfer_of_a_household_at_a_time(rig: ServiceRig) -> None:
    first = await opened(rig)
    async with assistant(rig) as client:
        second = await did(await client.post(PATH, json=transfer()), 409)
    assert second["type"] == "urn:lobby:problem:transfer-open"
    assert first["number"] in second["detail"]


async def test_two_desks_that_open_at_once_open_one(rig: ServiceRig) -> None:
    async with assistant(rig) as one, chief(rig) as other:
        answers = await asyncio.gather(one.post(PATH, json=transfer()), other.post(PATH, json=transfer()))
    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_two_closings_at_once_have_one_effect(rig: ServiceRig) -> None:
    transfer_id = await settled(rig)
    async with assistant(rig) as one, chief(rig) as other:
        answers = await asyncio.gather(*(act(client, transfer_id, "close") for client in (one, other, one, other)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert len(await rig.told("household.transferred")) == len(await rig.told("household.departed")) == 1
    new = (await shown(rig, transfer_id))["new_household_id"]
    assert [each.subject for each in await rig.told("household.registered")].count(new) == 1


async def test_a_closing_sent_again_under_its_key_is_answered_as_the_first_time(rig: ServiceRig) -> None:
    transfer_id, headers = await settled(rig), {"Idempotency-Key": new_id()}
    async with assistant(rig) as client:
        first = await client.post(f"{PATH}/{transfer_id}/close", headers=headers)
        again = await client.post(f"{PATH}/{transfer_id}/close", headers=headers)
        keyless = await client.post(f"{PATH}/{transfer_id}/close")
    assert (first.status_code, again.content) == (200, first.content)
    assert again.headers["idempotent-replayed"] == "true"
    assert keyless.status_code == 400


async def test_a_payment_that_arrives_while_it_closes_is_filed_and_loses_nothing(rig: ServiceRig) -> None:
    for _ in range(3):
        transfer_id = await settled(rig, members=[])
        received = paid(amount_fen=0)
        async with assistant(rig) as client:
            answer, _ = await asyncio.gather(
                act(client, transfer_id, "close"), rig.tell(received, subject=received.payment_id)
            )
            assert answer.status_code == 200
            archives = (await did(await client.get("/v1/archives", params={"household_id": WANG})))["items"]
            whole = await did(await client.get(f"/v1/archives/{archives[0]['id']}"))
        assert {entry["kind"] for entry in whole["entries"]} == {"fee_record", "transfer_protocol"}
        assert whole["entry_count"] == len(whole["entries"])
        break


async def test_an_ended_transfer_keeps_its_checklist_as_it_stood(rig: ServiceRig) -> None:
    done = await closed(rig)
    await tell(rig, posted("late"))
    later = await shown(rig, done["id"])
    assert {each["item"]: each["state"] for each in later["checklist"]}["arrears"] == "clear"
    assert later["is_clear"]


async def test_who_was_taken_down_for_the_new_household_is_kept_in_the_register_alone(rig: ServiceRig) -> None:
    done = await closed(rig)
    assert done["members"] == []
    for row in await _rows(rig, "transfer_members"):
        pytest.fail(f"left behind: {row}")


async def _rows(rig: ServiceRig, table: str) -> list[Any]:
    from sqlalchemy import text  # noqa: PLC0415 - one look past the repository

    async with rig.service.database.read() as session:
        return list(await session.execute(text(f"SELECT * FROM {table}")))  # noqa: S608 - the test's own words


async def test_an_id_number_waits_encrypted_and_is_answered_nowhere(rig: ServiceRig) -> None:
    made = await opened(rig)
    [row] = await _rows(rig, "transfer_members")
    assert "11010519491231002X" not in str(row)
    assert "11010519491231002X" not in str(made)


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"planned_on": "1999-01-01"}, "/planned_on"),
        ({"planned_on": "2150-01-01"}, "/planned_on"),
        ({"reason": "whim"}, "/reason"),
        ({"members": [{"role": "owner"}]}, "/members/0"),
        ({"members": [member(role="family")]}, "/members"),
        ({"members": [member(phone="12")]}, "/members/0/phone"),
        ({"members": [member(id_number="110105194912310021")]}, "/members/0/id_number"),
        ({"members": [{"person_id": "nobody", "role": "owner"}]}, "/members/0/person_id"),
        ({"remark": "a\x00b"}, "/remark"),
        ({"household_id": "x\x00"}, "/household_id"),
        ({"status": "closed"}, "/status"),
    ],
)
async def test_what_can_not_be_is_refused_by_its_field(rig: ServiceRig, over: dict[str, Any], pointer: str) -> None:
    async with assistant(rig) as client:
        document = await did(await client.post(PATH, json=transfer(**over)), 422)
    assert document["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("action", "body", "pointer"),
    [
        ("waive", {"item": "arrears"}, "/reason"),
        ("waive", {"item": "arrears", "reason": "  "}, "/reason"),
        ("waive", {"item": "weather", "reason": "x"}, "/item"),
        ("confirm", {"item": "parcels"}, "/note"),
        ("cancel", {}, "/reason"),
        ("close", {"transferred_on": "2026-11-23"}, "/transferred_on"),
        ("close", {"transferred_on": "1990-01-01"}, "/transferred_on"),
        ("readings", {"readings": []}, "/readings"),
        ("readings", {"readings": [{"meter": "water"}]}, "/readings/0"),
        ("readings", {"readings": [{"meter": "water", "reading": "-1"}]}, "/readings/0/reading"),
        ("readings", {"readings": [{"meter": "water", "reading": "1e400"}]}, "/readings/0/reading"),
        ("readings", {"readings": [{"meter": "water", "reading": "NaN"}]}, "/readings/0/reading"),
        ("readings", {"readings": [{"meter": "water", "reading": "0.0001"}]}, "/readings/0/reading"),
        ("readings", {"readings": [{"meter": "gas", "is_absent": True}] * 2}, "/"),
    ],
)
async def test_what_can_not_be_done_is_refused_by_its_field(
    rig: ServiceRig, action: str, body: dict[str, Any], pointer: str
) -> None:
    transfer_id = str((await opened(rig))["id"])
    async with chief(rig) as client:
        document = await did(await act(client, transfer_id, action, body), 422)
    assert document["errors"][0]["pointer"] == pointer


async def test_a_departed_household_has_nothing_to_transfer(rig: ServiceRig) -> None:
    transfer_id = await settled(rig)
    async with assistant(rig) as client:
        await did(await client.post(f"/v1/households/{WANG}/depart"))
        late = await did(await act(client, transfer_id, "close"), 409)
        await did(await act(client, transfer_id, "cancel", {"reason": "已离开"}))
        again = await did(await client.post(PATH, json=transfer()), 409)
    assert late["type"] == again["type"] == "urn:lobby:problem:household-departed"


async def test_another_communitys_households_and_transfers_do_not_exist(rig: ServiceRig) -> None:
    made = await opened(rig)
    async with assistant(rig) as client:
        await did(await client.post(PATH, json=transfer(household_id=FOREIGN_HOUSEHOLD)), 404)
    async with chief(rig, communities=(ELSEWHERE,)) as stranger:
        assert (await did(await stranger.get(PATH)))["items"] == []
        for path in ("", "/protocol"):
            await did(await stranger.get(f"{PATH}/{made['id']}{path}"), 404)
        for action, body in (
            ("change", {}),
            ("readings", READINGS),
            ("confirm", {"item": "parcels", "note": "x"}),
            ("waive", {"item": "parcels", "reason": "x"}),
            ("cancel", {"reason": "x"}),
            ("close", {}),
        ):
            await did(await act(stranger, made["id"], action, body), 404)


async def test_the_desk_reads_no_transfers(rig: ServiceRig) -> None:
    async with rig.client("households:read", account_id=DESK) as client:
        assert (await client.get(PATH)).status_code == 403
        assert (await client.post(PATH, json=transfer())).status_code == 403


async def test_lists_are_narrowed_and_paged_by_one_query_and_a_transfer_is_read_by_twelve(rig: ServiceRig) -> None:
    first = await opened(rig)
    async with assistant(rig) as client:
        await did(await act(client, first["id"], "cancel", {"reason": "重填"}))
    second = await opened(rig)
    async with assistant(rig) as client:
        with counted(rig) as seen:
            page = await did(await client.get(PATH, params={"room_code": WANG_ROOM, "limit": 1}))
        assert len(seen) == 1
        assert [each["id"] for each in page["items"]] == [second["id"]]
        rest = await did(await client.get(PATH, params={"cursor": page["next_cursor"], "limit": 1}))
        assert [each["id"] for each in rest["items"]] == [first["id"]]
        ended = await did(await client.get(PATH, params={"status": "cancelled", "household_id": WANG}))
        assert [each["id"] for each in ended["items"]] == [first["id"]]
        with counted(rig) as seen:
            answer = await client.get(f"{PATH}/{second['id']}")
    assert answer.headers["etag"] == f'"{second["version"]}"'
    assert len(seen) == 12


async def test_the_protocol_is_a_pdf_that_stays_the_same_once_it_is_closed(rig: ServiceRig) -> None:
    made = await opened(rig, remark="=1+1 #pagebreak() \\ 买卖双方到场")
    async with assistant(rig) as client:
        before = await client.get(f"{PATH}/{made['id']}/protocol")
        await did(await act(client, made["id"], "cancel", {"reason": "重填"}))
    done = await closed(rig)
    async with assistant(rig) as client:
        first = await client.get(f"{PATH}/{done['id']}/protocol")
        rig.clock.advance(timedelta(days=40))
        again = await client.get(f"{PATH}/{done['id']}/protocol")
    assert (before.status_code, before.content[:5], before.headers["content-type"]) == (
        200,
        b"%PDF-",
        "application/pdf",
    )
    assert "H261122-0002.pdf" in first.headers["content-disposition"]
    assert first.content == again.content != before.content


async def test_the_old_phone_is_nobody_and_the_new_one_is_the_room(rig: ServiceRig) -> None:
    """Handbook R-07: history is shown to who asks for it by name, and to who may read households."""
    async with desk(rig) as client:
        whole = (await did(await client.get(f"/v1/households/{WANG}")))["members"]
    person_id = whole[0]["person_id"]
    async with desk(rig) as client:
        revealed = await did(
            await client.post(f"/v1/persons/{person_id}/reveal", json={"reason": "核对", "fields": ["phone"]})
        )
        phone = {"phone": revealed["phone"]}
        [card] = (await did(await client.get("/internal/front-desk/caller-card", params=phone)))["matches"]
        assert card["household_id"] == WANG
        done = await closed(rig)
        assert (await did(await client.get("/internal/front-desk/caller-card", params=phone)))["matches"] == []
        assert (await did(await client.get("/v1/households", params=phone)))["items"] == []
        history = await did(await client.get("/v1/households", params=phone | {"state": "departed"}))
        assert [each["id"] for each in history["items"]] == [WANG]
        new = {"phone": "13900139000"}
        [card] = (await did(await client.get("/internal/front-desk/caller-card", params=new)))["matches"]
        assert (card["household_id"], card["room_code"]) == (done["new_household_id"], WANG_ROOM)
        by_room = {"room_code": WANG_ROOM}
        [card] = (await did(await client.get("/internal/front-desk/caller-card", params=by_room)))["matches"]
        assert [one["name"] for one in card["members"]] == ["周伟"]
        gone = {"household_id": WANG}
        [card] = (await did(await client.get("/internal/front-desk/caller-card", params=gone)))["matches"]
        assert card["members"] == []
