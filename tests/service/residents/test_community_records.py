"""What is filed for the whole community: the results of owners' assemblies. Source: handbook T-29."""

import json
from pathlib import Path
from typing import Any

from shared.contracts.tickets import AssemblyResultPublished
from shared.kernel.ids import stable_id
from tests.service.residents.counting import counted
from tests.service.support import ELSEWHERE, ServiceRig

PATH = "/v1/archives/community-records"
GOLDEN = Path(__file__).parents[2] / "contracts" / "golden" / "assembly.result_published.v1.json"


def published(**over: Any) -> AssemblyResultPublished:
    return AssemblyResultPublished.model_validate({**json.loads(GOLDEN.read_text()), **over})


async def test_a_published_result_is_filed_once_with_its_minutes(rig: ServiceRig) -> None:
    result = published(published_at="2026-12-15T17:00:00Z")
    for _ in range(2):
        await rig.tell(result, subject=result.assembly_id)
    async with rig.client("archives:read") as client:
        (record,) = (await client.get(PATH, params={"reference_id": result.assembly_id})).json()["items"]
        chinese = (await client.get(PATH, headers={"Accept-Language": "zh-CN"})).json()["items"]
    assert (record["kind"], record["kind_label"]) == ("assembly_result", "Minutes and result of an owners' assembly")
    assert chinese[0]["kind_label"] == "业主大会会议纪要与结果"
    assert (record["title"], record["text"], record["signed_by"]) == (result.title, "会议合法有效。", "陈静")
    assert record["dated_on"] == "2026-12-16", "the community's day, not the day in UTC"
    assert (record["details"]["owners"], record["details"]["has_quorum"]) == (6, True)
    assert record["details"]["matters"][0]["votes"]["for"] == {"owners": 4, "area": 36850}


async def test_records_are_listed_newest_first_in_their_community_alone(rig: ServiceRig) -> None:
    for number in range(3):
        result = published(assembly_id=stable_id("assembly", str(number)), published_at=f"2026-12-1{number}T02:00:00Z")
        await rig.tell(result, subject=result.assembly_id)
    async with rig.client("archives:read") as client:
        with counted(rig) as queries:
            page = (await client.get(PATH, params={"limit": 2})).json()
        assert len(queries) == 1
        rest = (await client.get(PATH, params={"limit": 2, "cursor": page["next_cursor"]})).json()
        assert [it["dated_on"] for it in page["items"] + rest["items"]] == ["2026-12-12", "2026-12-11", "2026-12-10"]
        assert (await client.get(PATH, params={"kind": "other"})).status_code == 422
    async with rig.client("archives:read", communities=[ELSEWHERE]) as stranger:
        assert (await stranger.get(PATH)).json()["items"] == []
    async with rig.client("households:read") as other:
        assert (await other.get(PATH)).status_code == 403
