"""What billing tells."""

from collections.abc import Mapping

from services.notifications.domain.templates.base import Template, TemplateName
from shared.kernel.text import Text

MONEY: Mapping[TemplateName, Template] = {
    TemplateName.CHARGE_POSTED: Template(
        Text("新费用 {{ amount }} 元", "New charge: CNY {{ amount }}"),
        Text(
            "{{ room_code }} 新增费用 {{ amount }} 元，请于 {{ due_on }} 前缴纳。",
            "A charge of CNY {{ amount }} was entered for {{ room_code }}, due on {{ due_on }}.",
        ),
    ),
    TemplateName.PAYMENT_RECEIVED: Template(
        Text("已收款 {{ amount }} 元", "CNY {{ amount }} received"),
        Text(
            "已收到 {{ room_code }} 缴款 {{ amount }} 元，收据号 {{ receipt_number }}。",
            "CNY {{ amount }} was received for {{ room_code }}, receipt {{ receipt_number }}.",
        ),
    ),
    TemplateName.DEPOSIT_REFUNDED: Template(
        Text("押金结清 {{ paid }} 元", "Deposit of CNY {{ paid }} settled"),
        Text(
            "{{ room_code }} 的押金 {{ paid }} 元"
            "{% if deducted %}，扣除 {{ deducted }} 元{% endif %}"
            "{% if refunded %}，已退还 {{ refunded }} 元，凭证号 {{ voucher_number }}"
            "{% else %}，无余额退还{% endif %}。",
            "Of the deposit of CNY {{ paid }} for {{ room_code }}"
            "{% if deducted %}, CNY {{ deducted }} was kept and{% endif %}"
            "{% if refunded %} CNY {{ refunded }} was paid back, voucher {{ voucher_number }}"
            "{% else %} nothing is left to pay back{% endif %}.",
        ),
    ),
    TemplateName.PREPAID_REFUNDED: Template(
        Text("预存款已退还 {{ amount }} 元", "CNY {{ amount }} of the prepaid balance paid back"),
        Text(
            "{{ room_code }} 的预存款 {{ amount }} 元已退还，凭证号 {{ voucher_number }}。",
            "CNY {{ amount }} of the prepaid balance of {{ room_code }} was paid back, voucher {{ voucher_number }}.",
        ),
    ),
}
