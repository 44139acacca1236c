"""Handbook R-33, R-34: the hot-work permit and the rectification notice in print, and fires at the gate."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.residents.renovation.hot_work import papers as hot_work_papers
from services.residents.renovation.inspections import papers as notice_papers
from shared.contracts.gateway import AccountChanged
from shared.kernel.ids import new_id
from shared.runtime.papers import compile_paper
from tests.service.residents.builders import DESK, LI_ROOM, MANAGER, act, did, manager
from tests.service.residents.counting import counted
from tests.service.residents.works import (
    DAY,
    GUARD,
    act_on,
    guard,
    requested_hot_work,
    round_with,
    show,
    under_way,
)
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig

HOUR = timedelta(hours=1)
NAMES = {DESK: "前台小周", GUARD: "安管老赵", MANAGER: "经理陈芳"}
Json = dict[str, Any]


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[Json]:
    """What was put on paper, beside the paper itself."""
    seen: list[Json] = []

    def compile_and_note(template: Path, data: Json, *, made_at: datetime | None = None) -> bytes:
        seen.append(data)
        return compile_paper(template, data, made_at=made_at)

    for module in (hot_work_papers, notice_papers):
        monkeypatch.setattr(module, "compile_paper", compile_and_note)
    return seen


async def staff_is_known(rig: ServiceRig, names: Mapping[str, str] = NAMES, *, version: int = 1) -> None:
    for account_id, name in names.items():
        account = AccountChanged(
            account_id=account_id, display_name=name, roles=[], communities=[GARDEN], active=True, version=version
        )
        await rig.tell(account, subject=account_id, community="*")


async def permitted(rig: ServiceRig) -> str:
    hot_work_id = await requested_hot_work(rig, await under_way(rig))
    async with guard(rig) as reviewer, manager(rig) as approver:
        await did(await act_on(reviewer, f"hot-works/{hot_work_id}", "review", {"note": "器材已核对"}))
        await did(await act_on(approver, f"hot-works/{hot_work_id}", "approve"))
    return hot_work_id


async def print_permit(rig: ServiceRig, hot_work_id: str, **who: Any) -> httpx.Response:
    async with guard(rig, **who) as client:
        return await client.get(f"/v1/renovations/hot-works/{hot_work_id}/permit.pdf")


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


async def test_the_permit_says_who_reviewed_and_approved_and_which_checks_were_made(
    rig: ServiceRig, printed: list[Json]
) -> None:
    await staff_is_known(rig)
    hot_work_id = await permitted(rig)
    first, again = await print_permit(rig, hot_work_id), await print_permit(rig, hot_work_id)
    rig.clock.advance(2 * HOUR)
    async with guard(rig) as inspector:
        await did(await act_on(inspector, f"hot-works/{hot_work_id}", "check-before", {"note": "易燃物已清离"}))
    await print_permit(rig, hot_work_id)
    sheet, _, checked = printed

    assert (first.status_code, first.headers["content-type"]) == (200, "application/pdf")
    assert 'filename="H261122-0001.pdf"' in first.headers["content-disposition"]
    assert (pages_of(first.content), first.content == again.content) == (1, True)
    assert (sheet["room"], sheet["from"], sheet["until"]) == (LI_ROOM, "2026-11-22 14:00", "2026-11-22 17:00")
    assert sheet["reviewed"] == {"name": "安管老赵", "at": "2026-11-22 12:00", "note": "器材已核对"}
    assert (sheet["approved"]["name"], sheet["before"], sheet["after"]) == ("经理陈芳", None, None)
    assert sheet["mark"] is None
    assert checked["before"] == {"name": "安管老赵", "at": "2026-11-22 14:00", "note": "易燃物已清离"}


async def test_a_permit_that_holds_no_more_is_stamped_at_once(rig: ServiceRig, printed: list[Json]) -> None:
    hot_work_id = await permitted(rig)
    renovation_id = (await seen(rig, hot_work_id))["renovation_id"]
    rig.clock.advance(5 * HOUR)
    assert (await print_permit(rig, hot_work_id)).status_code == 200
    async with guard(rig) as inspector:
        await did(await act_on(inspector, f"hot-works/{hot_work_id}", "check-after"))
        stopped = await requested_hot_work(
            rig, renovation_id, starts_at="2026-11-23T09:00:00+08:00", ends_at="2026-11-23T10:00:00+08:00"
        )
        await did(await act_on(inspector, f"hot-works/{stopped}", "review"))
        async with manager(rig) as approver:
            await did(await act_on(approver, f"hot-works/{stopped}", "approve"))
        await did(await act(inspector, renovation_id, "suspend", {"kind": "rubbish"}))
    await print_permit(rig, stopped)
    assert [sheet["mark"] for sheet in printed] == [["已失效", "VOID"], ["已失效", "VOID"]]
    assert printed[1]["number"] == "H261122-0002"


async def seen(rig: ServiceRig, hot_work_id: str) -> Json:
    async with guard(rig) as client:
        return await did(await client.get(f"/v1/renovations/hot-works/{hot_work_id}"))


async def test_an_ended_one_is_stamped_as_ended_and_one_of_unknown_staff_is_printed_all_the_same(
    rig: ServiceRig, printed: list[Json]
) -> None:
    hot_work_id = await permitted(rig)
    rig.clock.advance(2 * HOUR)
    async with guard(rig) as inspector:
        for check in ("check-before", "check-after"):
            await did(await act_on(inspector, f"hot-works/{hot_work_id}", check))
    assert (await print_permit(rig, hot_work_id)).status_code == 200
    assert printed[0]["mark"] == ["已结束", "ENDED"]
    assert printed[0]["approved"]["name"] == "—"


async def test_nothing_is_printed_before_the_permit_for_strangers_or_without_the_grant(rig: ServiceRig) -> None:
    hot_work_id = await requested_hot_work(rig, await under_way(rig))
    assert (await print_permit(rig, hot_work_id)).status_code == 404
    assert (await print_permit(rig, new_id())).status_code == 404
    assert (await print_permit(rig, hot_work_id, communities=(ELSEWHERE,))).status_code == 404
    async with rig.client("passes:read") as without:
        for path in (f"hot-works/{hot_work_id}/permit.pdf", f"notices/{new_id()}/notice.pdf"):
            assert (await without.get(f"/v1/renovations/{path}")).status_code == 403


async def test_the_longest_words_still_fit_on_one_sheet_and_are_never_code(rig: ServiceRig) -> None:
    hot_work_id = await requested_hot_work(
        rig,
        await under_way(rig, contractor={"name": "北京安居乐业建筑装饰设计工程" * 7, "licence_number": "9" * 60}),
        place="#panic() " + "W" * 190,
        work="焊" * 200,
        extinguishers="$x$ *粗* " + "器" * 190,
        watcher_name="伟" * 100,
    )
    await staff_is_known(rig, {GUARD: "赵" * 100, MANAGER: "陈" * 100})
    async with guard(rig) as reviewer, manager(rig) as approver:
        await did(await act_on(reviewer, f"hot-works/{hot_work_id}", "review", {"note": "已核对" * 200}))
        await did(await act_on(approver, f"hot-works/{hot_work_id}", "approve", {"note": "同意" * 300}))
        for check in ("check-before", "check-after"):
            await did(await act_on(reviewer, f"hot-works/{hot_work_id}", check, {"note": "已检查" * 200}))
    made = await print_permit(rig, hot_work_id)
    assert (made.status_code, pages_of(made.content)) == (200, 1)


async def test_the_gate_tells_which_fires_a_room_has_now(rig: ServiceRig) -> None:
    await permitted(rig)
    asked = {"room_code": LI_ROOM, "community_id": GARDEN}
    gate = "/internal/front-desk/gate-check"
    async with guard(rig) as client:
        early = (await did(await client.get(gate, params=asked)))["hot_works"]
        rig.clock.advance(2 * HOUR)
        with counted(rig) as queries:
            now = (await did(await client.get(gate, params=asked)))["hot_works"]
        rig.clock.advance(3 * HOUR)
        over = (await did(await client.get(gate, params=asked)))["hot_works"]
        rig.clock.advance(DAY)
        gone = (await did(await client.get(gate, params=asked)))["hot_works"]
    async with rig.client("instructions:read") as without:
        hidden = (await did(await without.get(gate, params=asked)))["hot_works"]
    assert [(row["number"], row["status"], row["is_valid"]) for row in (*early, *now, *over)] == [
        ("H261122-0001", "permitted", False),
        ("H261122-0001", "permitted", True),
        ("H261122-0001", "void", False),
    ]
    assert (gone, hidden, len(queries)) == ([], [], 6)


async def test_a_notice_shows_finding_standard_measure_and_deadline_and_has_lines_to_recheck(
    rig: ServiceRig, printed: list[Json]
) -> None:
    await staff_is_known(rig)
    renovation_id = await under_way(rig)
    body = round_with("load_bearing_damage", "rubbish", note="楼道堆放", rectify_by="2026-11-25")
    async with guard(rig) as inspector:
        made = await did(await act(inspector, renovation_id, "inspections", body), 201)
        path = f"/v1/renovations/notices/{made['notice']['id']}"
        with counted(rig) as queries:
            first = await inspector.get(f"{path}/notice.pdf")
        again = await inspector.get(f"{path}/notice.pdf")
        still = {"is_cured": False, "note": "仍在"}
        await did(await inspector.post(f"{path}/recheck", json=still, headers={"Idempotency-Key": new_id()}))
        await inspector.get(f"{path}/notice.pdf")
        rig.clock.advance(DAY)
        done = {"is_cured": True}
        await did(await inspector.post(f"{path}/recheck", json=done, headers={"Idempotency-Key": new_id()}))
        await inspector.get(f"{path}/notice.pdf")
    sheet, _, rechecked, cured = printed

    assert (first.status_code, first.headers["content-type"], pages_of(first.content)) == (200, "application/pdf", 1)
    assert 'filename="SG-N26-0001.pdf"' in first.headers["content-disposition"]
    assert first.content == again.content
    assert (sheet["room"], sheet["deadline"], sheet["issued_by"]) == (
        LI_ROOM,
        date(2026, 11, 25).isoformat(),
        "安管老赵",
    )
    damage, rubbish = sheet["findings"]
    assert damage["standard"]["zh"].startswith("不得拆改")
    assert [measure["zh"] for measure in damage["measures"]] == ["限期整改", "恢复原状"]
    assert [measure["en"] for measure in rubbish["measures"]] == ["Rectify by a date"]
    assert (sheet["rechecks"], sheet["empty_lines"]) == ([], 4)
    assert (rechecked["rechecks"][0]["note"], rechecked["empty_lines"]) == ("仍在", 3)
    assert (cured["is_cured"], cured["empty_lines"], len(cured["rechecks"])) == (True, 0, 2)
    assert len(queries) == 7
    assert (await show(rig, renovation_id))["status"] == "suspended"


async def test_another_communitys_notice_is_not_printed(rig: ServiceRig) -> None:
    renovation_id = await under_way(rig)
    async with guard(rig) as inspector:
        made = await did(await act(inspector, renovation_id, "inspections", round_with("rubbish")), 201)
    async with guard(rig, communities=(ELSEWHERE,)) as stranger:
        answer = await stranger.get(f"/v1/renovations/notices/{made['notice']['id']}/notice.pdf")
    assert answer.status_code == 404


async def test_a_late_name_does_not_overwrite_a_newer_one(rig: ServiceRig, printed: list[Json]) -> None:
    await staff_is_known(rig, {GUARD: "安管赵刚"}, version=2)
    await staff_is_known(rig)
    hot_work_id = await permitted(rig)
    await print_permit(rig, hot_work_id)
    assert printed[0]["reviewed"]["name"] == "安管赵刚"
