"""Rounds, what they look at, and what is due when. Source: handbook R-34."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.residents.renovation.domain.breaches import Breach
from services.residents.renovation.domain.policy import InspectionPolicy, NoticePolicy
from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text


class Round(StrEnum):
    """Whose round it is."""

    SECURITY = "security"
    SERVICE = "service"
    MANAGER = "manager"


ROUNDS: Mapping[Round, Text] = {
    Round.SECURITY: Text(zh="安管每日巡查", en="Security, daily"),
    Round.SERVICE: Text(zh="客服每周巡查", en="Service staff, weekly"),
    Round.MANAGER: Text(zh="负责人每周抽查", en="Manager's spot check, weekly"),
}
_DAILY = 1
"""Security's round; no policy makes it rarer."""
CHECKLIST: Sequence[Breach] = (
    Breach.LOAD_BEARING_DAMAGE,
    Breach.WATERPROOFING_DAMAGE,
    Breach.GAS_ALTERATION,
    Breach.POWER_OVERLOAD,
    Breach.RUBBISH,
    Breach.NOISE_OUT_OF_HOURS,
    Breach.NO_FIRE_EXTINGUISHER,
    Breach.WORKER_WITHOUT_PASS,
)
"""What every round looks at, in the order of the handbook."""


class ChecklistIncomplete(DomainError):
    """Each item of the checklist is answered, once."""

    slug = "checklist-incomplete"
    kind = Kind.INVALID
    title = Text(zh="检查表不完整", en="Checklist incomplete")
    detail = Text(zh="检查表每一项须填写且仅填写一次：{items}。", en="Answer every item, and once: {items}.")


class BadDeadline(DomainError):
    """A deadline before today, or so late that it is none."""

    slug = "bad-deadline"
    kind = Kind.INVALID
    title = Text(zh="整改期限无效", en="Invalid deadline")
    detail = Text(zh="整改期限须为今天起 {days} 天内。", en="The deadline must lie within {days} days from today.")


class RecheckDone(DomainError):
    """One recheck a day."""

    slug = "recheck-done"
    kind = Kind.CONFLICT
    title = Text(zh="今日已复查", en="Rechecked today")
    detail = Text(zh="今日已复查并记录为未整改。", en="It was rechecked today, and found not cured.")


def round_of(roles: Collection[str]) -> Round:
    """By who goes: the manager's is a spot check, security's the daily one, anybody else is service staff."""
    if "manager" in roles:
        return Round.MANAGER
    return Round.SECURITY if "security" in roles else Round.SERVICE


def check_list(items: Sequence[Breach]) -> None:
    """Raises ChecklistIncomplete, with the items that are missing or double."""
    wrong = [item.value for item in CHECKLIST if items.count(item) != 1]
    wrong += [item.value for item in items if item not in CHECKLIST]
    if wrong:
        raise ChecklistIncomplete(pointer="/checks", items=", ".join(wrong))


def every_days(policy: InspectionPolicy) -> Mapping[Round, int]:
    """Days from one round to the next."""
    return {
        Round.SECURITY: _DAILY,
        Round.SERVICE: policy.service_every_days,
        Round.MANAGER: policy.manager_every_days,
    }


def deadline_of(asked: date | None, today: date, policy: NoticePolicy) -> date:
    """The date named, or the policy's. Raises BadDeadline."""
    if asked is None:
        return today + timedelta(days=policy.rectify_days)
    if not 0 <= (asked - today).days <= policy.latest_deadline_days:
        raise BadDeadline(pointer="/rectify_by", days=policy.latest_deadline_days)
    return asked


@dataclass(frozen=True, slots=True)
class Due:
    """A round and the day from which it is due; `last_on` is the last one made."""

    round: Round
    last_on: date | None
    due_on: date


def due_rounds(started_on: date, last: Mapping[Round, date], today: date, policy: InspectionPolicy) -> list[Due]:
    """Rounds that are due by `today`: the first on the day of the start, then each so many days after the last."""
    found = []
    for each, days in every_days(policy).items():
        last_on = last.get(each)
        due_on = last_on + timedelta(days=days) if last_on else started_on
        if due_on <= today:
            found.append(Due(each, last_on, due_on))
    return found


def notice_number(community_code: str, year: int, last: int) -> str:
    """Write `SG-N26-0001`: community, year, number within the year."""
    return f"{community_code}-N{year % 100:02d}-{last:04d}"
