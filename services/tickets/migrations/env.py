"""Alembic's entry for this service."""

from alembic import context

import services.tickets.answers.models
import services.tickets.follow_ups.models
import services.tickets.policies.models
import services.tickets.quality_samples.models
import services.tickets.replicas.models
import services.tickets.requests.models  # noqa: F401 - the rows register themselves with the metadata
from services.tickets.models import Base
from shared.runtime.migrations import run_env

run_env(context, Base.metadata)
