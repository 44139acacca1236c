"""Handbook R-32: more time is asked for, decided by another, and issues a new permit; the permit in print."""

import re

import segno

from shared.runtime.papers import qr_svg
from tests.service.residents.builders import act, desk, did, draft, manager, under_review
from tests.service.residents.works import DAY, guard, show, under_way
from tests.service.support import ServiceRig

MORE = {"ends_on": "2027-03-31", "reason": "定制橱柜延期到货"}


async def asked(rig: ServiceRig, renovation_id: str, **over: str) -> str:
    async with desk(rig) as client:
        made = await did(await act(client, renovation_id, "extensions", MORE | over))
    return str(made["extensions"][-1]["id"])


async def test_an_approved_extension_is_a_new_permit_and_the_old_one_is_worth_nothing(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    extension_id = await asked(rig, renovation_id)
    rig.clock.advance(3 * DAY)
    async with manager(rig) as approver:
        extended = await did(await act(approver, renovation_id, f"extensions/{extension_id}/approve"))
    old, new = extended["permits"]
    first, second = await rig.told("renovation.permitted")
    files = await show(rig, renovation_id)

    assert (new["number"], new["valid_from"], new["valid_until"]) == ("SG-P26-0001-E1", "2026-11-25", "2027-03-31")
    assert (old["superseded_at"] is not None, new["superseded_at"]) == (True, None)
    assert old["code"] != new["code"]
    assert (extended["status"], extended["ends_on"]) == ("in_progress", "2027-03-31")
    assert extended["extensions"][0]["permit_number"] == "SG-P26-0001-E1"
    assert (second.data["permit_code"], second.data["valid_until"]) == (new["code"], "2027-03-31")
    assert second.data["version"] > first.data["version"]
    assert second.data["version"] == files["version"]


async def test_an_extension_before_the_works_keeps_their_beginning(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig, starts_on="2026-12-10")
    extension_id = await asked(rig, renovation_id)
    async with manager(rig) as approver:
        extended = await did(await act(approver, renovation_id, f"extensions/{extension_id}/approve"))
    assert extended["permits"][-1]["valid_from"] == "2026-12-10"


async def test_nobody_approves_the_extension_they_asked_for(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    extension_id = await asked(rig, renovation_id)
    async with desk(rig) as client:
        for decision, body in (("approve", None), ("reject", {"reason": "x"})):
            problem = await did(await act(client, renovation_id, f"extensions/{extension_id}/{decision}", body), 403)
            assert problem["type"] == "urn:lobby:problem:own-request"
    assert len((await show(rig, renovation_id))["permits"]) == 1


async def test_a_refused_extension_is_decided_for_good_and_another_may_be_asked_for(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    extension_id = await asked(rig, renovation_id)
    async with desk(rig) as client, manager(rig) as approver:
        pending = await did(await act(client, renovation_id, "extensions", MORE), 409)
        path = f"extensions/{extension_id}"
        refused = await did(await act(approver, renovation_id, f"{path}/reject", {"reason": "邻里投诉"}))
        late = await did(await act(approver, renovation_id, f"{path}/approve"), 409)
    again = await asked(rig, renovation_id)
    assert pending["type"] == "urn:lobby:problem:extension-pending"
    assert refused["extensions"][0]["decision_note"] == "邻里投诉"
    assert late["type"] == "urn:lobby:problem:illegal-transition"
    assert again != extension_id


async def test_an_extension_that_is_none_is_refused_at_its_field(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    async with desk(rig) as client:
        for ends_on in ("2027-02-28", "2027-02-01", "2026-01-01", "2028-03-01"):
            problem = await did(await act(client, renovation_id, "extensions", MORE | {"ends_on": ends_on}), 422)
            assert (problem["type"], problem["errors"][0]["pointer"]) == ("urn:lobby:problem:bad-extension", "/ends_on")


async def test_no_permit_is_extended_or_printed_before_there_is_one(rig: ServiceRig) -> None:
    rejected = await under_review(rig)
    async with manager(rig) as approver:
        await did(await act(approver, rejected, "reject", {"reason": "拆改承重墙"}))
    for renovation_id in (await draft(rig), rejected):
        async with desk(rig) as client:
            refused = await did(await act(client, renovation_id, "extensions", MORE), 409)
            printed = await client.get(f"/v1/renovations/{renovation_id}/permit.pdf")
        assert refused["type"] == "urn:lobby:problem:illegal-transition"
        assert printed.status_code == 404


async def test_an_extension_is_asked_for_once_a_week_before_the_end_and_the_end_is_marked(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig, ends_on="2026-12-10")
    await rig.run_job("watch_permits")
    assert await rig.told("renovation.extension_due") == []
    rig.clock.advance(11 * DAY)
    for _ in range(2):
        await rig.run_job("watch_permits")
    [soon] = await rig.told("renovation.extension_due")
    rig.clock.advance(8 * DAY)
    for _ in range(2):
        await rig.run_job("watch_permits")
    [_, over] = await rig.told("renovation.extension_due")
    seen = await show(rig, renovation_id)

    assert (soon.data["expired"], soon.data["permit_number"], soon.data["valid_until"]) == (
        False,
        "SG-P26-0001",
        "2026-12-10",
    )
    assert over.data["expired"] is True
    assert seen["permits"][0]["expired_at"] is not None
    assert [step["action"] for step in seen["steps"]][-2:] == ["extension_due", "permit_expired"]

    extension_id = await asked(rig, renovation_id, ends_on="2026-12-31")
    async with manager(rig) as approver:
        extended = await did(await act(approver, renovation_id, f"extensions/{extension_id}/approve"))
    await rig.run_job("watch_permits")
    assert extended["permits"][-1]["valid_from"] == "2026-12-11"
    assert len(await rig.told("renovation.extension_due")) == 2


async def test_a_prolonged_permit_is_watched_instead_of_the_old_one(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig, ends_on="2026-12-10")
    extension_id = await asked(rig, renovation_id, ends_on="2027-01-31")
    async with manager(rig) as approver:
        await did(await act(approver, renovation_id, f"extensions/{extension_id}/approve"))
    rig.clock.advance(20 * DAY)
    await rig.run_job("watch_permits")
    assert await rig.told("renovation.extension_due") == []


async def test_the_printed_permit_is_one_page_and_the_same_however_often_it_is_printed(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig, scope="客厅与阳台之间新建隔墙；" * 300, contractor=LONG_NAMES)
    async with guard(rig) as client:
        first = await client.get(f"/v1/renovations/{renovation_id}/permit.pdf")
        again = await client.get(f"/v1/renovations/{renovation_id}/permit.pdf")
    assert (first.status_code, first.headers["content-type"]) == (200, "application/pdf")
    assert "SG-P26-0001.pdf" in first.headers["content-disposition"]
    assert first.content == again.content
    assert len(re.findall(rb"/Type\s*/Page\b", first.content)) == 1
    assert b"NotoSansSC" in first.content


LONG_NAMES = {"name": "北京安居乐业建筑装饰设计工程有限责任公司" * 5, "licence_number": "91110105MA01ABCD2X" * 3}


async def test_the_qr_code_is_the_permits_code_as_the_gate_takes_it(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    [permit] = (await show(rig, renovation_id))["permits"]
    [told] = await rig.told("renovation.permitted")
    drawn = segno.make_qr(permit["code"], error="m")
    path = re.search(r'd="([^"]+)"', qr_svg(permit["code"]))
    assert told.data["permit_code"] == permit["code"]
    assert path is not None
    assert dark_modules(path.group(1)) == [[bool(module) for module in row] for row in drawn.matrix]


def dark_modules(path: str) -> list[list[bool]]:
    """The picture's strokes as modules: `M x y` and `m dx dy` move, `h n` draws n modules to the right."""
    x, y = 0.0, 0.0
    strokes = []
    for letter, numbers in re.findall(r"([Mmh])([^Mmh]*)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if letter == "h":
            strokes.append((int(x), int(y), int(values[0])))
            x += values[0]
        elif letter == "M":
            x, y = values
        else:
            x, y = x + values[0], y + values[1]
    size = max(start + length for start, _, length in strokes)
    grid = [[False] * size for _ in range(size)]
    for start, row, length in strokes:
        for column in range(start, start + length):
            grid[row][column] = True
    return grid
