"""What is refused of an account."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class UnfitAccount(DomainError):
    """Nobody active of that id in the community, or with no fitting role. Source: handbook T-01, T-04."""

    slug = "unfit-account"
    kind = Kind.INVALID
    title = Text(zh="不能指派给此账号", en="Not an account for this")
    detail = Text(
        zh="账号 {account_id} 在本小区不存在、已停用或岗位不符；可指派的岗位：{roles}。",
        en="The account {account_id} is not active in this community or has no fitting role; fitting are: {roles}.",
    )
