"""Handbook R-07; flow 7: a household leaves, another follows."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from shared.kernel.ids import new_id
from shared.runtime.sealing import unseal
from tests.service.residents.builders import (
    CONTACT_SECRET,
    WANG,
    WANG_ROOM,
    desk,
    did,
    member,
)
from tests.service.residents.transfers import (
    PATH,
    WANG_ROOM_ID,
    act,
    assistant,
    chief,
    closed,
    file_of,
    household_of,
    opened,
    paid,
    room_of,
    settled,
    shown,
)
from tests.service.support import ServiceRig


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
        "archive_loan": "clear",
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
