"""Words of assemblies in both languages."""

from collections.abc import Mapping
from typing import Any

from services.tickets.assemblies.domain.counting import Choice, Subject
from services.tickets.assemblies.domain.lifecycle import ASSEMBLY_STATUSES
from services.tickets.assemblies.domain.voting import BallotForm, Identity
from shared.kernel.text import Text

SUBJECTS: Mapping[Subject, Text] = {
    Subject.RULES_OF_PROCEDURE: Text(zh="业主大会议事规则", en="Rules of procedure"),
    Subject.COVENANT: Text(zh="管理规约", en="Covenant"),
    Subject.COMMITTEE_ELECTION: Text(zh="选举或更换业委会成员", en="Election of the committee"),
    Subject.PROPERTY_MANAGER: Text(zh="选聘和解聘物业服务企业", en="Choice of the property manager"),
    Subject.USE_REPAIR_FUND: Text(zh="使用维修资金", en="Use of the repair fund"),
    Subject.RAISE_REPAIR_FUND: Text(zh="筹集维修资金", en="Raising the repair fund"),
    Subject.REBUILD: Text(zh="改建、重建", en="Alteration or rebuilding"),
    Subject.CHANGE_COMMON_USE: Text(zh="改变共有部分用途或利用其经营", en="Change or business use of common parts"),
    Subject.OTHER: Text(zh="其他重大事项", en="Other matters"),
}
CHOICES: Mapping[Choice, Text] = {
    Choice.FOR: Text(zh="同意", en="For"),
    Choice.AGAINST: Text(zh="反对", en="Against"),
    Choice.ABSTAIN: Text(zh="弃权", en="Abstain"),
}
LABELS: Mapping[str, Mapping[Any, Text]] = {
    "assembly_status": ASSEMBLY_STATUSES,
    "assembly_subject": SUBJECTS,
    "ballot_choice": CHOICES,
    "ballot_form": {
        BallotForm.PAPER: Text(zh="纸质", en="Paper"),
        BallotForm.APP: Text(zh="手机应用", en="App"),
    },
    "ballot_identity": {
        Identity.ID_CARD: Text(zh="身份证件", en="Identity card"),
        Identity.TITLE_DEED: Text(zh="产权证", en="Title deed"),
        Identity.PROXY: Text(zh="委托书", en="Proxy"),
        Identity.REAL_NAME_ACCOUNT: Text(zh="实名账号", en="Real-name account"),
    },
}
