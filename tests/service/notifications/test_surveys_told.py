"""Who hears of a survey. Source: handbook T-23."""

from datetime import date

import pytest

from services.notifications.app import PROGRAM
from shared.contracts.tickets import SurveyClosed, SurveyHouseholdAsked, SurveyOpened
from shared.kernel.ids import stable_id
from tests.service.notifications import given
from tests.service.support import service_rig

SURVEY = stable_id("survey", "2026H2")


async def test_the_assistants_hand_papers_out_and_the_manager_hears_the_result(database_url: str) -> None:
    state = {"survey_id": SURVEY, "title": "满意度调查", "year": 2026, "half": 2, "asked": 120, "version": 2}
    result = {"answered": 96, "valid": 90, "invalid": 6, "satisfaction_per_mille": 912, "visits_waiting": 4}
    async with service_rig(PROGRAM, database_url, contact_secret=given.SECRET) as rig:
        await given.a_community(rig)
        await rig.tell(SurveyOpened.model_validate({**state, "occupied": 600, "closes_on": None}), subject=SURVEY)
        await rig.tell(SurveyClosed.model_validate({**state, **result}), subject=SURVEY)
        async with rig.client("messages:read", roles=["manager"], account_id="manager-1") as client:
            told = (await client.get("/v1/messages")).json()["items"]
    by_template = {message["template"]: message for message in told}
    assert by_template["survey_opened"]["recipient"] == "role:service_assistant"
    assert by_template["survey_closed"]["recipient"] == "role:manager"
    assert "91.2 %" in by_template["survey_closed"]["body"]


def _asked(household_id: str = given.HOUSEHOLD) -> SurveyHouseholdAsked:
    return SurveyHouseholdAsked(
        survey_id=SURVEY,
        household_id=household_id,
        room_code="3#2-5-1",
        title="满意度调查",
        closes_on=date(2026, 12, 20),
    )


@pytest.mark.parametrize(
    ("language", "words"), [("zh-CN", "抽中了 3#2-5-1"), ("en", "has drawn 3#2-5-1. Our staff bring you the paper")]
)
async def test_a_sampled_household_hears_of_it_once_in_its_language(
    database_url: str, language: str, words: str
) -> None:
    async with service_rig(PROGRAM, database_url, contact_secret=given.SECRET) as rig:
        await given.a_community(rig)
        await given.a_household(rig, language=language)
        await given.a_household(rig, household_id="household-2")
        told = await rig.tell(_asked(), subject=SURVEY)
        await rig.tell(_asked("household-2"), subject=SURVEY)
        await rig.deliver(told)
        async with rig.client("messages:read", "messages:read_all", roles=["manager"]) as client:
            listed = (await client.get("/v1/messages", params={"household_id": given.HOUSEHOLD})).json()["items"]
    (message,) = listed
    assert (message["template"], message["language"], message["about"]) == ("survey_invitation", language, SURVEY)
    assert words in message["body"]
    assert "2026-12-20" in message["body"]


async def test_a_household_that_agreed_to_no_channel_gets_the_paper_alone(database_url: str) -> None:
    async with service_rig(PROGRAM, database_url, contact_secret=given.SECRET) as rig:
        await given.a_community(rig)
        await given.a_household(rig, channels=())
        await rig.tell(_asked(), subject=SURVEY)
        await rig.tell(given.a_payment(), subject="payment-1")
        async with rig.client("messages:read", "messages:read_all", roles=["manager"]) as client:
            listed = (await client.get("/v1/messages", params={"household_id": given.HOUSEHOLD})).json()["items"]
    assert [message["template"] for message in listed] == ["payment_received"], "a receipt is obligatory"
