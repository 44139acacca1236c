"""Handbook A-03, A-34: one question, an answer with its reason, every check on record."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import select

from services.access.models import GateCheck
from tests.service.access.builders import ALL, GUARD, TODAY, Works, ask_gate, passes_of, walk
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig


async def issued_pass(rig: ServiceRig, **period: object) -> tuple[Works, dict[str, str]]:
    works = Works(rig, workers=1)
    await works.tell(works.approved(), works.paid(), works.permitted(**period))  # type: ignore[arg-type]
    return works, await walk(rig, (await passes_of(rig, works))[0]["id"], "issue")


async def test_a_valid_pass_is_allowed_with_what_the_guard_compares(rig: ServiceRig) -> None:
    works, card = await issued_pass(rig)
    said = await ask_gate(rig, card["code"])
    assert (said["decision"], said["reason"]) == ("allow", "valid")
    assert (said["kind"], said["number"], said["room_code"]) == ("worker", card["number"], "3#2-5-1")
    assert (said["valid_from"], said["valid_until"]) == ("2026-11-22", "2026-12-22")
    assert said["holder"] == {"id": works.workers[0].worker_id, "name": None}


@pytest.mark.parametrize("stage", ["review", "stamp", "make"])
async def test_before_issue_it_opens_nothing(rig: ServiceRig, stage: str) -> None:
    works = Works(rig, workers=1)
    await works.begin()
    card = await walk(rig, (await passes_of(rig, works))[0]["id"], stage)
    said = await ask_gate(rig, card["code"])
    assert (said["decision"], said["reason"]) == ("deny", "not_issued")


@pytest.mark.parametrize(
    ("action", "body", "reason"),
    [("return", None, "returned"), ("report-lost", None, "lost"), ("revoke", {"reason": "lent to others"}, "revoked")],
)
async def test_what_came_back_or_was_barred_opens_no_more(
    rig: ServiceRig, action: str, body: Mapping[str, str] | None, reason: str
) -> None:
    _works, card = await issued_pass(rig)
    async with rig.client(*ALL) as client:
        assert (await client.post(f"/v1/passes/{card['id']}/{action}", json=body)).status_code == 200
    said = await ask_gate(rig, card["code"])
    assert (said["decision"], said["reason"]) == ("deny", reason)


async def test_a_refused_pass_is_denied_as_refused(rig: ServiceRig) -> None:
    works = Works(rig, workers=1)
    await works.begin()
    card = await walk(rig, (await passes_of(rig, works))[0]["id"], "review")
    async with rig.client(*ALL) as client:
        await client.post(f"/v1/passes/{card['id']}/review", json={"decision": "refuse", "reason": "x"})
    assert (await ask_gate(rig, card["code"]))["reason"] == "refused"


async def test_the_period_is_judged_by_the_communitys_day_and_not_by_the_job(rig: ServiceRig) -> None:
    _works, card = await issued_pass(rig, valid_from=TODAY + timedelta(days=1), valid_until=TODAY + timedelta(days=2))
    early = await ask_gate(rig, card["code"])
    assert (early["decision"], early["reason"]) == ("deny", "not_yet_valid")
    assert "2026-11-23" in early["message"]
    rig.clock.advance(timedelta(hours=12))  # midnight in Shanghai, 16:00 UTC of the day before
    assert (await ask_gate(rig, card["code"]))["decision"] == "allow"
    rig.clock.advance(timedelta(hours=47, minutes=59))
    assert (await ask_gate(rig, card["code"]))["decision"] == "allow"
    rig.clock.advance(timedelta(minutes=1))
    assert (await ask_gate(rig, card["code"]))["reason"] == "expired"
    assert await rig.told("pass.expired") == []
    await rig.run_job("expire-passes")
    assert [envelope.subject for envelope in await rig.told("pass.expired")] == [card["id"]]
    assert (await ask_gate(rig, card["code"]))["reason"] == "expired"
    await rig.run_job("expire-passes")
    assert len(await rig.told("pass.expired")) == 1


async def test_the_permits_own_code_tells_the_permit_and_opens_nothing(rig: ServiceRig) -> None:
    works, _card = await issued_pass(rig)
    said = await ask_gate(rig, works.permit_code)
    assert (said["decision"], said["reason"]) == ("deny", "permit_not_a_pass")
    assert (said["kind"], said["number"], said["contractor"]) == ("permit", "PM26-0001", "安居装饰")
    assert (said["room_code"], said["valid_until"], said["holder"]) == ("3#2-5-1", "2026-12-22", None)


async def test_codes_of_another_community_are_unknown(rig: ServiceRig) -> None:
    works, card = await issued_pass(rig)
    for code in (card["code"], works.permit_code):
        said = await ask_gate(rig, code, communities=[ELSEWHERE])
        assert (said["decision"], said["reason"]) == ("deny", "unknown_code")
        assert (said["number"], said["room_code"], said["valid_until"]) == (None, None, None)


async def test_whatever_is_scanned_is_answered(rig: ServiceRig) -> None:
    for scanned in ("x", "a\x00b", "\x00", " ", "https://example.org/" + "q" * 1500, "' OR 1=1 --", "证"):
        said = await ask_gate(rig, scanned)
        assert (said["decision"], said["reason"]) == ("deny", "unknown_code")


async def test_the_guard_is_told_in_his_language(rig: ServiceRig) -> None:
    async with rig.client("gate:check", headers={"Accept-Language": "zh-CN"}) as client:
        chinese = (await client.get("/v1/passes/gate-check", params={"code": "x"})).json()
    assert chinese["message"] == "本小区没有此证件，不能放行。"
    assert (await ask_gate(rig, "x"))["message"] == "Not a pass of this community: don't let them in."


async def test_every_check_is_on_record_without_its_code(rig: ServiceRig) -> None:
    _works, card = await issued_pass(rig)
    await ask_gate(rig, card["code"])
    await ask_gate(rig, "unknown")
    async with rig.service.database.read() as session:
        checks = (await session.scalars(select(GateCheck).order_by(GateCheck.id))).all()
    seen = [(check.decision, check.reason, check.pass_id, check.account_id, check.community_id) for check in checks]
    assert seen == [
        ("allow", "valid", card["id"], GUARD, GARDEN),
        ("deny", "unknown_code", None, GUARD, GARDEN),
    ]
    assert all(check.code_hash not in {card["code"], "unknown"} for check in checks)
    assert {check.checked_at for check in checks} == {rig.clock.now()}


async def test_only_who_may_check_the_gate_is_answered(rig: ServiceRig) -> None:
    async with rig.client("passes:read") as client:
        for path in ("/v1/passes/gate-check", "/internal/front-desk/gate-check"):
            assert (await client.get(path, params={"code": "x"})).status_code == 403


async def test_the_gateway_gets_the_same_answer(rig: ServiceRig) -> None:
    _works, card = await issued_pass(rig)
    async with rig.client("gate:check") as client:
        inner = await client.get("/internal/front-desk/gate-check", params={"code": card["code"]})
    assert inner.json() == await ask_gate(rig, card["code"])
