"""Messages about surveys. Source: handbook T-23, events.md."""

from services.notifications.channels import PostOffice
from services.notifications.domain.templates import TemplateName
from services.notifications.usecases.compose_message import compose_message, household, role
from shared.contracts.envelope import CloudEvent
from shared.contracts.tickets import SurveyClosed, SurveyHouseholdAsked, SurveyOpened
from shared.runtime.unit_of_work import Transaction


async def tell_survey_opened(post: PostOffice, tx: Transaction, envelope: CloudEvent, survey: SurveyOpened) -> None:
    """The assistants hand the papers out."""
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.SURVEY_OPENED,
        role("service_assistant"),
        about=survey.survey_id,
        parameters={"title": survey.title, "asked": str(survey.asked)},
    )


async def tell_household_asked(
    post: PostOffice, tx: Transaction, envelope: CloudEvent, asked: SurveyHouseholdAsked
) -> None:
    """The household hears that it is asked, before the paper comes; one that wants no messages gets the paper alone."""
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.SURVEY_INVITATION,
        household(asked.household_id),
        about=asked.survey_id,
        parameters={"title": asked.title, "room_code": asked.room_code, "closes_on": asked.closes_on},
    )


async def tell_survey_closed(post: PostOffice, tx: Transaction, envelope: CloudEvent, survey: SurveyClosed) -> None:
    """The manager hears what it came to."""
    tenths = survey.satisfaction_per_mille
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.SURVEY_CLOSED,
        role("manager"),
        about=survey.survey_id,
        parameters={
            "title": survey.title,
            "answered": str(survey.answered),
            "valid": str(survey.valid),
            "satisfaction": "–" if tenths is None else f"{tenths // 10}.{tenths % 10} %",
            "visits_waiting": str(survey.visits_waiting),
        },
    )
