"""Refusals of the tickets service."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class UnknownRoom(DomainError):
    """No such room in the community."""

    slug = "unknown-room"
    kind = Kind.INVALID
    title = Text(zh="房号不存在", en="Unknown room")
    detail = Text(zh="小区内没有房号 {room_code}。", en="The community has no room {room_code}.")


class SeverityNotOfCategory(DomainError):
    """The severity does not belong to the category. Source: handbook T-06, T-12."""

    slug = "severity-not-of-category"
    kind = Kind.INVALID
    title = Text(zh="级别与类别不符", en="Severity does not fit the category")
    detail = Text(zh="“{category}”只能用级别：{allowed}。", en="“{category}” takes the severities {allowed}.")


class SameNameUnconfirmed(DomainError):
    """Two residents of one name: unit, floor and room must be confirmed first. Source: handbook T-05, R-03."""

    slug = "same-name-unconfirmed"
    kind = Kind.CONFLICT
    title = Text(zh="同名业户须确认房号", en="Same name: confirm the room")
    detail = Text(
        zh="“{name}”有多位，住在 {rooms}；请确认楼栋、单元、楼层和房号后以 room_confirmed=true 提交。",
        en="Several residents are named {name} ({rooms}): confirm building, unit, floor and room, "
        "then send room_confirmed=true.",
    )


class DeskDispatchesToAssistant(DomainError):
    """The front desk never calls a technician directly. Source: handbook T-04."""

    slug = "desk-dispatches-to-assistant"
    kind = Kind.INVALID
    title = Text(zh="前台只能派给客服助理或部门", en="The front desk dispatches to an assistant")
    detail = Text(
        zh="前台不直接呼叫技术员：请派给本楼层的客服助理，或只指明部门。",
        en="The front desk does not call a technician directly: name the floor's assistant, or the department alone.",
    )


class NotTheAssignee(DomainError):
    """Only the one it was sent to takes it on."""

    slug = "not-the-assignee"
    kind = Kind.FORBIDDEN
    title = Text(zh="不是被派工人", en="Not the assignee")
    detail = Text(zh="只有被派工人可以接单。", en="Only the account that it was dispatched to may accept it.")


class LeadDecides(DomainError):
    """Promised times, severity and validity are the lead's. Source: permissions.md, handbook T-05, T-15."""

    slug = "lead-decides"
    kind = Kind.FORBIDDEN
    title = Text(zh="须由主管决定", en="The lead decides")
    detail = Text(
        zh="承诺时间，更改级别、类别、房号或来源，合并重大投诉，判定无效，须由客服主管或项目负责人决定。",
        en="Promising a time, correcting severity, category, room or source, merging a major complaint and judging "
        "validity are the service lead's or the manager's.",
    )


class NotTheOwner(DomainError):
    """The owner hands over, or a lead does. Source: handbook T-01."""

    slug = "not-the-owner"
    kind = Kind.FORBIDDEN
    title = Text(zh="不是首接责任人", en="Not the owner")
    detail = Text(zh="只有首接责任人或主管可以移交。", en="Only the first-contact owner or a lead hands a ticket over.")


class AppointmentPast(DomainError):
    """Nothing is agreed for the past."""

    slug = "appointment-past"
    kind = Kind.INVALID
    title = Text(zh="预约时间已过", en="Appointment in the past")
    detail = Text(zh="预约时间不能早于现在。", en="The appointment must not lie in the past.")


class AppointmentTooFar(DomainError):
    """A slip of the keyboard rather than an agreement."""

    slug = "appointment-too-far"
    kind = Kind.INVALID
    title = Text(zh="预约时间太远", en="Appointment too far off")
    detail = Text(zh="预约时间最远 {days} 天以内。", en="The appointment must be within {days} days.")


class NothingToConfirm(DomainError):
    """No time waits for the lead's word."""

    slug = "nothing-to-confirm"
    kind = Kind.CONFLICT
    title = Text(zh="没有待确认的预约", en="Nothing to confirm")
    detail = Text(zh="没有待主管确认的预约时间。", en="No appointment waits for the lead's confirmation.")


class UnknownTariffItem(DomainError):
    """Not in the tariff in force, or charged by the month. Source: handbook T-09, B-01."""

    slug = "unknown-tariff-item"
    kind = Kind.INVALID
    title = Text(zh="收费标准中没有此项目", en="Not in the tariff")
    detail = Text(
        zh="现行收费标准中没有可用于报价的项目 {item}。",
        en="The tariff in force has no item {item} that work can be quoted from.",
    )


class DuplicateItem(DomainError):
    """One line per item: the charge is per item too. Source: handbook B-17."""

    slug = "duplicate-item"
    kind = Kind.INVALID
    title = Text(zh="项目重复", en="Item named twice")
    detail = Text(zh="项目 {item} 只能出现一次，请合并数量。", en="{item} may stand once: add the quantities up.")


class NobodyPays(DomainError):
    """Work is quoted to the household of the room. Source: handbook T-09."""

    slug = "nobody-pays"
    kind = Kind.CONFLICT
    title = Text(zh="没有付费业户", en="Nobody to pay")
    detail = Text(
        zh="工单没有房间，或房间现无业户，不能报价。",
        en="The ticket has no room, or nobody lives there now: there is nobody to quote to.",
    )


class AgreedWorkIsBilled(DomainError):
    """What was accepted is billed, taken back by the resident, or let go by the manager. Source: handbook T-09."""

    slug = "agreed-work-is-billed"
    kind = Kind.CONFLICT
    title = Text(zh="已确认的费用不能作废", en="What was agreed is billed")
    detail = Text(
        zh="业户已确认 {amount}：请完工并关闭以收取，或记录业户撤回确认；免收由项目负责人决定。",
        en="The resident accepted {amount}: complete and close the ticket to bill it, or record that it was taken "
        "back; letting it go is the manager's.",
    )


class NothingAgreed(DomainError):
    """No accepted quote is still to be worked. Source: handbook T-09."""

    slug = "nothing-agreed"
    kind = Kind.CONFLICT
    title = Text(zh="没有可撤回的确认", en="Nothing to take back")
    detail = Text(zh="没有已确认而未施工的报价。", en="No quote is accepted and not yet worked.")


class NotSettledByAnswer(DomainError):
    """Work and complaints end otherwise. Source: handbook T-04, T-09, T-12."""

    slug = "not-settled-by-an-answer"
    kind = Kind.CONFLICT
    title = Text(zh="不能以答复了结", en="An answer does not settle it")
    detail = Text(
        zh="“{category}”须派工处理，不能当场答复关闭。",
        en="“{category}” is dispatched and worked on: it can't be closed with an answer.",
    )


class QuoteNeeded(DomainError):
    """A paid service is accepted by the resident before it starts. Source: handbook T-03, T-09."""

    slug = "quote-needed"
    kind = Kind.CONFLICT
    title = Text(zh="须先确认报价", en="An approved quote is needed")
    detail = Text(zh="特约服务须先报价并由业户确认。", en="A special service needs a quote that the resident approved.")


class VisitNeeded(DomainError):
    """Work at somebody's home is completed by who was there. Source: handbook T-09, T-11."""

    slug = "visit-needed"
    kind = Kind.CONFLICT
    title = Text(zh="尚未到场", en="Nobody was there yet")
    detail = Text(zh="上门工单须先到场才能完工。", en="Work at the requester's home is completed after arriving.")


class SignatureNeeded(DomainError):
    """The resident signs for the work. Source: handbook T-09."""

    slug = "signature-needed"
    kind = Kind.INVALID
    title = Text(zh="须业户签字", en="The resident's signature is needed")
    detail = Text(zh="上门工单完工须填写签字人。", en="Work at the requester's home is signed for: name who signed.")


class RequesterNotTold(DomainError):
    """Owned until the requester was told. Source: handbook T-01."""

    slug = "requester-not-told"
    kind = Kind.INVALID
    title = Text(zh="尚未告知报事人", en="The requester was not told")
    detail = Text(zh="须先把结果告知报事人才能关闭。", en="Tell the requester the result, then close.")


class WarrantyIsFree(DomainError):
    """The builder's work under warranty is billed to nobody. Source: handbook T-10."""

    slug = "warranty-is-free"
    kind = Kind.CONFLICT
    title = Text(zh="质保维修不收费", en="Warranty work is free")
    detail = Text(zh="质保期内的维修不向业户报价收费。", en="Work under warranty is not quoted to the resident.")


class NotWarrantyWork(DomainError):
    """Only repairs are the builder's. Source: handbook T-10."""

    slug = "not-warranty-work"
    kind = Kind.CONFLICT
    title = Text(zh="不属质保维修", en="Not warranty work")
    detail = Text(zh="只有维修工单可标为质保。", en="Only a repair can be marked as warranty work.")


class ContractorNeeded(DomainError):
    """Warranty work has the contractor's record. Source: handbook T-10."""

    slug = "contractor-needed"
    kind = Kind.INVALID
    title = Text(zh="须填写施工单位", en="The contractor is needed")
    detail = Text(zh="质保维修完工须填写施工单位。", en="Warranty work is completed with the contractor who did it.")


class BeyondQuote(DomainError):
    """What is billed was accepted before the work started. Source: handbook T-09."""

    slug = "beyond-quote"
    kind = Kind.CONFLICT
    title = Text(zh="超出已确认的报价", en="Beyond the quote")
    detail = Text(
        zh="业户确认的报价中 {item} 为 {quoted}，不能按更多计；请重新报价并由业户确认。",
        en="The resident accepted {quoted} of {item}, not more: quote again and have it accepted.",
    )


class NotReporting(DomainError):
    """The owner tells the requester, or a lead does. Source: handbook T-01, T-20."""

    slug = "owner-reports"
    kind = Kind.FORBIDDEN
    title = Text(zh="须由首接责任人通报", en="The owner reports")
    detail = Text(
        zh="进展由首接责任人或主管通报报事人。",
        en="The first-contact owner or a lead tells the requester the progress.",
    )


class AlreadyPaused(DomainError):
    """The ticket waits already. Source: handbook T-28."""

    slug = "already-paused"
    kind = Kind.CONFLICT
    title = Text(zh="已在暂停中", en="Paused already")
    detail = Text(zh="工单已在暂停中，请先恢复。", en="The ticket is paused already: resume it first.")


class NotPaused(DomainError):
    """Nothing waits. Source: handbook T-28."""

    slug = "not-paused"
    kind = Kind.CONFLICT
    title = Text(zh="未在暂停中", en="Not paused")
    detail = Text(zh="工单未在暂停中。", en="The ticket is not paused.")
