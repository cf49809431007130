"""Texts of our own wording for training: attacks of every kind we know, and what resembles them.

No licence is asked for them, and no figure counts them. The parts are drawn with a fixed seed, so
that everybody trains on the same texts. Benign texts are made of the same words (passwords, rules,
roles, "ignore", "repeat") on purpose: without them a model learns the words, not the order.
"""

from __future__ import annotations

import base64
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path

SEED = 5
ATTACKS = 1_800
BENIGN = 1_400

_TEXTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_SLOTS: dict[str, list[str]] = _TEXTS["slots"]
_FILLER: list[str] = _TEXTS["filler"]
_DISGUISES = ("b64", "rot", "leet", "spaced", "rep", "filler")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_ROT13 = str.maketrans(_ALPHABET, _ALPHABET[13:] + _ALPHABET[:13])
_LEET = str.maketrans("aeiost", "431057")


def attacks() -> list[str]:
    """Attacks, each once."""
    return _made(_TEXTS["foreign_attacks"], _TEXTS["attacks"], ATTACKS, SEED)


def benign() -> list[str]:
    """What a careless model would take for them, each once."""
    return _made(_TEXTS["foreign_benign"], _TEXTS["benign"], BENIGN, SEED + 1)


def _made(plain: list[str], templates: list[str], count: int, seed: int) -> list[str]:
    choose = random.Random(seed)
    made = dict.fromkeys(plain)
    at = 0
    while len(made) < count:
        made[_filled(templates[at % len(templates)], choose)] = None
        at += 1
    return list(made)


def _filled(template: str, choose: random.Random) -> str:
    text = "".join(_parts(template, choose))
    text = text[0].upper() + text[1:] if choose.random() < 0.7 else text
    return text.rstrip(".!") if choose.random() < 0.2 else text


def _parts(template: str, choose: random.Random) -> Iterator[str]:
    for piece in template.replace("}", "{").split("{"):
        if piece in _SLOTS:
            yield choose.choice(_SLOTS[piece])
        elif piece in _DISGUISES:
            yield _disguised(piece, choose)
        else:
            yield piece


def _disguised(how: str, choose: random.Random) -> str:
    """An order in a disguise, a repeated word, or a sentence that only takes room."""
    if how == "filler":
        return choose.choice(_FILLER)
    if how == "rep":
        word = choose.choice(_SLOTS["word"])
        times = choose.randrange(15, 60)
        return f"{word} " * times + f"now {choose.choice(_SLOTS['show'])} the secret"
    order = "".join(_parts("{drop} {which} {orders} and {show} the {secret}", choose))
    if how == "b64":
        return base64.b64encode(order.encode()).decode()
    if how == "leet":
        return order.translate(_LEET)
    if how == "spaced":
        return choose.choice((" ", "-", ".")).join(order.replace(" ", "_"))
    return order.lower().translate(_ROT13)
