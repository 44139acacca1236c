"""Which papers a household's history asks for, and how complete its file is. Source: handbook R-11."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.residents.archives.domain.directory import RecordKind, Section
from shared.kernel.text import Text


class Occasion(StrEnum):
    """What happened to the household that asks for papers."""

    MOVE_IN = "move_in"
    TENANCY = "tenancy"
    COMPANY_HOLDER = "company_holder"
    RENOVATION = "renovation"
    KEY_CUSTODY = "key_custody"
    AGENCY = "agency"
    VEHICLE = "vehicle"
    ADVERTISING = "advertising"


OCCASIONS: Mapping[Occasion, Text] = {
    Occasion.MOVE_IN: Text(zh="收楼", en="Move-in"),
    Occasion.TENANCY: Text(zh="出租", en="Tenancy"),
    Occasion.COMPANY_HOLDER: Text(zh="单位业主", en="Company holder"),
    Occasion.RENOVATION: Text(zh="装修", en="Renovation"),
    Occasion.KEY_CUSTODY: Text(zh="钥匙托管", en="Key custody"),
    Occasion.AGENCY: Text(zh="代办服务", en="Agency services"),
    Occasion.VEHICLE: Text(zh="车辆与车位", en="Vehicle or space"),
    Occasion.ADVERTISING: Text(zh="户外广告", en="Outdoor advertising"),
}
REQUIRED: Mapping[Occasion, frozenset[Section]] = {
    Occasion.MOVE_IN: frozenset(
        {
            Section.INTERIM_CONVENTION,
            Section.HAND_OVER_FORM,
            Section.ROOM_INSPECTION,
            Section.KEY_RECEIPT,
            Section.HOUSEHOLD_INFORMATION,
            Section.DOCUMENT_RECEIPTS,
            Section.IDENTITY_COPIES,
            Section.TITLE_PAPERS,
            Section.AREA_UNDERTAKING,
        }
    ),
    Occasion.TENANCY: frozenset({Section.HOUSEHOLD_INFORMATION, Section.IDENTITY_COPIES, Section.AREA_UNDERTAKING}),
    Occasion.COMPANY_HOLDER: frozenset(
        {Section.IDENTITY_COPIES, Section.TITLE_PAPERS, Section.AGENCY_AUTHORISATION, Section.AREA_UNDERTAKING}
    ),
    Occasion.RENOVATION: frozenset(
        {
            Section.RENOVATION_AGREEMENT,
            Section.CONSTRUCTION_PERSONNEL,
            Section.SAFETY_UNDERTAKING,
            Section.CONTRACTOR_QUALIFICATION,
        }
    ),
    Occasion.KEY_CUSTODY: frozenset({Section.KEY_CUSTODY_AUTHORISATION}),
    Occasion.AGENCY: frozenset({Section.AGENCY_AUTHORISATION}),
    Occasion.VEHICLE: frozenset({Section.VEHICLE_SPACE}),
    Occasion.ADVERTISING: frozenset({Section.ADVERTISING_APPROVAL}),
}
OCCASION_OF: Mapping[RecordKind, Occasion] = {
    RecordKind.SAFETY_UNDERTAKING: Occasion.RENOVATION,
    RecordKind.RENOVATION_PERMIT: Occasion.RENOVATION,
}
"""The agreement to the renovation rules is none: every owner signs them when moving in (R-22)."""


class Standing(StrEnum):
    """How a section of the directory stands."""

    PRESENT = "present"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


STANDINGS: Mapping[Standing, Text] = {
    Standing.PRESENT: Text(zh="齐备", en="Present"),
    Standing.MISSING: Text(zh="缺失", en="Missing"),
    Standing.NOT_APPLICABLE: Text(zh="不适用", en="Not applicable"),
}


def required_sections(occasions: Iterable[Occasion]) -> frozenset[Section]:
    """What these occasions ask for together."""
    return frozenset().union(*(REQUIRED[occasion] for occasion in occasions))


@dataclass(frozen=True, slots=True)
class Completeness:
    """How each section stands; `percent` counts those that are asked for, rounded down."""

    standings: Mapping[Section, Standing]
    required: frozenset[Section]

    @property
    def missing(self) -> list[Section]:
        """In filing order."""
        return [section for section in Section if self.standings[section] is Standing.MISSING]

    @property
    def percent(self) -> int:
        """100 only when nothing is missing."""
        return (len(self.required) - len(self.missing)) * 100 // len(self.required) if self.required else 100


def completeness(
    occasions: Iterable[Occasion], filed: Collection[Section], exempt: Collection[Section]
) -> Completeness:
    """A paper on file counts as present, asked for or not; what staff exempted is not asked for."""
    required = required_sections(occasions) - (set(exempt) - set(filed))
    standings = {section: _standing(section, required, filed) for section in Section}
    return Completeness(standings, required)


def _standing(section: Section, required: Collection[Section], filed: Collection[Section]) -> Standing:
    if section in filed:
        return Standing.PRESENT
    return Standing.MISSING if section in required else Standing.NOT_APPLICABLE
