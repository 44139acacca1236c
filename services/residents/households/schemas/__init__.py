"""HTTP bodies of the households."""

from services.residents.households.schemas.households import (
    DepartureBody,
    HouseholdBody,
    HouseholdView,
    WholeHouseholdView,
    listed_fields,
)
from services.residents.households.schemas.instructions import InstructionBody, InstructionView
from services.residents.households.schemas.members import (
    Channels,
    Day,
    Email,
    LeaveBody,
    MemberBody,
    MemberChange,
    MemberView,
)
from services.residents.households.schemas.persons import (
    PersonChange,
    PersonView,
    RevealBody,
    Revealed,
    RevealView,
)
from services.residents.households.schemas.register import (
    ParkingSpaceBody,
    ParkingSpaceView,
    PetBody,
    PetView,
    RemovalBody,
    VehicleBody,
    VehicleView,
)

__all__ = [
    "Channels",
    "Day",
    "DepartureBody",
    "Email",
    "HouseholdBody",
    "HouseholdView",
    "InstructionBody",
    "InstructionView",
    "LeaveBody",
    "MemberBody",
    "MemberChange",
    "MemberView",
    "ParkingSpaceBody",
    "ParkingSpaceView",
    "PersonChange",
    "PersonView",
    "PetBody",
    "PetView",
    "RemovalBody",
    "RevealBody",
    "RevealView",
    "Revealed",
    "VehicleBody",
    "VehicleView",
    "WholeHouseholdView",
    "listed_fields",
]
