"""Alembic's entry for this service."""

from alembic import context

import services.tickets.answers.models
import services.tickets.assemblies.models
import services.tickets.committee.models
import services.tickets.corrective_actions.models
import services.tickets.courtesy_visits.models
import services.tickets.escalations.models
import services.tickets.follow_ups.models
import services.tickets.incidents.models
import services.tickets.patrols.models
import services.tickets.policies.models
import services.tickets.promises.models
import services.tickets.quality_samples.models
import services.tickets.replicas.models
import services.tickets.requests.models
import services.tickets.statistics.models
import services.tickets.surveys.models
import services.tickets.weather.models  # noqa: F401 - the rows register themselves with the metadata
from services.tickets.models import Base
from shared.runtime.migrations import run_env

run_env(context, Base.metadata, apart="ticket_search")
