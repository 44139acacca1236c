"""Breaches in renovations as the committee reads of them. Source: handbook R-34, T-26."""

from collections.abc import Mapping

from shared.kernel.text import Text

BREACHES: Mapping[str, Text] = {
    "load_bearing_damage": Text(zh="破坏承重结构", en="Load-bearing damage"),
    "waterproofing_damage": Text(zh="破坏防水层", en="Waterproofing damage"),
    "gas_alteration": Text(zh="私改燃气", en="Gas alteration"),
    "power_overload": Text(zh="超负荷用电", en="Power overload"),
    "rubbish": Text(zh="违规堆放垃圾", en="Rubbish"),
    "noise_out_of_hours": Text(zh="超时噪音施工", en="Noise out of hours"),
    "no_fire_extinguisher": Text(zh="未配灭火器", en="No fire extinguisher"),
    "worker_without_pass": Text(zh="施工人员无出入证", en="Worker without pass"),
    "unapproved_work": Text(zh="超出批准范围施工", en="Unapproved work"),
}
"""By the code that the event tells."""
_OTHER = Text(zh="其他违规", en="Another breach")


def breach_words(kind: str) -> str:
    """In both languages: the subject is stored once and read by all."""
    words = BREACHES.get(kind, _OTHER)
    return f"{words.zh} / {words.en}"
