"""Words for enumerations and for the guard, in both languages."""

from collections.abc import Mapping
from typing import Any

from services.access.domain.gate import Decision, Reason
from services.access.domain.keys import KEY_STATUSES, KeyClass, Movement
from services.access.domain.lifecycle import STATUSES, Action, Kind
from shared.kernel.text import Text

KINDS: Mapping[Kind, Text] = {
    Kind.RESIDENT: Text(zh="出入证", en="Resident pass"),
    Kind.WORKER: Text(zh="施工人员出入证", en="Worker pass"),
    Kind.TEMPORARY: Text(zh="临时出入证", en="Temporary pass"),
}

ACTIONS: Mapping[Action, Text] = {
    Action.OPEN: Text(zh="申请", en="Request"),
    Action.ADMIT: Text(zh="费用、许可齐备", en="Fee and permit are there"),
    Action.APPROVE: Text(zh="审核通过", en="Pass the review"),
    Action.REFUSE: Text(zh="不予办理", en="Refuse"),
    Action.STAMP: Text(zh="盖章", en="Stamp"),
    Action.MAKE: Text(zh="制证", en="Make"),
    Action.ISSUE: Text(zh="发放", en="Issue"),
    Action.SUSPEND: Text(zh="暂停", en="Suspend"),
    Action.RESUME: Text(zh="恢复", en="Resume"),
    Action.RETURN: Text(zh="收回", en="Take back"),
    Action.EXPIRE: Text(zh="到期", en="Expire"),
    Action.EXTEND: Text(zh="延期", en="Extend"),
    Action.REPORT_LOST: Text(zh="挂失", en="Report lost"),
    Action.REVOKE: Text(zh="作废", en="Revoke"),
    Action.RECALL: Text(zh="召回", en="Recall"),
}

DECISIONS: Mapping[Decision, Text] = {
    Decision.ALLOW: Text(zh="放行", en="Allow"),
    Decision.DENY: Text(zh="不放行", en="Deny"),
}

REASONS: Mapping[Reason, Text] = {
    Reason.VALID: Text(zh="有效", en="Valid"),
    Reason.UNKNOWN_CODE: Text(zh="无此证件", en="Unknown code"),
    Reason.PERMIT_NOT_A_PASS: Text(zh="是施工许可证", en="A construction permit"),
    Reason.NOT_ISSUED: Text(zh="尚未发放", en="Not issued"),
    Reason.NOT_YET_VALID: Text(zh="未到有效期", en="Not yet valid"),
    Reason.EXPIRED: Text(zh="已过期", en="Expired"),
    Reason.SUSPENDED: Text(zh="已停用", en="Suspended"),
    Reason.RETURNED: Text(zh="已交回", en="Returned"),
    Reason.LOST: Text(zh="已挂失", en="Lost"),
    Reason.REVOKED: Text(zh="已作废", en="Revoked"),
    Reason.RECALLED: Text(zh="须交回", en="Recalled"),
    Reason.REFUSED: Text(zh="未通过", en="Refused"),
}

GUARD_WORDS: Mapping[Reason, Text] = {
    Reason.VALID: Text(zh="证件有效，可以放行。", en="The pass is valid: let them in."),
    Reason.UNKNOWN_CODE: Text(zh="本小区没有此证件，不能放行。", en="Not a pass of this community: don't let them in."),
    Reason.PERMIT_NOT_A_PASS: Text(
        zh="这是施工许可证，不是个人出入证；请出示本人的施工人员出入证。",
        en="This is the construction permit, not a person's pass: ask for the worker's own pass.",
    ),
    Reason.NOT_ISSUED: Text(
        zh="证件尚未发放，请到服务中心领取。", en="The pass is not issued yet: send them to the desk."
    ),
    Reason.NOT_YET_VALID: Text(
        zh="证件自 {valid_from} 起有效，今天不能放行。", en="The pass is valid only from {valid_from}: not today."
    ),
    Reason.EXPIRED: Text(
        zh="证件已于 {valid_until} 到期，请收回。", en="The pass ended on {valid_until}: take it back."
    ),
    Reason.SUSPENDED: Text(
        zh="施工已暂停，证件停用，不能放行。", en="Works are suspended and the pass with them: don't let them in."
    ),
    Reason.RETURNED: Text(zh="证件已交回，不能再用。", en="The pass was returned and opens no more."),
    Reason.LOST: Text(zh="证件已挂失，请扣下并通知安管。", en="The pass was reported lost: keep it and tell security."),
    Reason.REVOKED: Text(zh="证件已作废，请收回。", en="The pass was revoked: take it back."),
    Reason.RECALLED: Text(zh="施工已结束，证件停用，请收回。", en="The works are over: take the pass back."),
    Reason.REFUSED: Text(zh="证件申请未通过，不能放行。", en="The pass was refused: don't let them in."),
}

KEY_CLASSES: Mapping[KeyClass, Text] = {
    KeyClass.RESIDENT: Text(zh="业户钥匙", en="Resident's key"),
    KeyClass.COMMON: Text(zh="公共钥匙", en="Common key"),
    KeyClass.OFFICE: Text(zh="办公钥匙", en="Office key"),
}

KEY_MOVEMENTS: Mapping[Movement, Text] = {
    Movement.REGISTERED: Text(zh="登记", en="Registered"),
    Movement.ISSUED: Text(zh="发出", en="Issued"),
    Movement.RETURNED: Text(zh="交回", en="Returned"),
    Movement.RECALLED: Text(zh="召回", en="Recalled"),
}

CODE_TABLES: Mapping[str, Mapping[Any, Text]] = {
    "pass_kind": KINDS,
    "pass_status": STATUSES,
    "pass_action": ACTIONS,
    "gate_decision": DECISIONS,
    "gate_reason": REASONS,
    "key_class": KEY_CLASSES,
    "key_status": KEY_STATUSES,
    "key_movement": KEY_MOVEMENTS,
}
