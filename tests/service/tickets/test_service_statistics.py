"""A month of service, held against a computation that knows no SQL. Source: handbook T-22."""

import io
import random
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.tickets.follow_ups.models import FollowUp
from services.tickets.requests.domain.intake import Category, Department, Source, nature_of, severities_of
from services.tickets.requests.domain.matters import Matter, matter_and_place
from services.tickets.requests.models import Ticket, TicketClock, TicketStep
from shared.kernel.ids import new_id
from tests.service.support import ELSEWHERE, GARDEN
from tests.service.tickets.desk import HOME, Desk, room
from tests.service.tickets.test_intake import statements

SHANGHAI = ZoneInfo("Asia/Shanghai")
ROOMS: tuple[str | None, ...] = (HOME, "1#1-2-3", "2#1-4-2", None)
SUMMARIES = ("楼上吵闹", "厨房漏水", "电梯困人", "会所预订", "收费不清")
PATH = "/v1/service-statistics"


@dataclass
class Life:
    """A ticket as the test knows it, and the rows that tell it."""

    ticket: Ticket
    clocks: list[TicketClock] = field(default_factory=list)
    reopened: int = 0
    visits: list[FollowUp] = field(default_factory=list)
    rework_of: "Life | None" = None

    @property
    def month(self) -> str:
        return local_month(self.ticket.opened_at)

    @property
    def closed_month(self) -> str | None:
        return local_month(self.ticket.closed_at) if self.ticket.closed_at else None

    @property
    def asked_for(self) -> bool:
        """By a resident; a rework is our own doing."""
        return self.rework_of is None

    @property
    def valid(self) -> bool:
        return self.ticket.outcome in {None, "solved"}


def local_month(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m}"


class Lives:
    """Random tickets over fourteen months, many at the seams between them."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.draw = random.Random(seed)
        self.now = now
        self.all: list[Life] = []
        for number in range(140):
            self.all.append(self._life(number))

    def _moment(self) -> datetime:
        """Half of them within two hours of a month's end in Shanghai."""
        start = datetime(2025, 10, 20, tzinfo=SHANGHAI)
        if self.draw.random() < 0.5:
            return start + timedelta(minutes=self.draw.randrange(int((self.now - start) / timedelta(minutes=1))))
        year, month = self.draw.choice([(2025, 11), (2025, 12), (2026, 10), (2026, 11)])
        return datetime(year, month, 1, tzinfo=SHANGHAI) + timedelta(minutes=self.draw.randrange(-120, 120))

    def _life(self, number: int) -> Life:
        draw, opened = self.draw, self._moment().astimezone(UTC)
        category = draw.choice([Category.REPAIR, Category.COMPLAINT, *Category])
        severity = draw.choice(severities_of(category))
        room_code, summary = draw.choice(ROOMS), draw.choice(SUMMARIES)
        matter, place = matter_and_place(category, summary, room_code)
        outcome = draw.choice([None, "solved", "solved", "solved", "invalid", "withdrawn"])
        closed = opened + timedelta(hours=draw.randrange(1, 90)) if outcome else None
        original = draw.choice(self.all) if self.all and draw.random() < 0.2 else None
        ticket = Ticket(
            id=new_id(),
            community_id=GARDEN,
            created_at=opened,
            version=1,
            event_sequence=0,
            number=f"T{number}",
            room_id=room(room_code) if room_code else None,
            room_code=room_code,
            building=room_code.partition("#")[0] if room_code else None,
            category=category.value,
            nature=nature_of(category, severity).value,
            severity=severity.value,
            source=draw.choice(list(Source)).value,
            department=draw.choice(list(Department)).value,
            status="closed" if outcome else "opened",
            summary=summary,
            requester_name="王芳",
            requester_phone="+8613812345678",
            owner_id="desk",
            opened_at=opened,
            closed_at=closed,
            outcome=outcome,
            matter=draw.choice([matter, None]) if category is not Category.COMPLAINT else matter,
            matter_place=place,
            rework_of=original.ticket.id if original else None,
        )
        life = Life(ticket, rework_of=original, reopened=draw.choice([0, 0, 0, 1, 2]))
        life.clocks = [clock for name in ("dispatch", "respond", "settle") for clock in self._clock(ticket, name)]
        life.visits = [self._visit(ticket) for _ in range(draw.choice([0, 1, 1, 2]))] if outcome == "solved" else []
        return life

    def _clock(self, ticket: Ticket, name: str) -> Iterable[TicketClock]:
        if self.draw.random() < 0.15:
            return
        due = ticket.opened_at + timedelta(hours=self.draw.randrange(1, 60))
        met, breached = self.draw.choice([(True, False), (True, False), (True, True), (False, True), (False, False)])
        yield TicketClock(
            ticket_id=ticket.id,
            clock=name,
            measure="wall",
            starts_at=ticket.opened_at,
            due_at=due,
            met_at=ticket.opened_at + timedelta(hours=1) if met else None,
            breached_at=due if breached else None,
        )

    def _visit(self, ticket: Ticket) -> FollowUp:
        assert ticket.closed_at is not None
        status = self.draw.choice(["scheduled", "due", "satisfied", "satisfied", "unsatisfied", "unreachable"])
        done = status in {"satisfied", "unsatisfied", "unreachable"}
        return FollowUp(
            id=new_id(),
            community_id=GARDEN,
            created_at=ticket.closed_at,
            version=1,
            event_sequence=0,
            ticket_id=ticket.id,
            ticket_number=ticket.number,
            category=ticket.category,
            visitor_level="staff",
            on_site_required=False,
            status=status,
            due_at=ticket.closed_at,
            latest_at=ticket.closed_at,
            done_at=ticket.closed_at + timedelta(hours=self.draw.randrange(1, 99)) if done else None,
            reason="还漏" if status == "unsatisfied" else None,
        )

    async def keep(self, desk: Desk) -> None:
        async with desk.rig.service.unit_of_work.begin(desk.rig.unit_of_work_context()) as tx:
            tx.session.add_all(life.ticket for life in self.all)
            await tx.session.flush()
            for life in self.all:
                tx.session.add_all([*life.clocks, *life.visits])
                tx.session.add_all(
                    TicketStep(
                        id=new_id(), ticket_id=life.ticket.id, at=self.now, action="reopen", status="opened", details={}
                    )
                    for _ in range(life.reopened)
                )

    # What T-22 says, ticket by ticket.

    def count(self, month: str, wanted: Callable[[Life], bool] = lambda _: True) -> int:
        return sum(1 for life in self.all if life.month == month and life.asked_for and wanted(life))

    def in_time(self, month: str, clock: str, *, repairs_only: bool = False) -> tuple[int, int]:
        timely = late = 0
        for life in self.all:
            if life.month != month or not life.valid or not life.asked_for:
                continue
            if repairs_only and life.ticket.category != "repair":
                continue
            for timer in (timer for timer in life.clocks if timer.clock == clock):
                if timer.breached_at or (timer.met_at is None and timer.due_at < self.now):
                    late += 1
                elif timer.met_at:
                    timely += 1
        return timely, timely + late

    def shares(self, month: str) -> dict[str, tuple[int, int]]:
        solved = [life for life in self.all if life.closed_month == month and life.ticket.outcome == "solved"]
        repairs = [life for life in solved if life.ticket.category == "repair"]
        again = [(life, life.reopened + sum(1 for it in self.all if it.rework_of is life)) for life in repairs]
        asked_for = [times for life, times in again if life.asked_for]
        results = Counter(visit.status for life in solved for visit in life.visits)

        def covered(category: str | None) -> tuple[int, int]:
            mine = [life for life in solved if life.asked_for and category in {None, life.ticket.category}]
            return sum(1 for life in mine if any(visit.done_at for visit in life.visits)), len(mine)

        return {
            "reply_in_time": self.in_time(month, "respond"),
            "settlement_in_time": self.in_time(month, "settle"),
            "repair_timeliness": (
                self.in_time(month, "settle", repairs_only=True)[0],
                self.count(month, lambda life: life.ticket.category == "repair" and life.valid),
            ),
            "pass_rate": (asked_for.count(0), len(asked_for)),
            "rework_rate": (sum(times for _, times in again), len(asked_for)),
            "follow_up_coverage": covered(None),
            "complaint_coverage": covered("complaint"),
            "repair_coverage": covered("repair"),
            "satisfaction": (results["satisfied"], results["satisfied"] + results["unsatisfied"]),
        }


def tenths(part: int, whole: int) -> float | None:
    return None if whole == 0 else int(Fraction(1000 * part, whole) + Fraction(1, 2)) / 10


def back(month: str, months: int) -> str:
    counted = int(month[:4]) * 12 + int(month[5:]) - 1 - months
    return f"{counted // 12}-{counted % 12 + 1:02d}"


async def ask(desk: Desk, month: str | None, role: str = "service_lead", **given: Any) -> dict[str, Any]:
    answer = await desk.as_(role, **given).get(PATH, params={"month": month} if month else {})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.parametrize("seed", [1, 22, 333])
async def test_the_database_counts_what_a_person_would(desk: Desk, seed: int) -> None:
    lives = Lives(seed, desk.rig.clock.now())
    await lives.keep(desk)
    for month in ("2026-11", "2026-10", "2025-12"):
        told = await ask(desk, month)
        _check_counts(lives, month, told)
        _check_rates(lives, month, told)
        _check_unsatisfied(lives, month, told)


def _category(life: Life) -> object:
    return life.ticket.category


def _is(key: Callable[[Life], object], code: object, life: Life) -> bool:
    return key(life) == code


def _is_complaint_of(matter: str, life: Life) -> bool:
    known = life.ticket.matter if life.ticket.matter in set(Matter) else "other"
    return life.ticket.category == "complaint" and known == matter


def _check_counts(lives: Lives, month: str, told: dict[str, Any]) -> None:
    before, year = back(month, 1), back(month, 12)
    buildings = {HOME: "3", "1#1-2-3": "1", "2#1-4-2": "2", None: "-"}
    for part, key in {
        "by_category": _category,
        "by_nature": lambda life: life.ticket.nature,
        "by_severity": lambda life: life.ticket.severity,
        "by_source": lambda life: life.ticket.source,
        "by_department": lambda life: life.ticket.department,
        "by_building": lambda life: buildings[life.ticket.room_code],
    }.items():
        for line in told[part]:
            code = line["code"]
            expected = [lives.count(it, partial(_is, key, code)) for it in (month, before, year)]
            assert [line["count"], line["last_month"], line["last_year"]] == expected, (part, code)
        assert sum(line["count"] for line in told[part]) == told["total"]["count"] == lives.count(month)
    for line in told["complaint_classes"]:
        three = [
            lives.count(
                it,
                partial(_is_complaint_of, line["code"]),
            )
            for it in (month, before, year)
        ]
        assert [line["count"], line["last_month"], line["last_year"]] == three
        assert line["rising"] == (three[0] >= 3 and three[0] > three[1] and three[0] > three[2])
    months = [back(month, months) for months in range(12, -1, -1)]
    assert [(point["month"], point["total"]) for point in told["trend"]] == [(it, lives.count(it)) for it in months]
    for point in told["trend"]:
        for category, count in point["by_category"].items():
            assert count == lives.count(point["month"], partial(_is, _category, category))


def _check_rates(lives: Lives, month: str, told: dict[str, Any]) -> None:
    this, before, year = (lives.shares(it) for it in (month, back(month, 1), back(month, 12)))
    assert {rate["code"] for rate in told["rates"]} == set(this)
    for rate in told["rates"]:
        code = rate["code"]
        assert (rate["part"], rate["whole"]) == this[code], code
        percents = [rate["percent"], rate["last_month_percent"], rate["last_year_percent"]]
        assert percents == [tenths(*shares[code]) for shares in (this, before, year)], code


def _check_unsatisfied(lives: Lives, month: str, told: dict[str, Any]) -> None:
    expected = sorted(
        (visit.done_at, visit.id, life.ticket.number)
        for life in lives.all
        for visit in life.visits
        if visit.status == "unsatisfied"
        and visit.category == "repair"
        and visit.done_at
        and local_month(visit.done_at) == month
    )
    assert [line["number"] for line in told["unsatisfied_repairs"]] == [number for _, _, number in expected]


async def test_an_empty_month_has_zeros_and_no_shares(desk: Desk) -> None:
    told = await ask(desk, "2027-05")
    assert told["total"]["count"] == 0
    assert told["total"]["change_on_month_percent"] is None
    assert {line["count"] for line in told["by_category"]} == {0}
    assert {(rate["part"], rate["whole"], rate["percent"]) for rate in told["rates"]} == {(0, 0, None)}
    assert (told["by_building"], told["complaint_classes"], told["unsatisfied_repairs"]) == ([], [], [])
    assert [point["total"] for point in told["trend"]] == [0] * 12 + [0]
    assert (await ask(desk, None))["month"] == "2026-11"


async def filed(desk: Desk, month: str = "2026-11") -> list[str]:
    await desk.rig.run_job("file_unsatisfied_repairs")
    answer = await desk.as_("service_lead").get(f"{PATH}/filed-repairs", params={"month": month, "limit": 100})
    assert answer.status_code == 200, answer.text
    return sorted(line["number"] for line in answer.json()["items"])


async def test_unsatisfied_repairs_are_filed_from_the_25th_until_the_month_has_ended(desk: Desk) -> None:
    lives = Lives(4, desk.rig.clock.now())
    repairs = [life for life in lives.all if life.ticket.category == "repair"][:3]
    for life in lives.all:
        life.visits = []
    at = [datetime(2026, 11, day, 10, tzinfo=SHANGHAI).astimezone(UTC) for day in (3, 24, 30)]
    await lives.keep(desk)

    async def visited(life: Life, done_at: datetime) -> None:
        life.ticket.closed_at = life.ticket.closed_at or done_at
        visit = lives._visit(life.ticket)
        visit.status, visit.reason, visit.done_at, visit.done_by = "unsatisfied", "还漏", done_at, "visitor"
        async with desk.rig.service.unit_of_work.begin(desk.rig.unit_of_work_context()) as tx:
            tx.session.add(visit)

    numbers = [life.ticket.number for life in repairs]
    await visited(repairs[0], at[0])
    await visited(repairs[1], at[1])
    assert (await filed(desk), (await ask(desk, "2026-11"))["unsatisfied_filing"]) == ([], None)
    desk.rig.clock.advance(timedelta(days=3))  # the 25th in Shanghai
    assert await filed(desk) == sorted(numbers[:2])
    first = (await ask(desk, "2026-11"))["unsatisfied_filing"]
    assert (first["repairs"], first["is_final"]) == (2, False)
    await visited(repairs[2], at[2])
    assert await filed(desk) == sorted(numbers[:2]), "once a day"
    desk.rig.clock.advance(timedelta(days=7))
    assert await filed(desk) == sorted(numbers)
    last = (await ask(desk, "2026-11"))["unsatisfied_filing"]
    assert (last["repairs"], last["is_final"], last["filed_at"]) == (3, True, first["filed_at"])
    assert last["renewed_at"] > first["renewed_at"]
    stranger = desk.as_("manager", community=ELSEWHERE)
    assert (await stranger.get(f"{PATH}/filed-repairs")).json()["items"] == []
    assert (await desk.as_("service_assistant").get(f"{PATH}/filed-repairs")).status_code == 403
    paper = await desk.as_("manager").get(f"{PATH}/pdf", params={"month": "2026-11"})
    assert (paper.status_code, paper.content[:4]) == (200, b"%PDF")


async def test_it_asks_eight_times_whatever_the_month_holds(desk: Desk) -> None:
    seen_per_month = []
    for _ in range(2):
        with statements(desk) as seen:
            await ask(desk, "2026-11")
        seen_per_month.append(sum(statement.startswith("SELECT") for statement in seen))
        await Lives(7, desk.rig.clock.now()).keep(desk) if len(seen_per_month) == 1 else None
    assert seen_per_month == [8, 8]


async def test_a_real_complaint_shows_up_with_its_words_in_both_languages(desk: Desk) -> None:
    for _ in range(3):
        await desk.open(category="complaint", summary="楼上半夜吵闹")
    (noise,) = (await ask(desk, "2026-11"))["complaint_classes"]
    assert (noise["code"], noise["label"], noise["count"], noise["rising"]) == ("noise", "Noise", 3, True)
    chinese = await ask(desk, "2026-11", language="zh-CN")
    assert chinese["complaint_classes"][0]["label"] == "噪音扰民"
    assert {rate["label"] for rate in chinese["rates"]} >= {"维修及时率", "维修返工率"}


@pytest.mark.parametrize("month", ["2026-13", "2026", "1999-01", "２０２６-11", "2026-11-01", "", "2026-11\n"])
async def test_a_month_is_a_month(desk: Desk, month: str) -> None:
    for path in (PATH, f"{PATH}/xlsx", f"{PATH}/pdf"):
        answer = await desk.as_("manager").get(path, params={"month": month})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/month"), path


async def test_only_lead_and_manager_read_and_only_their_own_community(desk: Desk) -> None:
    for path in (PATH, f"{PATH}/xlsx", f"{PATH}/pdf"):
        assert (await desk.as_("service_assistant").get(path)).status_code == 403
        assert (await desk.as_("manager").get(path, params={"community_id": ELSEWHERE})).status_code == 404


async def test_it_is_printed_and_put_into_sheets(desk: Desk) -> None:
    await Lives(5, desk.rig.clock.now()).keep(desk)
    manager = desk.as_("manager", language="zh-CN")
    paper = await manager.get(f"{PATH}/pdf", params={"month": "2026-11"})
    assert (paper.status_code, paper.content[:4]) == (200, b"%PDF")
    book = await manager.get(f"{PATH}/xlsx", params={"month": "2026-11"})
    with zipfile.ZipFile(io.BytesIO(book.content)) as opened:
        names = opened.read("xl/workbook.xml").decode()
    sheets = ("比率", "按类别", "按性质", "按级别", "按来源", "按部门", "按楼栋", "投诉分类", "趋势", "不满意维修")
    assert all(f'name="{sheet}"' in names for sheet in sheets)
