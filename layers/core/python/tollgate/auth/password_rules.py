"""Whether a password is good enough for an organization."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, Final

from msgspec import Struct

from tollgate.auth.breached import is_breached
from tollgate.auth.passwords import hash_password
from tollgate.auth.requirements import PasswordRules
from tollgate.directory.models import Organization, User
from tollgate.errors import WeakPassword

_JUDGED: Final = 64
"""zxcvbn takes time that grows with the square of the length; a longer password is no worse."""

_ALWAYS_PROHIBITED: Final = ("tollgate", "temporary", "changeme")
_SHORTEST_WORD: Final = 4
_CLASS_NAMES: Final = {
    "lower": "a lower-case letter",
    "upper": "an upper-case letter",
    "digit": "a digit",
    "special": "a character that is neither a letter nor a digit",
}


class About(Struct, frozen=True):
    """Who a password is for: what is known of them is what is guessed first."""

    email: str
    name: str
    organization: str

    @classmethod
    def person(cls, user: User, organization: Organization) -> About:
        """Of somebody in an organization."""
        return cls(user.email, user.name, organization.name)

    def words(self) -> list[str]:
        """Everything of it that could be in a password, whole and in parts."""
        name, organization = self.name.split(), self.organization.split()
        mailbox = re.split(r"[@.+_-]+", self.email)
        joined = ("".join(name), "".join(reversed(name)), "".join(organization))
        whole = (self.email, self.name, self.organization, *_ALWAYS_PROHIBITED)
        return [word for word in (*whole, *joined, *name, *organization, *mailbox) if word]


def check(password: str, rules: PasswordRules, about: About, *, param: str = "password") -> None:
    """Raises `WeakPassword` with every reason against the password."""
    found = reasons(password, rules, about)
    if found:
        raise weak(found, param)


def of_ones_own(password: str, rules: PasswordRules, about: About, now_ms: int) -> dict[str, Any]:
    """A password that somebody chose for themselves, as fields of `User`. Raises `WeakPassword`."""
    check(password, rules, about)
    return {"password_hash": hash_password(password), "password_changed_ms": now_ms}


def by_administrator(
    password: str, rules: PasswordRules, about: About, now_ms: int
) -> dict[str, Any]:
    """A password that somebody chose for another, as fields of `User`.

    A weak one is taken, since it has to be told to them, but they must change it first thing.
    """
    return {
        "password_hash": hash_password(password),
        "password_changed_ms": now_ms,
        "password_temporary": bool(reasons(password, rules, about)),
    }


def weak(found: tuple[str, ...], param: str) -> WeakPassword:
    """The error of these reasons."""
    detail = "this password is not good enough: " + "; ".join(found)
    return WeakPassword(detail, param=param, fields={"reasons": list(found)})


def reasons(password: str, rules: PasswordRules, about: About) -> tuple[str, ...]:
    """What is wrong with a password, a sentence each; nothing if it is good enough."""
    return (
        *_composition(password, rules),
        *_strength(password, rules, about),
        *_prohibited(password, (*rules.prohibited, *_ALWAYS_PROHIBITED, about.organization)),
    )


def _composition(password: str, rules: PasswordRules) -> Iterable[str]:
    if len(password) < rules.min_length:
        yield f"it needs at least {rules.min_length} characters"
    present = {_class_of(character) for character in password}
    if len(present) < rules.min_classes:
        yield (
            f"it needs {rules.min_classes} of: lower-case letters, upper-case letters, digits, "
            "other characters"
        )
    for name, words in _CLASS_NAMES.items():
        if name in rules.classes and name not in present:
            yield f"it needs {words}"


def _class_of(character: str) -> str:
    if character.isdigit():
        return "digit"
    if character.isalpha():
        # A letter of a script without cases counts as lower case.
        return "upper" if character.isupper() else "lower"
    return "special"


def _strength(password: str, rules: PasswordRules, about: About) -> Iterable[str]:
    # Imports a compiled library, which only somebody who sets a password needs.
    from zxcvbn_rs_py import zxcvbn  # noqa: PLC0415

    entropy = zxcvbn(password[:_JUDGED], about.words())
    if rules.check_breached and is_breached(password, entropy.guesses):
        yield "it is among the passwords that were leaked most often, or close to one"
    elif int(entropy.score) < rules.min_score:
        yield "it is too easy to guess; take several words that do not belong together"


def _prohibited(password: str, words: Iterable[str]) -> Iterable[str]:
    plain = _plain(password)
    for word in dict.fromkeys(_plain(word) for word in words):
        short = len(word) < _SHORTEST_WORD
        if word and (word == plain if short else word in plain):
            yield f"it must not contain {word!r}"


def _plain(text: str) -> str:
    """Letters and digits in one case, so that `A.C-M e` is no way around `acme`."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())
