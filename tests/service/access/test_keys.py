"""The register of keys over HTTP. Source: handbook A-20, A-21."""

import asyncio
from typing import Any

import pytest

from tests.service.access.builders import (
    ALL,
    GUARD,
)
from tests.service.access.household_tells import listed, moved_in, tell
from tests.service.residents.counting import counted
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig


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
