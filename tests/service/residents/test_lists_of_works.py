"""Each list of the renovations costs the same queries with one thing on it as with many. Handbook R-30 to R-37."""

from collections.abc import Mapping

from tests.service.residents.builders import LI_ROOM, WANG_ROOM, act, desk, did
from tests.service.residents.counting import counted
from tests.service.residents.works import act_on, guard, requested_hot_work, round_with, under_way, worker_ids
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig

LISTS: Mapping[str, int] = {
    "": 2,
    "/hot-works": 2,
    "/notices": 2,
    "/overtime": 1,
    "/inspections-due": 5,
}
_ROUNDS = 3


async def works_with_everything(rig: ServiceRig, room_code: str, *, each: int) -> str:
    """Works with so many fires, rounds with a notice that was rechecked, and evenings; the renovation's id."""
    renovation_id = await under_way(rig, room_code=room_code)
    [worker_id, *_] = await worker_ids(rig, renovation_id)
    async with guard(rig) as inspector, desk(rig) as client:
        for at in range(each):
            await requested_hot_work(
                rig,
                renovation_id,
                starts_at=f"2026-11-{23 + at}T09:00:00+08:00",
                ends_at=f"2026-11-{23 + at}T10:00:00+08:00",
            )
            made = await did(await act(inspector, renovation_id, "inspections", round_with("rubbish")), 201)
            await did(await act_on(inspector, f"notices/{made['notice']['id']}", "recheck", {"is_cured": False}))
            evening = {"day": f"2026-11-{23 + at}", "until": f"2026-11-{23 + at}T21:00:00+08:00", "reason": "赶工"}
            await did(await act(client, renovation_id, "overtime", evening | {"worker_ids": [worker_id]}))
    return renovation_id


async def costs(rig: ServiceRig, renovation_id: str) -> dict[str, tuple[int, int]]:
    """Per list how many queries it cost and how many things it showed."""
    found = {}
    async with desk(rig, communities=(GARDEN, ELSEWHERE)) as client:
        for path in (*LISTS, f"/{renovation_id}/inspections"):
            with counted(rig) as queries:
                page = await did(await client.get(f"/v1/renovations{path}"))
            found[path] = (len(queries), len(page["items"]))
    return found


async def test_a_list_costs_the_same_however_long_it_is(rig: ServiceRig) -> None:
    short_id = await works_with_everything(rig, LI_ROOM, each=1)
    few = await costs(rig, short_id)
    long_id = await works_with_everything(rig, WANG_ROOM, each=4)
    many = await costs(rig, long_id)
    for path, queries in LISTS.items():
        assert few[path][0] == many[path][0] == queries, path
        assert many[path][1] > few[path][1] > 0, path
    assert few[f"/{short_id}/inspections"] == (_ROUNDS, 1)
    assert many[f"/{long_id}/inspections"] == (_ROUNDS, 4)
