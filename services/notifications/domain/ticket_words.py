"""Words for the codes that events of tickets carry, and who is told of them. Source: handbook T-03, T-12, T-21."""

from collections.abc import Mapping

from shared.kernel.text import Text

CLOCKS: Mapping[str, Text] = {
    "dispatch": Text("派工", "dispatch"),
    "respond": Text("答复", "reply"),
    "arrive": Text("到场", "arrival"),
    "settle": Text("处理", "settlement"),
}
CATEGORIES: Mapping[str, Text] = {
    "repair": Text("维修", "repair"),
    "complaint": Text("投诉", "complaint"),
    "consultation": Text("咨询", "consultation"),
    "problem_report": Text("反映", "problem report"),
    "suggestion": Text("建议", "suggestion"),
    "help": Text("求助", "help"),
    "special_service": Text("特约服务", "special (paid) service"),
    "public_safety": Text("公共安全", "public safety"),
    "other": Text("其他", "other"),
}
SEVERITIES: Mapping[str, Text] = {
    "minor": Text("轻微", "minor"),
    "medium": Text("中等", "medium"),
    "emergency": Text("紧急", "emergency"),
    "important": Text("重要", "important"),
    "major": Text("重大", "major"),
}
DEPARTMENTS: Mapping[str, Text] = {
    "engineering": Text("工程部", "engineering"),
    "security": Text("安管部", "security"),
    "environment": Text("环境部", "environment"),
    "customer_service": Text("客服部", "customer service"),
    "developer": Text("开发商/施工方", "the developer or contractor"),
}
DUTIES: Mapping[str, str] = {
    "engineering": "technician",
    "security": "security",
    "environment": "environment",
    "customer_service": "service_assistant",
    "developer": "service_assistant",
}
"""The role that accepts a department's work; the builder has no account, an assistant accompanies (T-10)."""
MATTERS: Mapping[str, Text] = {
    "leak": Text("漏水渗水", "leaks"),
    "blockage": Text("管道堵塞", "blocked drains"),
    "water": Text("供水", "water supply"),
    "lift": Text("电梯", "lifts"),
    "climate": Text("空调供暖", "heating and cooling"),
    "lighting": Text("照明", "lighting"),
    "power": Text("供电", "power"),
    "door": Text("门与门禁", "doors and locks"),
    "parking": Text("停车", "parking"),
    "pets": Text("宠物", "pets"),
    "works": Text("装修施工", "building works"),
    "noise": Text("噪音扰民", "noise"),
    "cleaning": Text("环境卫生", "cleanliness"),
    "pests": Text("虫鼠害", "pests"),
    "greening": Text("绿化", "greening"),
    "fees": Text("收费", "fees"),
    "conduct": Text("服务态度", "conduct of staff"),
    "security": Text("安全秩序", "security"),
}


def word(table: Mapping[str, Text], code: str) -> Text:
    """The words of a code; of one that is told before its words are known here, the code itself."""
    return table.get(code, Text(code, code))
