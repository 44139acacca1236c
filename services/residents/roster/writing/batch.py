"""What one transaction of an import writes, collected and then written table by table.

`Batch.household` is the one place where all rows of a household are made: what else belongs to one, such as search
terms, is made there, and its table added to `TABLES` here and to `DERIVED` in `register`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table

from services.residents.archives.domain.directory import file_number
from services.residents.archives.models import Archive
from services.residents.confidential import Confidential
from services.residents.households.domain.membership import Channel, contact_points, first_holder
from services.residents.households.models import Household, HouseholdMember, Person
from services.residents.models import TABLES as RUNTIME
from services.residents.premises.models import Community, Room
from services.residents.roster.domain.comparing import hand_over_of, kind_of
from services.residents.roster.domain.entries import Entry, Somebody
from services.residents.roster.writing.bulk import insert_rows, update_rows
from services.residents.roster.writing.events import OUTBOX_COLUMNS, Telling, quoted
from shared.contracts.residents import HouseholdContactsChanged, HouseholdRegistered, RoomChanged
from shared.kernel.ids import new_id
from shared.runtime.context import Context
from shared.runtime.unit_of_work import Transaction

ROOMS: Table = Room.__table__  # type: ignore[assignment]
PERSONS: Table = Person.__table__  # type: ignore[assignment]
HOUSEHOLDS: Table = Household.__table__  # type: ignore[assignment]
MEMBERS: Table = HouseholdMember.__table__  # type: ignore[assignment]
ARCHIVES: Table = Archive.__table__  # type: ignore[assignment]
_AGGREGATE = ("id", "community_id", "version", "event_sequence", "created_at")
TABLES: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (
        ROOMS,
        (
            *_AGGREGATE, "code", "sort_key", "building", "entrance", "floor", "number", "area_dm2", "kind",
            "occupancy", "hand_over",
        ),
    ),
    (
        PERSONS,
        (
            *_AGGREGATE, "name", "language", "channels", "phone", "id_number_key", "id_number_sealed",
            "id_number_index",
        ),
    ),
    (
        HOUSEHOLDS,
        (
            *_AGGREGATE, "room_id", "room_code", "room_sort_key", "payer_id", "registered_on", "contacts_jwe",
            "contacts_key", "contacts_version",
        ),
    ),
    (
        MEMBERS,
        ("id", "household_id", "person_id", "position", "role", "relation", "is_emergency_contact", "joined_on"),
    ),
    (
        ARCHIVES,
        (*_AGGREGATE, "number", "household_id", "room_id", "room_code", "opened_on", "entry_count"),
    ),
)  # fmt: skip
"""In the order in which foreign keys let them be written."""
_LANGUAGE = "zh-CN"
_NO_CHANNELS: list[str] = []
_BY_PHONE = [Channel.SMS.value]
_PHONE_CHANNELS = f'["{Channel.SMS.value}"]'


class Batch:
    """Collects rows and events; `write` writes them."""

    def __init__(self, community: Community, confidential: Confidential, *, now: datetime, context: Context) -> None:
        self.community = community
        self._community_id = community.id
        self.confidential = confidential
        self.now = now
        self.today = now.astimezone(community.zone).date()
        self.telling = Telling(community.id, now=now, context=context)
        self._seal_contacts = confidential.sealer.batch()
        self._contacts_key = confidential.sealer.key_id
        self.made: dict[str, list[tuple[Any, ...]]] = {table.name: [] for table, _ in TABLES}
        self._changed: dict[str, list[dict[str, Any]]] = {table.name: [] for table, _ in TABLES}

    @property
    def untold_versions(self) -> int:
        """A household's version when it is made, without that of telling its contact points."""
        return 0 if self._seal_contacts is not None else 1

    # ── making ────────────────────────────────────────────────────────────────────────────────────

    def room(self, entry: Entry) -> str:
        """A room that was not there; its id."""
        room_id, code, kind = new_id(), entry.code, kind_of(entry)
        self.made["rooms"].append(
            (
                room_id, self._community_id, 1, 1, self.now, code, entry.sort_key, entry.building,
                entry.entrance, entry.floor, entry.number, entry.area_dm2, kind, entry.occupancy,
                hand_over_of(entry),
            )
        )  # fmt: skip
        self.tell_room(
            room_id, 1, 1, code=code, building=entry.building, area_dm2=entry.area_dm2, kind=kind,
            occupancy=entry.occupancy, hand_over=hand_over_of(entry),
        )  # fmt: skip
        return room_id

    def household(self, entry: Entry, room_id: str, *, files_before: int) -> str:
        """The household of a room that nobody holds, with its people and its file; its id."""
        household_id, code = new_id(), entry.code
        since = date.fromisoformat(entry.day) if entry.day else self.today
        people = [
            (self.member(household_id, one, position=position, since=since), one)
            for position, one in enumerate(entry.people)
        ]
        payer = people[first_holder([one.role for _, one in people])][0]
        sealed = self._sealed_points(
            household_id, [_point(person_id, Channel.SMS, one.phone) for person_id, one in people if one.phone]
        )
        told = 1 if sealed else 0
        self.made["households"].append(
            (
                household_id, self._community_id, 1, 1 + told, self.now, room_id, code, entry.sort_key, payer, since,
                sealed, self._contacts_key if sealed else None, told,
            )
        )  # fmt: skip
        self.made["archives"].append(
            (
                new_id(), self._community_id, 1, 0, self.now, file_number(self.community.code, code, files_before),
                household_id, room_id, code, self.today, 0,
            )
        )  # fmt: skip
        members = ",".join(
            f'{{"person_id":"{person_id}","role":"{one.role.value}","display_name":{quoted(one.name)},'
            f'"language":"{_LANGUAGE}","channels":{_PHONE_CHANNELS if one.phone else "[]"}}}'
            for person_id, one in people
        )
        state = (
            f'{{"household_id":"{household_id}","room_id":"{room_id}","room_code":{quoted(code)},'
            f'"members":[{members}],"payer_id":"{payer}","version":1}}'
        )
        self.telling.tell(HouseholdRegistered, household_id, 1, state)
        if sealed:
            self.tell_contacts(household_id, 2, sealed, 1)
        return household_id

    def member(self, household_id: str, somebody: Somebody, *, position: int, since: date) -> str:
        """Somebody new on the register, in that household; the person's id."""
        person_id = new_id()
        number = somebody.id_number
        sealed = self.confidential.cipher.seal(number, row_id=person_id) if number else None
        self.made["persons"].append(
            (
                person_id, self._community_id, 1, 0, self.now, somebody.name, _LANGUAGE, _channels(somebody.phone),
                somebody.phone, sealed.key_id if sealed else None, sealed.text if sealed else None,
                sealed.index if sealed else None,
            )
        )  # fmt: skip
        self.made["household_members"].append(
            (new_id(), household_id, person_id, position, somebody.role.value, somebody.relation, False, since)
        )
        return person_id

    def change(self, table: Table, row_id: str, **content: Any) -> None:
        """New content of some columns of a row that is locked."""
        self._changed[table.name].append({"id": row_id, **content})

    def take(self, other: "Batch") -> None:
        """Everything that `other` made, which is then of no use any more."""
        for name, rows in other.made.items():
            self.made[name] += rows
        self.telling.rows += other.telling.rows

    # ── telling ───────────────────────────────────────────────────────────────────────────────────

    def tell_room(  # noqa: PLR0913 - what the event says
        self,
        room_id: str,
        sequence: int,
        version: int,
        *,
        code: str,
        building: str,
        area_dm2: int,
        kind: str,
        occupancy: str,
        hand_over: str,
    ) -> None:
        """The room as it now is."""
        content = (
            f'{{"room_id":"{room_id}","code":{quoted(code)},"building":{quoted(building)},'
            f'"area_m2":"{area_dm2 // 100}.{area_dm2 % 100:02}","kind":"{kind}","occupancy":"{occupancy}",'
            f'"hand_over":"{hand_over}","version":{version}}}'
        )
        self.telling.tell(RoomChanged, room_id, sequence, content)

    def sealed_contacts(
        self, household_id: str, people: Sequence[tuple[str, Sequence[str], str | None, str | None]]
    ) -> str | None:
        """Person id, channels, phone, e-mail of each present member, sealed; None without a key."""
        points = [
            _point(point.person_id, point.channel, point.address)
            for person_id, channels, phone, email in people
            for point in contact_points(person_id, channels=channels, phone=phone, email=email)
        ]
        return self._sealed_points(household_id, points)

    def _sealed_points(self, household_id: str, points: Sequence[str]) -> str | None:
        if self._seal_contacts is None:
            return None
        return self._seal_contacts(f'{{"household_id":"{household_id}","contacts":[{",".join(points)}]}}')

    def tell_contacts(self, household_id: str, sequence: int, sealed: str, version: int) -> None:
        """For the notifications service alone."""
        content = f'{{"household_id":"{household_id}","contacts_jwe":"{sealed}","version":{version}}}'
        self.telling.tell(HouseholdContactsChanged, household_id, sequence, content)

    # ── writing ───────────────────────────────────────────────────────────────────────────────────

    async def write(self, tx: Transaction) -> None:
        """All of it, in the transaction that read what it is based on."""
        for table, names in TABLES:
            await insert_rows(tx.session, table, names, self.made[table.name])
        for table, _ in TABLES:
            await update_rows(tx.session, table, self._changed[table.name])
        await insert_rows(tx.session, RUNTIME.outbox, OUTBOX_COLUMNS, self.telling.rows)


def told_member(person_id: str, role: str, name: str, channels: Sequence[str], language: str = _LANGUAGE) -> Any:
    """A member as events have one."""
    return {
        "person_id": person_id,
        "role": str(role),
        "display_name": name,
        "language": language,
        "channels": list(channels),
    }


def _point(person_id: str, channel: Channel, address: str) -> str:
    """A contact point as JSON."""
    said = quoted(address)
    return f'{{"person_id":"{person_id}","channel":"{channel.value}","address":{said},"consent":true}}'


def _channels(phone: str | None) -> list[str]:
    """Who gives a phone is told by text message, until they choose otherwise."""
    return _BY_PHONE if phone else _NO_CHANNELS
