"""Who reads a note. Source: permissions.md: the front desk doesn't see what another department keeps to itself."""

from enum import StrEnum

from services.tickets.domain.duties import Standing
from services.tickets.notes.domain.errors import NotYourDepartment
from services.tickets.requests.domain.intake import Department


class Visibility(StrEnum):
    """How far a note goes."""

    PUBLIC = "public"
    INTERNAL = "internal"
    DEPARTMENT = "department"


def department_of_note(
    visibility: Visibility, named: Department | None, ticket_of: Department, author: Standing
) -> Department | None:
    """The department that keeps the note: the named one, else the ticket's, else the author's own.

    None for a note that is everybody's. Raises NotYourDepartment for another's than the author's.
    """
    if visibility is not Visibility.DEPARTMENT:
        return None
    own = author.departments
    department = named or (ticket_of if ticket_of in own or not own else own[0])
    if department not in own:
        raise NotYourDepartment(pointer="/department", department=department.value)
    return department
