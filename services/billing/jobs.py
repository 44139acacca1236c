"""Timers: what becomes due."""

from datetime import timedelta

from services.billing.usecases.judge_arrears import judge_arrears
from shared.runtime.jobs import Job

JOBS: list[Job] = [Job(name="judge_arrears", every=timedelta(minutes=15), run=judge_arrears)]
