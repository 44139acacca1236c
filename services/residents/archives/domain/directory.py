"""The order in which papers are filed, and what kinds of records come by themselves. Source: handbook R-10, R-11."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.text import Text


class Section(StrEnum):
    """The directory, in filing order (R-11)."""

    INTERIM_CONVENTION = "interim_convention"
    RENOVATION_AGREEMENT = "renovation_agreement"
    HAND_OVER_FORM = "hand_over_form"
    AGENCY_AUTHORISATION = "agency_authorisation"
    KEY_CUSTODY_AUTHORISATION = "key_custody_authorisation"
    ROOM_INSPECTION = "room_inspection"
    KEY_RECEIPT = "key_receipt"
    HOUSEHOLD_INFORMATION = "household_information"
    DOCUMENT_RECEIPTS = "document_receipts"
    CONSTRUCTION_PERSONNEL = "construction_personnel"
    SAFETY_UNDERTAKING = "safety_undertaking"
    CONTRACTOR_QUALIFICATION = "contractor_qualification"
    IDENTITY_COPIES = "identity_copies"
    TITLE_PAPERS = "title_papers"
    FEE_PAPERS = "fee_papers"
    COMPLAINT_FOLLOW_UP = "complaint_follow_up"
    SERVICE_REPAIR = "service_repair"
    AREA_UNDERTAKING = "area_undertaking"
    VEHICLE_SPACE = "vehicle_space"
    ADVERTISING_APPROVAL = "advertising_approval"
    PRAISE = "praise"
    CORRESPONDENCE = "correspondence"


SECTIONS: Mapping[Section, Text] = {
    Section.INTERIM_CONVENTION: Text(zh="业主临时公约", en="Interim owners' convention"),
    Section.RENOVATION_AGREEMENT: Text(zh="装修管理规定及协议", en="Renovation rules and agreement"),
    Section.HAND_OVER_FORM: Text(zh="房屋交接单", en="Hand-over form"),
    Section.AGENCY_AUTHORISATION: Text(zh="代办服务授权书", en="Agency-service authorisation"),
    Section.KEY_CUSTODY_AUTHORISATION: Text(zh="钥匙托管授权书", en="Key-custody authorisation"),
    Section.ROOM_INSPECTION: Text(zh="房屋验收表", en="Room inspection form"),
    Section.KEY_RECEIPT: Text(zh="钥匙领用单", en="Key receipt"),
    Section.HOUSEHOLD_INFORMATION: Text(zh="业户信息登记表", en="Household information form"),
    Section.DOCUMENT_RECEIPTS: Text(zh="资料签收单", en="Document-receipt list"),
    Section.CONSTRUCTION_PERSONNEL: Text(zh="施工人员登记表", en="Construction personnel register"),
    Section.SAFETY_UNDERTAKING: Text(zh="安全责任书", en="Safety undertaking"),
    Section.CONTRACTOR_QUALIFICATION: Text(zh="施工单位资质", en="Contractor qualification"),
    Section.IDENTITY_COPIES: Text(zh="身份证件复印件", en="Identity copies"),
    Section.TITLE_PAPERS: Text(zh="产权资料", en="Title papers"),
    Section.FEE_PAPERS: Text(zh="缴费资料", en="Fee papers"),
    Section.COMPLAINT_FOLLOW_UP: Text(zh="投诉与回访记录", en="Complaint and follow-up records"),
    Section.SERVICE_REPAIR: Text(zh="服务与维修记录", en="Service and repair records"),
    Section.AREA_UNDERTAKING: Text(zh="区域消防安全责任书", en="Area fire and safety undertaking"),
    Section.VEHICLE_SPACE: Text(zh="车辆与车位资料", en="Vehicle and space papers"),
    Section.ADVERTISING_APPROVAL: Text(zh="户外广告审批", en="Outdoor-advertising approval"),
    Section.PRAISE: Text(zh="表扬信", en="Letters of praise"),
    Section.CORRESPONDENCE: Text(zh="往来函件", en="Correspondence"),
}
POSITION: Mapping[Section, int] = {section: position for position, section in enumerate(Section)}


class RecordKind(StrEnum):
    """What is filed by itself."""

    SERVICE_RECORD = "service_record"
    COMPLAINT_RECORD = "complaint_record"
    FOLLOW_UP_RECORD = "follow_up_record"
    FEE_RECORD = "fee_record"
    RENOVATION_AGREEMENT = "renovation_agreement"
    RENOVATION_PERMIT = "renovation_permit"
    RENOVATION_INSPECTION = "renovation_inspection"
    RENOVATION_COMPLETION = "renovation_completion"
    SAFETY_UNDERTAKING = "safety_undertaking"
    CONTRACTOR_LICENCE = "contractor_licence"
    PERSONNEL_REGISTER = "personnel_register"
    HAND_OVER_FORM = "hand_over_form"
    ROOM_INSPECTION = "room_inspection"
    KEY_RECEIPT = "key_receipt"
    KEY_CUSTODY = "key_custody"
    HOUSEHOLD_INFORMATION = "household_information"
    DOCUMENT_RECEIPT = "document_receipt"
    INTERIM_CONVENTION = "interim_convention"
    AREA_UNDERTAKING = "area_undertaking"
    AGENCY_AUTHORISATION = "agency_authorisation"
    IDENTITY_COPY = "identity_copy"
    TITLE_COPY = "title_copy"
    DEFECT_CONFIRMATION = "defect_confirmation"
    TRANSFER_PROTOCOL = "transfer_protocol"


FILED_UNDER: Mapping[RecordKind, Section] = {
    RecordKind.SERVICE_RECORD: Section.SERVICE_REPAIR,
    RecordKind.COMPLAINT_RECORD: Section.COMPLAINT_FOLLOW_UP,
    RecordKind.FOLLOW_UP_RECORD: Section.COMPLAINT_FOLLOW_UP,
    RecordKind.FEE_RECORD: Section.FEE_PAPERS,
    RecordKind.RENOVATION_AGREEMENT: Section.RENOVATION_AGREEMENT,
    RecordKind.RENOVATION_PERMIT: Section.RENOVATION_AGREEMENT,
    RecordKind.RENOVATION_INSPECTION: Section.RENOVATION_AGREEMENT,
    RecordKind.RENOVATION_COMPLETION: Section.RENOVATION_AGREEMENT,
    RecordKind.SAFETY_UNDERTAKING: Section.SAFETY_UNDERTAKING,
    RecordKind.CONTRACTOR_LICENCE: Section.CONTRACTOR_QUALIFICATION,
    RecordKind.PERSONNEL_REGISTER: Section.CONSTRUCTION_PERSONNEL,
    RecordKind.HAND_OVER_FORM: Section.HAND_OVER_FORM,
    RecordKind.ROOM_INSPECTION: Section.ROOM_INSPECTION,
    RecordKind.KEY_RECEIPT: Section.KEY_RECEIPT,
    RecordKind.KEY_CUSTODY: Section.KEY_CUSTODY_AUTHORISATION,
    RecordKind.HOUSEHOLD_INFORMATION: Section.HOUSEHOLD_INFORMATION,
    RecordKind.DOCUMENT_RECEIPT: Section.DOCUMENT_RECEIPTS,
    RecordKind.INTERIM_CONVENTION: Section.INTERIM_CONVENTION,
    RecordKind.AREA_UNDERTAKING: Section.AREA_UNDERTAKING,
    RecordKind.AGENCY_AUTHORISATION: Section.AGENCY_AUTHORISATION,
    RecordKind.IDENTITY_COPY: Section.IDENTITY_COPIES,
    RecordKind.TITLE_COPY: Section.TITLE_PAPERS,
    RecordKind.DEFECT_CONFIRMATION: Section.ROOM_INSPECTION,
    RecordKind.TRANSFER_PROTOCOL: Section.TITLE_PAPERS,
}
RECORD_KINDS: Mapping[RecordKind, Text] = {
    RecordKind.SERVICE_RECORD: Text(zh="服务记录", en="Service record"),
    RecordKind.COMPLAINT_RECORD: Text(zh="投诉处理记录", en="Complaint record"),
    RecordKind.FOLLOW_UP_RECORD: Text(zh="回访记录", en="Follow-up record"),
    RecordKind.FEE_RECORD: Text(zh="缴费记录", en="Fee record"),
    RecordKind.RENOVATION_AGREEMENT: Text(zh="装修协议", en="Renovation agreement"),
    RecordKind.RENOVATION_PERMIT: Text(zh="施工许可证", en="Construction permit"),
    RecordKind.RENOVATION_INSPECTION: Text(zh="装修检查记录", en="Renovation inspection"),
    RecordKind.RENOVATION_COMPLETION: Text(zh="装修竣工记录", en="Renovation completion"),
    RecordKind.SAFETY_UNDERTAKING: Text(zh="安全责任书", en="Safety undertaking"),
    RecordKind.CONTRACTOR_LICENCE: Text(zh="施工单位执照复印件", en="Contractor's licence copy"),
    RecordKind.PERSONNEL_REGISTER: Text(zh="施工人员登记表", en="Construction personnel register"),
    RecordKind.HAND_OVER_FORM: Text(zh="收楼交接单", en="Hand-over form"),
    RecordKind.ROOM_INSPECTION: Text(zh="房屋验收表", en="Room inspection form"),
    RecordKind.KEY_RECEIPT: Text(zh="钥匙领用单", en="Key receipt"),
    RecordKind.KEY_CUSTODY: Text(zh="钥匙托管授权书", en="Key-custody authorisation"),
    RecordKind.HOUSEHOLD_INFORMATION: Text(zh="业户信息登记表", en="Household information form"),
    RecordKind.DOCUMENT_RECEIPT: Text(zh="资料签收单", en="Document-receipt list"),
    RecordKind.INTERIM_CONVENTION: Text(zh="业主临时公约", en="Interim owners' convention"),
    RecordKind.AREA_UNDERTAKING: Text(zh="区域消防安全责任书", en="Area fire and safety undertaking"),
    RecordKind.AGENCY_AUTHORISATION: Text(zh="代办服务授权书", en="Agency-service authorisation"),
    RecordKind.IDENTITY_COPY: Text(zh="身份证件复印件", en="Identity copies"),
    RecordKind.TITLE_COPY: Text(zh="产权资料", en="Title papers"),
    RecordKind.DEFECT_CONFIRMATION: Text(zh="整改确认单", en="Defect confirmation slip"),
    RecordKind.TRANSFER_PROTOCOL: Text(zh="变更交接单", en="Transfer protocol"),
}


def file_number(community_code: str, room_code: str, households_before: int) -> str:
    """Community code + building + room (R-10); the room's later households get `/2`, `/3`."""
    number = f"{community_code}-{room_code}"
    return f"{number}/{households_before + 1}" if households_before else number
