"""What is said, in both languages. Source: handbook N-01.

A template's text is rendered by a sandboxed engine with the parameters of the event; amounts come ready as text.
"""

from collections.abc import Mapping

from services.notifications.domain.templates.base import Standing, Template, TemplateName
from services.notifications.domain.templates.money import MONEY
from services.notifications.domain.templates.quality import QUALITY
from services.notifications.domain.templates.residents import RESIDENTS
from services.notifications.domain.templates.tickets import TICKETS

TEMPLATES: Mapping[TemplateName, Template] = {**TICKETS, **QUALITY, **MONEY, **RESIDENTS}

__all__ = ["TEMPLATES", "Standing", "Template", "TemplateName"]
