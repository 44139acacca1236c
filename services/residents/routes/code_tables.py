"""Labels of this service's enumerations, for the gateway's `GET /v1/code-tables`."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from services.residents.archives.checks.domain import lifecycle as checks
from services.residents.archives.checks.domain.periods import CHECK_KINDS, OWED
from services.residents.archives.community_records.domain import COMMUNITY_RECORD_KINDS
from services.residents.archives.domain.directory import RECORD_KINDS, SECTIONS
from services.residents.archives.domain.occasions import OCCASIONS, STANDINGS
from services.residents.archives.loans.domain import lifecycle as loans
from services.residents.archives.loans.domain.rules import BORROWERS, LOAN_KINDS, OUTSIDE_BODIES
from services.residents.archives.retention.domain import lifecycle as destructions
from services.residents.archives.retention.domain.terms import IMPORTANCES
from services.residents.defects.domain.kinds import DEFECT_KINDS, DEFECT_SEVERITIES
from services.residents.defects.domain.lifecycle import DEFECT_STATUSES
from services.residents.defects.domain.terms import AGES
from services.residents.households.domain.belongings import PET_KINDS, SEXES, TENURES, VEHICLE_KINDS
from services.residents.households.domain.instructions import INSTRUCTION_KINDS
from services.residents.households.domain.matters import MATTERS
from services.residents.households.domain.membership import CHANNELS, ROLES
from services.residents.move_ins.domain.documents import AGREEMENTS, HANDOUTS
from services.residents.move_ins.domain.inspection import FINDINGS, ITEMS, METERS
from services.residents.move_ins.domain.keys import CUSTODIES, KEY_LABELS
from services.residents.move_ins.domain.papers import MOVE_IN_PAPERS, PARTIES, PRESENTERS
from services.residents.move_ins.domain.steps import MOVE_IN_STATUSES, MOVE_IN_STEPS
from services.residents.premises.domain.kinds import HAND_OVERS, OCCUPANCIES, ROOM_KINDS
from services.residents.renovation.completion.domain import DEDUCTION_REASONS, HINDRANCES
from services.residents.renovation.domain.application import SIZES
from services.residents.renovation.domain.breaches import BREACHES, LEGAL_GROUNDS, MEASURES
from services.residents.renovation.domain.lifecycle import STATUSES
from services.residents.renovation.domain.papers import PAPER_KINDS
from services.residents.renovation.hot_work.domain import STATUSES as HOT_WORK_STATUSES
from services.residents.renovation.inspections.domain import ROUNDS
from services.residents.renovation.overtime.domain import OVERTIME_KINDS, OVERTIME_STATUSES
from services.residents.renovation.permits.domain import EXTENSION_STATUSES
from services.residents.roster.domain.lifecycle import ROW_KINDS
from services.residents.roster.domain.lifecycle import STATUSES as ROSTER_STATUSES
from services.residents.transfers.domain.checklist import ITEM_STATES
from services.residents.transfers.domain.checklist import ITEMS as TRANSFER_ITEMS
from services.residents.transfers.domain.lifecycle import TRANSFER_STATUSES
from services.residents.transfers.domain.readings import METERS as TRANSFER_METERS
from services.residents.transfers.domain.reasons import TRANSFER_PAPERS, TRANSFER_REASONS, VACANCIES
from shared.kernel.text import Text
from shared.runtime.http.reading import Reader, reader_of

routes = APIRouter(include_in_schema=False)

TABLES: Mapping[str, Mapping[Any, Text]] = {
    "room_kind": ROOM_KINDS,
    "occupancy": OCCUPANCIES,
    "hand_over": HAND_OVERS,
    "member_role": ROLES,
    "contact_channel": CHANNELS,
    "sex": SEXES,
    "matter": MATTERS,
    "vehicle_kind": VEHICLE_KINDS,
    "parking_tenure": TENURES,
    "pet_kind": PET_KINDS,
    "instruction_kind": INSTRUCTION_KINDS,
    "archive_section": SECTIONS,
    "archive_record_kind": RECORD_KINDS,
    "archive_occasion": OCCASIONS,
    "community_record_kind": COMMUNITY_RECORD_KINDS,
    "archive_section_standing": STANDINGS,
    "archive_importance": IMPORTANCES,
    "archive_loan_kind": LOAN_KINDS,
    "archive_loan_status": loans.STATUSES,
    "archive_borrower": BORROWERS,
    "archive_outside_body": OUTSIDE_BODIES,
    "archive_check_kind": CHECK_KINDS,
    "archive_check_status": checks.STATUSES,
    "archive_check_owed": OWED,
    "archive_finding": checks.FINDINGS,
    "archive_destruction_status": destructions.STATUSES,
    "archive_destruction_verdict": destructions.VERDICTS,
    "renovation_status": STATUSES,
    "renovation_size": SIZES,
    "renovation_paper_kind": PAPER_KINDS,
    "move_in_status": MOVE_IN_STATUSES,
    "move_in_step": MOVE_IN_STEPS,
    "move_in_paper": MOVE_IN_PAPERS,
    "move_in_party": PARTIES,
    "move_in_presenter": PRESENTERS,
    "move_in_agreement": AGREEMENTS,
    "move_in_handout": HANDOUTS,
    "inspection_item": ITEMS,
    "inspection_finding": FINDINGS,
    "opening_meter": METERS,
    "key_label": KEY_LABELS,
    "key_custody_option": CUSTODIES,
    "defect_status": DEFECT_STATUSES,
    "defect_kind": DEFECT_KINDS,
    "defect_severity": DEFECT_SEVERITIES,
    "defect_age": AGES,
    "breach": BREACHES,
    "measure": MEASURES,
    "legal_ground": LEGAL_GROUNDS,
    "extension_status": EXTENSION_STATUSES,
    "hot_work_status": HOT_WORK_STATUSES,
    "inspection_round": ROUNDS,
    "overtime_kind": OVERTIME_KINDS,
    "overtime_status": OVERTIME_STATUSES,
    "deduction_reason": DEDUCTION_REASONS,
    "completion_hindrance": HINDRANCES,
    "transfer_status": TRANSFER_STATUSES,
    "transfer_reason": TRANSFER_REASONS,
    "transfer_paper": TRANSFER_PAPERS,
    "transfer_item": TRANSFER_ITEMS,
    "transfer_item_state": ITEM_STATES,
    "transfer_meter": TRANSFER_METERS,
    "transfer_vacancy": VACANCIES,
    "roster_import_status": ROSTER_STATUSES,
    "roster_row_kind": ROW_KINDS,
}


class CodeLabel(BaseModel):
    """A code and what it is called."""

    code: str
    label: str


@routes.get("/internal/code-tables")
async def code_tables(reader: Annotated[Reader, Depends(reader_of)]) -> dict[str, list[CodeLabel]]:
    """In the request's language; the same for everybody, so nobody needs to sign in."""
    return {name: _labels(table, reader) for name, table in TABLES.items()}


def _labels(table: Mapping[StrEnum, Text], reader: Reader) -> list[CodeLabel]:
    return [CodeLabel(code=code.value, label=words.pick(reader.locale)) for code, words in table.items()]
