"""Alembic's entry for the gateway."""

from alembic import context

from gateway.identity.models import Base
from shared.runtime.migrations import run_env

run_env(context, Base.metadata)
