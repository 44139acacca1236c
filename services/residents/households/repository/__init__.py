"""Every query of the households."""

from services.residents.households.repository.households import (
    IN_ORDER,
    WHOLE,
    WITH_MEMBERS,
    HouseholdFilter,
    every_household,
    households_of_room,
    list_households,
    list_whole_households,
    load_household,
    load_whole_household,
    present_household,
    rooms_of_names,
    untold_households,
)
from services.residents.households.repository.instructions import instructions_in_force
from services.residents.households.repository.listing import (
    HOUSEHOLD_COLUMNS,
    MEMBER_COLUMNS,
    Listed,
    list_register,
)
from services.residents.households.repository.persons import (
    add_reveal,
    households_of_person,
    list_reveals,
    load_person,
    persons_by_id,
)
from services.residents.households.repository.register import parking_room, space_holder
from services.residents.households.repository.search import (
    found_by,
    mark_indexed,
    plates_of,
    replace_terms,
    unindexed_households,
)

__all__ = [
    "HOUSEHOLD_COLUMNS",
    "IN_ORDER",
    "MEMBER_COLUMNS",
    "WHOLE",
    "WITH_MEMBERS",
    "HouseholdFilter",
    "Listed",
    "add_reveal",
    "every_household",
    "found_by",
    "households_of_person",
    "households_of_room",
    "instructions_in_force",
    "list_households",
    "list_register",
    "list_reveals",
    "list_whole_households",
    "load_household",
    "load_person",
    "load_whole_household",
    "mark_indexed",
    "parking_room",
    "persons_by_id",
    "plates_of",
    "present_household",
    "replace_terms",
    "rooms_of_names",
    "space_holder",
    "unindexed_households",
    "untold_households",
]
