"""Refusals of the notifications service."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class TaskFinished(DomainError):
    """The phone call was made already."""

    slug = "phone-task-finished"
    kind = Kind.CONFLICT
    title = Text(zh="电话任务已完成", en="Phone task already finished")
    detail = Text(zh="此电话任务已完成。", en="This phone task was finished before.")
