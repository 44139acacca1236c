"""Alembic's entry for this service."""

from alembic import context

from services.tickets.models import Base
from shared.runtime.migrations import run_env

run_env(context, Base.metadata, apart="ticket_search")
