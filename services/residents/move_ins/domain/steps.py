"""A move-in's steps as a table, each possible in its turn alone. Source: handbook R-20 to R-22."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from services.residents.move_ins.domain.errors import StepOutOfOrder
from shared.kernel.state_machine import IllegalTransition, StateMachine
from shared.kernel.text import Text


class MoveInStatus(StrEnum):
    """What was done last; what is next follows from it."""

    NOTIFIED = "notified"
    VERIFIED = "verified"
    AGREED = "agreed"
    DOCUMENTED = "documented"
    PREPAID = "prepaid"
    REGISTERED = "registered"
    CUSTODY_CHOSEN = "custody_chosen"
    INSPECTED = "inspected"
    METERED = "metered"
    KEYS_SIGNED = "keys_signed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class MoveInStep(StrEnum):
    """What is done, in this order."""

    VERIFY = "verify"
    SIGN_AGREEMENTS = "sign_agreements"
    HAND_OUT_DOCUMENTS = "hand_out_documents"
    RECORD_PREPAYMENT = "record_prepayment"
    CONFIRM_HOUSEHOLD = "confirm_household"
    CHOOSE_CUSTODY = "choose_custody"
    INSPECT = "inspect"
    READ_METERS = "read_meters"
    TRY_KEYS = "try_keys"
    COMPLETE = "complete"
    PREPARE_PACK = "prepare_pack"
    ASK_SALES_OFFICE = "ask_sales_office"
    CANCEL = "cancel"


_ORDER: tuple[tuple[MoveInStep, MoveInStatus], ...] = (
    (MoveInStep.VERIFY, MoveInStatus.VERIFIED),
    (MoveInStep.SIGN_AGREEMENTS, MoveInStatus.AGREED),
    (MoveInStep.HAND_OUT_DOCUMENTS, MoveInStatus.DOCUMENTED),
    (MoveInStep.RECORD_PREPAYMENT, MoveInStatus.PREPAID),
    (MoveInStep.CONFIRM_HOUSEHOLD, MoveInStatus.REGISTERED),
    (MoveInStep.CHOOSE_CUSTODY, MoveInStatus.CUSTODY_CHOSEN),
    (MoveInStep.INSPECT, MoveInStatus.INSPECTED),
    (MoveInStep.READ_METERS, MoveInStatus.METERED),
    (MoveInStep.TRY_KEYS, MoveInStatus.KEYS_SIGNED),
    (MoveInStep.COMPLETE, MoveInStatus.COMPLETED),
)
STEPS_IN_ORDER: tuple[MoveInStep, ...] = tuple(step for step, _ in _ORDER)
_BEFORE_EACH = (MoveInStatus.NOTIFIED, *(status for _, status in _ORDER[:-1]))
# The pack is handed out with the documents: until then it can be prepared.
_PACK_MAY_COME = (MoveInStatus.NOTIFIED, MoveInStatus.VERIFIED, MoveInStatus.AGREED)

TRANSITIONS: Mapping[tuple[MoveInStatus, MoveInStep], MoveInStatus] = {
    **{(before, step): after for before, (step, after) in zip(_BEFORE_EACH, _ORDER, strict=True)},
    **{(status, MoveInStep.PREPARE_PACK): status for status in _PACK_MAY_COME},
    (MoveInStatus.NOTIFIED, MoveInStep.ASK_SALES_OFFICE): MoveInStatus.NOTIFIED,
    **{(status, MoveInStep.CANCEL): MoveInStatus.CANCELLED for status in _BEFORE_EACH},
}

ENDED = frozenset({MoveInStatus.COMPLETED, MoveInStatus.CANCELLED})

MOVE_IN_STATUSES: Mapping[MoveInStatus, Text] = {
    MoveInStatus.NOTIFIED: Text(zh="已通知", en="Notified"),
    MoveInStatus.VERIFIED: Text(zh="资料已核验", en="Papers verified"),
    MoveInStatus.AGREED: Text(zh="公约协议已签", en="Agreements signed"),
    MoveInStatus.DOCUMENTED: Text(zh="资料已发放", en="Documents handed out"),
    MoveInStatus.PREPAID: Text(zh="预交费已记录", en="Prepayment recorded"),
    MoveInStatus.REGISTERED: Text(zh="业户已登记", en="Household registered"),
    MoveInStatus.CUSTODY_CHOSEN: Text(zh="钥匙托管已确定", en="Key custody chosen"),
    MoveInStatus.INSPECTED: Text(zh="已联合验房", en="Inspected"),
    MoveInStatus.METERED: Text(zh="表底数已抄", en="Meters read"),
    MoveInStatus.KEYS_SIGNED: Text(zh="钥匙已试用签收", en="Keys signed for"),
    MoveInStatus.COMPLETED: Text(zh="已完成交接", en="Completed"),
    MoveInStatus.CANCELLED: Text(zh="已取消", en="Cancelled"),
}

LIFECYCLE = StateMachine("move-in", TRANSITIONS, MOVE_IN_STATUSES)
MOVE_IN_STEPS: Mapping[MoveInStep, Text] = {
    MoveInStep.VERIFY: Text(zh="核验资料", en="verify the papers"),
    MoveInStep.SIGN_AGREEMENTS: Text(zh="签署公约和协议", en="sign convention and agreements"),
    MoveInStep.HAND_OUT_DOCUMENTS: Text(zh="发放资料并签收", en="hand out the documents"),
    MoveInStep.RECORD_PREPAYMENT: Text(zh="记录预交费用", en="record the prepaid fees"),
    MoveInStep.CONFIRM_HOUSEHOLD: Text(zh="登记业户", en="fill in the household form"),
    MoveInStep.CHOOSE_CUSTODY: Text(zh="确定钥匙托管", en="choose the key custody"),
    MoveInStep.INSPECT: Text(zh="联合验房", en="inspect the room"),
    MoveInStep.READ_METERS: Text(zh="抄表底数", en="read the meters"),
    MoveInStep.TRY_KEYS: Text(zh="试用并签收钥匙", en="try and sign for the keys"),
    MoveInStep.COMPLETE: Text(zh="完成交接", en="complete the hand-over"),
    MoveInStep.PREPARE_PACK: Text(zh="准备资料袋", en="prepare the document pack"),
    MoveInStep.ASK_SALES_OFFICE: Text(zh="询问销售部门", en="ask the sales office"),
    MoveInStep.CANCEL: Text(zh="取消", en="cancel"),
}


def next_step(status: MoveInStatus) -> MoveInStep | None:
    """Whose turn it is; nothing after the end."""
    return next((step for at, step in TRANSITIONS if at == status and step in STEPS_IN_ORDER), None)


def status_after(status: MoveInStatus, step: MoveInStep) -> MoveInStatus:
    """The status that `step` leads to. Raises StepOutOfOrder, which names the step whose turn it is."""
    try:
        return LIFECYCLE.next(status, step)
    except IllegalTransition as error:
        due = next_step(status)
        raise StepOutOfOrder(
            step=MOVE_IN_STEPS[step],
            status=MOVE_IN_STATUSES[status],
            due=due,
            due_words=MOVE_IN_STEPS[due] if due else None,
        ) from error


def move_in_number(day: date, last: int) -> str:
    """Write `M261122-0001`."""
    return f"M{day:%y%m%d}-{last:04d}"
