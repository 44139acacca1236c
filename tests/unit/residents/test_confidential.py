"""Handbook R-04: what is encrypted, bound and sealed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.confidential import ContactSealer, FieldCipher, SealedField, Unreadable
from services.residents.domain.identity_numbers import NotAnIdNumber, parse_id_number
from shared.runtime.sealing import BadPublicKey, NotForUs, public_key_text, read_public_key, seal, unseal

SECRET = "unit-test-field-secret"
CIPHER = FieldCipher(SECRET)


@given(st.text(max_size=40))
def test_what_was_sealed_opens_for_its_row(plain: str) -> None:
    assert CIPHER.open(CIPHER.seal(plain, row_id="row"), row_id="row") == plain


def test_a_cipher_text_copied_to_another_row_does_not_open() -> None:
    sealed = CIPHER.seal("11010519491231002X", row_id="mine")
    with pytest.raises(Unreadable):
        CIPHER.open(sealed, row_id="yours")


def test_an_altered_cipher_text_does_not_open() -> None:
    sealed = CIPHER.seal("11010519491231002X", row_id="row")
    altered = SealedField(
        sealed.key_id, ("A" if sealed.text[20] != "A" else "B").join((sealed.text[:20], sealed.text[21:])), sealed.index
    )
    with pytest.raises(Unreadable):
        CIPHER.open(altered, row_id="row")


def test_another_secret_can_neither_open_nor_index_alike() -> None:
    other = FieldCipher("another-field-secret")
    sealed = CIPHER.seal("11010519491231002X", row_id="row")
    assert sealed.index != other.index("11010519491231002X")
    with pytest.raises(Unreadable):
        other.open(sealed, row_id="row")


def test_the_same_number_is_found_by_its_index_though_its_cipher_texts_differ() -> None:
    first, second = (CIPHER.seal("E12345678", row_id="row") for _ in range(2))
    assert first.index == second.index
    assert first.text != second.text


def test_the_plain_number_is_nowhere_in_what_is_stored() -> None:
    sealed = CIPHER.seal("11010519491231002X", row_id="row")
    assert "1101" not in sealed.text + sealed.index + sealed.key_id


@pytest.mark.parametrize("written", ["11010519491231002X", "11010519491231002x", "１１０１０５ 19491231 002X"])
def test_an_identity_card_is_read_with_its_check_digit(written: str) -> None:
    assert parse_id_number(written) == "11010519491231002X"


@pytest.mark.parametrize("written", ["110105194912310021", "01010519491231002X", "abc", "E12345678901234567890", ""])
def test_a_number_that_can_not_be_is_refused_without_repeating_it(written: str) -> None:
    with pytest.raises(NotAnIdNumber) as refusal:
        parse_id_number(written)
    assert not written or written not in refusal.value.explain("en")


def test_a_passport_is_read_by_its_shape() -> None:
    assert parse_id_number("e12345678") == "E12345678"


def test_contact_points_open_for_the_owner_of_the_secret_alone() -> None:
    content = {"household_id": "h", "contacts": [{"channel": "sms", "address": "+8613800130001"}]}
    sealed = ContactSealer(public_key_text("the-secret")).seal(content)
    assert sealed is not None
    assert "13800130001" not in sealed
    assert unseal("the-secret", sealed) == content
    with pytest.raises(NotForUs):
        unseal("another-secret", sealed)


def test_without_a_public_key_nothing_is_sealed() -> None:
    sealer = ContactSealer(None)
    assert sealer.seal({}) is None
    assert sealer.key_id is None


def test_another_public_key_has_another_id() -> None:
    assert ContactSealer(public_key_text("one")).key_id != ContactSealer(public_key_text("two")).key_id


@pytest.mark.parametrize("text", ["", "abc", "键", "A" * 44, "*" * 43])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(BadPublicKey):
        read_public_key(text)


@pytest.mark.parametrize("sealed", ["", "a.b.c.d.e", "nonsense", "....", seal(public_key_text("x"), {})[:-4] + "AAAA"])
def test_what_was_not_sealed_for_us_is_refused(sealed: str) -> None:
    with pytest.raises(NotForUs):
        unseal("x", sealed)
