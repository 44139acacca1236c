"""Refusals about retention and destruction. Source: handbook R-14."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class StillRetained(DomainError):
    """A file is kept for its years; that of a present household for good."""

    slug = "file-retained"
    kind = Kind.CONFLICT
    title = Text(zh="档案尚在保存期内", en="The file is still retained")
    detail = Text(
        zh="档案 {number} 须保存至 {until}，不得销毁。",
        en="File {number} is kept until {until}: it can't be destroyed.",
    )


class SameWitness(DomainError):
    """A witness watches somebody else."""

    slug = "witness-is-executor"
    kind = Kind.FORBIDDEN
    title = Text(zh="监销人与销毁人须为两人", en="The witness must be somebody else")
    detail = Text(
        zh="监销人不得是执行销毁的人。",
        en="The destruction is carried out by another person than its witness.",
    )


class NothingToDestroy(DomainError):
    """The appraisal keeps every file."""

    slug = "nothing-to-destroy"
    kind = Kind.CONFLICT
    title = Text(zh="没有可销毁的档案", en="Nothing to destroy")
    detail = Text(zh="鉴定结果为全部继续保存。", en="The appraisal keeps every file on the list.")


class NotOnList(DomainError):
    """An appraisal is about the files of its list."""

    slug = "not-on-list"
    kind = Kind.INVALID
    title = Text(zh="不在清单中", en="Not on the list")
    detail = Text(zh="该档案不在此销毁清单中。", en="This file is not on the list.")


class HouseholdPresent(DomainError):
    """The file of a household that lives here is kept for good."""

    slug = "file-of-present-household"
    kind = Kind.CONFLICT
    title = Text(zh="现住业户的档案", en="The household is present")
    detail = Text(
        zh="档案 {number} 属于现住业户，长期保存。",
        en="File {number} belongs to a present household: it is kept for good.",
    )
