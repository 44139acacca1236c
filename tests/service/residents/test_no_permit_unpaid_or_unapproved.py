"""Whatever is tried in whatever order: no works without another's approval and every due paid (R-30, R-31)."""

import asyncio
import shutil
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import httpx
import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from services.residents.app import PROGRAM
from tests.service.residents.builders import (
    DESK,
    ITEMS,
    MANAGER,
    act,
    desk,
    draft,
    manager,
    paper,
    payment,
    post_charge,
)
from tests.service.support import ServiceRig, service_rig

T = TypeVar("T")
_PERMITTED = {"permitted", "in_progress", "suspended"}
_BODIES: dict[str, Any] = {
    "papers": paper("plan"),
    "revise": {"scope": "anew"},
    "ask-revision": {"what": "x"},
    "suspend": {"kind": "rubbish"},
}
_STEPS = ("submit", "start-review", "review-plan", "ask-revision", "revise", "papers", "start", "suspend", "resume")


class _World:
    """One service for all examples; each drafts an application of its own."""

    def __init__(self, url: str) -> None:
        self.runner = asyncio.Runner()
        self._rig = service_rig(PROGRAM, url)
        self.rig: ServiceRig = self.run(self._rig.__aenter__())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def close(self) -> None:
        self.run(self._rig.__aexit__(None, None, None))
        self.runner.close()


class Renovations(RuleBasedStateMachine):
    """`world` is set on a subclass, once there is a database."""

    world: ClassVar[_World]

    def __init__(self) -> None:
        super().__init__()
        self.renovation_id = ""
        self.status = "drafted"
        self.is_approved_by_another = False
        self.owed = dict.fromkeys(ITEMS, 1)

    @initialize(
        complete=st.sampled_from([True, True, True, False]),
        stage=st.sampled_from(["drafted", "under_review", "approved", "approved"]),
    )
    def apply(self, *, complete: bool, stage: str) -> None:
        """From the beginning, or further on: a random walk seldom gets far by itself."""
        over: dict[str, Any] = {} if complete else {"workers": []}
        self.renovation_id = self.world.run(draft(self.world.rig, **over))
        if stage != "drafted":
            self.bring_to_review()
        if stage == "approved":
            self.approve(MANAGER)

    def _do(self, who: str, action: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with (desk if who == DESK else manager)(self.world.rig) as client:
                return await act(client, self.renovation_id, action, _BODIES.get(action))

        answer = self.world.run(ask())
        if answer.status_code == 200:
            self.status = answer.json()["status"]
        assert answer.status_code in {200, 403, 409}
        return answer

    @rule(who=st.sampled_from([DESK, MANAGER]), action=st.sampled_from(_STEPS))
    def take_a_step(self, who: str, action: str) -> None:
        self._do(who, action)

    @precondition(lambda self: self.status in {"drafted", "submitted"})
    @rule()
    def bring_to_review(self) -> None:
        for action in ("submit", "start-review", "review-plan"):
            self._do(DESK, action)

    @precondition(lambda self: self.status == "under_review")
    @rule(who=st.sampled_from([DESK, MANAGER]))
    def approve_what_is_reviewed(self, who: str) -> None:
        self.approve(who)

    @rule(who=st.sampled_from([DESK, MANAGER]))
    def approve(self, who: str) -> None:
        if self._do(who, "approve").status_code == 200:
            assert who == MANAGER
            self.is_approved_by_another = True

    @rule(items=st.sets(st.sampled_from(ITEMS), min_size=1), left_fen=st.sampled_from([0, 0, 0, 1]))
    def pay(self, items: set[str], left_fen: int) -> None:
        for item in items:
            self.owed[item] = min(self.owed[item], left_fen)
        self._hear(payment(self.renovation_id, sorted(items), outstanding_fen=left_fen))

    @rule(items=st.sets(st.sampled_from(ITEMS), min_size=1), kind=st.sampled_from(["ticket", "pass", "other"]))
    def pay_for_something_else(self, items: set[str], kind: str) -> None:
        self._hear(payment(self.renovation_id, sorted(items), kind=kind))

    @rule(item=st.sampled_from(ITEMS))
    def charge(self, item: str) -> None:
        self.world.run(post_charge(self.world.rig, self.renovation_id, item))
        self._look()

    def _hear(self, event: Any) -> None:
        envelope = self.world.rig.envelope(event, subject=event.payment_id)
        for _ in range(2):
            self.world.run(self.world.rig.deliver(envelope))
        self._look()

    def _look(self) -> None:
        async def read() -> httpx.Response:
            async with desk(self.world.rig) as client:
                return await client.get(f"/v1/renovations/{self.renovation_id}")

        self.seen = self.world.run(read()).json()
        self.status = self.seen["status"]

    @invariant()
    def no_works_unpaid_or_unapproved(self) -> None:
        if self.status in _PERMITTED:
            assert self.is_approved_by_another
            assert not any(self.owed.values())

    @precondition(lambda self: self.is_approved_by_another and not any(self.owed.values()))
    @rule()
    def paid_and_approved_is_permitted_once_money_was_heard_of(self) -> None:
        self.pay(set(ITEMS), 0)
        assert self.status in _PERMITTED
        assert len(self.seen["permits"]) == 1


@pytest.mark.filterwarnings("default::ResourceWarning")
def test_no_path_reaches_works_unpaid_or_unapproved(demo_file: Path, tmp_path: Path) -> None:
    shutil.copy(demo_file, tmp_path / "walk.db")
    world = _World(f"sqlite+aiosqlite:///{tmp_path}/walk.db")
    walking = type("Walk", (Renovations,), {"world": world})
    try:
        run_state_machine_as_test(
            walking,
            settings=settings(
                max_examples=25,
                stateful_step_count=20,
                deadline=None,
                phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a walk takes minutes
            ),
        )
    finally:
        world.close()
