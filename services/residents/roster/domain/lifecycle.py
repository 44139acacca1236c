"""An import's life as a table. Source: handbook R-08."""

from collections.abc import Mapping
from enum import StrEnum

from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class Status(StrEnum):
    """Where an import stands. In `checking`, `applying` and `undoing` the service works on it by itself."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"


class Action(StrEnum):
    """What moves it on; only `apply` and `undo` are asked for by people."""

    CHECK = "check"
    FINISH_CHECK = "finish_check"
    FAIL = "fail"
    APPLY = "apply"
    FINISH_APPLY = "finish_apply"
    UNDO = "undo"
    FINISH_UNDO = "finish_undo"


TRANSITIONS: Mapping[tuple[Status, Action], Status] = {
    (Status.UPLOADED, Action.CHECK): Status.CHECKING,
    (Status.CHECKING, Action.CHECK): Status.CHECKING,  # its process died: the dry run starts anew
    (Status.CHECKING, Action.FINISH_CHECK): Status.CHECKED,
    (Status.CHECKING, Action.FAIL): Status.FAILED,
    (Status.CHECKED, Action.APPLY): Status.APPLYING,
    (Status.APPLYING, Action.FINISH_APPLY): Status.APPLIED,
    (Status.APPLIED, Action.UNDO): Status.UNDOING,
    (Status.UNDOING, Action.FINISH_UNDO): Status.UNDONE,
}
AT_WORK = (Status.UPLOADED, Status.CHECKING, Status.APPLYING, Status.UNDOING)
"""States that the service leaves by itself."""

REPORTED = (Status.CHECKED, Status.APPLYING, Status.APPLIED, Status.UNDOING, Status.UNDONE)
"""States in which every row has its verdict."""

STATUSES: Mapping[Status, Text] = {
    Status.UPLOADED: Text(zh="已上传", en="Uploaded"),
    Status.CHECKING: Text(zh="核对中", en="Checking"),
    Status.CHECKED: Text(zh="已核对", en="Checked"),
    Status.APPLYING: Text(zh="导入中", en="Applying"),
    Status.APPLIED: Text(zh="已导入", en="Applied"),
    Status.UNDOING: Text(zh="撤销中", en="Undoing"),
    Status.UNDONE: Text(zh="已撤销", en="Undone"),
    Status.FAILED: Text(zh="失败", en="Failed"),
}

LIFECYCLE = StateMachine("roster import", TRANSITIONS, STATUSES)


class RowKind(StrEnum):
    """What the dry run found of a row."""

    ERROR = "error"
    CONFLICT = "conflict"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


ROW_KINDS: Mapping[RowKind, Text] = {
    RowKind.ERROR: Text(zh="有误", en="In error"),
    RowKind.CONFLICT: Text(zh="与现有登记冲突", en="In conflict with the register"),
    RowKind.NEW: Text(zh="新增", en="New"),
    RowKind.CHANGED: Text(zh="有变更", en="Changed"),
    RowKind.SAME: Text(zh="无变化", en="Same"),
}
