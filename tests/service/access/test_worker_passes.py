"""Story 2 of the flows, from the approval to the gate. Source: handbook A-31."""

import asyncio
from datetime import timedelta

from tests.service.access.builders import ALL, GUARD, TODAY, Works, ask_gate, passes_of, show, walk
from tests.service.support import ELSEWHERE, ServiceRig


async def test_an_approved_renovation_asks_for_one_pass_per_worker(rig: ServiceRig) -> None:
    works = Works(rig)
    await works.tell(works.approved())
    cards = await passes_of(rig, works)
    assert [card["number"] for card in cards] == ["W-0001", "W-0002", "W-0003", "W-0004"]
    assert [card["holder"]["id"] for card in cards] == [worker.worker_id for worker in works.workers]
    assert {card["status"] for card in cards} == {"requested"}
    told = await rig.told("pass.requested")
    assert [envelope.data["holder_id"] for envelope in told] == [worker.worker_id for worker in works.workers]
    assert {envelope.data["renovation_id"] for envelope in told} == {works.id}


async def test_an_approval_that_comes_twice_asks_once(rig: ServiceRig) -> None:
    works = Works(rig)
    envelope = await rig.tell(works.approved(), subject=works.id)
    await rig.deliver(envelope)
    await works.tell(works.approved())
    assert len(await passes_of(rig, works)) == 4
    assert len(await rig.told("pass.requested")) == 4


async def test_fee_and_permit_together_start_the_thirty_minutes_in_the_permits_period(rig: ServiceRig) -> None:
    works = Works(rig)
    paid_at = rig.clock.now() - timedelta(minutes=40)
    permitted_at = rig.clock.now() - timedelta(minutes=1)
    await works.tell(works.approved(), works.paid(at=paid_at))
    assert {card["status"] for card in await passes_of(rig, works)} == {"requested"}
    await works.tell(works.permitted(at=permitted_at))
    for card in await passes_of(rig, works):
        assert card["status"] == "in_review"
        assert card["due_at"] == (permitted_at + timedelta(minutes=30)).isoformat().replace("+00:00", "Z")
        assert (card["valid_from"], card["valid_until"]) == ("2026-11-22", "2026-12-22")


async def test_a_part_payment_or_another_item_does_not_satisfy_the_fee(rig: ServiceRig) -> None:
    works = Works(rig)
    await works.tell(
        works.approved(), works.permitted(), works.paid(outstanding_fen=1), works.paid(item="renovation_deposit")
    )
    assert {card["status"] for card in await passes_of(rig, works)} == {"requested"}


async def test_a_renovation_without_pass_fee_needs_the_permit_alone(rig: ServiceRig) -> None:
    works = Works(rig)
    await works.tell(works.approved(fee=False), works.permitted())
    assert {card["status"] for card in await passes_of(rig, works)} == {"in_review"}


async def test_a_pass_goes_from_review_to_issue_with_every_stage_timed(rig: ServiceRig) -> None:
    works = Works(rig)
    await works.begin()
    card = (await passes_of(rig, works))[0]
    async with rig.client(*ALL, account_id=GUARD) as client:
        for stage, body in (
            ("review", {"decision": "pass"}),
            ("stamp", None),
            ("make", None),
            ("issue", {"received_by": "赵工头"}),
        ):
            rig.clock.advance(timedelta(minutes=5))
            answer = await client.post(f"/v1/passes/{card['id']}/{stage}", json=body)
            assert answer.status_code == 200, answer.text
    issued = await show(rig, card["id"])
    assert issued["status"] == "issued"
    assert issued["received_by"] == "赵工头"
    assert issued["breached_at"] is None
    timed = [(stage["action"], stage["took_s"], stage["actor_name"]) for stage in issued["stages"]]
    assert timed == [
        ("open", 0, None),
        ("admit", 0, None),
        ("approve", 300, "security"),
        ("stamp", 300, "security"),
        ("make", 300, "security"),
        ("issue", 300, "security"),
    ]
    told = await rig.told("pass.issued")
    assert [envelope.subject for envelope in told] == [card["id"]]
    assert told[0].data["version"] == issued["version"]


async def test_events_of_a_pass_tell_neither_names_nor_its_code(rig: ServiceRig) -> None:
    works = Works(rig, workers=1)
    await works.begin()
    card = await walk(rig, (await passes_of(rig, works))[0]["id"], "issue")
    for envelope in await rig.told():
        assert card["code"] not in envelope.to_bytes().decode()
        assert "赵工头" not in envelope.to_bytes().decode()


async def test_the_four_are_let_in_and_a_fifth_worker_without_pass_is_not(rig: ServiceRig) -> None:
    works = Works(rig)
    await works.begin()
    for card in await passes_of(rig, works):
        issued = await walk(rig, card["id"], "issue")
        assert (await ask_gate(rig, issued["code"]))["decision"] == "allow"
    fifth = await ask_gate(rig, "not-a-code-of-ours-0000")
    assert (fifth["decision"], fifth["reason"]) == ("deny", "unknown_code")
    with_the_permit = await ask_gate(rig, works.permit_code)
    assert (with_the_permit["decision"], with_the_permit["reason"]) == ("deny", "permit_not_a_pass")


async def test_security_refuses_with_a_reason_on_record_and_never_without(rig: ServiceRig) -> None:
    works = Works(rig)
    await works.begin()
    pass_id = (await passes_of(rig, works))[0]["id"]
    async with rig.client(*ALL, account_id=GUARD) as client:
        bare = await client.post(f"/v1/passes/{pass_id}/review", json={"decision": "refuse"})
        assert (bare.status_code, bare.json()["errors"][0]["pointer"]) == (422, "/reason")
        refused = await client.post(f"/v1/passes/{pass_id}/review", json={"decision": "refuse", "reason": "证件照不符"})
    assert refused.json()["status"] == "refused"
    assert refused.json()["stages"][-1]["note"] == "证件照不符"


async def test_a_suspension_stops_the_passes_at_the_gate_and_a_resumption_gives_them_back(rig: ServiceRig) -> None:
    works = Works(rig, workers=2)
    await works.begin()
    issued = await walk(rig, (await passes_of(rig, works))[0]["id"], "issue")
    await works.tell(works.suspended())
    assert (await ask_gate(rig, issued["code"]))["reason"] == "suspended"
    assert [envelope.subject for envelope in await rig.told("pass.suspended")] == [issued["id"]]
    await works.tell(works.resumed())
    assert (await ask_gate(rig, issued["code"]))["decision"] == "allow"
    assert len(await rig.told("pass.issued")) == 2


async def test_no_pass_is_handed_out_while_works_are_stopped(rig: ServiceRig) -> None:
    works = Works(rig, workers=1)
    await works.begin()
    made = await walk(rig, (await passes_of(rig, works))[0]["id"], "make")
    await works.tell(works.suspended())
    async with rig.client(*ALL) as client:
        refused = await client.post(f"/v1/passes/{made['id']}/issue", json={"received_by": "赵工头"})
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:lobby:problem:works-suspended")
        assert (await show(rig, made["id"]))["status"] == "made"
        await works.tell(works.resumed())
        assert (await client.post(f"/v1/passes/{made['id']}/issue", json={"received_by": "x"})).status_code == 200


async def test_a_rejected_renovation_refuses_what_was_requested_and_revokes_what_is_out(rig: ServiceRig) -> None:
    works = Works(rig, workers=2)
    await works.begin()
    await walk(rig, (await passes_of(rig, works))[0]["id"], "issue")
    await works.tell(works.rejected(version=7))
    assert [card["status"] for card in await passes_of(rig, works)] == ["revoked", "refused"]


async def test_a_returned_pass_opens_no_more(rig: ServiceRig) -> None:
    works = Works(rig, workers=1)
    await works.begin()
    issued = await walk(rig, (await passes_of(rig, works))[0]["id"], "issue")
    async with rig.client(*ALL) as client:
        returned = await client.post(f"/v1/passes/{issued['id']}/return")
        again = await client.post(f"/v1/passes/{issued['id']}/return")
    assert (returned.json()["status"], again.status_code) == ("returned", 409)
    assert (await ask_gate(rig, issued["code"]))["reason"] == "returned"
    assert [envelope.subject for envelope in await rig.told("pass.returned")] == [issued["id"]]


async def test_an_extended_permit_extends_the_passes_that_are_out(rig: ServiceRig) -> None:
    works = Works(rig, workers=1)
    await works.begin()
    issued = await walk(rig, (await passes_of(rig, works))[0]["id"], "issue")
    longer = works.permitted(version=8, valid_until=rig.clock.now().date() + timedelta(days=60))
    await works.tell(longer, works.permitted())
    assert (await show(rig, issued["id"]))["valid_until"] == "2027-01-21"
    assert (await rig.told("pass.issued"))[-1].data["valid_until"] == "2027-01-21"


async def test_issuing_twice_at_once_issues_once(rig: ServiceRig) -> None:
    works = Works(rig, workers=1)
    await works.begin()
    made = await walk(rig, (await passes_of(rig, works))[0]["id"], "make")
    async with rig.client(*ALL) as client:
        answers = await asyncio.gather(
            *(client.post(f"/v1/passes/{made['id']}/issue", json={"received_by": str(desk)}) for desk in range(8))
        )
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert len(await rig.told("pass.issued")) == 1


async def test_permit_and_payment_at_the_same_moment_do_not_miss_each_other(rig: ServiceRig) -> None:
    for _ in range(5):
        works = Works(rig)
        await asyncio.gather(*(works.tell(event) for event in (works.approved(), works.paid(), works.permitted())))
        cards = await passes_of(rig, works)
        assert [card["status"] for card in cards] == ["in_review"] * 4


async def test_a_suspension_during_issue_leaves_no_pass_that_opens(rig: ServiceRig) -> None:
    for _ in range(3):
        works = Works(rig, workers=1)
        await works.begin()
        made = await walk(rig, (await passes_of(rig, works))[0]["id"], "make")
        async with rig.client(*ALL) as client:
            await asyncio.gather(
                client.post(f"/v1/passes/{made['id']}/issue", json={"received_by": "赵工头"}),
                works.tell(works.suspended()),
            )
        assert (await ask_gate(rig, made["code"]))["decision"] == "deny"


async def test_a_pass_of_another_community_is_not_found(rig: ServiceRig) -> None:
    works = Works(rig, workers=1)
    await works.begin()
    pass_id = (await passes_of(rig, works))[0]["id"]
    async with rig.client(*ALL, communities=[ELSEWHERE]) as client:
        for answer in (
            await client.get(f"/v1/passes/{pass_id}"),
            await client.get(f"/v1/passes/{pass_id}/qr.svg"),
            await client.post(f"/v1/passes/{pass_id}/review", json={"decision": "pass"}),
            await client.post(f"/v1/passes/{pass_id}/stamp"),
            await client.post(f"/v1/passes/{pass_id}/make"),
            await client.post(f"/v1/passes/{pass_id}/issue", json={"received_by": "x"}),
            await client.post(f"/v1/passes/{pass_id}/return"),
            await client.post(f"/v1/passes/{pass_id}/report-lost"),
            await client.post(f"/v1/passes/{pass_id}/revoke", json={"reason": "x"}),
        ):
            assert answer.status_code == 404
        listed = await client.get("/v1/passes")
    assert listed.json()["items"] == []
    assert (await show(rig, pass_id))["status"] == "in_review"


async def test_a_stale_if_match_changes_nothing(rig: ServiceRig) -> None:
    works = Works(rig, workers=1)
    await works.begin()
    pass_id = (await passes_of(rig, works))[0]["id"]
    async with rig.client(*ALL) as client:
        tag = (await client.get(f"/v1/passes/{pass_id}")).headers["ETag"]
        reviewed = await client.post(
            f"/v1/passes/{pass_id}/review", json={"decision": "pass"}, headers={"If-Match": tag}
        )
        stale = await client.post(f"/v1/passes/{pass_id}/stamp", headers={"If-Match": tag})
        fresh = await client.post(f"/v1/passes/{pass_id}/stamp", headers={"If-Match": reviewed.headers["ETag"]})
    assert (reviewed.status_code, stale.status_code, fresh.status_code) == (200, 412, 200)


async def test_a_repeated_key_replays_the_first_answer(rig: ServiceRig) -> None:
    works = Works(rig, workers=1)
    await works.begin()
    made = await walk(rig, (await passes_of(rig, works))[0]["id"], "make")
    key = {"Idempotency-Key": "issue-1"}
    async with rig.client(*ALL) as client:
        first = await client.post(f"/v1/passes/{made['id']}/issue", json={"received_by": "a"}, headers=key)
        again = await client.post(f"/v1/passes/{made['id']}/issue", json={"received_by": "a"}, headers=key)
        other = await client.post(f"/v1/passes/{made['id']}/issue", json={"received_by": "b"}, headers=key)
    assert (first.status_code, again.status_code, other.status_code) == (200, 200, 422)
    assert again.content == first.content
    assert len(await rig.told("pass.issued")) == 1


async def test_an_extension_moves_the_period_of_every_pass_and_tells_the_gate_of_the_new_permit(
    rig: ServiceRig,
) -> None:
    works = Works(rig)
    await works.begin()
    card = (await passes_of(rig, works))[0]
    await walk(rig, card["id"], "issue")
    longer = TODAY + timedelta(days=60)
    await works.tell(works.permitted(version=5, valid_until=longer))
    late_repeat = works.permitted(version=4)
    await works.tell(late_repeat)
    assert {each["valid_until"] for each in await passes_of(rig, works)} == {longer.isoformat()}
    assert (await show(rig, card["id"]))["status"] == "issued"
    assert (await rig.told("pass.issued"))[-1].data["valid_until"] == longer.isoformat()


async def test_a_pass_that_ran_out_with_the_permit_opens_again_when_it_is_extended(rig: ServiceRig) -> None:
    works = Works(rig)
    await works.begin()
    card = (await passes_of(rig, works))[0]
    issued = await walk(rig, card["id"], "issue")
    rig.clock.advance(timedelta(days=32))
    await rig.run_job("expire-passes")
    expired = await show(rig, card["id"])
    await works.tell(works.permitted(version=4))
    still = await show(rig, card["id"])
    from_now = TODAY + timedelta(days=32)
    await works.tell(works.permitted(version=5, valid_from=from_now, valid_until=TODAY + timedelta(days=60)))
    extended = await show(rig, card["id"])
    assert (expired["status"], still["status"], extended["status"]) == ("expired", "expired", "issued")
    assert (await ask_gate(rig, issued["code"]))["decision"] == "allow"


async def test_a_pass_extended_while_the_works_are_stopped_stays_shut(rig: ServiceRig) -> None:
    works = Works(rig)
    await works.begin()
    card = (await passes_of(rig, works))[0]
    await walk(rig, card["id"], "issue")
    rig.clock.advance(timedelta(days=32))
    await rig.run_job("expire-passes")
    await works.tell(works.suspended(), works.permitted(version=6, valid_until=TODAY + timedelta(days=60)))
    assert (await show(rig, card["id"]))["status"] == "suspended"
