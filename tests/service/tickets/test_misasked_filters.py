"""A question that can have no answer is refused, not answered with nothing. Source: api.md."""

import pytest

from tests.service.tickets.desk import Desk

BACKWARD = {"since": "2026-12-01T00:00:00Z", "until": "2026-11-01T00:00:00Z"}


@pytest.mark.parametrize("path", ["/v1/follow-ups/coverage", "/v1/promises/counts"])
async def test_a_period_that_ends_before_it_begins_is_refused(desk: Desk, path: str) -> None:
    for language, words in (("zh-CN", "须晚于"), ("en", "after since")):
        refused = await desk.as_("service_lead", language=language).get(path, params=BACKWARD)
        (fault,) = refused.json()["errors"]
        assert (refused.status_code, fault["pointer"], fault["place"]) == (422, "/until", "query")
        assert words in fault["message"]
    forward = {"since": BACKWARD["until"], "until": BACKWARD["since"]}
    assert (await desk.as_("service_lead").get(path, params=forward)).status_code == 200


@pytest.mark.parametrize("path", ["/v1/quality-samples", "/v1/quality-samples/draws"])
async def test_what_is_no_month_is_refused(desk: Desk, path: str) -> None:
    for language, words in (("zh-CN", "月份写作 2026-11"), ("en", "Months are written 2026-11")):
        for month in ("x", "2026-13"):
            refused = await desk.as_("service_lead", language=language).get(path, params={"month": month})
            (fault,) = refused.json()["errors"]
            assert (refused.status_code, fault["pointer"], fault["place"]) == (422, "/month", "query")
            assert words in fault["message"]
    assert (await desk.as_("service_lead").get(path, params={"month": "2026-11"})).status_code == 200
