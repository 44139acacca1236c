"""What is signed and what is handed out. Source: handbook R-11, R-22."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from shared.kernel.text import Text


class OwnerAgreement(StrEnum):
    """What the owner signs."""

    INTERIM_CONVENTION = "interim_convention"
    AREA_UNDERTAKING = "area_undertaking"
    RENOVATION_RULES = "renovation_rules"
    AGENCY_AUTHORISATION = "agency_authorisation"


class Handout(StrEnum):
    """What the pack holds."""

    QUALITY_GUARANTEE = "quality_guarantee"
    USER_MANUAL = "user_manual"
    OWNER_HANDBOOK = "owner_handbook"
    CONVENTION_COPY = "convention_copy"
    RENOVATION_GUIDE = "renovation_guide"
    FEE_TABLE = "fee_table"
    FACILITY_CARD = "facility_card"


AGREEMENTS: Mapping[OwnerAgreement, Text] = {
    OwnerAgreement.INTERIM_CONVENTION: Text(zh="业主临时公约", en="interim owners' convention"),
    OwnerAgreement.AREA_UNDERTAKING: Text(zh="区域消防安全责任书", en="area fire and safety undertaking"),
    OwnerAgreement.RENOVATION_RULES: Text(zh="装修管理规定及协议", en="renovation rules and agreement"),
    OwnerAgreement.AGENCY_AUTHORISATION: Text(zh="代办服务授权书", en="agency-service authorisation"),
}
HANDOUTS: Mapping[Handout, Text] = {
    Handout.QUALITY_GUARANTEE: Text(zh="住宅质量保证书", en="quality guarantee"),
    Handout.USER_MANUAL: Text(zh="住宅使用说明书", en="user manual of the room"),
    Handout.OWNER_HANDBOOK: Text(zh="业主手册", en="owner's handbook"),
    Handout.CONVENTION_COPY: Text(zh="业主临时公约副本", en="copy of the convention"),
    Handout.RENOVATION_GUIDE: Text(zh="装修指南", en="renovation guide"),
    Handout.FEE_TABLE: Text(zh="收费标准", en="table of fees"),
    Handout.FACILITY_CARD: Text(zh="设备保修卡", en="warranty cards"),
}
_EVERYBODY_SIGNS = (OwnerAgreement.INTERIM_CONVENTION, OwnerAgreement.AREA_UNDERTAKING)
_EVERYBODY_GETS = (Handout.QUALITY_GUARANTEE, Handout.USER_MANUAL, Handout.OWNER_HANDBOOK)


def missing_agreements(signed: Collection[OwnerAgreement]) -> dict[str, Text]:
    """What is not signed though everybody signs it, by its code."""
    return {each.value: AGREEMENTS[each] for each in _EVERYBODY_SIGNS if each not in signed}


def missing_handouts(handed_out: Collection[Handout]) -> dict[str, Text]:
    """What is not handed out though everybody gets it, by its code."""
    return {each.value: HANDOUTS[each] for each in _EVERYBODY_GETS if each not in handed_out}
