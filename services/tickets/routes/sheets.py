"""Every list of this service as an Excel sheet. Source: api.md."""

from collections.abc import Collection, Iterable, Mapping
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from sqlalchemy import String, cast, literal_column, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.assemblies.models import AgendaItem
from services.tickets.committee.models import CommitteeMember
from services.tickets.patrols.models import PatrolArea
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.models import AccountReplica
from services.tickets.sheet_shapes import SHAPES
from services.tickets.sheet_words import CELLS, TITLES
from shared.runtime.http.list_sheets import ListWords, list_sheets


class _Directory:
    """Accounts, members of the committee, areas and matters of an agenda by their ids."""

    async def names_of(self, session: AsyncSession, ids: Collection[str]) -> Mapping[str, str]:
        """One query."""
        people = select(AccountReplica.id, AccountReplica.display_name).where(AccountReplica.id.in_(ids))
        members = select(CommitteeMember.id, CommitteeMember.name).where(CommitteeMember.id.in_(ids))
        places = PatrolArea.code + literal_column("' '") + PatrolArea.name
        areas = select(PatrolArea.id, places).where(PatrolArea.id.in_(ids))
        numbered = cast(AgendaItem.place, String) + literal_column("'. '") + AgendaItem.title
        matters = select(AgendaItem.id, numbered).where(AgendaItem.id.in_(ids))
        return dict((await session.execute(union_all(people, members, areas, matters))).all())

    async def zones_of(self, session: AsyncSession, communities: Collection[str]) -> Mapping[str, ZoneInfo]:
        """One query, in the order asked."""
        zones = await replicas.zones_of(session, communities)
        return {community: zones[community] for community in communities if community in zones}


def sheets_of(routers: Iterable[APIRouter]) -> APIRouter:
    """Their routes; to be included first."""
    return list_sheets(routers, ListWords(TITLES, CELLS, _Directory(), SHAPES))
