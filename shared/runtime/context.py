"""Who asks, in which words, and what led to it: carried through one request or one delivery."""

from dataclasses import dataclass

from shared.kernel.text import DEFAULT_LOCALE, Locale


@dataclass(frozen=True, slots=True)
class Context:
    """`actor` is an account id, `causation` the id of the event or request that led here."""

    correlation_id: str
    actor: str | None = None
    locale: Locale = DEFAULT_LOCALE
    traceparent: str | None = None
    causation: str | None = None
