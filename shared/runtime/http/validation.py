"""Field faults in both languages, from pydantic's error types."""

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field

from shared.kernel.text import Locale, Text
from shared.runtime.http.patterns import words_of


class FieldFault(BaseModel):
    """One field at fault. `pointer` is an RFC 6901 JSON pointer into the body, or names a parameter."""

    model_config = {"populate_by_name": True}

    pointer: str = Field(examples=["/requester/phone"])
    message: str
    place: str = Field(default="body", description="body, query, path or header")


_MESSAGES: Mapping[str, Text] = {
    "missing": Text(zh="必填", en="Required"),
    "extra_forbidden": Text(zh="未知字段", en="Unknown field"),
    "string_type": Text(zh="应为文本", en="Must be text"),
    "string_too_short": Text(zh="至少 {min_length} 个字符", en="At least {min_length} character(s)"),
    "string_too_long": Text(zh="最多 {max_length} 个字符", en="At most {max_length} characters"),
    "string_pattern_mismatch": Text(zh="格式不符：{pattern}", en="Does not match {pattern}"),
    "literal_error": Text(zh="只能是 {expected}", en="Must be one of {expected}"),
    "enum": Text(zh="只能是 {expected}", en="Must be one of {expected}"),
    "int_type": Text(zh="应为整数", en="Must be a whole number"),
    "int_parsing": Text(zh="应为整数", en="Must be a whole number"),
    "int_from_float": Text(zh="应为整数", en="Must be a whole number"),
    "int_parsing_size": Text(zh="数字过大", en="Number too large"),
    "decimal_type": Text(zh="应为数字", en="Must be a number"),
    "decimal_parsing": Text(zh="应为数字", en="Must be a number"),
    "decimal_max_places": Text(zh="最多 {decimal_places} 位小数", en="At most {decimal_places} decimals"),
    "bool_type": Text(zh="应为 true 或 false", en="Must be true or false"),
    "bool_parsing": Text(zh="应为 true 或 false", en="Must be true or false"),
    "greater_than": Text(zh="必须大于 {gt}", en="Must be greater than {gt}"),
    "greater_than_equal": Text(zh="不得小于 {ge}", en="Must be at least {ge}"),
    "less_than": Text(zh="必须小于 {lt}", en="Must be less than {lt}"),
    "less_than_equal": Text(zh="不得大于 {le}", en="Must be at most {le}"),
    "list_type": Text(zh="应为列表", en="Must be a list"),
    "dict_type": Text(zh="应为对象", en="Must be an object"),
    "model_type": Text(zh="应为对象", en="Must be an object"),
    "model_attributes_type": Text(zh="应为对象", en="Must be an object"),
    "too_short": Text(zh="至少 {min_length} 项", en="At least {min_length} item(s)"),
    "too_long": Text(zh="最多 {max_length} 项", en="At most {max_length} items"),
    "datetime_type": Text(zh="应为 RFC 3339 时间", en="Must be an RFC 3339 timestamp"),
    "datetime_parsing": Text(zh="应为 RFC 3339 时间", en="Must be an RFC 3339 timestamp"),
    "datetime_from_date_parsing": Text(zh="应为 RFC 3339 时间", en="Must be an RFC 3339 timestamp"),
    "timezone_aware": Text(zh="时间须带时区偏移", en="The timestamp needs an offset"),
    "date_type": Text(zh="应为日期（YYYY-MM-DD）", en="Must be a date (YYYY-MM-DD)"),
    "date_parsing": Text(zh="应为日期（YYYY-MM-DD）", en="Must be a date (YYYY-MM-DD)"),
    "date_from_datetime_parsing": Text(zh="应为日期（YYYY-MM-DD）", en="Must be a date (YYYY-MM-DD)"),
    "value_error": Text(zh="{error}", en="{error}"),
}
_NULL = Text(zh="不能为空", en="Must not be null")
_OTHER = Text(zh="内容无效", en="Invalid content")


def field_faults(errors: Iterable[Mapping[str, Any]], locale: Locale) -> list[FieldFault]:
    """Pydantic's error list as field faults."""
    return [_fault(error, locale) for error in errors]


def _fault(error: Mapping[str, Any], locale: Locale) -> FieldFault:
    place, *path = [str(part) for part in error["loc"]] or ["body"]
    pointer = "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)
    return FieldFault(pointer=pointer or "/", message=_message(error, locale), place=place)


def _message(error: Mapping[str, Any], locale: Locale) -> str:
    known = _MESSAGES.get(error["type"])
    if known is None:
        return str(error["msg"]) if locale == "en" else _OTHER.pick(locale)
    ctx = error.get("ctx") or {}
    raised = ctx.get("error")
    if isinstance(raised, BilingualValueError):
        return raised.words.pick(locale)
    if (wanted := words_of(ctx.get("pattern", ""))) is not None:
        return wanted.pick(locale)
    if locale != "en" and "expected" in ctx:
        ctx = {**ctx, "expected": str(ctx["expected"]).replace(" or ", " 或 ").replace(", ", "、")}
    try:
        return known.pick(locale, **ctx)
    except KeyError:
        return _OTHER.pick(locale)


class BilingualValueError(ValueError):
    """Raised by a schema's own validator, so that its message is told in the caller's language."""

    def __init__(self, words: Text) -> None:
        self.words = words
        super().__init__(words.en)


def not_null(given: object) -> object:
    """A `field_validator(…, mode="before")` of what a PATCH may leave out and not take away."""
    if given is None:
        raise BilingualValueError(_NULL)
    return given


def is_malformed(error: RequestValidationError) -> bool:
    """Whether the body could not be read as JSON at all (400 rather than 422)."""
    return any(fault["type"] == "json_invalid" for fault in error.errors())
