"""What a field's pattern asks for, in words: nobody at a desk reads a regular expression."""

from shared.kernel.text import Text

_WORDS: dict[str, Text] = {}


def worded(pattern: str, words: Text) -> str:
    """`pattern` itself, for a field's constraint; where it is not met, `words` say what is wanted."""
    _WORDS[pattern] = words
    return pattern


def words_of(pattern: str) -> Text | None:
    """What was said of `pattern`; None for one without words."""
    return _WORDS.get(pattern)
