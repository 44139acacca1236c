"""What a follow-up refuses."""

from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class VisitorLevelTooLow(DomainError):
    """Major: manager; important: lead. Source: handbook T-18."""

    slug = "visitor-level"
    kind = Kind.FORBIDDEN
    title = Text(zh="须由更高层级回访", en="A higher level visits")
    detail = Text(zh="此回访须由{level}或更高层级进行。", en="This follow-up is made by: {level}, or higher.")


class ReasonNeeded(DomainError):
    """Unsatisfied: why. Source: handbook T-19."""

    slug = "reason-needed"
    kind = Kind.INVALID
    title = Text(zh="须填写原因", en="A reason is needed")
    detail = Text(zh="不满意须填写原因。", en="Record why the resident is not satisfied.")


class OnSiteNeeded(DomainError):
    """This visit is made on site. Source: handbook T-16, T-18."""

    slug = "on-site-needed"
    kind = Kind.INVALID
    title = Text(zh="须上门回访", en="An on-site visit is needed")
    detail = Text(zh="此回访须上门进行（on_site=true）。", en="This follow-up has to be made on site (on_site=true).")
