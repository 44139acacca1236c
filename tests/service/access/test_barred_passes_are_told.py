"""A pass that opens nothing any more is told, whoever follows it. Source: handbook A-31, R-07, R-36; events.md."""

from tests.service.access.builders import ALL, Works, passes_of, walk
from tests.service.access.household_tells import listed, moved_in, tell, transferred
from tests.service.support import ServiceRig


async def told_of(rig: ServiceRig, pass_id: str) -> list[tuple[str, str, int]]:
    return [
        (event.type, event.data["status"], event.data["version"])
        for event in await rig.told()
        if event.type.startswith("pass.") and event.subject == pass_id
    ]


async def test_a_revoked_pass_is_told_as_one_that_opens_nothing(rig: ServiceRig) -> None:
    works = Works(rig, workers=1)
    await works.tell(works.approved(), works.paid(), works.permitted())
    card = await walk(rig, (await passes_of(rig, works))[0]["id"], "issue")
    async with rig.client(*ALL) as client:
        revoked = (await client.post(f"/v1/passes/{card['id']}/revoke", json={"reason": "转借他人"})).json()
    assert (await told_of(rig, card["id"]))[-1] == ("pass.suspended", "revoked", revoked["version"])


async def test_recalled_and_taken_passes_are_told(rig: ServiceRig) -> None:
    works = Works(rig, workers=1)
    await works.tell(works.approved(), works.paid(), works.permitted())
    worker = await walk(rig, (await passes_of(rig, works))[0]["id"], "issue")
    await tell(rig, moved_in())
    [resident, *_] = [card for card in await listed(rig, "passes", kind="resident") if not card["beyond_quota"]]
    async with rig.client(*ALL) as client:
        issued = await client.post(f"/v1/passes/{resident['id']}/issue", json={"received_by": "王芳"})
        assert issued.status_code == 200
    await works.tell(works.completed())
    await tell(rig, transferred())
    assert [each[:2] for each in await told_of(rig, worker["id"])][-1] == ("pass.suspended", "recalled")
    assert [each[:2] for each in await told_of(rig, resident["id"])][-1] == ("pass.suspended", "revoked")
