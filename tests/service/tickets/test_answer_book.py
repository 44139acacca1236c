"""The answer book: written by one, agreed by another, searched, printed. Source: handbook T-31."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from services.tickets.answers import papers
from services.tickets.demo import seed
from shared.runtime.papers import compile_paper
from tests.service.support import ELSEWHERE
from tests.service.tickets.answers import ANOTHER, agreed, content, drafted, found
from tests.service.tickets.desk import Desk, account


async def test_one_writes_and_another_agrees_before_it_may_be_used(desk: Desk) -> None:
    answer = await drafted(desk)
    assert (answer["status"], answer["in_use"], answer["draft"]["written_by"]) == (
        "drafted", None, account("service_assistant"),
    )  # fmt: skip
    assert await found(desk, "装修") == []
    lead = desk.as_("service_lead")
    agreed_ = (await lead.post(f"/v1/answers/{answer['id']}/agree", json={"number": 1})).json()
    assert (agreed_["status"], agreed_["draft"], agreed_["in_use"]["agreed_by"]) == (
        "agreed", None, account("service_lead"),
    )  # fmt: skip
    assert await found(desk, "装修") == [answer["id"]]


async def test_a_question_that_the_book_has_is_refused_with_the_answer_that_there_is(desk: Desk) -> None:
    answer = await drafted(desk)
    assistant = desk.as_("service_assistant", language="zh-CN")
    for question in (answer["draft"]["question"], {"zh": "另问", "en": answer["draft"]["question"]["en"].upper()}):
        again = await assistant.post("/v1/answers", json=content(question=question))
        problem = again.json()
        assert (again.status_code, problem["type"]) == (409, "urn:lobby:problem:answer-exists")
        assert problem["errors"][0]["pointer"] == "/question"
        assert answer["id"] in problem["detail"]
        assert answer["draft"]["question"]["zh"] in problem["detail"]
    assert (await desk.as_("service_lead").get("/v1/answers")).json()["items"][1:] == []
    elsewhere = desk.as_("service_assistant", community=ELSEWHERE)
    assert (await elsewhere.post("/v1/answers", json=content())).status_code == 201
    other = content(question={"zh": "宠物怎么登记？", "en": "How do I register a pet?"})
    another = (await assistant.post("/v1/answers", json=other)).json()
    reworded = await assistant.post(f"/v1/answers/{another['id']}/revise", json=content())
    assert (reworded.status_code, reworded.json()["type"]) == (409, "urn:lobby:problem:answer-exists")
    assert (await assistant.post(f"/v1/answers/{another['id']}/revise", json=other)).status_code == 200


async def test_nobody_agrees_what_they_wrote(desk: Desk) -> None:
    answer = await drafted(desk, role="service_lead")
    problem = await desk.as_("service_lead").post(f"/v1/answers/{answer['id']}/agree", json={"number": 1})
    assert (problem.status_code, problem.json()["type"].rpartition(":")[2]) == (403, "own-request")
    assert (await desk.as_("manager").post(f"/v1/answers/{answer['id']}/agree", json={"number": 1})).status_code == 200


async def test_a_change_is_another_version_and_the_older_one_stays_in_use_until_it_is_agreed(desk: Desk) -> None:
    answer = await agreed(desk)
    here = f"/v1/answers/{answer['id']}"
    assistant, lead = desk.as_("service_assistant"), desk.as_("service_lead")
    changed = content(
        question={"zh": "宠物怎么登记？", "en": "How do I register a pet?"}, keywords=[], papers=[], category="living"
    )
    for number in (2, 3):
        left = (await assistant.post(f"{here}/revise", json=changed)).json()
        assert (left["in_use"]["number"], left["draft"]["number"], left["category"]) == (1, number, "renovation")
    assert (await found(desk, "装修"), await found(desk, "宠物")) == ([answer["id"]], [])

    stale = await lead.post(f"{here}/agree", json={"number": 2})
    assert (stale.status_code, stale.json()["errors"][0]["pointer"]) == (409, "/number")
    left = (await lead.post(f"{here}/agree", json={"number": 3})).json()
    assert (left["in_use"]["number"], left["draft"], left["category"]) == (3, None, "living")
    assert (await found(desk, "装修"), await found(desk, "chongwu")) == ([], [answer["id"]])

    first = (await lead.get(f"{here}/versions", params={"limit": 2})).json()
    rest = (await lead.get(f"{here}/versions", params={"cursor": first["next_cursor"]})).json()
    standing = [(version["number"], version["status"]) for version in first["items"] + rest["items"]]
    assert standing == [(3, "agreed"), (2, "replaced"), (1, "replaced")]
    assert rest["items"][0]["question"]["zh"] == "装修申请要带什么资料？"


async def test_what_is_withdrawn_is_found_no_longer_and_may_come_back(desk: Desk) -> None:
    answer = await agreed(desk)
    here = f"/v1/answers/{answer['id']}"
    lead = desk.as_("service_lead")
    left = (await lead.post(f"{here}/withdraw", json={"reason": "规定已变"})).json()
    assert (left["status"], left["in_use"], left["draft"]) == ("withdrawn", None, None)
    assert await found(desk, "装修") == []
    assert (await lead.post(f"{here}/withdraw", json={"reason": "再停"})).status_code == 409
    assert (await lead.get(f"{here}/paper.pdf")).status_code == 409
    versions = (await lead.get(f"{here}/versions")).json()["items"]
    assert (versions[0]["withdrawn_by"], versions[0]["withdrawn_reason"]) == (account("service_lead"), "规定已变")
    again = (await desk.as_("service_assistant").post(f"{here}/revise", json=content())).json()
    assert (again["status"], again["draft"]["number"]) == ("drafted", 2)


async def test_more_hits_come_first_then_the_more_used(desk: Desk) -> None:
    parking = await agreed(desk, question={"zh": "停车费多少？", "en": "What does parking cost?"}, keywords=["车位"])
    visitor = await agreed(desk, question={"zh": "访客停车怎么收费？", "en": "Visitor parking fee?"}, keywords=[])
    other = await agreed(desk, question={"zh": "物业费怎么交？", "en": "How do I pay the fee?"}, keywords=[])
    assert await found(desk, "访客停车") == [visitor["id"], parking["id"]]
    assert sorted(await found(desk, "停车")) == sorted([parking["id"], visitor["id"]])
    for used in (parking, visitor, visitor):
        await use(desk, used)
    assert await found(desk, "tingche") == [visitor["id"], parking["id"]]
    assert await found(desk, "wyf") == [other["id"]]
    assert await found(desk, "停车", limit=1) == [visitor["id"]]
    assert await found(desk, "停车", category="fees") == []
    assert await found(desk, "%") == []


async def use(desk: Desk, answer: dict[str, Any]) -> None:
    body = {"requester": {"name": "过客", "phone": "13812345678"}, "source": "phone", "question": "停车"}
    told = await desk.as_("front_desk").post(f"/v1/answers/{answer['id']}/use", json=body)
    assert told.status_code == 201, told.text


async def test_the_book_is_listed_newest_first_by_status_and_category(desk: Desk) -> None:
    first, second = await agreed(desk), await drafted(desk, category="fees", question=ANOTHER)
    client = desk.as_("front_desk")
    page = (await client.get("/v1/answers", params={"limit": 1})).json()
    rest = (await client.get("/v1/answers", params={"cursor": page["next_cursor"]})).json()
    assert [it["id"] for it in page["items"] + rest["items"]] == [second["id"], first["id"]]
    for query, ids in (("agreed", [first["id"]]), ("drafted", [second["id"]]), ("withdrawn", []), ("replaced", [])):
        listed = (await client.get("/v1/answers", params={"status": query})).json()["items"]
        assert [it["id"] for it in listed] == ids, query
    assert [it["id"] for it in (await client.get("/v1/answers?category=fees")).json()["items"]] == [second["id"]]


async def test_a_page_and_a_search_cost_two_queries_whatever_they_hold(desk: Desk) -> None:
    for place in range(3):
        await agreed(desk, question={"zh": f"装修要带什么资料 {place}", "en": f"What for a renovation {place}"})
    client = desk.as_("front_desk")
    for path in ("/v1/answers", "/v1/answers?q=装修要带什么资料"):
        with desk.counted() as statements:
            assert len((await client.get(path)).json()["items"]) == 3
        assert len(statements) == 2, path


async def test_two_leads_who_agree_at_once_agree_once(desk: Desk) -> None:
    answer = await drafted(desk)
    here = f"/v1/answers/{answer['id']}/agree"
    answers = await asyncio.gather(
        desk.as_("service_lead").post(here, json={"number": 1}), desk.as_("manager").post(here, json={"number": 1})
    )
    assert sorted(it.status_code for it in answers) == [200, 409]


async def test_the_paper_is_in_the_readers_language_with_the_communitys_reception_hours(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[dict[str, Any]] = []

    def compile_and_note(template: Path, data: dict[str, Any], *, made_at: datetime | None = None) -> bytes:
        printed.append(data)
        return compile_paper(template, data, made_at=made_at)

    monkeypatch.setattr(papers, "compile_paper", compile_and_note)
    answer = await agreed(desk)
    for language in ("zh-CN", "en"):
        paper = await desk.as_("front_desk", language=language).get(f"/v1/answers/{answer['id']}/paper.pdf")
        assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf")
        assert paper.content.startswith(b"%PDF")
    assert [(paper["words"]["hours"], paper["hours"]) for paper in printed] == [
        ("前台服务时间（每天）", "08:00–17:00"),
        ("Reception, every day", "08:00–17:00"),
    ]


async def test_another_communitys_book_stays_shut(desk: Desk) -> None:
    answer = await agreed(desk)
    stranger = desk.as_("manager", community=ELSEWHERE)
    assert (await stranger.get("/v1/answers", params={"q": "装修"})).json()["items"] == []
    for method, path, body in (
        ("GET", "", None), ("GET", "/versions", None), ("GET", "/paper.pdf", None), ("POST", "/revise", content()),
        ("POST", "/agree", {"number": 1}), ("POST", "/withdraw", {"reason": "x"}),
        ("POST", "/use", {"ticket_id": "x"}),
    ):  # fmt: skip
        refused = await stranger.request(method, f"/v1/answers/{answer['id']}{path}", json=body)
        assert refused.status_code == 404, path


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"question": {"zh": "只有中文"}}, "/question/en"),
        ({"answer": {"zh": " ", "en": "x"}}, "/answer/zh"),
        ({"category": "weather"}, "/category"),
        ({"papers": [{"zh": "证"}]}, "/papers/0/en"),
        ({"keywords": ["a"] * 21}, "/keywords"),
        ({"keywords": ["\x00"]}, "/keywords/0"),
        ({"status": "agreed"}, "/status"),
    ],
)
async def test_what_is_not_said_in_both_languages_is_refused_by_its_field(
    desk: Desk, given: dict[str, Any], pointer: str
) -> None:
    refused = await desk.as_("service_assistant").post("/v1/answers", json=content(**given))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_who_may_read_may_not_write_and_who_writes_may_not_agree(desk: Desk) -> None:
    answer = await drafted(desk)
    here = f"/v1/answers/{answer['id']}"
    for role, path, body in (
        ("front_desk", "/v1/answers", content()),
        ("front_desk", f"{here}/revise", content()),
        ("service_assistant", f"{here}/agree", {"number": 1}),
        ("service_assistant", f"{here}/withdraw", {"reason": "x"}),
        ("technician", f"{here}/use", {"ticket_id": "x"}),
    ):
        assert (await desk.as_(role).post(path, json=body)).status_code == 403, path
    assert (await desk.as_("technician").get(here)).status_code == 403


async def test_a_change_of_an_older_state_is_refused(desk: Desk) -> None:
    answer = await agreed(desk)
    stale = await desk.as_("service_assistant").post(
        f"/v1/answers/{answer['id']}/revise", json=content(), headers={"If-Match": '"1"'}
    )
    assert stale.status_code == 412


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("收楼要带什么", "收楼要带什么资料？"),
        ("wyf", "物业费多少钱，怎么交？"),
        ("guanlifei", "物业费多少钱，怎么交？"),
        ("交房", "收楼要带什么资料？"),
        ("zhuangxiu shenqing", "装修要怎么申请，带什么资料？"),
        ("几点能装修", "几点可以装修施工？"),
        ("停车费", "停车位怎么办，停车费多少？"),
        ("门禁卡丢了", "门禁卡丢了怎么补办？"),
        ("lost card", "门禁卡丢了怎么补办？"),
        ("zxsq", "装修要怎么申请，带什么资料？"),
        ("fxt", "搬家、搬大件物品出小区要办什么手续？"),
        ("修水管多少钱", "上门维修收费吗？"),
    ],
)
async def test_the_demo_communitys_desk_finds_its_answers_first(desk: Desk, typed: str, question: str) -> None:
    for _ in range(2):
        await seed(desk.rig.service.unit_of_work)
    listed = (await desk.as_("front_desk").get("/v1/answers", params={"q": typed})).json()["items"]
    assert listed[0]["in_use"]["question"]["zh"] == question, [it["in_use"]["question"]["zh"] for it in listed]
    assert all(it["in_use"]["written_by"] != it["in_use"]["agreed_by"] for it in listed)
