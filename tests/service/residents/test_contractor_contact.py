"""Whom of the contractor to call: masked, printed, told nothing, revealed on the record (handbook R-30, R-04)."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from services.residents.households.models import Reveal
from services.residents.renovation import papers
from shared.kernel.ids import new_id
from tests.service.residents.builders import MANAGER, act, application, approved, desk, did, draft, manager
from tests.service.residents.works import guard, show, under_way
from tests.service.support import ELSEWHERE, ServiceRig

PHONE = "13912345678"
CONTRACTOR = {"name": "安居装饰工程有限公司", "licence_number": "91110105MA01ABCD2X"}
WITH_CONTACT = CONTRACTOR | {"contact": {"name": "王工", "phone": "139 1234 5678"}}
MASKED = ("王工", "139****5678")


def named(renovation: dict[str, Any]) -> tuple[str, str] | None:
    contact = renovation["contractor"]["contact"]
    return (contact["name"], contact["phone"]) if contact else None


async def test_the_contact_is_masked_for_everybody_and_no_event_or_log_carries_it(
    rig: ServiceRig, capfd: pytest.CaptureFixture[str]
) -> None:
    renovation_id = await under_way(rig, contractor=WITH_CONTACT)
    async with guard(rig) as security:
        one = await did(await security.get(f"/v1/renovations/{renovation_id}"))
        [listed] = (await did(await security.get("/v1/renovations", params={"status": "in_progress"})))["items"]
    assert named(one) == named(listed) == MASKED
    spoken = b"".join([event.to_bytes() for event in await rig.told()])
    assert len(await rig.told()) > 3
    logged = "".join(capfd.readouterr())
    assert PHONE.encode() not in spoken
    assert "王工".encode() not in spoken
    assert PHONE not in logged
    assert "1234 5678" not in logged


async def test_it_is_printed_on_the_permit_masked(rig: ServiceRig, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[Any] = []

    def compile_and_note(_template: Path, data: dict[str, Any], **_: Any) -> bytes:
        printed.append(data["contact"])
        return b"%PDF"

    monkeypatch.setattr(papers, "compile_paper", compile_and_note)
    renovation_id = await under_way(rig)
    async with desk(rig) as client:
        await client.get(f"/v1/renovations/{renovation_id}/permit.pdf")
        await did(await act(client, renovation_id, "change-contact", {"contact": WITH_CONTACT["contact"]}))
        await client.get(f"/v1/renovations/{renovation_id}/permit.pdf")
    assert printed == [None, "王工 139****5678"]


async def test_a_revision_keeps_the_contact_unless_it_says_otherwise(rig: ServiceRig) -> None:
    renovation_id = await draft(rig, contractor=WITH_CONTACT)
    async with desk(rig) as client:
        kept = await did(await act(client, renovation_id, "revise", {"contractor": CONTRACTOR}))
        gone = await did(await act(client, renovation_id, "revise", {"contractor": CONTRACTOR | {"contact": None}}))
        back = await did(await act(client, renovation_id, "revise", {"contractor": WITH_CONTACT}))
    assert [named(each) for each in (kept, gone, back)] == [MASKED, None, MASKED]
    assert kept["contractor"]["contact"]["id"] != back["contractor"]["contact"]["id"]


async def test_it_changes_until_the_renovation_is_over(rig: ServiceRig) -> None:
    renovation_id = await approved(rig)
    async with desk(rig) as client:
        body = {"contact": {"name": "李工", "phone": "010-62345678"}}
        changed = await did(await act(client, renovation_id, "change-contact", body))
        emptied = await did(await act(client, renovation_id, "change-contact", {"contact": None}))
        await did(await act(client, renovation_id, "withdraw"))
        late = await did(await act(client, renovation_id, "change-contact", body), 409)
    assert named(changed) == ("李工", "010-****5678")
    assert named(emptied) is None
    assert late["type"] == "urn:lobby:problem:renovation-over"
    assert "Withdrawn" in late["detail"]
    assert [step["action"] for step in changed["steps"]][-1] == "change_contact"


BAD: list[tuple[dict[str, Any], str]] = [
    ({"name": "王工", "phone": "12"}, "/contact/phone"),
    ({"name": "", "phone": PHONE}, "/contact/name"),
    ({"name": "王工"}, "/contact/phone"),
    ({"name": "王工", "phone": PHONE, "email": "a@b.cn"}, "/contact/email"),
]


async def test_a_bad_contact_is_named_and_changes_nothing(rig: ServiceRig) -> None:
    renovation_id = await draft(rig, contractor=WITH_CONTACT)
    async with desk(rig) as client:
        for contact, pointer in BAD:
            problem = await did(await act(client, renovation_id, "change-contact", {"contact": contact}), 422)
            assert pointer in [fault["pointer"] for fault in problem["errors"]]
            body = application(contractor=CONTRACTOR | {"contact": contact})
            problem = await did(await client.post("/v1/renovations", json=body), 422)
            assert f"/contractor{pointer}" in [fault["pointer"] for fault in problem["errors"]]
        assert len((await did(await client.get("/v1/renovations")))["items"]) == 1
    seen = await show(rig, renovation_id)
    assert (named(seen), seen["version"]) == (MASKED, 1)


async def test_who_may_is_shown_the_number_on_the_record(rig: ServiceRig) -> None:
    renovation_id = await draft(rig, contractor=WITH_CONTACT)
    path = f"/v1/renovations/{renovation_id}/reveal-contact"
    async with manager(rig) as client:
        answer = await client.post(path, json={"reason": "楼下渗水"})
        unnamed = await client.post(f"/v1/renovations/{await draft(rig)}/reveal-contact", json={"reason": "楼下渗水"})
        silent = await client.post(path, json={})
    shown = await did(answer)
    [told] = await rig.told("person.revealed")
    async with rig.service.database.read() as session:
        [reveal] = (await session.scalars(select(Reveal))).all()

    assert (shown["name"], shown["phone"], answer.headers["cache-control"]) == ("王工", f"+86{PHONE}", "no-store")
    assert (reveal.person_id, reveal.reason, reveal.fields) == (shown["id"], "楼下渗水", ["phone"])
    assert (told.data["person_id"], told.data["account_id"]) == (shown["id"], MANAGER)
    assert PHONE.encode() not in told.to_bytes()
    assert (unnamed.status_code, unnamed.json()["type"]) == (404, "urn:lobby:problem:nothing-on-file")
    assert silent.status_code == 422


async def test_strangers_and_those_without_the_grant_see_and_change_nothing(rig: ServiceRig) -> None:
    renovation_id = await draft(rig, contractor=WITH_CONTACT)
    reason = {"reason": "楼下渗水"}
    async with rig.client("renovations:read") as without:
        assert (await act(without, renovation_id, "reveal-contact", reason)).status_code == 403
        assert (await act(without, renovation_id, "change-contact", {"contact": None})).status_code == 403
    async with guard(rig, communities=(ELSEWHERE,)) as stranger:
        assert (await act(stranger, renovation_id, "reveal-contact", reason)).status_code == 404
        assert (await act(stranger, renovation_id, "change-contact", {"contact": None})).status_code == 404
        assert (await act(stranger, new_id(), "reveal-contact", reason)).status_code == 404
    assert await rig.told("person.revealed") == []
