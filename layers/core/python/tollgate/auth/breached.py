"""Passwords that were leaked, without asking anybody.

Two lists are looked into. The one inside zxcvbn always: some 30,000 of the most common leaked
passwords, with simple variations of them. And, where an operator put one beside this module, a
filter made of a list of their own (`python -m infra_cdk.breached_passwords`): a Bloom filter, which
knows every listed password and takes an unlisted one for listed about once in 100,000 times (24
bits for each entry and 17 hashes; B. H. Bloom, CACM 13(7), 1970).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha1
from pathlib import Path
from typing import Final, Self

from tollgate.kit.guarded import Guarded

EASIEST_GUESSES: Final = 100_000
"""What zxcvbn guesses in so many tries is a leaked password or next to one."""

FILTER: Final = Path(__file__).with_name("breached_passwords.bin")

_MAGIC: Final = b"TGBF1\n"
_BITS_EACH: Final = 24
_HASHES: Final = 17


class NotAFilter(Exception):
    """The file is not a filter of this format, or only a part of one."""


class BreachedFilter(Guarded, frozen=True):
    """A set of passwords as bits. The file is the magic word and the bits, eight to a byte."""

    hidden = frozenset({"bits"})

    bits: bytes

    @classmethod
    def of(cls, digests: Iterable[bytes]) -> Self:
        """Of the SHA-1 digests of passwords, as the list of Have I Been Pwned has them."""
        kept = set(digests)
        bits = bytearray((len(kept) * _BITS_EACH + 7) // 8 or 1)
        for digest in kept:
            for place in _places(digest, len(bits) * 8):
                bits[place // 8] |= 1 << place % 8
        return cls(bytes(bits))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Raises `NotAFilter`."""
        content = path.read_bytes()
        if not content.startswith(_MAGIC) or len(content) == len(_MAGIC):
            raise NotAFilter(f"{path} is not a filter of breached passwords")
        return cls(content[len(_MAGIC) :])

    def write(self, path: Path) -> None:
        """As `read` takes it."""
        path.write_bytes(_MAGIC + self.bits)

    def __contains__(self, password: str) -> bool:
        return any(self._has(digest_of(each)) for each in {password, password.lower()})

    def _has(self, digest: bytes) -> bool:
        places = _places(digest, len(self.bits) * 8)
        return all(self.bits[place // 8] >> place % 8 & 1 for place in places)


@cache
def own_filter() -> BreachedFilter | None:
    """The operator's filter, read once, or None where there is none."""
    return BreachedFilter.read(FILTER) if FILTER.exists() else None


def is_breached(password: str, guesses: float) -> bool:
    """Whether a password is on one of the lists; `guesses` are zxcvbn's for it."""
    if guesses <= EASIEST_GUESSES:
        return True
    own = own_filter()
    return own is not None and password in own


def digest_of(password: str) -> bytes:
    """SHA-1, since that is what lists of leaked passwords are kept in; it protects nothing here."""
    return sha1(password.encode(), usedforsecurity=False).digest()


def _places(digest: bytes, bits: int) -> Iterator[int]:
    """Double hashing (Kirsch and Mitzenmacher, ESA 2006): as good as independent hashes."""
    first = int.from_bytes(digest[:8], "big")
    step = int.from_bytes(digest[8:16], "big") | 1
    for number in range(_HASHES):
        yield (first + number * step) % bits
