"""Who may be sent, who decides, who sees what. Source: permissions.md, handbook T-01, T-04, T-18."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.tickets.requests.domain.intake import Department

FIELD_ROLES = frozenset({"technician", "security", "environment"})
"""They see the tickets assigned to them and no others."""
LEAD_ROLES = frozenset({"service_lead", "manager"})
"""They promise times and decide severity and validity."""
ASSISTANT_ROLES = frozenset({"service_assistant"}) | LEAD_ROLES
DESK_ROLES = frozenset({"front_desk"}) | ASSISTANT_ROLES

FITTING: Mapping[Department, frozenset[str]] = {
    Department.ENGINEERING: frozenset({"technician"}) | ASSISTANT_ROLES,
    Department.SECURITY: frozenset({"security"}) | ASSISTANT_ROLES,
    Department.ENVIRONMENT: frozenset({"environment"}) | ASSISTANT_ROLES,
    Department.CUSTOMER_SERVICE: DESK_ROLES,
    Department.DEVELOPER: ASSISTANT_ROLES,  # the builder has no account: an assistant accompanies (T-10)
}


class VisitorLevel(StrEnum):
    """Who makes a follow-up visit (T-18)."""

    STAFF = "staff"
    LEAD = "lead"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Standing:
    """An account and its roles, as far as tickets care."""

    account_id: str
    roles: Collection[str]

    @property
    def is_field(self) -> bool:
        """Sees only what is assigned to it; so does an account without any role."""
        return FIELD_ROLES.issuperset(self.roles)

    @property
    def is_lead(self) -> bool:
        """Promises times, decides severity and validity."""
        return not LEAD_ROLES.isdisjoint(self.roles)

    @property
    def dispatches_to_assistants_only(self) -> bool:
        """The front desk never sends a technician directly (T-04)."""
        return ASSISTANT_ROLES.isdisjoint(self.roles)

    @property
    def departments(self) -> list[Department]:
        """The departments whose work it may take on."""
        return [department for department, roles in FITTING.items() if not roles.isdisjoint(self.roles)]

    def fits(self, department: Department) -> bool:
        """Whether work of the department may be given to it."""
        return department in self.departments

    def may_visit(self, level: VisitorLevel) -> bool:
        """Whether a follow-up of that level is its to make; a higher one may stand in for a lower (T-18)."""
        if level is VisitorLevel.MANAGER:
            return "manager" in self.roles
        return self.is_lead or level is VisitorLevel.STAFF
