"""What a caller may see: its communities; field staff only what is given to them. Source: permissions.md."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_

from services.tickets.domain.duties import Standing
from services.tickets.requests.domain.lifecycle import Status
from services.tickets.requests.models import Ticket
from shared.runtime.rows import is_inside

_T = Ticket.__table__.c


@dataclass(frozen=True, slots=True)
class Scope:
    """Goes into every query of tickets."""

    communities: Collection[str]
    standing: Standing

    def clause(self) -> ColumnElement[bool]:
        """Inside the communities; for field staff also: assigned to it, or sent to its department without a name."""
        inside = is_inside(_T.community_id, self.communities)
        if not self.standing.is_field:
            return inside
        waiting = and_(
            _T.status == Status.DISPATCHED,
            _T.assignee_id.is_(None),
            _T.department.in_(self.standing.departments),
        )
        return and_(inside, or_(_T.assignee_id == self.standing.account_id, waiting))
