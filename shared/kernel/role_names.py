"""What roles are called, for the gateway that grants them and the services that name them in a refusal."""

from collections.abc import Mapping

from shared.kernel.text import Text

ROLE_NAMES: Mapping[str, Text] = {
    "front_desk": Text(zh="前台", en="Front desk"),
    "service_assistant": Text(zh="客服助理", en="Service assistant"),
    "service_lead": Text(zh="客服主管", en="Service lead"),
    "cashier": Text(zh="收费员", en="Cashier"),
    "finance": Text(zh="财务", en="Finance"),
    "technician": Text(zh="工程技术员", en="Technician"),
    "security": Text(zh="安管", en="Security"),
    "environment": Text(zh="环境管理", en="Environment"),
    "manager": Text(zh="项目负责人", en="Manager"),
    "admin": Text(zh="系统管理员", en="Administrator"),
    "resident": Text(zh="业户", en="Resident"),
    "partner": Text(zh="合作方", en="Partner"),
}
"""By the role's name. Source: permissions.md."""
