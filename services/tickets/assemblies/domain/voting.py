"""Who votes, how and when. Source: handbook T-29; Supreme People's Court, Fa Shi [2009] 7, Art. 8, 9."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.tickets.assemblies.domain.counting import Choice, Electorate
from services.tickets.assemblies.domain.errors import (
    AreasMissing,
    BallotIncomplete,
    BallotLate,
    MatterUnknown,
    NobodyVotes,
    NoticeTooShort,
    StillVoting,
    VotingNotBegun,
    VotingTooShort,
)

NOTICE_DAYS = 15
VOTING_KINDS = frozenset({"flat", "shop", "office"})
"""Exclusive parts that vote; storage rooms, garages and parking spaces do not."""
DEVELOPER = "developer"
UNSOLD = "unsold"


class BallotForm(StrEnum):
    """On paper or in the app."""

    PAPER = "paper"
    APP = "app"


class Identity(StrEnum):
    """By what the voter's identity was verified."""

    ID_CARD = "id_card"
    TITLE_DEED = "title_deed"
    PROXY = "proxy"
    REAL_NAME_ACCOUNT = "real_name_account"


@dataclass(frozen=True, slots=True)
class Room:
    """A room as the electorate takes it; `area` in 0.01 m²."""

    id: str
    code: str
    kind: str | None
    occupancy: str | None
    area: int | None
    household_id: str | None = None


@dataclass(frozen=True, slots=True)
class Voter:
    """One owner with one vote: a room's, or the developer with all that is not sold."""

    key: str
    room_code: str
    household_id: str | None
    area: int


def electorate_of(rooms: Collection[Room]) -> list[Voter]:
    """A vote for every room sold; what is unsold is one owner's together. Raises AreasMissing, NobodyVotes."""
    voting = [room for room in rooms if room.kind is None or room.kind in VOTING_KINDS]
    if unknown := sorted(room.code for room in voting if not room.area or room.kind is None):
        raise AreasMissing(rooms="、".join(unknown[:10]), count=len(unknown))
    sold = [room for room in voting if room.occupancy != UNSOLD]
    unsold = sum(room.area or 0 for room in voting if room.occupancy == UNSOLD)
    voters = [Voter(room.id, room.code, room.household_id, room.area or 0) for room in sold]
    if unsold:
        voters.append(Voter(DEVELOPER, DEVELOPER, None, unsold))
    if not voters:
        raise NobodyVotes
    return voters


def totals(voters: Collection[Voter]) -> Electorate:
    """Everybody who may vote, by number and by area."""
    return Electorate(len(voters), sum(voter.area for voter in voters))


def check_notice(now: datetime, opens_at: datetime, closes_at: datetime) -> None:
    """Fifteen days of notice, a day of voting at least. Raises NoticeTooShort, VotingTooShort."""
    if opens_at < now + timedelta(days=NOTICE_DAYS):
        raise NoticeTooShort(pointer="/voting_opens_at", days=NOTICE_DAYS)
    check_span(opens_at, closes_at)


def check_span(opens_at: datetime, closes_at: datetime) -> None:
    """Raises VotingTooShort."""
    if closes_at < opens_at + timedelta(days=1):
        raise VotingTooShort(pointer="/voting_closes_at")


def check_begun(now: datetime, opens_at: datetime) -> None:
    """Raises VotingNotBegun."""
    if now < opens_at:
        raise VotingNotBegun(opens_at=opens_at.isoformat())


def check_open(now: datetime, closes_at: datetime) -> None:
    """A ballot counts up to, not including, the close. Raises BallotLate."""
    if now >= closes_at:
        raise BallotLate(closes_at=closes_at.isoformat())


def check_closed(now: datetime, closes_at: datetime) -> None:
    """Nothing is counted while somebody may still vote. Raises StillVoting."""
    if now < closes_at:
        raise StillVoting(closes_at=closes_at.isoformat())


def choices_of(agenda: Sequence[str], given: Sequence[tuple[str, Choice]]) -> Mapping[str, Choice]:
    """A choice for every matter, once. Raises MatterUnknown, BallotIncomplete."""
    choices: dict[str, Choice] = {}
    for place, (matter, choice) in enumerate(given):
        if matter not in agenda or matter in choices:
            raise MatterUnknown(pointer=f"/choices/{place}/item_id")
        choices[matter] = choice
    if len(choices) < len(agenda):
        raise BallotIncomplete(pointer="/choices", left=len(agenda) - len(choices))
    return choices
