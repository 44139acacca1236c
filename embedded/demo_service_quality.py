"""Surveys, courtesy visits, patrols and the owners' committee of the demo's life, through the public API.

Source: handbook T-23 … T-26. Days and periods are the run's, so a later run must not ask again for what is there:
each part looks for what it makes last.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from embedded.demo_hand_overs import Json, Staff

_LEAD, _ASSISTANT = "service_lead", "service_assistant"
_QUESTIONS = (
    ("cleaning", "您对公共区域保洁满意吗？", "Are the public areas clean?"),
    ("security", "您对门岗和巡逻满意吗？", "Are you content with gate and patrols?"),
    ("repairs", "您对报修及时性满意吗？", "Are repairs prompt?"),
)
_PAPERS: Sequence[tuple[Sequence[str], Json]] = (
    (("satisfied", "satisfied", "satisfied"), {"signed_by": "业户"}),
    (("satisfied", "fair", "satisfied"), {"signed_by": "业户"}),
    (("fair", "satisfied", "no_opinion"), {"signed_by": "业户"}),
    (("satisfied", "satisfied", "unsatisfied"), {"signed_by": "业户", "comment": "报修等了两天"}),
    (("satisfied", "satisfied", "fair"), {}),
)
"""Marks in the order of the questions; the last paper is not signed, the one before leads to a visit."""
_AREAS = (
    ("cleaning", "1#-lobby", "1 号楼大堂", (("floor", "地面无积水、无烟头纸屑", 10), ("light", "照明完好", 5))),
    ("greening", "garden", "中心花园", (("lawn", "草坪无枯黄、无杂物", 10), ("paths", "园路平整无落叶", 5))),
    ("floors", "2#-stairs", "2 号楼楼道", (("exits", "消防通道畅通", 10), ("doors", "防火门常闭", 5))),
)
_MEMBERS = (("王芳", "chair", "3#2-5-1"), ("李伟", "vice_chair", "2#1-8-2"), ("刘洋", "member", "2#2-3-4"))
"""Owners whom the demo community is sure to have."""


async def look_after_quality(desk: Staff) -> None:
    """A survey with papers, a month's visiting plan, a day's patrols, a committee with its matters."""
    await _survey(desk)
    await _visiting_plan(desk)
    await _patrols(desk)
    await _committee(desk)


def _today() -> date:
    return (datetime.now(UTC) + timedelta(hours=8)).date()


async def _survey(desk: Staff) -> None:
    """Open, with the papers that have come back so far; one household is unsatisfied and waits for its visit."""
    for survey in (await desk.read(_LEAD, "/v1/surveys"))["items"]:
        if (await desk.read(_LEAD, f"/v1/surveys/{survey['id']}/answers"))["items"]:
            return
    year, half = _today().year, 1 if _today().month <= 6 else 2  # noqa: PLR2004 - June ends the first half
    key = f"survey-{year}H{half}"
    draft: Json = {
        "year": year,
        "half": half,
        "title": f"{year} 年{'上' if half == 1 else '下'}半年满意度调查",
        "items": [{"code": code, "question_zh": zh, "question_en": en} for code, zh, en in _QUESTIONS],
    }
    path = f"/v1/surveys/{(await desk.post(_LEAD, '/v1/surveys', key, draft))['id']}"
    await desk.post(_LEAD, f"{path}/open", f"{key}-open")
    asked = (await desk.read(_ASSISTANT, f"{path}/households", limit=str(len(_PAPERS))))["items"]
    for number, (household, (marks, said)) in enumerate(zip(asked, _PAPERS, strict=False)):
        paper = {
            "room_code": household["room_code"],
            "marks": [{"item": code, "mark": mark} for (code, *_), mark in zip(_QUESTIONS, marks, strict=True)],
            **said,
        }
        await desk.post(_ASSISTANT, f"{path}/answers", f"{key}-paper-{number}", paper)


async def _visiting_plan(desk: Staff) -> None:
    """The month's plan; one visit is made."""
    if (await desk.read(_LEAD, "/v1/courtesy-visits", status="made"))["items"]:
        return
    month = f"{_today():%Y-%m}"
    plan = await desk.post(_LEAD, "/v1/courtesy-visits/plans", f"visits-{month}", {"month": month})
    told = {"said": "对保洁满意，希望增加电动车充电桩"}
    first = plan["visits"][0]["id"]
    await desk.post(_ASSISTANT, f"/v1/courtesy-visits/{first}/record", f"visit-{month}", told)


async def _patrols(desk: Staff) -> None:
    """Two of three areas are walked today, the lead has looked at one; a finding waits for its recheck."""
    if (await desk.read(_LEAD, "/v1/patrols/spot-checks"))["made"]:
        return
    areas = [
        (await desk.post(_LEAD, "/v1/patrols/areas", f"area-{code}", _area(kind, code, name, items)))["id"]
        for kind, code, name, items in _AREAS
    ]
    await desk.post(_LEAD, "/v1/patrols/routes", "route-early", {"name": "早班巡查", "area_ids": areas})
    day = _today()
    wet = {"description": "大堂地面有积水", "deadline_at": f"{day + timedelta(days=1)}T10:00:00+08:00"}
    lobby = {"area_id": areas[0], "results": [{"item": "floor", "points": 4, "finding": wet}, _full("light", 5)]}
    garden = {"area_id": areas[1], "results": [_full("lawn", 10), _full("paths", 5)]}
    walk = await desk.post(_ASSISTANT, "/v1/patrols/walks", f"walk-lobby-{day}", lobby)
    await desk.post(_ASSISTANT, "/v1/patrols/walks", f"walk-garden-{day}", garden)
    finding = f"/v1/patrols/findings/{walk['finding_ids'][0]}"
    await desk.post(_ASSISTANT, f"{finding}/fix", f"fix-lobby-{day}", {"note": "已清理并加铺防滑垫"})
    await desk.post(_LEAD, "/v1/patrols/spot-checks", f"spot-check-{day}", garden)


def _area(kind: str, code: str, name: str, items: Sequence[tuple[str, str, int]]) -> Json:
    looked_at = [{"code": item, "standard": standard, "points": points} for item, standard, points in items]
    return {"kind": kind, "code": code, "name": name, "items": looked_at}


def _full(item: str, points: int) -> Json:
    return {"item": item, "points": points}


async def _committee(desk: Staff) -> None:
    """Three members, a talk with the chair, a question answered and one that waits."""
    path = "/v1/committee-matters"
    if (await desk.read(_LEAD, path, status="settled"))["items"]:
        return
    since = "2026-01-01"
    members = [
        await desk.post(
            _LEAD,
            f"{path}/members",
            f"committee-{position}",
            {"name": name, "position": position, "room_code": room_code, "since": since},
        )
        for name, position, room_code in _MEMBERS
    ]
    day = _today()
    talk = {"held_on": str(day), "channel": "visit", "member_ids": [members[0]["id"]], "subject": "电梯大修安排"}
    await desk.post(_LEAD, f"{path}/contacts", f"committee-talk-{day}", talk)
    income = {"subject": "上半年公共收益收支", "member_id": members[0]["id"]}
    asked = await desk.post(_LEAD, path, "committee-income", income)
    await desk.post(_LEAD, path, "committee-parking", {"subject": "地面车位划线计划", "member_id": members[1]["id"]})
    answer = {"answer": "已书面答复，附收支明细"}
    await desk.post(_LEAD, f"{path}/{asked['id']}/settle", "committee-income-settle", answer)
