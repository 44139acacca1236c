"""Every subject's routes, and those that only the gateway calls."""

from fastapi import APIRouter

from services.tickets.answers.routes import routes as answers
from services.tickets.assemblies.routes import ROUTERS as ASSEMBLIES
from services.tickets.attachments.routes import routes as attachments
from services.tickets.committee.routes import ROUTERS as COMMITTEE
from services.tickets.corrective_actions.routes import routes as corrective_actions
from services.tickets.courtesy_visits.routes import routes as courtesy_visits
from services.tickets.escalations.routes import LISTS as SLIP_LISTS
from services.tickets.escalations.routes import ROUTERS as ESCALATIONS
from services.tickets.follow_ups.routes import routes as follow_ups
from services.tickets.notes.routes import routes as notes
from services.tickets.patrols.routes import ROUTERS as PATROLS
from services.tickets.policies.routes import routes as policies
from services.tickets.promises.routes import ROUTERS as PROMISES
from services.tickets.quality_samples.routes import routes as quality_samples
from services.tickets.requests.routes import ROUTERS as REQUESTS
from services.tickets.routes import code_tables, front_desk
from services.tickets.routes.sheets import sheets_of
from services.tickets.saved_views.routes import routes as saved_views
from services.tickets.statistics.routes import routes as statistics
from services.tickets.surveys.routes import ROUTERS as SURVEYS
from services.tickets.weather.routes import routes as weather

_SUBJECTS: list[APIRouter] = [
    *SLIP_LISTS,
    *REQUESTS,
    follow_ups,
    *PATROLS,
    *COMMITTEE,
    answers,
    corrective_actions,
    statistics,
    *PROMISES,
    *ESCALATIONS,
    policies,
    weather,
    courtesy_visits,
    *SURVEYS,
    notes,
    attachments,
    saved_views,
    *ASSEMBLIES,
    quality_samples,
    front_desk.routes,
    code_tables.routes,
]
ROUTERS: list[APIRouter] = [sheets_of(_SUBJECTS), *_SUBJECTS]
