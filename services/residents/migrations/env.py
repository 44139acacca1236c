"""Alembic's entry for this service."""

from alembic import context

import services.residents.archives.community_records.models
import services.residents.archives.models
import services.residents.defects.models
import services.residents.households.models
import services.residents.move_ins.models
import services.residents.premises.models
import services.residents.renovation.completion.models
import services.residents.renovation.hot_work.models
import services.residents.renovation.inspections.models
import services.residents.renovation.models
import services.residents.renovation.policies.models
import services.residents.roster.models
import services.residents.staff.models
import services.residents.transfers.models  # noqa: F401 - the rows register themselves with the metadata
from services.residents.models import Base
from shared.runtime.migrations import run_env

run_env(context, Base.metadata)
