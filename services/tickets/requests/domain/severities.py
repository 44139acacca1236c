"""Which severities a category knows, told in words. Source: handbook T-06, T-12."""

from services.tickets.domain.labels import CODE_TABLES
from services.tickets.requests.domain.errors import SeverityNotOfCategory
from services.tickets.requests.domain.intake import Category, Severity, severities_of
from shared.kernel.text import spelled_out


def check_severity(category: Category, severity: Severity, *, pointer: str = "/severity") -> None:
    """Raises SeverityNotOfCategory (T-06, T-12)."""
    allowed = severities_of(category)
    if severity not in allowed:
        raise SeverityNotOfCategory(
            pointer=pointer,
            category=CODE_TABLES["ticket_category"][category],
            allowed=spelled_out(allowed, CODE_TABLES["ticket_severity"]),
        )
