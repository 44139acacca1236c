"""What must be on the table before approval. Source: handbook R-30, R-11."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.kernel.text import Text

PHOTOS_OF_EACH = 2


class PaperKind(StrEnum):
    """What the applicant hands in."""

    PLAN = "plan"
    RENOVATION_AGREEMENT = "renovation_agreement"
    SAFETY_UNDERTAKING = "safety_undertaking"
    CONTRACTOR_LICENCE = "contractor_licence"


PAPER_KINDS: Mapping[PaperKind, Text] = {
    PaperKind.PLAN: Text(zh="装修方案图纸", en="plans"),
    PaperKind.RENOVATION_AGREEMENT: Text(zh="已签署的装修协议", en="signed renovation agreement"),
    PaperKind.SAFETY_UNDERTAKING: Text(zh="安全责任书", en="safety undertaking"),
    PaperKind.CONTRACTOR_LICENCE: Text(zh="施工单位执照复印件", en="contractor's licence copy"),
}
_PLAN_REVIEW = Text(zh="方案审核", en="plan review")
_WORKERS = Text(zh="施工人员名单", en="list of workers")


@dataclass(frozen=True, slots=True)
class WorkerPapers:
    """What a worker has handed in; `order` counts from 1."""

    order: int
    has_identity: bool
    photos: int


def missing_papers(papers: Collection[str], workers: Sequence[WorkerPapers], *, is_plan_reviewed: bool) -> list[Text]:
    """Everything that approval still waits for, each by name; empty when complete."""
    missing = [name for kind, name in PAPER_KINDS.items() if kind not in papers]
    if not is_plan_reviewed:
        missing.append(_PLAN_REVIEW)
    if not workers:
        missing.append(_WORKERS)
    for worker in workers:
        if not worker.has_identity:
            missing.append(_of(worker, Text(zh="身份证件", en="identity")))
        if worker.photos < PHOTOS_OF_EACH:
            missing.append(_of(worker, Text(zh="照片两张", en="two photos")))
    return missing


def _of(worker: WorkerPapers, paper: Text) -> Text:
    return Text(zh=f"第 {worker.order} 名施工人员的{paper.zh}", en=f"{paper.en} of worker {worker.order}")
