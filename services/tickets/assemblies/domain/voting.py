"""Who votes, how and when. Source: handbook T-29; Supreme People's Court, Fa Shi [2009] 7, Art. 8, 9."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from services.tickets.assemblies.domain.counting import Choice, Electorate
from services.tickets.assemblies.domain.errors import (
    AreasMissing,
    BallotIncomplete,
    BallotLate,
    CalledTooLate,
    CastAtImpossible,
    MatterUnknown,
    NobodyVotes,
    NoticeTooShort,
    StillVoting,
    VotingNotBegun,
    VotingTooShort,
)
from shared.kernel.moments import local_minute

NOTICE_DAYS = 15
"""What the law asks; a community's policy may ask for more."""
MOST_NOTICE_DAYS = 90
VOTING_KINDS = frozenset({"flat", "shop", "office"})
"""Exclusive parts that vote; storage rooms, garages and parking spaces do not."""
DEVELOPER = "developer"
UNSOLD = "unsold"
PENDING = "pending"
"""Sold, and not handed over by the builder yet."""


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
    owners: tuple[str, ...] = ()
    """Person ids of those who own it together, in order; none where nobody is known."""
    hand_over: str | None = None
    """None until residents has told of it; then as if it were handed over."""

    @property
    def is_the_builders(self) -> bool:
        """Not sold, or sold and not handed over yet (Fa Shi [2009] 7, Art. 9)."""
        return self.occupancy == UNSOLD or self.hand_over == PENDING


@dataclass(frozen=True, slots=True)
class Voter:
    """A room on the list, or the developer's entry for all that it still holds.

    `owner_key` is the same for all rooms of one owner, who votes once with `owner_area` for `owner_rooms` rooms.
    """

    key: str
    room_code: str
    household_id: str | None
    area: int
    owner_key: str
    owner_rooms: int
    owner_area: int


def electorate_of(rooms: Collection[Room]) -> list[Voter]:
    """Every room handed over, and what is unsold or not handed over yet as one. Raises AreasMissing, NobodyVotes.

    Who owns several rooms is one owner; so are those who own several rooms together, and it is another one than
    each of them alone (Fa Shi [2009] 7, Art. 9). A room without a known owner is an owner of its own.
    """
    voting = [room for room in rooms if room.kind is None or room.kind in VOTING_KINDS]
    if unknown := sorted(room.code for room in voting if not room.area or room.kind is None):
        raise AreasMissing(rooms="、".join(unknown[:10]), count=len(unknown))
    estates: dict[str | tuple[str, ...], list[Room]] = defaultdict(list)
    for room in voting:
        if not room.is_the_builders:
            estates[room.owners or room.id].append(room)
    voters = [voter for estate in estates.values() for voter in _voters(estate)]
    if held := sum(room.area or 0 for room in voting if room.is_the_builders):
        voters.append(Voter(DEVELOPER, DEVELOPER, None, held, DEVELOPER, 1, held))
    if not voters:
        raise NobodyVotes
    return voters


def _voters(estate: Sequence[Room]) -> Iterator[Voter]:
    """The key is that of the first room by code: it says nothing of the owner."""
    owner_key = min(estate, key=lambda room: room.code).id
    area = sum(room.area or 0 for room in estate)
    for room in estate:
        yield Voter(room.id, room.code, room.household_id, room.area or 0, owner_key, len(estate), area)


def totals(voters: Collection[Voter]) -> Electorate:
    """Everybody who may vote, by number and by area."""
    return Electorate(len({voter.owner_key for voter in voters}), sum(voter.area for voter in voters))


def check_notice(now: datetime, opens_at: datetime, closes_at: datetime, *, notice_days: int) -> None:
    """So many days of notice, a day of voting at least. Raises NoticeTooShort, VotingTooShort."""
    if opens_at < now + timedelta(days=notice_days):
        raise NoticeTooShort(pointer="/voting_opens_at", days=notice_days)
    check_span(opens_at, closes_at)


def check_call(now: datetime, opens_at: datetime, closes_at: datetime, *, notice_days: int, zone: tzinfo) -> None:
    """At the call, which names no time of its own. Raises CalledTooLate, VotingTooShort."""
    earliest = now + timedelta(days=notice_days)
    if opens_at < earliest:
        raise CalledTooLate(
            opens_at=local_minute(opens_at, zone),
            days=notice_days,
            earliest=local_minute(earliest + timedelta(minutes=1), zone),
        )
    check_span(opens_at, closes_at)


def check_span(opens_at: datetime, closes_at: datetime) -> None:
    """Raises VotingTooShort."""
    if closes_at < opens_at + timedelta(days=1):
        raise VotingTooShort(pointer="/voting_closes_at")


def check_begun(now: datetime, opens_at: datetime, *, zone: tzinfo) -> None:
    """Raises VotingNotBegun."""
    if now < opens_at:
        raise VotingNotBegun(opens_at=local_minute(opens_at, zone))


def check_open(now: datetime, closes_at: datetime, *, zone: tzinfo) -> None:
    """A ballot counts up to, not including, the close. Raises BallotLate."""
    if now >= closes_at:
        raise BallotLate(closes_at=local_minute(closes_at, zone))


def check_cast(
    cast_at: datetime,
    now: datetime,
    *,
    form: BallotForm,
    opens_at: datetime,
    closes_at: datetime,
    earlier: datetime | None = None,
    zone: tzinfo,
) -> None:
    """Handed in while voting was open, and not before the ballot of `earlier` that it replaces.

    On paper it may be entered after the close. Raises BallotLate, CastAtImpossible.
    """
    check_open(cast_at if form is BallotForm.PAPER else now, closes_at, zone=zone)
    first = max(opens_at, earlier or opens_at)
    if not first <= cast_at <= now:
        raise CastAtImpossible(
            pointer="/cast_at", first=local_minute(first, zone), last=local_minute(min(now, closes_at), zone)
        )


def check_closed(now: datetime, closes_at: datetime, *, zone: tzinfo) -> None:
    """Nothing is counted while somebody may still vote. Raises StillVoting."""
    if now < closes_at:
        raise StillVoting(closes_at=local_minute(closes_at, zone))


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
