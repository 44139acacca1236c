"""No hand-over without every step, readings and keys, whatever is tried; no defect closed unconfirmed (R-22, R-23)."""

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
from shared.contracts.residents import MoveInCompleted
from tests.service.residents.builders import departs
from tests.service.residents.hand_over import FORMS, ORDER, announced, assistant, key, settle, step, unsold_room, walked
from tests.service.support import ServiceRig, service_rig

T = TypeVar("T")
_BAD: dict[str, Any] = {
    "verify": {"papers": [{"kind": "identity"}]},
    "sign-agreements": {"signed": ["renovation_rules"], "signed_by": "x"},
    "hand-out-documents": {"documents": [{"kind": "fee_table"}], "received_by": "x"},
    "record-prepayment": {"amount_fen": 100},
    "confirm-household": {},
    "choose-custody": {"custody": "finishing_work"},
    "inspect": {"items": [{"item": "walls", "finding": "ok"}], "inspected_with": "x"},
    "read-meters": {"readings": [{"kind": "water", "reading": -1}]},
    "try-keys": {"keys": [key("door", works=False)], "received_by": "x"},
    "complete": {"handed_over_on": "2099-01-01"},
}
_SETTLING = ("report-finished", "invite", "confirm", "refuse")


class _World:
    """One service for all examples; each hands over the same room, cancelled at its end."""

    def __init__(self, url: str) -> None:
        self.runner = asyncio.Runner()
        self._rig = service_rig(PROGRAM, url)
        self.rig: ServiceRig = self.run(self._rig.__aenter__())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def close(self) -> None:
        self.run(self._rig.__aexit__(None, None, None))
        self.runner.close()


class HandOvers(RuleBasedStateMachine):
    """`world` is set on a subclass, once there is a database."""

    world: ClassVar[_World]

    def __init__(self) -> None:
        super().__init__()
        self.client: httpx.AsyncClient = assistant(self.world.rig)
        self.move_in: dict[str, Any] = {}
        self.taken: list[str] = []
        self.is_cancelled = False
        self.defects: dict[str, list[str]] = {}

    @initialize(until=st.sampled_from([None, *ORDER]), pack=st.booleans())
    def begin(self, *, until: str | None, pack: bool) -> None:
        """From the beginning, or further on: a random walk seldom gets far by itself."""

        async def begun() -> dict[str, Any]:
            made = await announced(self.client, await unsold_room(self.world.rig), pack_prepared=True)
            return await walked(self.client, made["id"], until=until) if pack else made

        self.move_in = self.world.run(begun())
        if pack:
            self.taken = list(ORDER[: ORDER.index(until)] if until else ORDER)
        self._look_for_defects()

    def _do(self, name: str, form: Any = None) -> httpx.Response:
        answer = self.world.run(step(self.client, self.move_in["id"], name, form))
        assert answer.status_code in {200, 409, 422}, answer.text
        if answer.status_code == 200:
            self.move_in = answer.json()
        return answer

    @rule(name=st.sampled_from(ORDER))
    def take_a_step(self, name: str) -> None:
        due = ORDER[len(self.taken)] if len(self.taken) < len(ORDER) and not self.is_cancelled else None
        is_done = self._do(name).status_code == 200
        assert is_done == (name == due)
        if is_done:
            self.taken.append(name)
            self._look_for_defects()

    @rule(name=st.sampled_from(ORDER))
    def take_a_step_with_a_form_that_is_not_in_order(self, name: str) -> None:
        assert self._do(name, _BAD[name]).status_code != 200

    @rule(chance=st.integers(0, 9))
    def cancel(self, chance: int) -> None:
        if chance == 0 and self._do("cancel", {"reason": "x"}).status_code == 200:
            assert len(self.taken) < len(ORDER)
            self.is_cancelled = True

    def _look_for_defects(self) -> None:
        params = {"move_in_id": self.move_in["id"]}
        found = self.world.run(self.client.get("/v1/defects", params=params)).json()["items"]
        for defect in found:
            self.defects.setdefault(defect["id"], [])

    @precondition(lambda self: self.defects)
    @rule(position=st.integers(0, 1), name=st.sampled_from(_SETTLING))
    def settle_a_defect(self, position: int, name: str) -> None:
        defect_id = sorted(self.defects)[position]
        done = self.defects[defect_id]
        answer = self.world.run(settle(self.client, defect_id, name))
        assert answer.status_code in {200, 409}, answer.text
        last = done[-1] if done else "refuse"
        may = {
            "refuse": {"report-finished"},
            "report-finished": {"invite"},
            "invite": {"invite", "confirm", "refuse"},
            "confirm": set[str](),
        }[last]
        assert (answer.status_code == 200) == (name in may)
        if answer.status_code == 200:
            done.append(name)

    @invariant()
    def no_defect_is_closed_unconfirmed(self) -> None:
        for defect_id, done in self.defects.items():
            stands = self.world.run(self.client.get(f"/v1/defects/{defect_id}")).json()
            assert (stands["status"] == "cured") == ("confirm" in done)
            assert (stands["cured_on"] is not None) == ("confirm" in done)

    @invariant()
    def handed_over_is_what_went_through_every_step(self) -> None:
        if not self.move_in:
            return
        is_complete = tuple(self.taken) == ORDER
        assert (self.move_in["status"] == "completed") == is_complete
        told = self.world.run(self.world.rig.told("move_in.completed"))
        mine = [event for event in told if event.subject == self.move_in["id"]]
        assert len(mine) == int(is_complete)
        if is_complete:
            event = MoveInCompleted.model_validate(mine[0].data)
            assert {line.kind for line in event.readings} == {"water", "power", "gas"}
            assert sum(sort.count for sort in event.keys) > 0

    def teardown(self) -> None:
        """The next example hands over another room, or this one anew, with nobody in it."""
        if self.move_in:
            is_over = self._do("cancel", {"reason": "x"}).status_code == 409
            household = self.move_in["household_id"]
            if household and (self.is_cancelled or not is_over):
                self.world.run(departs(self.world.rig, household))
        self.world.run(self.client.aclose())


@pytest.mark.filterwarnings("default::ResourceWarning")
def test_no_path_hands_over_unfinished_or_closes_a_defect_unconfirmed(demo_file: Path, tmp_path: Path) -> None:
    assert set(_BAD) == set(FORMS) == set(ORDER)
    shutil.copy(demo_file, tmp_path / "walk.db")
    world = _World(f"sqlite+aiosqlite:///{tmp_path}/walk.db")
    walking = type("Walk", (HandOvers,), {"world": world})
    try:
        run_state_machine_as_test(
            walking,
            settings=settings(
                max_examples=15,
                stateful_step_count=20,
                deadline=None,
                phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a walk takes minutes
            ),
        )
    finally:
        world.close()
