"""Answer a consultation out of the book, and close it at once. Source: handbook T-03, T-04, T-31."""

from services.tickets.answers import repository as answers
from services.tickets.answers.domain.errors import AnswerNotAgreed, AnswerOfAnotherCommunity, NotAConsultation
from services.tickets.answers.models import Answer, AnswerUse
from services.tickets.answers.schemas import AnswerUsed
from services.tickets.requests.domain.intake import Category
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.models import Ticket
from services.tickets.requests.schemas.intake import TicketOpening
from services.tickets.requests.usecases.advancing import advance, load_for_change
from services.tickets.requests.usecases.ending import end_solved
from services.tickets.requests.usecases.open_ticket import open_ticket
from services.tickets.requests.usecases.resume_ticket import end_pause
from shared.kernel.errors import InvalidField
from shared.kernel.text import Text
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def use_answer(tx: Transaction, caller: Caller, answer_id: str, used: AnswerUsed) -> tuple[AnswerUse, Ticket]:
    """The consultation, opened where it is a new contact, answered and closed in one transaction.

    Raises InvalidField, AnswerNotAgreed, NotAConsultation, AnswerOfAnotherCommunity, Forbidden, and what intake
    refuses.
    """
    _check(used)
    answer = await answers.load_answer(tx.session, answer_id, caller.communities)
    ticket = await _consultation(tx, caller, answer, used)
    number = await answers.count_use(tx.session, answer_id, tx.now)
    if number is None:
        raise AnswerNotAgreed

    await end_pause(tx, caller, ticket)
    advance(tx, ticket, Action.ANSWER, caller.account_id, note=used.note, answer_id=answer_id, number=number)
    use = AnswerUse(
        ticket_id=ticket.id,
        answer_id=answer_id,
        number=number,
        used_by=caller.account_id,
        used_at=tx.now,
        is_first_contact=used.ticket_id is None,
    )
    tx.session.add(use)
    await end_solved(tx, ticket)
    return use, ticket


_CONTACT = ("requester", "source", "question")
_MISSING = Text(
    zh="新来访须填写；答复已有咨询请指明 ticket_id",
    en="Needed of a new contact; name ticket_id to answer an open consultation",
)
_TWICE = Text(zh="指明 ticket_id 时不再填写来访内容", en="With ticket_id nothing more is told of the contact")


def _check(used: AnswerUsed) -> None:
    """A new contact told whole, or an open consultation alone. Raises InvalidField."""
    if used.ticket_id is None:
        for name in _CONTACT:
            if getattr(used, name) is None:
                raise InvalidField(pointer=f"/{name}", reason=_MISSING)
        return
    for name in (*_CONTACT, "room_code"):
        if getattr(used, name) is not None:
            raise InvalidField(pointer=f"/{name}", reason=_TWICE)


async def _consultation(tx: Transaction, caller: Caller, answer: Answer, used: AnswerUsed) -> Ticket:
    """The one that was named, or a new one of this contact; locked."""
    ticket_id = used.ticket_id or await _open(tx, caller, answer, used)
    ticket = await load_for_change(tx, caller, ticket_id, with_quotes=True)
    if ticket.category != Category.CONSULTATION:
        raise NotAConsultation(pointer="/ticket_id", number=ticket.number)
    if ticket.community_id != answer.community_id:
        raise AnswerOfAnotherCommunity(pointer="/ticket_id", number=ticket.number)
    return ticket


async def _open(tx: Transaction, caller: Caller, answer: Answer, used: AnswerUsed) -> str:
    caller.require("tickets:open")
    opening = TicketOpening.model_validate(
        {
            "community_id": answer.community_id,
            "category": Category.CONSULTATION,
            "room_code": used.room_code,
            "requester": used.requester,
            "source": used.source,
            "summary": used.question,
            "room_confirmed": used.room_confirmed,
        }
    )
    return (await open_ticket(tx, caller, opening)).id
