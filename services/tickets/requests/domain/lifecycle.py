"""A ticket's life as a table. Source: handbook flows 1, T-09, T-11, T-15."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from services.tickets.requests.domain.intake import Category, is_settled_by_an_answer, needs_visit
from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text


class Status(StrEnum):
    """Where a ticket stands."""

    OPENED = "opened"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    ON_SITE = "on_site"
    QUOTED = "quoted"
    AGREED = "agreed"
    COMPLETED = "completed"
    CLOSED = "closed"


class Action(StrEnum):
    """What can be done with it.

    `dismiss` closes an invalid or withdrawn request with its explanation (T-15), `answer` a consultation out of the
    answer book (T-31), `answer_directly` what an answer settles (T-04).
    """

    DISPATCH = "dispatch"
    ACCEPT = "accept"
    ARRIVE = "arrive"
    QUOTE = "quote"
    APPROVE_QUOTE = "approve_quote"
    DECLINE_QUOTE = "decline_quote"
    WITHDRAW_AGREEMENT = "withdraw_agreement"
    COMPLETE = "complete"
    CLOSE = "close"
    REOPEN = "reopen"
    DISMISS = "dismiss"
    UPDATE = "update"
    APPOINT = "appoint"
    CONFIRM_APPOINTMENT = "confirm_appointment"
    RESPOND = "respond"
    HAND_OVER = "hand_over"
    ANSWER = "answer"
    ANSWER_DIRECTLY = "answer_directly"
    ESCALATE = "escalate"
    JUDGE = "judge"
    REPORT_PROGRESS = "report_progress"
    CANNOT_ATTEND = "cannot_attend"
    FLAG_WARRANTY = "flag_warranty"
    PAUSE = "pause"
    RESUME = "resume"
    MERGE = "merge"
    SPLIT = "split"


class Validity(StrEnum):
    """What the lead judged of a demand (T-15); None while nobody has."""

    VALID = "valid"
    INVALID = "invalid"


class Outcome(StrEnum):
    """How a closed ticket ended (T-15)."""

    SOLVED = "solved"
    INVALID = "invalid"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


IN_WORK = (Status.DISPATCHED, Status.ACCEPTED, Status.ON_SITE, Status.QUOTED, Status.AGREED)
UNSETTLED = (Status.OPENED, *IN_WORK)
UNCLOSED = (*UNSETTLED, Status.COMPLETED)

# What was quoted or done is told and billed by the ticket itself.
_MERGEABLE = (Status.OPENED, Status.DISPATCHED, Status.ACCEPTED, Status.ON_SITE)

_MOVES: Mapping[tuple[Status, Action], Status] = {
    (Status.OPENED, Action.DISPATCH): Status.DISPATCHED,
    (Status.OPENED, Action.DISMISS): Status.CLOSED,
    (Status.DISPATCHED, Action.DISPATCH): Status.DISPATCHED,
    (Status.DISPATCHED, Action.ACCEPT): Status.ACCEPTED,
    (Status.DISPATCHED, Action.DISMISS): Status.CLOSED,
    (Status.ACCEPTED, Action.DISPATCH): Status.DISPATCHED,
    (Status.ACCEPTED, Action.ARRIVE): Status.ON_SITE,
    (Status.ACCEPTED, Action.COMPLETE): Status.COMPLETED,
    (Status.ACCEPTED, Action.DISMISS): Status.CLOSED,
    (Status.ON_SITE, Action.DISPATCH): Status.DISPATCHED,
    (Status.ON_SITE, Action.QUOTE): Status.QUOTED,
    (Status.ON_SITE, Action.COMPLETE): Status.COMPLETED,
    (Status.ON_SITE, Action.DISMISS): Status.CLOSED,
    (Status.QUOTED, Action.QUOTE): Status.QUOTED,
    (Status.QUOTED, Action.APPROVE_QUOTE): Status.AGREED,
    (Status.QUOTED, Action.DECLINE_QUOTE): Status.ON_SITE,
    (Status.ON_SITE, Action.WITHDRAW_AGREEMENT): Status.ON_SITE,
    (Status.AGREED, Action.DISPATCH): Status.DISPATCHED,
    (Status.AGREED, Action.QUOTE): Status.QUOTED,
    (Status.AGREED, Action.WITHDRAW_AGREEMENT): Status.ON_SITE,
    (Status.AGREED, Action.COMPLETE): Status.COMPLETED,
    (Status.COMPLETED, Action.CLOSE): Status.CLOSED,
    (Status.COMPLETED, Action.REOPEN): Status.DISPATCHED,
    **{
        (status, action): Status.CLOSED
        for action in (Action.ANSWER, Action.ANSWER_DIRECTLY)
        for status in (Status.OPENED, Status.DISPATCHED, Status.ACCEPTED)
    },
    (Status.OPENED, Action.FLAG_WARRANTY): Status.OPENED,
    (Status.DISPATCHED, Action.FLAG_WARRANTY): Status.DISPATCHED,
    (Status.ACCEPTED, Action.FLAG_WARRANTY): Status.DISPATCHED,
    (Status.ON_SITE, Action.FLAG_WARRANTY): Status.DISPATCHED,
    **{(status, Action.MERGE): Status.CLOSED for status in _MERGEABLE},
}
_IN_PLACE: Mapping[Action, tuple[Status, ...]] = {
    Action.UPDATE: UNCLOSED,
    Action.HAND_OVER: UNCLOSED,
    Action.SPLIT: UNCLOSED,
    Action.APPOINT: UNSETTLED,
    Action.CONFIRM_APPOINTMENT: UNSETTLED,
    Action.RESPOND: UNSETTLED,
    Action.ESCALATE: UNSETTLED,
    Action.JUDGE: UNSETTLED,
    Action.REPORT_PROGRESS: UNCLOSED,
    Action.CANNOT_ATTEND: (Status.DISPATCHED, Status.ACCEPTED),
    Action.PAUSE: UNSETTLED,
    Action.RESUME: UNSETTLED,
}
TRANSITIONS: Mapping[tuple[Status, Action], Status] = {
    **_MOVES,
    **{(status, action): status for action, statuses in _IN_PLACE.items() for status in statuses},
}

STATUSES: Mapping[Status, Text] = {
    Status.OPENED: Text(zh="已受理", en="Opened"),
    Status.DISPATCHED: Text(zh="已派工", en="Dispatched"),
    Status.ACCEPTED: Text(zh="已接单", en="Accepted"),
    Status.ON_SITE: Text(zh="已到场", en="On site"),
    Status.QUOTED: Text(zh="已报价", en="Quoted"),
    Status.AGREED: Text(zh="报价已确认", en="Quote approved"),
    Status.COMPLETED: Text(zh="已完工", en="Completed"),
    Status.CLOSED: Text(zh="已关闭", en="Closed"),
}

LIFECYCLE = StateMachine("ticket", TRANSITIONS, STATUSES)


_ONLY_OF: Mapping[Action, Collection[Category]] = {
    Action.ANSWER: {Category.CONSULTATION},  # T-31
    Action.ANSWER_DIRECTLY: {category for category in Category if is_settled_by_an_answer(category)},  # T-04
    Action.FLAG_WARRANTY: {Category.REPAIR},  # T-10
}


def actions_of(status: Status, category: Category, *, is_paused: bool = False, awaits_word: bool = False) -> list[str]:
    """What is possible next; work at somebody's home can't be completed before somebody was there.

    `awaits_word`: an agreed time waits for the lead to promise it.
    """
    possible = [action for action in LIFECYCLE.actions(status) if category in _ONLY_OF.get(Action(action), Category)]
    if status is Status.ON_SITE:
        possible.remove(Action.WITHDRAW_AGREEMENT)  # only where a supplement was declined
    if status is Status.ACCEPTED and needs_visit(category):
        possible.remove(Action.COMPLETE)
    if status in UNSETTLED:
        possible.remove(Action.PAUSE if is_paused else Action.RESUME)
        if not awaits_word:
            possible.remove(Action.CONFIRM_APPOINTMENT)
    return possible
