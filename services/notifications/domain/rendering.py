"""Templates become words. Sandboxed: a template can reach its parameters and nothing else. Source: libraries.md."""

from collections.abc import Mapping
from functools import lru_cache

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from services.notifications.domain.templates import TEMPLATES, TemplateName
from shared.kernel.text import Locale

_ENGINE = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


@lru_cache(maxsize=256)
def _compiled(source: str) -> Template:
    return _ENGINE.from_string(source)


def render(name: TemplateName, language: Locale, parameters: Mapping[str, object]) -> tuple[str, str]:
    """Title and body. Raises jinja2.UndefinedError for a missing parameter."""
    template = TEMPLATES[name]
    title, body = (
        _compiled(words.en if language == "en" else words.zh).render(parameters)
        for words in (template.title, template.body)
    )
    return title, body
