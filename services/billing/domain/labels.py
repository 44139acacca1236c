"""Words of the enumerations. Source: glossary."""

from collections.abc import Mapping

from services.billing.domain.arrears import OVER
from services.billing.domain.charging import CauseKind, ChargeStatus
from services.billing.domain.deposits import DEPOSIT_STATUSES, DepositAction
from services.billing.domain.ledger import Account, PaymentMethod
from services.billing.domain.meters import MeterKind, ReadingSource
from services.billing.domain.payouts import PAYOUT_ACTIONS, PAYOUT_STATUSES
from services.billing.domain.tariff import Formula, Nature, Unit
from shared.kernel.text import Text

METHODS: Mapping[PaymentMethod, Text] = {
    PaymentMethod.CASH: Text(zh="现金", en="Cash"),
    PaymentMethod.BANK: Text(zh="银行转账", en="Bank transfer"),
    PaymentMethod.CARD: Text(zh="银行卡", en="Card"),
    PaymentMethod.WECHAT: Text(zh="微信支付", en="WeChat Pay"),
    PaymentMethod.ALIPAY: Text(zh="支付宝", en="Alipay"),
    PaymentMethod.PREPAID: Text(zh="预交款抵扣", en="Prepaid balance"),
}
UNITS: Mapping[Unit, Text] = {
    Unit.PIECE: Text(zh="个", en="piece"),
    Unit.JOB: Text(zh="次", en="job"),
    Unit.HOUSEHOLD: Text(zh="户", en="household"),
    Unit.M2_MONTH: Text(zh="平方米·月", en="m² · month"),
    Unit.ROOM_MONTH: Text(zh="户·月", en="room · month"),
    Unit.SPACE_MONTH: Text(zh="车位·月", en="space · month"),
}
FORMULAS: Mapping[Formula, Text] = {
    Formula.QUANTITY: Text(zh="单价×数量", en="Price × quantity"),
    Formula.MONTHS: Text(zh="单价×月数", en="Price × months"),
    Formula.AREA_MONTHS: Text(zh="单价×面积×月数", en="Price × area × months"),
}
NATURES: Mapping[Nature, Text] = {
    Nature.FEE: Text(zh="收费", en="Fee"),
    Nature.DEPOSIT: Text(zh="押金", en="Deposit"),
}
CAUSES: Mapping[CauseKind, Text] = {
    CauseKind.TICKET: Text(zh="报修工单", en="Ticket"),
    CauseKind.RENOVATION: Text(zh="装修", en="Renovation"),
    CauseKind.PASS: Text(zh="出入证", en="Pass"),
    CauseKind.MOVE_IN: Text(zh="收楼", en="Move-in"),
    CauseKind.RECURRING: Text(zh="周期性收费", en="Recurring"),
    CauseKind.OTHER: Text(zh="其他", en="Other"),
}
STATUSES: Mapping[ChargeStatus, Text] = {
    ChargeStatus.OPEN: Text(zh="未付", en="Open"),
    ChargeStatus.PARTLY_PAID: Text(zh="部分付款", en="Partly paid"),
    ChargeStatus.PAID: Text(zh="已付清", en="Paid"),
    ChargeStatus.REVERSED: Text(zh="已冲销", en="Reversed"),
}
ACCOUNTS: Mapping[Account, Text] = {
    Account.CASH: Text(zh="库存现金", en="Cash"),
    Account.BANK: Text(zh="银行存款", en="Bank"),
    Account.CARD: Text(zh="刷卡收款", en="Card takings"),
    Account.WECHAT: Text(zh="微信收款", en="WeChat takings"),
    Account.ALIPAY: Text(zh="支付宝收款", en="Alipay takings"),
    Account.RECEIVABLE: Text(zh="应收账款", en="Receivable"),
    Account.PREPAID: Text(zh="预收账款", en="Prepaid"),
    Account.DEPOSITS_DUE: Text(zh="应收押金", en="Deposits due"),
    Account.DEPOSITS: Text(zh="代管押金", en="Deposits held"),
    Account.REVENUE: Text(zh="收入", en="Revenue"),
    Account.DEDUCTIONS: Text(zh="押金扣款收入", en="Kept of deposits"),
}
DEPOSIT_ACTIONS: Mapping[DepositAction, Text] = {
    DepositAction.RELEASE: Text(zh="解除代管", en="Release"),
    DepositAction.KEEP: Text(zh="全额扣除", en="Keep in full"),
    DepositAction.REQUEST: Text(zh="申请退还", en="Request the refund"),
    DepositAction.APPROVE: Text(zh="批准退还", en="Approve the refund"),
    DepositAction.REFUSE: Text(zh="不批准退还", en="Refuse the refund"),
    DepositAction.PAY: Text(zh="付款", en="Pay out"),
}
METER_KINDS: Mapping[MeterKind, Text] = {
    MeterKind.WATER: Text(zh="水表", en="Water meter"),
    MeterKind.POWER: Text(zh="电表", en="Electricity meter"),
    MeterKind.GAS: Text(zh="燃气表", en="Gas meter"),
}
READING_SOURCES: Mapping[ReadingSource, Text] = {ReadingSource.MOVE_IN: Text(zh="收楼抄表", en="Move-in")}
DEDUCTION_REASONS: Mapping[str, Text] = {
    "worker_pass": Text(zh="施工人员出入证未交回", en="Worker pass not returned"),
    "rubbish": Text(zh="垃圾未清运", en="Rubbish left behind"),
    "other": Text(zh="其他", en="Other"),
}
"""Kinds of reason that a paper names; a breach is "装修违规" whatever its kind (R-35)."""
BREACH = Text(zh="装修违规", en="Renovation breach")

CODE_TABLES: Mapping[str, Mapping[str, Text]] = {
    "payment_method": {code.value: words for code, words in METHODS.items()},
    "tariff_unit": {code.value: words for code, words in UNITS.items()},
    "tariff_formula": {code.value: words for code, words in FORMULAS.items()},
    "tariff_nature": {code.value: words for code, words in NATURES.items()},
    "charge_cause": {code.value: words for code, words in CAUSES.items()},
    "charge_status": {code.value: words for code, words in STATUSES.items()},
    "deposit_status": {code.value: words for code, words in DEPOSIT_STATUSES.items()},
    "deposit_action": {code.value: words for code, words in DEPOSIT_ACTIONS.items()},
    "arrears_threshold": {code.value: words for code, words in OVER.items()},
    "payout_status": {code.value: words for code, words in PAYOUT_STATUSES.items()},
    "payout_action": {code.value: words for code, words in PAYOUT_ACTIONS.items()},
    "meter_kind": {code.value: words for code, words in METER_KINDS.items()},
    "reading_source": {code.value: words for code, words in READING_SOURCES.items()},
    "ledger_account": {code.value: words for code, words in ACCOUNTS.items()},
}
