"""What an assembly refuses. Source: handbook T-29."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class NoticeTooShort(DomainError):
    """Owners hear of it in time."""

    slug = "assembly-notice"
    kind = Kind.INVALID
    title = Text(zh="通知期不足", en="The notice is too short")
    detail = Text(
        zh="须在表决开始 {days} 日前公告召集。", en="Voting begins {days} days after the call at the earliest."
    )


class CalledTooLate(DomainError):
    """The draft's times can no longer be kept: it is changed first."""

    slug = "assembly-notice"
    kind = Kind.INVALID
    title = Text(zh="通知期不足", en="The notice is too short")
    detail = Text(
        zh="草案定于 {opens_at} 开始表决，须提前 {days} 日召集；请先修改表决时间，最早 {earliest}。",
        en="The draft opens voting at {opens_at}, and owners are called {days} days before: change its times first, "
        "to {earliest} at the earliest.",
    )


class VotingTooShort(DomainError):
    """Voting takes a day at least."""

    slug = "assembly-voting-time"
    kind = Kind.INVALID
    title = Text(zh="表决时间不足", en="Too little time to vote")
    detail = Text(zh="表决截止须晚于开始至少一天。", en="Voting closes a day after it opens at the earliest.")


class VotingNotBegun(DomainError):
    """The time that was announced holds."""

    slug = "assembly-not-begun"
    kind = Kind.CONFLICT
    title = Text(zh="表决尚未开始", en="Voting has not begun")
    detail = Text(zh="表决于 {opens_at} 开始。", en="Voting begins at {opens_at}.")


class BallotLate(DomainError):
    """The close was announced."""

    slug = "ballot-late"
    kind = Kind.CONFLICT
    title = Text(zh="表决已截止", en="Voting is closed")
    detail = Text(
        zh="表决已于 {closes_at} 截止，选票无效。", en="Voting closed at {closes_at}: the ballot is not taken."
    )


class CastAtImpossible(DomainError):
    """A ballot is handed in while voting is open, and the last one counts."""

    slug = "ballot-cast-at"
    kind = Kind.INVALID
    title = Text(zh="投票时间无效", en="Not a possible time of voting")
    detail = Text(zh="投票时间须在 {first} 至 {last} 之间。", en="The ballot was handed in between {first} and {last}.")


class ReasonMissing(DomainError):
    """The owners were told of it: they hear why."""

    slug = "assembly-reason"
    kind = Kind.INVALID
    title = Text(zh="缺少取消原因", en="The reason is missing")
    detail = Text(
        zh="已召集的业主大会须说明取消原因。", en="Once it is called, an assembly is cancelled with a reason."
    )


class StillVoting(DomainError):
    """Counted after the close."""

    slug = "assembly-still-voting"
    kind = Kind.CONFLICT
    title = Text(zh="表决尚未截止", en="Voting goes on")
    detail = Text(zh="表决于 {closes_at} 截止，此后方可计票。", en="Voting closes at {closes_at}; it is counted then.")


class AreasMissing(DomainError):
    """Without a room's area and kind its vote can't be weighed."""

    slug = "assembly-areas-missing"
    kind = Kind.CONFLICT
    title = Text(zh="缺少房屋面积", en="Areas are missing")
    detail = Text(zh="{count} 个房间没有面积或用途：{rooms}。", en="{count} room(s) have no area or kind: {rooms}.")


class NobodyVotes(DomainError):
    """There is no room whose owner could vote."""

    slug = "assembly-nobody-votes"
    kind = Kind.CONFLICT
    title = Text(zh="没有可表决的业主", en="Nobody may vote")
    detail = Text(zh="小区内没有可参与表决的房屋。", en="The community has no room whose owner could vote.")


class NoVoter(DomainError):
    """The ballot is of nobody on the list."""

    slug = "ballot-no-voter"
    kind = Kind.INVALID
    title = Text(zh="不在表决名册内", en="Not on the list")
    detail = Text(zh="{room_code} 不在本次表决名册内。", en="{room_code} is not on the list of those who vote.")


class BallotCast(DomainError):
    """One ballot an owner, however many rooms; another one replaces it by name."""

    slug = "ballot-cast"
    kind = Kind.CONFLICT
    title = Text(zh="该业主已投票", en="The owner has voted")
    detail = Text(
        zh="{room_code} 的业主已投票；截止前可用 replaces=true 更换。",
        en="The owner of {room_code} has voted; until the close the ballot may be replaced (replaces=true).",
    )


class CountedByYou(DomainError):
    """Who counts does not publish: a second pair of eyes sees the result first."""

    slug = "assembly-same-account"
    kind = Kind.FORBIDDEN
    title = Text(zh="须由他人公布", en="Another person must publish")
    detail = Text(
        zh="计票人不得公布结果，请由他人公布。", en="Who counted does not publish the result: somebody else does."
    )


class NothingToReplace(DomainError):
    """There is no earlier ballot."""

    slug = "ballot-nothing-to-replace"
    kind = Kind.CONFLICT
    title = Text(zh="没有可更换的选票", en="Nothing to replace")
    detail = Text(zh="{room_code} 尚未投票。", en="{room_code} has not voted yet.")


class IdentityUnfit(DomainError):
    """In the app a real-name account stands for the identity, on paper a document does."""

    slug = "ballot-identity"
    kind = Kind.INVALID
    title = Text(zh="身份核验方式不符", en="Not a way to verify")
    detail = Text(
        zh="应用投票须以实名账号核验，纸质选票须以证件或委托书核验。",
        en="In the app a real-name account verifies the voter, on paper a document or a proxy does.",
    )


class MatterUnknown(DomainError):
    """A choice is about a matter of the agenda, once."""

    slug = "ballot-matter"
    kind = Kind.INVALID
    title = Text(zh="议题无效或重复", en="Not a matter of the agenda, or twice")
    detail = Text(zh="此议题不在议程中，或重复出现。", en="The matter is not on the agenda, or it is named twice.")


class BallotIncomplete(DomainError):
    """An abstention is a choice; none is not."""

    slug = "ballot-incomplete"
    kind = Kind.INVALID
    title = Text(zh="选票不完整", en="The ballot is incomplete")
    detail = Text(zh="还有 {left} 个议题没有选择。", en="{left} matter(s) of the agenda have no choice.")


class NotPublished(DomainError):
    """The result document is of a published result."""

    slug = "assembly-not-published"
    kind = Kind.CONFLICT
    title = Text(zh="结果尚未公布", en="Not published")
    detail = Text(zh="公布后才有结果文件。", en="The document is there once the result is published.")
