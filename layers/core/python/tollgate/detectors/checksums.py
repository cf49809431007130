"""Check digits, each as its issuer or standard defines it. All take digits (or letters) alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_VERHOEFF_MULTIPLY: Final = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_VERHOEFF_PERMUTE: Final = (
    "0123456789", "1576283094", "5803796142", "8916043527",
    "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip
_DOUBLED: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_BASE58: Final = {
    letter: value
    for value, letter in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
}
_BECH32: Final = {letter: value for value, letter in enumerate("qpzry9x8gf2tvdw0s3jn54khce6mua7l")}
_BECH32_STEPS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_SUMS: Final = (1, 0x2BC830A3)


def weighted(digits: str, weights: Sequence[int]) -> int:
    """The sum of digits, each times its weight; as many as there are weights."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B: every second digit from the right doubled, digits of it added."""
    odd = sum(int(digit) for digit in digits[-1::-2])
    return (odd + sum(_DOUBLED[int(digit)] for digit in digits[-2::-2])) % 10 == 0


def mod_97_10(characters: str) -> bool:
    """ISO/IEC 7064 MOD 97-10, letters as 10 to 35; of an IBAN, after its first four are moved."""
    return int("".join(str(int(each, 36)) for each in characters)) % 97 == 1


def mod_11_10(digits: str) -> bool:
    """ISO/IEC 7064 MOD 11,10: the German tax number, the Croatian OIB."""
    product = 10
    for digit in digits[:-1]:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(digits[-1])


def mod_11_2(characters: str) -> bool:
    """ISO/IEC 7064 MOD 11-2, X for ten: the Chinese resident number."""
    total = 0
    for each in characters[:-1]:
        total = (total + int(each)) * 2 % 11
    last = 10 if characters[-1] in "Xx" else int(characters[-1])
    return (total + last) % 11 == 1


def verhoeff(digits: str) -> bool:
    """J. Verhoeff's dihedral check of 1969, used by Aadhaar."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = int(_VERHOEFF_MULTIPLY[check][int(_VERHOEFF_PERMUTE[place % 8][int(digit)])])
    return check == 0


def ean(digits: str) -> bool:
    """GS1: weights 3 and 1 from the right; also the Swiss AHV number."""
    reverse = digits[::-1]
    return (weighted(reverse[::2], [1] * 20) + weighted(reverse[1::2], [3] * 20)) % 10 == 0


def base58check(text: str) -> bytes | None:
    """The bytes of a base58 text without its check bytes; None if they do not fit."""
    from hashlib import sha256  # noqa: PLC0415

    number = 0
    for letter in text:
        if letter not in _BASE58:
            return None
        number = number * 58 + _BASE58[letter]
    zeros = len(text) - len(text.lstrip("1"))
    raw = b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
    fits = sha256(sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]
    return raw[:-4] if fits else None


def bech32(text: str) -> bool:
    """BIP 173 and BIP 350: prefix, `1`, data with six check characters."""
    prefix, _, data = text.lower().rpartition("1")
    if not prefix or len(data) < 6 or any(each not in _BECH32 for each in data):
        return False
    values = [ord(each) >> 5 for each in prefix] + [0] + [ord(each) & 31 for each in prefix]
    check = 1
    for value in [*values, *(_BECH32[each] for each in data)]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, step in enumerate(_BECH32_STEPS):
            check ^= step if top >> place & 1 else 0
    return check in _BECH32_SUMS
