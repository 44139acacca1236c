"""Timers: what becomes due."""

from shared.runtime.jobs import Job

JOBS: list[Job] = []
