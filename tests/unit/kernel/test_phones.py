import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.kernel.errors import Kind
from shared.kernel.phones import NotAPhone, mask_phone, national_phone, parse_phone


@pytest.mark.parametrize(
    ("written", "e164"),
    [
        ("13812345678", "+8613812345678"),
        ("138 1234 5678", "+8613812345678"),
        ("138-1234-5678", "+8613812345678"),
        ("+86 138 1234 5678", "+8613812345678"),
        ("(+86)13812345678", "+8613812345678"),
        ("0086 13812345678", "+8613812345678"),
        ("8613812345678", "+8613812345678"),
        (
            "\uff11\uff13\uff18\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
            "+8613812345678",
        ),  # full width
        ("\u202d138\u00a01234\u20105678\u202c", "+8613812345678"),  # pasted from an address book
        ("17012345678", "+8617012345678"),
        ("19212345678", "+8619212345678"),
        ("010-62345678", "+861062345678"),
        ("（010）6234 5678", "+861062345678"),
        ("+86 (0)10 6234 5678", "+861062345678"),
        ("0755-26123456", "+8675526123456"),
        ("0598—7654321", "+865987654321"),
        ("400-123-4567", "+864001234567"),
        ("+852 2345 6789", "+85223456789"),
        ("+1 (650) 253-0000", "+16502530000"),
    ],
)
def test_a_number_is_read_as_people_write_it(written: str, e164: str) -> None:
    assert parse_phone(written) == e164


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "+",
        "-",
        "无",
        "110",
        "95588",
        "62345678",  # no area code
        "020-123456",  # too short for the town
        "1381234567",
        "138123456789",
        "12345678901",
        "138ABCD5678",
        "王13812345678",
        "13812345678 13912345678",
        "13812345678/13912345678",
        "010-62345678 ext 8001",
        "010-62345678转8001",
        "010-62345678-8001",
        "+8613812345678;ext=1",
        "138+12345678",
        "+999 1234567",
        "٠١٠٦٢٣٤٥٦٧٨",
        "1" * 100_000,
    ],
)
def test_what_can_not_be_dialled_from_anywhere_is_refused(written: str) -> None:
    with pytest.raises(NotAPhone) as refusal:
        parse_phone(written, "/contacts/0/phone")
    assert refusal.value.pointer == "/contacts/0/phone"
    assert (refusal.value.slug, refusal.value.kind) == ("not-a-phone", Kind.INVALID)


def test_the_refusal_speaks_both_languages_and_never_repeats_the_number() -> None:
    with pytest.raises(NotAPhone) as refusal:
        parse_phone("1381234567")
    assert refusal.value.pointer == "/phone"
    assert "区号" in refusal.value.explain("zh-CN")
    assert "area code" in refusal.value.explain("en")
    assert "1381234567" not in str(refusal.value) + refusal.value.explain("zh-CN")


@pytest.mark.parametrize(
    ("e164", "masked", "national"),
    [
        ("+8613812345678", "138****5678", "13812345678"),
        ("+8614812345678", "148****5678", "14812345678"),  # a range that the library does not know
        ("+861062345678", "010-****5678", "010-62345678"),
        ("+8675526123456", "0755-****3456", "0755-26123456"),
        ("+865987654321", "0598-****321", "0598-7654321"),
        ("+864001234567", "******4567", "4001234567"),
        ("+85223456789", "+852 ****6789", "+852 23456789"),
        ("+16502530000", "+1 ******0000", "+1 6502530000"),
    ],
)
def test_a_stored_number_is_shown_masked_or_as_it_is_dialled(e164: str, masked: str, national: str) -> None:
    assert mask_phone(e164) == masked
    assert national_phone(e164) == national


@pytest.mark.parametrize("unreadable", ["", "王小明", "+", "+999123456"])
def test_what_can_not_be_read_is_masked_whole(unreadable: str) -> None:
    assert mask_phone(unreadable) == "****"
    with pytest.raises(NotAPhone):
        national_phone(unreadable)


@settings(deadline=None)
@given(st.integers(130_0000_0000, 139_9999_9999))
def test_reading_a_shown_mobile_gives_it_back_and_its_mask_hides_four_digits(digits: int) -> None:
    e164 = parse_phone(str(digits))
    assert parse_phone(national_phone(e164)) == e164 == parse_phone(e164)
    assert mask_phone(e164) == f"{str(digits)[:3]}****{str(digits)[-4:]}"


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_either_a_number_or_refused_and_never_shown_whole(text: str) -> None:
    try:
        e164 = parse_phone(text)
    except NotAPhone:
        assert "*" in mask_phone(text)
    else:
        assert parse_phone(e164) == e164
        assert "*" in mask_phone(e164)
