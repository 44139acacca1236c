"""Refusals about move-ins."""

from collections.abc import Mapping

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Locale, Text

_NOTHING_FOLLOWS = Text(zh="交接已结束", en="it has ended")


class StepOutOfOrder(DomainError):
    """Another step's turn, or none's. Source: handbook R-22."""

    slug = "step-out-of-order"
    kind = Kind.CONFLICT
    title = Text(zh="步骤顺序不符", en="Step out of order")
    detail = Text(
        zh="收楼处于“{status}”，现在不能“{step}”；下一步：{due}。",
        en="The move-in stands at “{status}”: {step} is not possible now; next: {due}.",
    )

    def __init__(self, *, step: Text, status: Text, due: str | None, due_words: Text | None) -> None:
        self.step = step
        self.status = status
        self.due = due
        self.due_words = due_words
        super().__init__()

    def explain(self, locale: Locale) -> str:
        """The next step in words and by its code."""
        words = self.due_words
        due = f"{words.pick(locale)} ({self.due})" if words else _NOTHING_FOLLOWS.pick(locale)
        return self.detail.pick(locale, step=self.step.pick(locale), status=self.status.pick(locale), due=due)


class Missing(DomainError):
    """Base: something is missing or does not fit; each thing is named by pointer. Source: handbook R-21, R-22."""

    slug = "something-missing"
    kind = Kind.INVALID
    title = Text(zh="内容不齐", en="Something is missing")
    detail = Text(zh="缺少或不符：{missing}。", en="Missing or wrong: {missing}.")

    def __init__(self, things: Mapping[str, Text]) -> None:
        self.things = dict(things)
        super().__init__()

    def explain(self, locale: Locale) -> str:
        """Everything by name."""
        separator = "、" if locale == "zh-CN" else ", "
        return self.detail.pick(locale, missing=separator.join(words.pick(locale) for words in self.things.values()))

    def faults(self, locale: Locale) -> list[tuple[str, str]]:
        """One for each."""
        return [(pointer, words.pick(locale)) for pointer, words in self.things.items()]


class MoveInPapersMissing(Missing):
    """The owner did not bring everything: stopped, the sales office may be asked. Source: handbook R-21."""

    slug = "move-in-papers-missing"
    kind = Kind.CONFLICT
    title = Text(zh="收楼资料不齐", en="Papers are missing")
    detail = Text(zh="缺少：{missing}。", en="Missing: {missing}.")


class AgreementsMissing(Missing):
    """What every owner signs. Source: handbook R-22."""

    slug = "agreements-missing"
    title = Text(zh="公约协议未签齐", en="Agreements are missing")


class DocumentsMissing(Missing):
    """What every owner gets. Source: handbook R-22."""

    slug = "documents-missing"
    title = Text(zh="应发资料不齐", en="Documents are missing")


class InspectionIncomplete(Missing):
    """Each item of the list is looked at, once. Source: handbook R-22."""

    slug = "inspection-incomplete"
    title = Text(zh="验房项目不完整", en="The inspection is incomplete")


class ReadingsMissing(Missing):
    """Each meter of the room is read, once. Source: handbook R-22."""

    slug = "readings-missing"
    title = Text(zh="表底数不齐", en="Readings are missing")


class KeysWrong(Missing):
    """What keys can't be signed for. Source: handbook R-22."""

    slug = "keys-wrong"
    title = Text(zh="钥匙不符", en="The keys are not in order")


class MoveInOpen(DomainError):
    """The room is being handed over already. Source: handbook R-20."""

    slug = "move-in-open"
    kind = Kind.CONFLICT
    title = Text(zh="正在办理收楼", en="A move-in is open")
    detail = Text(
        zh="{room_code} 正在办理收楼（{number}）。", en="{room_code} is being handed over already ({number})."
    )


class AlreadyHandedOver(DomainError):
    """A room is handed over once; a later owner takes it by transfer (R-07). Source: handbook R-20."""

    slug = "already-handed-over"
    kind = Kind.CONFLICT
    title = Text(zh="房间已交付", en="Already handed over")
    detail = Text(
        zh="{room_code} 已交付；变更业主请办理过户。",
        en="{room_code} was handed over before; a change of holder is a transfer.",
    )


class NoticeMismatch(DomainError):
    """The notice that was brought is not the one that the developer announced. Source: handbook R-21."""

    slug = "notice-mismatch"
    kind = Kind.INVALID
    title = Text(zh="通知书编号不符", en="Another notice")
    detail = Text(
        zh="交房通知书编号与开发商名单不符。", en="The notice's number is not the one on the developer's list."
    )


class PackNotPrepared(DomainError):
    """Documents come from the pack that was prepared before. Source: handbook R-20."""

    slug = "pack-not-prepared"
    kind = Kind.CONFLICT
    title = Text(zh="资料袋未准备", en="The pack is not prepared")
    detail = Text(
        zh="请先记录资料袋已准备（prepare-pack）。",
        en="Record first that the document pack is prepared (prepare-pack).",
    )


class HouseholdFormMissing(DomainError):
    """Nobody holds the room yet: the form must name the household. Source: handbook R-22."""

    slug = "household-form-missing"
    kind = Kind.INVALID
    title = Text(zh="缺少业户登记表", en="The household form is missing")
    detail = Text(
        zh="{room_code} 尚未登记业户，请填写 members。", en="{room_code} has no household yet: fill in `members`."
    )


class HouseholdGone(DomainError):
    """The household left the room while it was being handed over. Source: handbook R-22."""

    slug = "household-gone"
    kind = Kind.CONFLICT
    title = Text(zh="业户已离开", en="The household has left")
    detail = Text(
        zh="登记的业户已离开 {room_code}，请取消本次收楼。",
        en="The household has left {room_code}: cancel this move-in.",
    )


class UnknownMember(DomainError):
    """Passes are for members of the household, each named once. Source: handbook A-30."""

    slug = "unknown-member"
    kind = Kind.INVALID
    title = Text(zh="不是业户成员", en="Not a member")
    detail = Text(zh="只能为在住成员登记出入证，且每人一次。", en="Passes are for present members, each named once.")


class NotSignedYet(DomainError):
    """The papers of the hand-over exist once the keys are tried. Source: handbook R-24."""

    slug = "not-signed-yet"
    kind = Kind.CONFLICT
    title = Text(zh="尚不能打印", en="Not to be printed yet")
    detail = Text(zh="试用钥匙之后才能打印交接单据。", en="The papers can be printed once the keys are tried.")
