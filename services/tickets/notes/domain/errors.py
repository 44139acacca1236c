"""Refusals about notes."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class NotYourDepartment(DomainError):
    """What a department keeps to itself is written by its own staff."""

    slug = "not-your-department"
    kind = Kind.INVALID
    title = Text(zh="不是本部门", en="Not your department")
    detail = Text(zh="只能为本部门写部门内部备注：{department}。", en="You don't write notes of {department}.")
