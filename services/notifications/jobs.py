"""Timers: what becomes due."""

from datetime import timedelta
from functools import partial

from services.notifications.channels import PostOffice
from services.notifications.usecases.deliver_waiting import deliver_waiting
from shared.runtime.jobs import Job


def jobs(post: PostOffice) -> list[Job]:
    """Delivery, with the ways out that are set up."""
    return [Job(name="deliver", every=timedelta(seconds=2), run=partial(deliver_waiting, post))]
