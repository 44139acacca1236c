"""Alembic's entry for the scribe."""

from alembic import context

from shared.runtime.migrations import run_env
from tests.faults.scribe import Base

run_env(context, Base.metadata)
