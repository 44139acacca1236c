"""What a request must say, by whose it is. Source: handbook R-12."""

from services.residents.archives.loans.domain.rules import Borrower
from shared.kernel.errors import InvalidField
from shared.kernel.text import Text

_REQUIRED = Text(zh="此类借阅人必填", en="Required for this borrower")
_NOT_ASKED = Text(zh="此类借阅人不填此项", en="Not asked of this borrower")
_ASKED_OF = {
    Borrower.INSIDE: frozenset[str](),
    Borrower.DEPARTMENT: frozenset({"department"}),
    Borrower.OUTSIDE: frozenset({"outside_body", "letter_number", "id_number"}),
}
_ANY = frozenset[str]().union(*_ASKED_OF.values())


def check_application(borrower: Borrower, given: frozenset[str]) -> None:
    """`given`: the fields that were filled in. Raises InvalidField at the first that is missing or too much."""
    asked = _ASKED_OF[borrower]
    for name in sorted(asked - given):
        raise InvalidField(pointer=f"/{name}", reason=_REQUIRED)
    for name in sorted((given & _ANY) - asked - {"department"}):
        raise InvalidField(pointer=f"/{name}", reason=_NOT_ASKED)
