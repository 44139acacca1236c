"""What a field's pattern asks for, in words: nobody at a desk reads a regular expression."""

from shared.kernel.text import Text

_WORDS: dict[str, Text] = {}


def worded(pattern: str, words: Text) -> str:
    """`pattern` itself, for a field's constraint; where it is not met, `words` say what is wanted.

    Raises ValueError where other words were given to the same pattern: which of them is told would hang on imports.
    """
    if _WORDS.setdefault(pattern, words) != words:
        msg = f"two wordings of {pattern}"
        raise ValueError(msg)
    return pattern


def words_of(pattern: str) -> Text | None:
    """What was said of `pattern`; None for one without words."""
    return _WORDS.get(pattern)
