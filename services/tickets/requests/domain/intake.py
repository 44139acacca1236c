"""What is asked for at intake, and where it goes. Source: handbook T-02 … T-06."""

from collections.abc import Mapping
from enum import StrEnum


class Category(StrEnum):
    """Handbook T-03."""

    REPAIR = "repair"
    COMPLAINT = "complaint"
    CONSULTATION = "consultation"
    PROBLEM_REPORT = "problem_report"
    SUGGESTION = "suggestion"
    HELP = "help"
    SPECIAL_SERVICE = "special_service"
    PUBLIC_SAFETY = "public_safety"
    OTHER = "other"


class Source(StrEnum):
    """Handbook T-02."""

    PHONE = "phone"
    FRONT_DESK = "front_desk"
    COLLECTED = "collected"
    TOLD_STAFF = "told_staff"
    WRITTEN = "written"
    COMPANY = "company"
    COMMITTEE = "committee"
    APP = "app"
    GATE = "gate"


class Nature(StrEnum):
    """Handbook T-03: important ones also alert the service lead."""

    GENERAL = "general"
    IMPORTANT = "important"


class Severity(StrEnum):
    """Repairs: minor, medium, emergency (T-06). Complaints: minor, important, major (T-12)."""

    MINOR = "minor"
    MEDIUM = "medium"
    EMERGENCY = "emergency"
    IMPORTANT = "important"
    MAJOR = "major"


class Department(StrEnum):
    """Handbook T-03."""

    ENGINEERING = "engineering"
    SECURITY = "security"
    ENVIRONMENT = "environment"
    CUSTOMER_SERVICE = "customer_service"
    DEVELOPER = "developer"


SEVERITIES: Mapping[Category, tuple[Severity, ...]] = {
    Category.REPAIR: (Severity.MINOR, Severity.MEDIUM, Severity.EMERGENCY),
    Category.COMPLAINT: (Severity.MINOR, Severity.IMPORTANT, Severity.MAJOR),
}
OTHER_SEVERITIES = (Severity.MINOR, Severity.IMPORTANT)
_AT_HOME = frozenset({Category.REPAIR, Category.SPECIAL_SERVICE})

DEFAULT_ROUTE: Mapping[Category, Department] = {
    Category.REPAIR: Department.ENGINEERING,
    Category.PUBLIC_SAFETY: Department.SECURITY,
}


def department_for(category: Category) -> Department:
    """The department that a category goes to unless the desk says otherwise (T-03)."""
    return DEFAULT_ROUTE.get(category, Department.CUSTOMER_SERVICE)


def severities_of(category: Category) -> tuple[Severity, ...]:
    """The severities that a category knows (T-06, T-12)."""
    return SEVERITIES.get(category, OTHER_SEVERITIES)


def nature_of(category: Category, severity: Severity) -> Nature:
    """Important: major or important complaints, safety incidents, emergencies (T-03)."""
    grave = {Severity.IMPORTANT, Severity.MAJOR, Severity.EMERGENCY}
    return Nature.IMPORTANT if severity in grave or category is Category.PUBLIC_SAFETY else Nature.GENERAL


def needs_visit(category: Category) -> bool:
    """Work at the requester's home: somebody arrives first, and the resident signs for it (T-09, T-11)."""
    return category in _AT_HOME


def must_be_quoted(category: Category) -> bool:
    """A special service is a paid one: it is never done without an approved quote (T-03, T-09)."""
    return category is Category.SPECIAL_SERVICE


def is_settled_by_an_answer(category: Category) -> bool:
    """Nobody has to go there, and nobody complained: words may be all that was asked for (T-04)."""
    return not (needs_visit(category) or must_be_quoted(category) or category is Category.COMPLAINT)
