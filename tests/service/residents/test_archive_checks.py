"""Handbook R-13: inventory checks."""

from datetime import timedelta
from typing import Any

import httpx

from tests.service.residents.builders import FOREIGN_HOUSEHOLD, did
from tests.service.residents.counting import counted
from tests.service.residents.files import archive_id, assistant, chief, lead, post
from tests.service.support import ELSEWHERE, ServiceRig

PATH = "/v1/archives/inventory-checks"


async def begun(client: httpx.AsyncClient, **over: Any) -> dict[str, Any]:
    return await did(await post(client, PATH, {"kind": "monthly", "building": "3"} | over), 201)


async def files_of(client: httpx.AsyncClient, check_id: str, **parameters: Any) -> list[dict[str, Any]]:
    found, cursor = [], None
    while True:
        asked: dict[str, Any] = {"limit": 200} | parameters | ({"cursor": cursor} if cursor else {})
        page = await did(await client.get(f"{PATH}/{check_id}/files", params=asked))
        found += page["items"]
        cursor = page.get("next_cursor")
        if not cursor:
            return found


async def found_all(client: httpx.AsyncClient, check_id: str, finding: str = "present") -> None:
    """Every file of the round as it should be."""
    left = [file["archive_id"] for file in await files_of(client, check_id, finding="unchecked")]
    for start in range(0, len(left), 500):
        findings = [{"archive_id": each, "finding": finding} for each in left[start : start + 500]]
        await did(await client.post(f"{PATH}/{check_id}/findings", json={"findings": findings}))


async def checked(client: httpx.AsyncClient, **over: Any) -> dict[str, Any]:
    check = await begun(client, **over)
    await found_all(client, check["id"])
    return await did(await client.post(f"{PATH}/{check['id']}/finish"))


async def owed(client: httpx.AsyncClient) -> dict[str, dict[str, Any]]:
    return {each["kind"]: each for each in (await did(await client.get(f"{PATH}/due")))["checks"]}


async def test_a_check_goes_through_every_file_of_a_building_and_keeps_what_is_found(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        check = await begun(client)
        files = await files_of(client, check["id"])
        assert files
        assert all(file["room_code"].startswith("3#") for file in files)
        missing = {"archive_id": files[0]["archive_id"], "finding": "missing", "note": "柜中未见"}
        await did(await client.post(f"{PATH}/{check['id']}/findings", json={"findings": [missing]}))
        early = await did(await client.post(f"{PATH}/{check['id']}/finish"), 409)
        await found_all(client, check["id"])
        corrected = {"archive_id": files[1]["archive_id"], "finding": "damaged"}
        await did(await client.post(f"{PATH}/{check['id']}/findings", json={"findings": [corrected]}))
        done = await did(await client.post(f"{PATH}/{check['id']}/finish", json={"note": "两处待补"}))
        shown = await did(await client.get(f"{PATH}/{check['id']}"))
        late = await client.post(f"{PATH}/{check['id']}/findings", json={"findings": [missing]})
        [lost] = await files_of(client, check["id"], finding="missing")
    assert early["type"] == "urn:lobby:problem:check-incomplete"
    assert (check["period"], done["status"], done["note"]) == ("2026-11", "finished", "两处待补")
    assert shown["tally"] == {
        "files": len(files),
        "present": len(files) - 2,
        "missing": 1,
        "damaged": 1,
        "unchecked": 0,
    }
    assert late.status_code == 409
    assert (lost["number"], lost["note"]) == (files[0]["number"], "柜中未见")


async def test_the_quarters_check_is_the_managers(rig: ServiceRig) -> None:
    async with lead(rig) as head, chief(rig) as manager:
        assert (await post(head, PATH, {"kind": "quarterly"})).status_code == 403
        check = await begun(manager, kind="quarterly", building=None)
        assert (await head.post(f"{PATH}/{check['id']}/cancel")).status_code == 403
        ended = await did(await manager.post(f"{PATH}/{check['id']}/cancel"))
    assert (check["period"], ended["status"]) == ("2026-Q4", "cancelled")


async def test_the_month_is_overdue_then_due_then_done_as_buildings_are_checked(rig: ServiceRig) -> None:
    async with chief(rig) as client:
        before = await owed(client)
        assert (before["monthly"]["status"], before["monthly"]["buildings_left"]) == ("overdue", ["1", "2", "3"])
        assert before["monthly"]["period_missed"] == "2026-10"
        assert before["quarterly"]["due_on"] == "2026-12-31"
        for building in ("1", "2"):
            await checked(client, building=building)
        assert (await owed(client))["monthly"]["buildings_left"] == ["3"]
        await checked(client, building="3")
        assert (await owed(client))["monthly"]["status"] == "done"
        rig.clock.advance(timedelta(days=14))
        december = (await owed(client))["monthly"]
        await checked(client, kind="quarterly", building=None)
        with counted(rig) as queries:
            quarter = (await owed(client))["quarterly"]
    assert (december["period"], december["status"], december["period_missed"]) == ("2026-12", "due", None)
    assert (quarter["status"], quarter["buildings_left"]) == ("done", [])
    assert len(queries) == 4


async def test_a_cancelled_check_counts_for_nothing(rig: ServiceRig) -> None:
    async with chief(rig) as client:
        check = await begun(client, building=None)
        await found_all(client, check["id"])
        await did(await client.post(f"{PATH}/{check['id']}/cancel"))
        assert (await owed(client))["monthly"]["buildings_left"] == ["1", "2", "3"]


async def test_a_finding_about_a_file_of_elsewhere_is_refused_naming_it(rig: ServiceRig) -> None:
    async with chief(rig, communities=(ELSEWHERE,)) as stranger, assistant(rig) as client:
        foreign = await archive_id(stranger, FOREIGN_HOUSEHOLD)
        check = await begun(client, building="1")
        inside_other_building = await archive_id(client)
        for wrong in (foreign, inside_other_building, "x"):
            body = {"findings": [{"archive_id": wrong, "finding": "present"}]}
            refused = await did(await client.post(f"{PATH}/{check['id']}/findings", json=body), 422)
            assert refused["errors"][0]["pointer"] == "/findings/0/archive_id"
        assert (await stranger.get(f"{PATH}/{check['id']}")).status_code == 404
        assert (await stranger.get(f"{PATH}/{check['id']}/files")).status_code == 404
        assert (await stranger.post(f"{PATH}/{check['id']}/finish")).status_code == 404


async def test_a_building_without_files_is_no_round(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        for building in ("99", "%", "_", "3#", "栋"):
            refused = await did(await post(client, PATH, {"kind": "monthly", "building": building}), 422)
            assert refused["errors"][0]["pointer"] == "/building"
