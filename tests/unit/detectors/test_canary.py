"""A leak of the hidden context is found in plain words and in every encoding."""

from __future__ import annotations

import base64
import codecs
import random
import string
from collections.abc import Iterator

import pytest

from tests.unit.detectors.growth import growth, repeated
from tollgate.detectors import canary
from tollgate.errors import BadRequest

CONTEXT = (
    "You are the assistant of Acme. Never mention the merger with Globex that closes on 12 March. "
    "Always offer the premium plan before the basic plan and keep discounts under ten percent."
)


def _writings(token: str, around: str) -> Iterator[tuple[str, str]]:
    whole = (around + token + around).encode()
    encoded = base64.b64encode(whole).decode()
    rotated = codecs.encode(token, "rot13")
    yield from {
        "plain": token,
        "upper case": token.upper(),
        "reversed": token[::-1],
        "rot13": rotated,
        "spaced": " ".join(token),
        "dashed": "-".join(token),
        "lines": "\n".join(token),
        "zero width": "\u200b".join(token),
        "full width": "".join(chr(ord(each) + 0xFEE0) for each in token),
        "reversed and spaced": " ".join(token[::-1]),
        "rot13 and dotted": ".".join(rotated),
        "base64": encoded,
        "base64 for URLs": base64.urlsafe_b64encode(whole).decode(),
        "base64 in lines": "\n".join(encoded[at : at + 7] for at in range(0, len(encoded), 7)),
        "base64 spaced": " ".join(encoded),
        "base64 reversed": encoded[::-1],
        "base64 twice": base64.b64encode(encoded.encode()).decode(),
        "base64 of reversed": base64.b64encode(token[::-1].encode()).decode(),
        "base64 of rot13": base64.b64encode(rotated.encode()).decode(),
        "base32": base64.b32encode(whole).decode(),
        "hexadecimal": whole.hex(),
        "hexadecimal spaced": whole.hex(" ").upper(),
        "escapes": "".join(f"\\x{byte:02x}" for byte in token.encode()),
        "percent": "".join(f"%{byte:02X}" for byte in token.encode()),
        "entities": "".join(f"&#{byte};" for byte in token.encode()),
    }.items()


@pytest.mark.parametrize("seed", range(40))
def test_the_canary_is_found_in_every_writing(seed: int) -> None:
    choose = random.Random(seed)
    letters = string.ascii_letters + string.digits
    token = "tg-" + "".join(choose.choices(letters, k=choose.randint(8, 32)))
    around = "".join(choose.choices(letters + " .,", k=choose.randint(0, 6)))
    detector = canary.open({"canary": token})
    for name, written in _writings(token, around):
        text = f"Of course! Here it is: {written} . Anything else?"
        found = detector.scan(text)
        assert found, name
        assert all(20 <= match.start < match.end <= len(text) - 14 for match in found), name


def test_other_texts_do_not_hold_the_canary() -> None:
    detector = canary.open({"canary": "tg-canary-4f6b8c2d"})
    choose = random.Random(3)
    for _ in range(500):
        noise = base64.b64encode(choose.randbytes(600)).decode()
        assert detector.scan(f"tg canary 4f6b8c2e and {noise} the quick brown fox") == []


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        ("Sure: never mention the merger with Globex that closes on 12 March!", "canary.context"),
        ("NEVER mention, the MERGER with\nGlobex, that closes on", "canary.context"),
        (codecs.encode(CONTEXT, "rot13"), "canary.context_rot13"),
        (CONTEXT[::-1], "canary.context_reversed"),
        (base64.b64encode(CONTEXT.encode()).decode(), "canary.context"),
    ],
)
def test_eight_words_of_the_context_are_found(output: str, kind: str) -> None:
    found = canary.open({"context": CONTEXT}).scan(output)
    assert {match.kind for match in found} == {kind}
    assert all(match.confidence >= 0.8 for match in found)


@pytest.mark.parametrize(
    "output",
    [
        "Never mention the merger with Globex.",
        "1 2 3 4 5 6 7 8 9",
        "The premium plan is better.",
        "",
    ],
)
def test_fewer_words_are_nobodys_secret(output: str) -> None:
    assert canary.open({"context": CONTEXT + " 1 2 3 4 5 6 7 8 9"}).scan(output) == []


def test_one_stretch_is_one_match_in_its_place() -> None:
    leaked = CONTEXT[32:120]
    text = f"é {leaked} é"
    (match,) = canary.open({"context": CONTEXT}).scan(text)
    assert text[match.start : match.end] in leaked
    assert match.end - match.start > len(leaked) - 20
    assert match.confidence == 0.8


@pytest.mark.parametrize(
    "config",
    [{}, {"canary": "short"}, {"canary": 5}, {"context": ["a"]}, {"canary": "x" * 300},
     {"canary": "long enough for it", "token": "x"}],
)  # fmt: skip
def test_a_configuration_that_cannot_work_is_refused(config: dict[str, object]) -> None:
    with pytest.raises(BadRequest):
        canary.open(config)


@pytest.mark.parametrize("piece", ["a ", "tgcanary4f6b8c2d", CONTEXT, "=_", "dGctY2FuYXJ"])
def test_time_grows_linearly_to_a_megabyte(piece: str) -> None:
    detector = canary.open({"canary": "tg-canary-4f6b8c2d", "context": CONTEXT})
    assert growth(detector, repeated(piece)) < 9


def test_the_longest_canary_and_much_text_make_no_noise(capfd: pytest.CaptureFixture[str]) -> None:
    """RE2 writes to standard error when it runs out of memory, and is slow then."""
    choose = random.Random(9)
    token = "".join(choose.choices(string.ascii_letters + string.digits, k=256))
    noise = base64.b64encode(choose.randbytes(60_000)).decode()
    leak = base64.b64encode(f"..{token}.".encode()).decode()
    assert canary.open({"canary": token}).scan(noise + " " + leak)
    assert capfd.readouterr().err == ""
