"""Standing instructions of a household for the desk. Source: handbook A-06."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class InstructionKind(StrEnum):
    """What the desk is asked for."""

    ADMIT = "admit"
    NEVER_ADMIT = "never_admit"
    AWAY = "away"
    OTHER = "other"


INSTRUCTION_KINDS: Mapping[InstructionKind, Text] = {
    InstructionKind.ADMIT: Text(zh="准许进入", en="Let in"),
    InstructionKind.NEVER_ADMIT: Text(zh="禁止进入", en="Never let in"),
    InstructionKind.AWAY: Text(zh="外出", en="Away"),
    InstructionKind.OTHER: Text(zh="其他嘱托", en="Other"),
}


class AlreadyWithdrawn(DomainError):
    """It holds no more."""

    slug = "instruction-withdrawn"
    kind = Kind.CONFLICT
    title = Text(zh="嘱托已撤销", en="Withdrawn already")
    detail = Text(zh="该嘱托已经撤销。", en="This instruction was withdrawn already.")


def is_in_force(*, valid_from: date, valid_until: date | None, is_withdrawn: bool, day: date) -> bool:
    """Both days are included; without an end it holds until it is withdrawn."""
    return not is_withdrawn and valid_from <= day and (valid_until is None or day <= valid_until)
