"""Whatever is tried in whatever order: no document leaves a file but into the register (R-14)."""

import asyncio
import shutil
from collections.abc import Coroutine
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import httpx
import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from services.residents.app import PROGRAM
from services.residents.archives.models import Archive
from shared.kernel.ids import new_id
from tests.service.residents.builders import DESK, MANAGER
from tests.service.residents.files import ASSISTANT, LEAD, PDF, chief, document, post, upload
from tests.service.residents.test_archives import closed
from tests.service.support import GARDEN, ServiceRig, service_rig

T = TypeVar("T")
_PEOPLE = st.sampled_from([ASSISTANT, LEAD, MANAGER, DESK])
_FILES = st.integers(0, 1)
_STEPS = st.sampled_from(["appraise", "approve", "witness", "carry-out", "carry-out", "refuse", "withdraw"])
_WORK = st.sampled_from(
    ["file_document", "attach", "hear_of_a_ticket", "supersede", "dispute_and_try_to_destroy", "let_the_jobs_run"]
)


class _World:
    """One service for all examples; each has files of its own."""

    def __init__(self, url: str) -> None:
        self.runner = asyncio.Runner()
        self._rig = service_rig(PROGRAM, url)
        self.rig: ServiceRig = self.run(self._rig.__aenter__())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def close(self) -> None:
        self.run(self._rig.__aexit__(None, None, None))
        self.runner.close()

    async def expired_file(self) -> Archive:
        """Of a household that left long ago."""
        async with self.rig.service.unit_of_work.begin(self.rig.unit_of_work_context()) as tx:
            archive = Archive(
                id=new_id(),
                community_id=GARDEN,
                created_at=tx.now,
                version=1,
                event_sequence=0,
                number=f"SG-{new_id()}",
                household_id=new_id(),
                room_id="room",
                room_code="3#2-5-1",
                opened_on=date(2018, 1, 1),
                closed_on=date(2020, 1, 1),
                retain_until=date(2023, 1, 1),
                entry_count=0,
            )
            tx.session.add(archive)
        return archive


class Files(RuleBasedStateMachine):
    """`world` is set on a subclass, once there is a database."""

    world: ClassVar[_World]

    @initialize(files=st.sets(_FILES, min_size=1), steps=st.sampled_from([0, 2, 3, 3, 4]), keep=st.booleans())
    def open_files(self, files: set[int], steps: int, *, keep: bool) -> None:
        """With a destruction on its way: a random walk seldom gets far by itself."""
        self.files = [self.world.run(self.world.expired_file()) for _ in range(2)]
        self.known: list[set[str]] = [set(), set()]
        self.disputed: set[int] = set()
        self.destructions: list[str] = []
        for file in (0, 1):
            self.file_document(file)
            self.attach(file, 0)
        self.propose(ASSISTANT, files)
        kept = [{"archive_id": self.files[0].id, "note": "x"}] if keep and files == {0, 1} else []
        way = [(LEAD, "appraise", {"keep": kept}), (MANAGER, "approve", None), (LEAD, "witness", None)]
        for who, step, content in [*way, (MANAGER, "carry-out", None)][:steps]:
            assert self._ask(who, f"/destructions/{self.destructions[0]}/{step}", content).status_code == 200

    def _ask(self, who: str, path: str, body: Any = None) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with chief(self.world.rig, account_id=who) as client:
                return await post(client, f"/v1/archives{path}", body)

        answer = self.world.run(ask())
        assert answer.status_code in {200, 201, 403, 404, 409, 422}, answer.text
        return answer

    def _read(self, path: str, **parameters: str) -> Any:
        async def read() -> httpx.Response:
            async with chief(self.world.rig) as client:
                return await client.get(f"/v1/archives{path}", params=parameters)

        return self.world.run(read()).json()

    @rule(what=_WORK, file=_FILES, nth=st.integers(0, 5))
    def work_on_a_file(self, what: str, file: int, nth: int) -> None:
        """Few rules, each with many ways: a run leaves some rules out."""
        getattr(self, what)(file, nth)

    def file_document(self, file: int, _nth: int = 0) -> None:
        answer = self._ask(ASSISTANT, f"/{self.files[file].id}/documents", document())
        if answer.status_code == 201:
            self.known[file].add(answer.json()["id"])

    def attach(self, file: int, nth: int) -> None:
        async def send(document_id: str) -> httpx.Response:
            async with chief(self.world.rig) as client:
                return await upload(client, self.files[file].id, document_id, PDF + bytes([nth % 2]))

        documents = self._read(f"/{self.files[file].id}")["documents"]
        if documents:
            answer = self.world.run(send(documents[nth % len(documents)]["id"]))
            assert answer.status_code in {201, 409}

    def hear_of_a_ticket(self, file: int, _nth: int) -> None:
        ticket = closed(household_id=self.files[file].household_id)
        envelope = self.world.rig.envelope(ticket, subject=ticket.ticket_id)
        for _ in range(2):
            self.world.run(self.world.rig.deliver(envelope))
        self.known[file] |= {entry["id"] for entry in self._read(f"/{self.files[file].id}")["entries"]}

    def supersede(self, file: int, nth: int) -> None:
        documents = self._read(f"/{self.files[file].id}")["documents"]
        if documents:
            chosen = documents[nth % len(documents)]["id"]
            self._ask(ASSISTANT, f"/{self.files[file].id}/documents/{chosen}/supersede", {"reason": "x"})

    def dispute(self, file: int, _nth: int) -> None:
        if self._ask(ASSISTANT, f"/{self.files[file].id}/dispute", {"reason": "x"}).status_code == 200:
            self.disputed.add(file)

    def dispute_and_try_to_destroy(self, file: int, nth: int) -> None:
        """Whatever was approved and witnessed before the dispute."""
        self.dispute(file, nth)
        for destruction_id in self.destructions:
            self._ask(MANAGER, f"/destructions/{destruction_id}/carry-out")

    def let_the_jobs_run(self, _file: int, _nth: int) -> None:
        for name in ("archive_released_contents", "archive_stray_contents"):
            self.world.run(self.world.rig.run_job(name))

    @rule(who=_PEOPLE, files=st.sets(_FILES, min_size=1))
    def propose(self, who: str, files: set[int]) -> None:
        body = {"archive_ids": [self.files[file].id for file in files], "reason": "x"}
        answer = self._ask(who, "/destructions", body)
        if answer.status_code == 201:
            self.destructions.append(answer.json()["id"])

    @rule(who=_PEOPLE, step=_STEPS, nth=st.integers(0, 3))
    def take_a_step(self, who: str, step: str, nth: int) -> None:
        if self.destructions:
            chosen = self.destructions[nth % len(self.destructions)]
            self._ask(who, f"/destructions/{chosen}/{step}", {} if step == "appraise" else None)

    @invariant()
    def each_document_is_on_file_or_in_the_register(self) -> None:
        for position, file in enumerate(getattr(self, "files", [])):
            whole = self._read(f"/{file.id}")
            on_file = {each["id"] for each in [*whole["documents"], *whole["entries"]]}
            register = self._read("/destruction-register", archive_id=file.id, limit="200")["items"]
            gone = {entry["id"] for entry in register}
            assert on_file | gone == self.known[position]
            assert not on_file & gone
            assert bool(gone) <= (whole["destroyed_on"] is not None)
            for entry in register:
                assert entry["witness_id"] != entry["carried_out_by"]
                assert entry["approved_by"] not in {entry["proposed_by"], entry["appraised_by"]}
            if position in self.disputed:
                assert gone == set()

    def teardown(self) -> None:
        """What is still on file can still be read."""
        for file in getattr(self, "files", []):
            for paper in self._read(f"/{file.id}")["documents"]:
                for kept in paper["attachments"]:
                    path = f"/v1/archives/{file.id}/documents/{paper['id']}/attachments/{kept['id']}"
                    assert self.world.run(self._download(path)).status_code == 200

    async def _download(self, path: str) -> httpx.Response:
        async with chief(self.world.rig) as client:
            return await client.get(path)


@pytest.mark.filterwarnings("default::ResourceWarning")
def test_no_document_disappears(demo_file: Path, tmp_path: Path) -> None:
    shutil.copy(demo_file, tmp_path / "walk.db")
    world = _World(f"sqlite+aiosqlite:///{tmp_path}/walk.db")
    walking = type("Walk", (Files,), {"world": world})
    try:
        run_state_machine_as_test(
            walking,
            settings=settings(
                max_examples=15,
                stateful_step_count=12,
                deadline=None,
                phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a walk takes minutes
            ),
        )
    finally:
        world.close()
