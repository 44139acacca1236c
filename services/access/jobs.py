"""Timers: what becomes due."""

from datetime import timedelta

from services.access.usecases.expire_passes import expire_passes
from services.access.usecases.record_breaches import record_breaches
from shared.runtime.jobs import Job

JOBS: list[Job] = [
    Job(name="record-pass-breaches", every=timedelta(seconds=15), run=record_breaches),
    Job(name="expire-passes", every=timedelta(minutes=5), run=expire_passes),
]
