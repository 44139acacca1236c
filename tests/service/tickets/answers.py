"""Answers to put into the book, as they are written and agreed."""

from typing import Any

from tests.service.tickets.desk import Desk

ANOTHER = {"zh": "装修垃圾怎么清运？", "en": "How is rubbish of a renovation removed?"}


def content(**given: Any) -> dict[str, Any]:
    return {
        "category": "renovation",
        "question": {"zh": "装修申请要带什么资料？", "en": "What do I bring to apply for a renovation?"},
        "answer": {"zh": "请带齐资料到前台办理。\n三个工作日内答复。", "en": "Bring the papers to the front desk."},
        "papers": [{"zh": "业主身份证", "en": "The owner's ID card"}, {"zh": "装修图纸", "en": "Drawings"}],
        "keywords": ["施工许可证"],
        **given,
    }


async def drafted(desk: Desk, role: str = "service_assistant", **given: Any) -> dict[str, Any]:
    made = await desk.as_(role).post("/v1/answers", json=content(**given))
    assert made.status_code == 201, made.text
    answer: dict[str, Any] = made.json()
    return answer


async def agreed(desk: Desk, **given: Any) -> dict[str, Any]:
    answer = await drafted(desk, **given)
    left = await desk.as_("service_lead").post(f"/v1/answers/{answer['id']}/agree", json={"number": 1})
    assert left.status_code == 200, left.text
    whole: dict[str, Any] = left.json()
    return whole


async def found(desk: Desk, q: str, **narrowed: Any) -> list[str]:
    """Ids in the order of the search."""
    listed = await desk.as_("front_desk").get("/v1/answers", params={"q": q, **narrowed})
    assert listed.status_code == 200, listed.text
    return [answer["id"] for answer in listed.json()["items"]]
