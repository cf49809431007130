from __future__ import annotations

import unicodedata

import pytest

from tollgate.auth.passwords import hash_password, verify_password


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_every_keyboards_way_of_writing_a_letter_is_the_same_password(form: str) -> None:
    encoded = hash_password("Schloß am Zürichsee ﬁ")
    assert verify_password(unicodedata.normalize(form, "Schloß am Zürichsee ﬁ"), encoded)


@pytest.mark.parametrize(
    "other", ["schloß am Zürichsee", "Schloß am Zurichsee", "Schloß am Zürichsee "]
)
def test_other_letters_are_not(other: str) -> None:
    assert not verify_password(other, hash_password("Schloß am Zürichsee"))
